/** Finds the Docker engine that a person means, in the order of Docker's own command line. */
import { stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import {
  contextScheme,
  type DockerContext,
  describeEndpoint,
  type EngineEndpoint,
} from '../core/model/endpoint.ts';
import { parseAddress } from './endpoint/address.ts';
import { listContexts, readContextEndpoint, readCurrentContext } from './endpoint/context.ts';
import { readTlsFiles } from './endpoint/tls.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** What of this machine decides, apart from the environment. */
export interface EndpointHost {
  readonly platform: NodeJS.Platform;
  readonly homeDirectory: string;
  /** Where the system's own engine listens. */
  readonly systemSocket: string;
}

function thisHost(): EndpointHost {
  const windows = process.platform === 'win32';
  return {
    platform: process.platform,
    homeDirectory: homedir(),
    systemSocket: windows ? '//./pipe/docker_engine' : '/var/run/docker.sock',
  };
}

function isSet(value: string | undefined): value is string {
  return value !== undefined && value !== '';
}

/** TLS as DOCKER_TLS_VERIFY, DOCKER_TLS and DOCKER_CERT_PATH ask for it; `undefined` for plain TCP. */
async function environmentTls(env: Environment, configDirectory: string) {
  const verify = isSet(env.DOCKER_TLS_VERIFY);
  if (!verify && !isSet(env.DOCKER_TLS)) {
    return undefined;
  }
  const directory = isSet(env.DOCKER_CERT_PATH) ? env.DOCKER_CERT_PATH : configDirectory;
  return { ...(await readTlsFiles(directory, 'DOCKER_CERT_PATH')), verify };
}

async function isSocket(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isSocket();
  } catch {
    return false;
  }
}

/** Sockets of the engines that people install, the most usual first. */
function usualSockets(env: Environment, host: EndpointHost): string[] {
  const below = (...parts: string[]) => join(host.homeDirectory, ...parts);
  const runtime = env.XDG_RUNTIME_DIR;
  return [
    host.systemSocket,
    ...(isSet(runtime) ? [join(runtime, 'docker.sock')] : []),
    below('.docker', 'run', 'docker.sock'),
    below('.docker', 'desktop', 'docker.sock'),
    below('.colima', 'default', 'docker.sock'),
    below('.orbstack', 'run', 'docker.sock'),
  ];
}

async function defaultEndpoint(env: Environment, host: EndpointHost): Promise<EngineEndpoint> {
  if (host.platform !== 'win32') {
    for (const path of usualSockets(env, host)) {
      if (await isSocket(path)) {
        return { kind: 'socket', path, origin: 'default socket' };
      }
    }
  }
  return { kind: 'socket', path: host.systemSocket, origin: 'default socket' };
}

/**
 * The engine that the setting, else DOCKER_HOST, else DOCKER_CONTEXT or the current context, else the first usual
 * socket names. Nothing is connected.
 * @param setting `phpSourceBench.docker.host`: an address, `context://` and the name of a Docker context, or empty
 * @throws `invalid-setting` for an address, context, configuration or certificate that cannot be used
 */
export async function resolveEndpoint(
  setting: string,
  env: Environment,
  host: EndpointHost = thisHost(),
): Promise<EngineEndpoint> {
  const configDirectory = configDirectoryOf(env, host);
  const context = contextIn(setting);
  if (context !== undefined) {
    return contextEndpoint(context, configDirectory, env, host);
  }
  const named: readonly (readonly [string, string | undefined])[] = [
    ['phpSourceBench.docker.host', setting.trim()],
    ['DOCKER_HOST', env.DOCKER_HOST?.trim()],
  ];
  for (const [origin, address] of named) {
    if (isSet(address)) {
      return parseAddress(address, origin, await environmentTls(env, configDirectory));
    }
  }
  const fromEnvironment = env.DOCKER_CONTEXT;
  const current = isSet(fromEnvironment) ? fromEnvironment : await readCurrentContext(configDirectory);
  return contextEndpoint(current ?? 'default', configDirectory, env, host);
}

function configDirectoryOf(env: Environment, host: EndpointHost): string {
  return isSet(env.DOCKER_CONFIG) ? env.DOCKER_CONFIG : join(host.homeDirectory, '.docker');
}

/** The context that a setting names, `undefined` if it names an address or nothing. */
function contextIn(setting: string): string | undefined {
  const text = setting.trim();
  return text.startsWith(contextScheme) ? text.slice(contextScheme.length) : undefined;
}

function contextEndpoint(
  name: string,
  configDirectory: string,
  env: Environment,
  host: EndpointHost,
): Promise<EngineEndpoint> {
  return name === 'default' ? defaultEndpoint(env, host) : readContextEndpoint(configDirectory, name);
}

/** The Docker contexts of this machine; the first is Docker's own `default`. */
export async function listEngines(
  env: Environment,
  host: EndpointHost = thisHost(),
): Promise<readonly DockerContext[]> {
  const standard = describeEndpoint(await defaultEndpoint(env, host));
  return [{ name: 'default', address: standard }, ...(await listContexts(configDirectoryOf(env, host)))];
}
