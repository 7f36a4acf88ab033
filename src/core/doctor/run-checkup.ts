/** The whole check of a Docker setup: what works, what does not, why, and what to do. */
import { type BenchError, isBenchError } from '../errors.ts';
import { proxySecrets } from '../machine/proxy.ts';
import type { EngineInfo } from '../model/engine.ts';
import type { MachineProfile } from '../model/machine.ts';
import type { DownloadPort, EnginePort, MachinePort, ProfilePort, Report, SecretsPort } from '../ports.ts';
import { redact, withoutSecretShapes } from '../text/redact.ts';
import { checkClock } from './clock.ts';
import { findCheckImage } from './find-image.ts';
import { judgeDisk, judgePlatforms, lookInside } from './inside.ts';
import type { Checkup } from './model.ts';
import { checkBison, checkMirror, checkNames } from './network.ts';
import { type Outcome, Sheet } from './sheet.ts';

type CheckEngine = Pick<EnginePort, 'describe' | 'readClock' | 'findImage' | 'listImages' | 'withContainer'>;

export interface CheckupDeps {
  readonly connect: () => Promise<CheckEngine>;
  readonly profiles: ProfilePort;
  readonly downloads: Pick<DownloadPort, 'locate' | 'readTarball'>;
  readonly machine: Pick<MachinePort, 'nowMs' | 'owner'>;
  readonly secrets: SecretsPort;
}

export interface CheckupSettings {
  readonly baseImage: string;
  readonly bisonTarball: string;
}

interface Connected {
  readonly port: CheckEngine;
  readonly info: EngineInfo;
}

/** Storage drivers that share layers and that engines still support. */
const goodDrivers = ['overlay2', 'overlayfs', 'btrfs', 'zfs', 'fuse-overlayfs', 'stargz'];

function judgeStorage({ storageDriver }: EngineInfo): Outcome<true> {
  const sentence = `The engine stores images with ${storageDriver}.`;
  return goodDrivers.includes(storageDriver)
    ? { state: 'passed', sentence, value: true }
    : {
        state: 'warning',
        sentence: `${sentence} It is slow, copies what others share, or is no longer supported.`,
        action: 'Let the engine use overlay2, on a file system of its own kernel (not a network share).',
        value: true,
      };
}

/** Whether an engine answers, and whether a person may use it: the second hides the first. */
async function checkEngine(sheet: Sheet, connect: CheckupDeps['connect']): Promise<Connected | undefined> {
  let denied: BenchError | undefined;
  const engine = await sheet.check('engine', {}, async (_, signal): Promise<Outcome<Connected>> => {
    try {
      const port = await connect();
      const info = await port.describe(signal);
      const sentence = `Docker ${info.serverVersion} answers at ${info.endpoint}; API ${info.apiVersion} is spoken.`;
      return { state: 'passed', sentence, value: { port, info } };
    } catch (error) {
      if (!isBenchError(error, 'engine-permission')) {
        throw error;
      }
      denied = error;
      return { state: 'not checked', sentence: 'Something listens, but may not be asked.' };
    }
  });
  const needs = denied === undefined ? { engine } : {};
  await sheet.check('permission', needs, async (): Promise<Outcome<true>> => {
    if (denied !== undefined) {
      throw denied;
    }
    return { state: 'passed', sentence: 'You may use the engine.', value: true };
  });
  return engine;
}

async function checkProfile(
  profiles: ProfilePort,
  { info }: Connected,
  signal: AbortSignal,
): Promise<Outcome<MachineProfile>> {
  const profile = await profiles.profileOf(info, signal);
  const { proxy, packageMirror, caCertificates, platform } = profile;
  const facts = [
    ...(proxy.httpProxy === '' && proxy.httpsProxy === '' ? [] : ['a proxy']),
    ...(caCertificates === '' ? [] : ['certificates']),
    ...(packageMirror === '' ? [] : [`the mirror ${packageMirror}`]),
    ...(platform === undefined ? [] : [`the platform ${platform}`]),
  ];
  const content = facts.length === 0 ? 'no proxy, mirror or platform' : facts.join(', ');
  return { state: 'passed', sentence: `Profile "${profile.name}": ${content}.`, value: profile };
}

/** Fills the sheet; what depends on what stands in the second argument of each check. */
async function fill(sheet: Sheet, deps: CheckupDeps, settings: CheckupSettings) {
  const engine = await checkEngine(sheet, deps.connect);
  await sheet.check('storage', { engine }, async (known) => judgeStorage(known.engine.info));
  await sheet.check('clock', { engine }, ({ engine: { port } }, signal) => checkClock(port, signal));
  const profile = await sheet.check('profile', { engine }, (known, signal) =>
    checkProfile(deps.profiles, known.engine, signal),
  );
  const image = await sheet.check('image', { engine }, ({ engine: { port, info } }, signal) =>
    findCheckImage(port, info, settings.baseImage, signal),
  );
  const container = await sheet.check('container', { engine, image }, (known, signal) =>
    lookInside(askDeps(deps, known.engine), known.image, known.engine.info, signal),
  );
  await sheet.check('disk', { engine, container }, async (known) =>
    judgeDisk(known.container, known.engine.info),
  );
  await sheet.check('platforms', { engine, container }, async (known) =>
    judgePlatforms(known.container, known.engine.info, profile),
  );
  const names = await sheet.check('names', { engine, profile, image, container }, (known, signal) =>
    checkNames(askDeps(deps, known.engine), { ...known, engine: known.engine.info }, signal),
  );
  await sheet.check('mirror', { engine, profile, image, names }, (known, signal) =>
    checkMirror(askDeps(deps, known.engine), { ...known, engine: known.engine.info }, signal),
  );
  await sheet.check('bison', { profile }, (known, signal) =>
    checkBison(deps.downloads, settings.bisonTarball, known.profile, signal),
  );
  return { engine: engine?.info, profile };
}

function askDeps({ machine }: CheckupDeps, { port }: Connected) {
  return { engine: port, machine };
}

/**
 * Checks engine, permission, clock, disk, platforms, name resolution and network, one after the other; nothing of it
 * stays in the engine, and nothing that it says holds a secret.
 * @throws `cancelled` only: whatever else goes wrong is what was found
 */
export async function runCheckup(
  deps: CheckupDeps,
  settings: CheckupSettings,
  report: Report,
  signal: AbortSignal,
): Promise<Checkup> {
  const startedAtMs = deps.machine.nowMs();
  const sheet = new Sheet(report, deps.machine, signal);
  const { engine, profile } = await fill(sheet, deps, settings);
  const known = await deps.secrets.knownSecrets();
  const secrets = [...known, ...(profile === undefined ? [] : proxySecrets(profile.proxy))];
  const safe = (text: string) => withoutSecretShapes(redact(text, secrets));
  const findings = sheet.findings.map((finding) => ({
    ...finding,
    sentence: safe(finding.sentence),
    action: safe(finding.action),
  }));
  return {
    startedAtMs,
    engine: engine && { ...engine, name: safe(engine.name), endpoint: safe(engine.endpoint) },
    findings,
  };
}
