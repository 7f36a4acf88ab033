/**
 * A Docker engine of our own, beside whatever engine the machine has: own data, socket, bridge and address range.
 * It outlives the process that starts it; starting again finds it, also after a crash or a reboot.
 */
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import * as v from 'valibot';
import { locked } from '../../src/local/locked.ts';
import { applyNetwork, findFreeBase, removeNetwork } from './engine-firewall.ts';
import { type EngineNetwork, planNetwork } from './engine-network.ts';
import { type EnginePaths, enginePaths } from './engine-paths.ts';
import { pingSocket } from './engine-ping.ts';
import {
  daemonOf,
  endEngineProcesses,
  engineProcesses,
  isAlive,
  listProcesses,
  startDaemon,
} from './engine-process.ts';
import { cacheDirectory } from './locations.ts';
import { runAsRoot } from './root.ts';
import { lastLines, SetupError } from './setup-error.ts';
import { ensureSystemPackages } from './system-packages.ts';

const startTimeoutMs = 90_000;
const pollMs = 100;
const purpose = 'run a private Docker engine';

/** A private engine that answers. */
export interface PrivateEngine {
  readonly socketPath: string;
  /** The value for DOCKER_HOST. */
  readonly dockerHost: string;
  /** Whether it ran before. */
  readonly reused: boolean;
}

/**
 * Starts the engine that lives in `directory` (absolute), or finds it running; installs Debian's packages first if
 * they are missing. Rejects with the end of the engine's log if it does not come up.
 */
export async function startPrivateEngine(directory: string): Promise<PrivateEngine> {
  const paths = enginePaths(directory);
  await ensureEnginePackages();
  await mkdir(directory, { recursive: true });
  return locked(paths.lockPath, async () => {
    const running = daemonOf(listProcesses(), paths.execRoot);
    if (running === undefined) {
      await startEngine(paths);
    } else {
      const network = await readNetwork(paths);
      if (network !== undefined) {
        await applyNetwork(network);
      }
      await waitForAnswer(paths, running.pid);
    }
    return {
      socketPath: paths.socketPath,
      dockerHost: `unix://${paths.socketPath}`,
      reused: running !== undefined,
    };
  });
}

/**
 * Stops the engine that lives in `directory`, and removes its bridges and firewall rules. Its data stays. Resolves
 * to whether there was anything to stop.
 */
export async function stopPrivateEngine(directory: string): Promise<boolean> {
  const paths = enginePaths(directory);
  if (!existsSync(directory)) {
    return false;
  }
  return locked(paths.lockPath, async () => {
    const running = engineProcesses(listProcesses(), paths.execRoot).length > 0;
    const network = await readNetwork(paths);
    if (!running && network?.applied !== true) {
      return false;
    }
    await endEngineProcesses(purpose, paths.execRoot);
    await removeRuntimeFiles(paths);
    if (network !== undefined) {
      await removeNetwork(network);
      await writeNetwork(paths, { ...network, applied: false });
    }
    return true;
  });
}

/** Installs what a private engine needs and the machine does not have; resolves to whether anything was missing. */
export async function ensureEnginePackages(): Promise<boolean> {
  const packages = ['iproute2', 'iptables'];
  // An engine from elsewhere is as good, and cannot be installed beside Debian's.
  if (!['/usr/bin/dockerd', '/usr/sbin/dockerd', '/usr/local/bin/dockerd'].some(existsSync)) {
    packages.push('docker.io');
  }
  if (existsSync('/sys/kernel/security/apparmor') && !existsSync('/usr/sbin/apparmor_parser')) {
    packages.push('apparmor');
  }
  return (await ensureSystemPackages(packages)).length > 0;
}

async function startEngine(paths: EnginePaths): Promise<void> {
  // A new dockerd would take over the containerd that a killed one left, and sometimes waits for it in vain.
  await endEngineProcesses(purpose, paths.execRoot);
  await removeRuntimeFiles(paths);
  await runAsRoot(purpose, 'mkdir', ['-p', '--', paths.runtimeDirectory]);
  const network = await setUpNetwork(paths);
  // An empty configuration, so that the machine's own one for its own engine is not read.
  await writeFile(paths.configPath, '{}\n');
  const pid = await startDaemon(purpose, paths.logPath, daemonCommand(paths, network));
  try {
    await waitForAnswer(paths, pid);
  } catch (error) {
    await endEngineProcesses(purpose, paths.execRoot);
    await removeRuntimeFiles(paths);
    await removeNetwork(network);
    throw error;
  }
}

/** Only one engine at a time looks for a free range, so that two do not choose the same. */
function setUpNetwork(paths: EnginePaths): Promise<EngineNetwork> {
  return locked(`${cacheDirectory()}/locks/engine-network`, async () => {
    const before = await readNetwork(paths);
    if (before !== undefined) {
      await removeNetwork(before);
    }
    const base = await findFreeBase(paths.id, before?.base);
    const network = planNetwork(paths.id, base);
    await removeNetwork(network);
    if (before !== undefined && before.base !== base) {
      // dockerd would bring the old range back, outside the rules for the new one.
      await runAsRoot(purpose, 'rm', ['-rf', '--', join(paths.dataRoot, 'network')]);
    }
    await writeNetwork(paths, { base, applied: true });
    await applyNetwork(network);
    return network;
  });
}

function daemonCommand(paths: EnginePaths, network: EngineNetwork): readonly string[] {
  return [
    'dockerd',
    `--config-file=${paths.configPath}`,
    `--data-root=${paths.dataRoot}`,
    `--exec-root=${paths.execRoot}`,
    `--host=unix://${paths.socketPath}`,
    `--pidfile=${paths.pidPath}`,
    `--group=${process.getgid?.() ?? 0}`,
    `--bridge=${network.bridge}`,
    `--default-address-pool=base=${network.poolSubnet},size=24`,
    '--iptables=false',
    '--ip6tables=false',
    '--shutdown-timeout=5',
    // A containerd of the machine's is shared if it runs; the names keep the containers apart.
    `--containerd-namespace=${paths.id}`,
    `--containerd-plugins-namespace=${paths.id}-plugins`,
  ];
}

async function waitForAnswer(paths: EnginePaths, pid: number): Promise<void> {
  const deadlineMs = performance.now() + startTimeoutMs;
  while (performance.now() < deadlineMs) {
    if ((await pingSocket(paths.socketPath)) === 'answers') {
      return;
    }
    if (!isAlive(pid)) {
      throw new SetupError(`The private Docker engine ended while it started. ${await endOfLog(paths)}`);
    }
    await delay(pollMs);
  }
  throw new SetupError(
    `The private Docker engine did not answer within ${startTimeoutMs / 1000} s. ${await endOfLog(paths)}`,
  );
}

async function endOfLog(paths: EnginePaths): Promise<string> {
  const log = await readFile(paths.logPath, 'utf8').catch(() => '');
  return `The end of its log, ${paths.logPath}:\n${lastLines(log, 8)}`;
}

/** Removes sockets, pid files and mounts of an engine that does not run; they would mislead the next start. */
async function removeRuntimeFiles(paths: EnginePaths): Promise<void> {
  const mounts = await readFile('/proc/self/mountinfo', 'utf8');
  for (const path of mountsBelow(mounts, [paths.execRoot, paths.dataRoot])) {
    await runAsRoot(purpose, 'umount', ['--lazy', '--', path]);
  }
  const files =
    paths.runtimeDirectory === paths.directory
      ? [paths.execRoot, paths.socketPath, paths.pidPath]
      : [paths.runtimeDirectory];
  await runAsRoot(purpose, 'rm', ['-rf', '--one-file-system', '--', ...files]);
}

/** Mount points of `/proc/self/mountinfo` at or below one of these directories, the innermost first. */
export function mountsBelow(mountinfo: string, directories: readonly string[]): readonly string[] {
  return mountinfo
    .split('\n')
    .flatMap((line) => line.split(' ')[4] ?? [])
    .map((path) =>
      path.replace(/\\([0-7]{3})/g, (_, digits) => String.fromCharCode(Number.parseInt(digits, 8))),
    )
    .filter((path) => directories.some((directory) => `${path}/`.startsWith(`${directory}/`)))
    .reverse();
}

const networkSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ base: v.pipe(v.string(), v.regex(/^\d+\.\d+$/)), applied: v.boolean() }),
);

async function readNetwork(paths: EnginePaths) {
  if (!existsSync(paths.networkPath)) {
    return undefined;
  }
  const parsed = v.safeParse(networkSchema, await readFile(paths.networkPath, 'utf8'));
  return parsed.success ? { ...planNetwork(paths.id, parsed.output.base), ...parsed.output } : undefined;
}

function writeNetwork(paths: EnginePaths, network: v.InferOutput<typeof networkSchema>): Promise<void> {
  const { base, applied } = network;
  return writeFile(paths.networkPath, JSON.stringify({ base, applied }));
}
