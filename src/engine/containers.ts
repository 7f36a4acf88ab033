/** Containers that live as long as a callback. */
import { randomUUID } from 'node:crypto';
import { errors } from '../core/errors.ts';
import type { ContainerSpec, ImageFacts } from '../core/model/engine.ts';
import { ownLabels } from '../core/model/labels.ts';
import type { ContainerPort } from '../core/ports.ts';
import { getArchive, putArchive, readFile, readFiles, writeFiles } from './archives.ts';
import {
  attempt,
  type Connection,
  checkReply,
  platformParameter,
  throwIfCancelled,
  unabortable,
  type WireOptions,
  withRemoval,
} from './connection.ts';
import { type ContainerHandle, runContainer } from './container-run.ts';
import { EngineReplyError } from './failures.ts';
import { inspectImage, parseReference } from './images.ts';
import { requireOwn } from './own-labels.ts';
import { createdReply } from './replies.ts';
import { openTerminal } from './terminal.ts';

type ContainerOptions = Parameters<Connection['docker']['createContainer']>[0];
type CommitSpec = Parameters<ContainerPort['commit']>[0];

/**
 * The engine's usual filter of system calls lets no debugger switch address randomisation off, and nobody open a
 * counter of the processor.
 */
function security({ debugger: traced = false, performanceCounters: counted = false }: ContainerSpec) {
  return {
    SecurityOpt: ['no-new-privileges', ...(traced || counted ? ['seccomp=unconfined'] : [])],
    ...(traced ? { CapAdd: ['SYS_PTRACE'] } : {}),
  };
}

function hostConfig(spec: ContainerSpec) {
  return {
    Init: true,
    NetworkMode: spec.network,
    // Its output goes to whoever is attached; a copy in the engine's logs would only fill the disk.
    LogConfig: { Type: 'none', Config: {} },
    ...security(spec),
    Mounts: (spec.mounts ?? []).map((mount) => ({
      Type: 'volume',
      ...(mount.volume === undefined ? {} : { Source: mount.volume }),
      Target: mount.path,
      ReadOnly: mount.readOnly ?? false,
      VolumeOptions: { NoCopy: true, Labels: { ...spec.labels, ...ownLabels('build-volume') } },
    })),
    Tmpfs: Object.fromEntries((spec.tmpfs ?? []).map((path) => [path, 'exec,mode=0755'])),
    // The same limit with swap: a benchmark that swaps measures the disk.
    ...(spec.memoryBytes === undefined ? {} : { Memory: spec.memoryBytes, MemorySwap: spec.memoryBytes }),
    ...(spec.pidsLimit === undefined ? {} : { PidsLimit: spec.pidsLimit }),
    ...(spec.cpus === undefined ? {} : { NanoCpus: Math.round(spec.cpus * 1e9) }),
    ...(spec.cpuSet === undefined ? {} : { CpusetCpus: spec.cpuSet }),
  };
}

function createOptions(connection: Connection, spec: ContainerSpec, name: string): WireOptions {
  const interactive = spec.tty ?? false;
  return {
    _query: { name, ...platformParameter(connection, spec.platform) },
    _body: {
      Image: spec.image,
      // The image's entry point would otherwise swallow the command.
      Entrypoint: [],
      Cmd: [...spec.command],
      Env: Object.entries(spec.environment ?? {}).map(([key, value]) => `${key}=${value}`),
      Labels: requireOwn(spec.labels),
      Tty: interactive,
      OpenStdin: interactive,
      StdinOnce: interactive,
      ...(spec.workingDirectory === undefined ? {} : { WorkingDir: spec.workingDirectory }),
      HostConfig: hostConfig(spec),
    },
  };
}

/** Waits until the engine has removed a container; one that is gone already is no error. */
async function awaitRemoval(connection: Connection, id: string, signal: AbortSignal): Promise<void> {
  try {
    await connection.docker.getContainer(id).wait({ condition: 'removed', abortSignal: signal });
  } catch (thrown) {
    if (!(thrown instanceof EngineReplyError && thrown.status === 404)) {
      throw thrown;
    }
  }
}

/**
 * Removes a container that this program made, killing it if need be, with its anonymous volumes; resolves when it
 * is gone. One that is gone already is no error.
 */
export async function removeOwnContainer(connection: Connection, id: string): Promise<void> {
  const object = `the container ${id.slice(0, 32)}`;
  await unabortable(connection, { what: `remove ${object}`, object }, async (signal) => {
    try {
      await connection.docker.getContainer(id).remove({ force: true, v: true, abortSignal: signal });
    } catch (thrown) {
      if (!(thrown instanceof EngineReplyError)) {
        throw thrown;
      }
      if (thrown.status === 409) {
        await awaitRemoval(connection, id, signal);
      } else if (thrown.status !== 404) {
        throw thrown;
      }
    }
  });
}

/** Removes a container now, or before the next one is made: an engine that died comes back with its containers. */
export async function removeOrOwe(connection: Connection, id: string): Promise<void> {
  try {
    await removeOwnContainer(connection, id);
    connection.owedRemovals.delete(id);
  } catch (error) {
    connection.owedRemovals.add(id);
    throw error;
  }
}

/** Makes a container, and starts nothing. @throws `engine-object-busy` for a name that another one has */
export async function createContainer(connection: Connection, spec: ContainerSpec): Promise<string> {
  const name = spec.name ?? `psb-${randomUUID()}`;
  const { image, platform } = spec;
  const trial = { what: `make a container of ${image}`, object: `the image ${image}`, platform };
  const options: ContainerOptions & WireOptions = createOptions(connection, spec, name);
  try {
    return await unabortable(connection, trial, async (signal) => {
      const created = await connection.docker.createContainer({ ...options, abortSignal: signal });
      return checkReply(createdReply, { Id: created.id }, trial).Id;
    });
  } catch (thrown) {
    const refusal = thrown instanceof Error ? thrown.cause : undefined;
    if (spec.name === undefined && !(refusal instanceof EngineReplyError)) {
      // The connection broke, so the engine may have made it all the same. A fixed name may be somebody else's.
      await removeOwnContainer(connection, name).catch(() => undefined);
    }
    if (refusal instanceof EngineReplyError && refusal.status === 409) {
      throw errors.engineObjectBusy(`the container ${name}`, refusal);
    }
    throw thrown;
  }
}

async function commitContainer(
  connection: Connection,
  id: string,
  image: CommitSpec,
  signal: AbortSignal,
): Promise<ImageFacts> {
  const { repository, tag } = parseReference(image.reference);
  const object = `the container ${id.slice(0, 12)}`;
  const trial = { what: `make the image ${image.reference} of ${object}`, object, signal };
  const options: WireOptions = {
    abortSignal: signal,
    _query: { container: id, repo: repository, tag: tag ?? 'latest' },
    _body: { Labels: requireOwn(image.labels), Cmd: [...image.command] },
  };
  await attempt(connection, trial, () => connection.docker.getContainer(id).commit(options));
  return inspectImage(connection, image.reference, signal);
}

/** What can be done with a container before and while it runs, until `lifetime` ends. */
export function filesPort(
  connection: Connection,
  id: string,
  lifetime: AbortSignal,
): Omit<ContainerPort, 'run' | 'openTerminal'> {
  const living = (signal: AbortSignal) => AbortSignal.any([signal, lifetime]);
  return {
    id,
    putArchive: (tar, path, signal) => putArchive(connection, id, tar, path, living(signal)),
    getArchive: (path, signal) => getArchive(connection, id, path, living(signal)),
    readFile: (path, maxBytes, signal) => readFile(connection, id, path, maxBytes, living(signal)),
    readFiles: (directory, names, maxBytes, signal) =>
      readFiles(connection, id, { directory, names, maxBytes }, living(signal)),
    writeFiles: (files, path, signal) => writeFiles(connection, id, files, path, living(signal)),
    commit: (image, signal) => commitContainer(connection, id, image, living(signal)),
  };
}

function createPort(handle: ContainerHandle, lifetime: AbortSignal): ContainerPort {
  let started = false;
  const startOnce = () => {
    if (started) {
      throw new TypeError('a container of withContainer is started once');
    }
    started = true;
  };
  const living = (signal: AbortSignal) => AbortSignal.any([signal, lifetime]);
  return {
    ...filesPort(handle.connection, handle.id, lifetime),
    async run(onOutput, signal) {
      startOnce();
      return runContainer(handle, onOutput, living(signal));
    },
    async openTerminal(size, signal) {
      startOnce();
      return openTerminal(handle, size, living(signal));
    },
  };
}

/** Pays for the removals that failed before. */
export async function removeOwed(connection: Connection): Promise<void> {
  for (const owed of connection.owedRemovals) {
    await removeOrOwe(connection, owed);
  }
}

/** Creates a container, hands it to `use`, and removes it afterwards whatever happened. */
export async function withContainer<T>(
  connection: Connection,
  spec: ContainerSpec,
  use: (container: ContainerPort) => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  throwIfCancelled(signal);
  await removeOwed(connection);
  const id = await createContainer(connection, spec);
  const lifetime = new AbortController();
  return withRemoval(
    async () => {
      throwIfCancelled(signal);
      const foreign = spec.platform === connection.platform ? {} : { foreignPlatform: spec.platform };
      return use(createPort({ connection, id, tty: spec.tty ?? false, ...foreign }, lifetime.signal));
    },
    async () => {
      lifetime.abort();
      await removeOrOwe(connection, id);
    },
  );
}
