/** Commands beside the first process of a running container. */
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { errors } from '../core/errors.ts';
import type { OnOutput } from '../core/ports.ts';
import { ask, attempt, dial } from './connection.ts';
import { type ContainerHandle, drain, killContainer } from './container-run.ts';
import type { DialOptions } from './modem.ts';
import { createdReply, execReply } from './replies.ts';

export interface ContainerCommand {
  readonly command: readonly string[];
  readonly workingDirectory?: string | undefined;
  /** Whether it is given something on its standard input, which does not end then. */
  readonly hasInput: boolean;
}

/** A command whose output nobody has read yet. */
export interface StartedCommand {
  readonly id: string;
  readonly connection: Duplex;
  /** Closes the connection: a command that waits for its input is told that there is none. */
  readonly stop: AbortController;
}

function trialOf({ id }: ContainerHandle, signal: AbortSignal) {
  const object = `the container ${id.slice(0, 12)}`;
  return { what: `run a command in ${object}`, object, signal };
}

/** Starts a command. */
export async function startCommand(
  handle: ContainerHandle,
  { command, workingDirectory, hasInput }: ContainerCommand,
  signal: AbortSignal,
): Promise<StartedCommand> {
  const trial = trialOf(handle, signal);
  const stop = new AbortController();
  const abortSignal = AbortSignal.any([signal, stop.signal]);
  const post = (path: string, body: object, how: Partial<DialOptions> = {}) =>
    dial(handle.connection, { path, method: 'POST', abortSignal, options: { _body: body }, ...how });
  const { Id: id } = await ask(handle.connection, trial, createdReply, () =>
    post(`/containers/${handle.id}/exec`, {
      Cmd: [...command],
      AttachStdin: hasInput,
      AttachStdout: true,
      AttachStderr: true,
      ...(workingDirectory === undefined ? {} : { WorkingDir: workingDirectory }),
    }),
  );
  const connection = (await attempt(handle.connection, trial, () =>
    post(`/exec/${id}/start`, { Detach: false }, hasInput ? { hijack: true } : { isStream: true }),
  )) as Duplex;
  return { id, connection, stop };
}

/** Hands on all its output and waits for its end; on abort, or a failure, the container is killed. */
export async function finishCommand(
  handle: ContainerHandle,
  { id, connection, stop }: StartedCommand,
  input: Uint8Array | undefined,
  onOutput: OnOutput,
  signal: AbortSignal,
): Promise<{ readonly exitCode: number }> {
  const trial = trialOf(handle, signal);
  const onAbort = () => stop.abort(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    if (input !== undefined) {
      // That of a command that ends without having read it all is told by its exit code.
      connection.write(input);
    }
    await attempt(handle.connection, trial, () => drain(handle, connection, onOutput));
    const end = await ask(handle.connection, trial, execReply, () =>
      dial(handle.connection, { path: `/exec/${id}/json`, method: 'GET', abortSignal: signal }),
    );
    if (end.ExitCode === null || end.ExitCode === undefined) {
      throw errors.engineFailed(trial.what, 'it does not say how the command ended.');
    }
    return { exitCode: end.ExitCode };
  } catch (thrown) {
    // What does not die now dies with its removal.
    await killContainer(handle).catch(() => undefined);
    throw thrown;
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

/** A command that is started before anybody wants it, and then waits for its input. */
export class PreparedCommand {
  #started: StartedCommand | undefined;
  /** Bounds its whole life, and nothing else does: a limit of the start alone would break it off in its work. */
  readonly #life = new AbortController();

  /** @param start may fail; there is none to take then */
  constructor(start: (signal: AbortSignal) => Promise<StartedCommand>) {
    start(this.#life.signal).then(
      (started) => this.#arrived(started),
      () => undefined,
    );
  }

  #arrived(started: StartedCommand): void {
    this.#started = started;
    // A program that has nothing else to do need not wait for it.
    setHolding(started, false);
  }

  /** Whether {@link take} has one: not while it is being started, nor when it has ended or said something already. */
  isReady(): boolean {
    if (this.#started === undefined) {
      return false;
    }
    const { readableLength, readableEnded, destroyed } = this.#started.connection;
    return readableLength === 0 && !readableEnded && !destroyed;
  }

  /** The command, once; `undefined` if there is none that still waits. */
  take(): StartedCommand | undefined {
    const started = this.isReady() ? this.#started : undefined;
    if (started === undefined) {
      this.discard();
      return undefined;
    }
    this.#started = undefined;
    setHolding(started, true);
    return started;
  }

  /** Ends it, also while it is being started; one that was taken as well. */
  discard(): void {
    this.#life.abort();
    this.#started = undefined;
  }
}

/** Whether the program goes on only because of this connection. */
function setHolding({ connection }: StartedCommand, holds: boolean): void {
  if (connection instanceof Socket) {
    if (holds) {
      connection.ref();
    } else {
      connection.unref();
    }
  }
}
