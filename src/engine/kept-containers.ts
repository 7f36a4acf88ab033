/**
 * Containers that wait for their next user, so that it need not wait for one to be made and started.
 *
 * While somebody works in one it has the name of its spec, which no other container can have then; while it waits it
 * has another name, so that other programs can make theirs. Whoever renames it works in it: the engine lets only one.
 */
import { randomUUID } from 'node:crypto';
import { errors, isBenchError } from '../core/errors.ts';
import type { KeptSpec } from '../core/model/engine.ts';
import { hasOwnKind, label } from '../core/model/labels.ts';
import type { KeptContainerPort } from '../core/ports.ts';
import { ask, type Connection, cleanupSignal, throwIfCancelled, unabortable } from './connection.ts';
import {
  type ContainerCommand,
  finishCommand,
  PreparedCommand,
  type StartedCommand,
  startCommand,
} from './container-command.ts';
import { type ContainerHandle, killContainer, startContainer } from './container-run.ts';
import { createContainer, filesPort, removeOrOwe, removeOwed } from './containers.ts';
import { EngineReplyError } from './failures.ts';
import { containerListReply, containerReply } from './replies.ts';

interface Waiting {
  readonly id: string;
  /** All that the container was made of. */
  readonly spec: string;
  /** The next command, which waits too. */
  readonly next: PreparedCommand | undefined;
  readonly timeout: NodeJS.Timeout;
}

/** What the first process of a kept container does. */
const idleCommand = ['sleep', 'infinity'];

/** The containers of a connection that wait. */
export class KeptContainers {
  readonly #waiting = new Map<string, Waiting>();

  /** Takes the container with this name out. */
  take(name: string): Waiting | undefined {
    const waiting = this.#waiting.get(name);
    clearTimeout(waiting?.timeout);
    this.#waiting.delete(name);
    return waiting;
  }

  /** Has a container wait; `onTimeout` is called when nobody has taken it for so long. */
  put(name: string, waiting: Omit<Waiting, 'timeout'>, limitMs: number, onTimeout: () => void): void {
    const timeout = setTimeout(() => {
      this.#waiting.delete(name);
      onTimeout();
    }, limitMs);
    // A program that has nothing else to do need not wait for it: what it leaves is found as a killed one's.
    timeout.unref();
    this.#waiting.set(name, { ...waiting, timeout });
  }

  names(): readonly string[] {
    return [...this.#waiting.keys()];
  }
}

/**
 * Removes all of this connection that wait.
 * @param volume those of other programs that wait with this volume go too: they make another one then
 */
export async function releaseKept(connection: Connection, volume?: string): Promise<void> {
  const taken = connection.kept.names().map((name) => connection.kept.take(name));
  const own = taken.flatMap((one) => {
    one?.next?.discard();
    return one === undefined ? [] : [one.id];
  });
  const others = volume === undefined ? [] : await waitingWith(connection, volume);
  await Promise.all([...new Set([...own, ...others])].map((id) => removeOrOwe(connection, id)));
}

/** The containers of the extension that wait with a volume. */
async function waitingWith(connection: Connection, volume: string): Promise<readonly string[]> {
  const trial = { what: 'list its containers', signal: cleanupSignal() };
  const filters = JSON.stringify({ volume: [volume], label: [label.kind] });
  const listed = await ask(connection, trial, containerListReply, () =>
    connection.docker.listContainers({ all: true, filters }),
  );
  return listed
    .filter(({ Labels: labels, Names: [name] }) => hasOwnKind('container', labels) && waits(name ?? ''))
    .map(({ Id: id }) => id);
}

function waitingName(name: string): string {
  return `${name}-waiting-${randomUUID().slice(0, 8)}`;
}

function waits(name: string): boolean {
  return /-waiting-[0-9a-f]{8}$/.test(name);
}

/** Renames a container; @throws `engine-object-busy` where another one has that name, `engine-object-missing` */
async function rename(connection: Connection, id: string, name: string): Promise<void> {
  const object = `the container ${name}`;
  await unabortable(connection, { what: `rename ${object}`, object }, async (signal) => {
    try {
      await connection.docker.getContainer(id).rename({ name, abortSignal: signal });
    } catch (thrown) {
      throw thrown instanceof EngineReplyError && thrown.status === 409
        ? errors.engineObjectBusy(object, thrown)
        : thrown;
    }
  });
}

/** A container that somebody works in. */
interface Awake {
  readonly id: string;
  readonly running: boolean;
  readonly next?: PreparedCommand | undefined;
}

/** Gives a container that waited its name; `undefined` if it cannot be used any more. */
async function wake(
  connection: Connection,
  id: string,
  name: string,
  signal: AbortSignal,
): Promise<Awake | undefined> {
  await rename(connection, id, name);
  const object = `the container ${id.slice(0, 12)}`;
  const reply = await ask(connection, { what: `look at ${object}`, object, signal }, containerReply, () =>
    connection.docker.getContainer(id).inspect({ abortSignal: signal }),
  );
  const { Status: status } = reply.State;
  return status === 'running' || status === 'created' ? { id, running: status === 'running' } : undefined;
}

/** The container of this spec that waits, with its name; `undefined` for none that can be used. */
async function takeWaiting(
  connection: Connection,
  spec: KeptSpec,
  signal: AbortSignal,
): Promise<Awake | undefined> {
  const waiting = connection.kept.take(spec.name);
  if (waiting === undefined) {
    return undefined;
  }
  try {
    const fits = waiting.spec === JSON.stringify(spec);
    const awake = fits ? await wake(connection, waiting.id, spec.name, signal) : undefined;
    if (awake !== undefined) {
      return { ...awake, next: waiting.next };
    }
  } catch (thrown) {
    await letGo(connection, waiting);
    // A new one is refused, too, if another program works in one of this name.
    if (isBenchError(thrown, 'engine-object-missing') || isBenchError(thrown, 'engine-object-busy')) {
      return undefined;
    }
    throw thrown;
  }
  await letGo(connection, waiting);
  return undefined;
}

/** Removes a container with the command that waits in it; what cannot be removed now is before the next one is made. */
async function letGo(connection: Connection, { id, next }: Pick<Waiting, 'id' | 'next'>): Promise<void> {
  next?.discard();
  await removeOrOwe(connection, id);
}

function keptPort(
  handle: ContainerHandle,
  spec: KeptSpec,
  { running, next }: Awake,
  lifetime: AbortSignal,
): KeptContainerPort {
  let isRunning = running;
  const { command, nextCommand, workingDirectory } = spec;
  return {
    ...filesPort(handle.connection, handle.id, lifetime),
    async run(onOutput, signal) {
      const living = AbortSignal.any([signal, lifetime]);
      if (!isRunning) {
        await startContainer(handle, living);
        isRunning = true;
      }
      const started = await startOrKill(handle, { command, workingDirectory, hasInput: false }, living);
      return finishCommand(handle, started, undefined, onOutput, living);
    },
    ...(running && nextCommand !== undefined
      ? {
          runNext: async (input, onOutput, signal) => {
            const living = AbortSignal.any([signal, lifetime]);
            const started = next?.take() ?? (await startOrKill(handle, nextOf(spec, nextCommand), living));
            return finishCommand(handle, started, input, onOutput, living);
          },
        }
      : {}),
  };
}

function nextOf({ workingDirectory }: KeptSpec, command: readonly string[]): ContainerCommand {
  return { command, workingDirectory, hasInput: true };
}

/** Starts a command; one that may run although that failed is killed with its container. */
async function startOrKill(
  handle: ContainerHandle,
  command: ContainerCommand,
  signal: AbortSignal,
): Promise<StartedCommand> {
  try {
    return await startCommand(handle, command, signal);
  } catch (thrown) {
    await killContainer(handle).catch(() => undefined);
    throw thrown;
  }
}

/**
 * Has the next command of a spec wait in its container. Only through a socket of this machine: what lies between two
 * machines drops connections on which nothing is said, and tells nobody.
 */
function prepareNext(handle: ContainerHandle, spec: KeptSpec): PreparedCommand | undefined {
  const next = spec.nextCommand === undefined ? undefined : nextOf(spec, spec.nextCommand);
  return next === undefined || !handle.connection.isSocket
    ? undefined
    : new PreparedCommand((signal) => startCommand(handle, next, signal));
}

/**
 * Hands `use` the container of this spec that waits, or a new one, and lets it wait afterwards; removes it if `use`
 * fails, and if nobody wants it for `keptForMs`.
 * @throws `engine-object-busy` while another program works in one of the same name
 */
export async function withKeptContainer<T>(
  connection: Connection,
  spec: KeptSpec,
  keptForMs: number,
  use: (container: KeptContainerPort) => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  throwIfCancelled(signal);
  await removeOwed(connection);
  const awake = (await takeWaiting(connection, spec, signal)) ?? {
    id: await createContainer(connection, { ...spec, command: idleCommand }),
    running: false,
  };
  const { id, next } = awake;
  const foreign = spec.platform === connection.platform ? {} : { foreignPlatform: spec.platform };
  const handle = { connection, id, tty: false, ...foreign };
  const lifetime = new AbortController();
  try {
    throwIfCancelled(signal);
    const result = await use(keptPort(handle, spec, awake, lifetime.signal));
    await rename(connection, id, waitingName(spec.name));
    const later = next?.isReady() ? next : prepareNext(handle, spec);
    if (later !== next) {
      next?.discard();
    }
    const waiting = { id, spec: JSON.stringify(spec), next: later };
    connection.kept.put(spec.name, waiting, keptForMs, () => {
      letGo(connection, waiting).catch(() => undefined);
    });
    return result;
  } catch (thrown) {
    lifetime.abort();
    await letGo(connection, { id, next }).catch(() => undefined);
    throw thrown;
  } finally {
    lifetime.abort();
  }
}
