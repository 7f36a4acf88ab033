/** Machine profiles as the settings have them, with what they refer to. */
import { readFile, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { errors } from '../core/errors.ts';
import { type ChosenProfile, chooseProfile } from '../core/machine/choose-profile.ts';
import type { MachineProfile, ProfilesSettings, ProxySettings } from '../core/model/machine.ts';
import { type Platform, parsePlatform } from '../core/model/platform.ts';
import type { ProfilePort } from '../core/ports.ts';
import { readDockerProxies } from './machine-profile/docker-proxies.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const setting = 'phpSourceBench.machine.profiles';
const maxCertificateBytes = 4 * 1024 * 1024;

function invalid(name: string, detail: string): Error {
  return errors.invalidSetting(setting, `profile "${name}": ${detail}`);
}

/** Puts variables of the environment in for `${env:NAME}`, so that a password need not stand in the settings. */
function withVariables(name: string, text: string, env: Environment): string {
  return text.replaceAll(/\$\{env:([A-Za-z_][A-Za-z0-9_]*)\}/g, (_, variable: string) => {
    const value = env[variable];
    if (value === undefined) {
      throw invalid(name, `the environment has no variable ${variable}.`);
    }
    return value;
  });
}

function checkedProxy(name: string, field: string, address: string): string {
  const usable = address === '' || (URL.canParse(address) && /^https?:$/.test(new URL(address).protocol));
  if (!usable || /[\s\p{Cc}]/u.test(address)) {
    throw invalid(name, `${field} must be an http or https address.`);
  }
  return address;
}

async function proxyOf(
  { name, settings }: ChosenProfile,
  endpoint: string,
  env: Environment,
  configDirectory: string,
): Promise<ProxySettings> {
  const docker = await readDockerProxies(configDirectory, endpoint);
  const value = (field: keyof ProxySettings) =>
    withVariables(name, settings[field] ?? docker[field], env).trim();
  return {
    httpProxy: checkedProxy(name, 'httpProxy', value('httpProxy')),
    httpsProxy: checkedProxy(name, 'httpsProxy', value('httpsProxy')),
    noProxy: value('noProxy'),
  };
}

async function readCertificates({ name, settings }: ChosenProfile, signal: AbortSignal): Promise<string> {
  const texts: string[] = [];
  for (const path of settings.caCertificates ?? []) {
    let text: string;
    try {
      if ((await stat(path)).size > maxCertificateBytes) {
        throw new Error('it is too large');
      }
      text = await readFile(path, { encoding: 'utf8', signal });
    } catch (error) {
      throw signal.aborted ? errors.cancelled(error) : invalid(name, `${path} cannot be read.`);
    }
    const found = text.match(/-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g);
    if (found === null) {
      throw invalid(name, `${path} holds no certificate in PEM form.`);
    }
    texts.push(...found);
  }
  return texts.length === 0 ? '' : `${[...new Set(texts)].join('\n')}\n`;
}

function platformIn({ name, settings }: ChosenProfile): Platform | undefined {
  const text = settings.platform?.trim() ?? '';
  if (text === '') {
    return undefined;
  }
  const platform = parsePlatform(text);
  if (platform === undefined) {
    throw invalid(name, `platform must look like linux/ppc64le, not "${text}".`);
  }
  return platform;
}

/**
 * Profiles from these settings; where they say nothing of a proxy, what Docker's own configuration says counts.
 * @param env where variables and Docker's configuration are looked up
 */
export function localProfiles(profiles: ProfilesSettings, env: Environment = process.env): ProfilePort {
  return {
    async profileOf(engine, signal): Promise<MachineProfile> {
      const chosen = chooseProfile(profiles, engine);
      const { name, settings } = chosen;
      const configDirectory = env.DOCKER_CONFIG || join(homedir(), '.docker');
      return {
        name,
        proxy: await proxyOf(chosen, engine.endpoint, env, configDirectory),
        caCertificates: await readCertificates(chosen, signal),
        packageMirror: settings.packageMirror ?? '',
        platform: platformIn(chosen),
        cpus: settings.cpus,
        memoryBytes: settings.memoryMb === undefined ? undefined : settings.memoryMb * 1024 * 1024,
        pidsLimit: settings.pidsLimit,
      };
    },
  };
}
