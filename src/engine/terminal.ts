/** An interactive process in a container. */
import type { Duplex } from 'node:stream';
import type { ContainerExit } from '../core/model/engine.ts';
import type { TerminalPort, TerminalSize } from '../core/ports.ts';
import { attempt } from './connection.ts';
import { awaitExit, type ContainerHandle, killContainer, startContainer } from './container-run.ts';
import { EngineReplyError } from './failures.ts';

/** Sets the size; a process that has just ended has none, which is no error. */
async function resizeTerminal(
  handle: ContainerHandle,
  size: TerminalSize,
  signal: AbortSignal,
): Promise<void> {
  const object = `the container ${handle.id.slice(0, 12)}`;
  await attempt(handle.connection, { what: `resize the terminal of ${object}`, object, signal }, async () => {
    try {
      await handle.connection.docker
        .getContainer(handle.id)
        .resize({ h: size.rows, w: size.columns, abortSignal: signal });
    } catch (thrown) {
      if (!(thrown instanceof EngineReplyError && /not running|stopped container/i.test(thrown.message))) {
        throw thrown;
      }
    }
  });
}

/** Settles when a connection is closed. */
export function untilClosed(socket: Duplex): Promise<void> {
  return new Promise((resolve) => {
    if (socket.closed) {
      resolve();
    } else {
      socket.once('close', resolve);
    }
  });
}

/** Waits for the process's end and, if somebody listens, its last output; an abort ends it. */
async function followTerminal(
  handle: ContainerHandle,
  socket: Duplex,
  closed: Promise<void>,
  signal: AbortSignal,
): Promise<ContainerExit> {
  try {
    const exit = await awaitExit(handle, signal);
    if (socket.readableFlowing) {
      await closed;
    }
    return exit;
  } catch (thrown) {
    socket.destroy();
    await killContainer(handle).catch(() => undefined);
    throw thrown;
  }
}

/** A terminal on a connection to a process. */
export function terminalOf(
  socket: Duplex,
  process: Pick<TerminalPort, 'exited' | 'resize' | 'kill'>,
): TerminalPort {
  return {
    ...process,
    // A paused stream keeps the first output until someone listens.
    onData: (listener) => void socket.on('data', listener),
    write(data) {
      if (socket.writable) {
        socket.write(data);
      }
    },
  };
}

/** Starts a container that was created with a terminal, attached to it. */
export async function openTerminal(
  handle: ContainerHandle,
  size: TerminalSize,
  signal: AbortSignal,
): Promise<TerminalPort> {
  if (!handle.tty) {
    throw new TypeError('a terminal needs a container that was created with one');
  }
  const object = `the container ${handle.id.slice(0, 12)}`;
  const socket = (await attempt(
    handle.connection,
    { what: `open a terminal in ${object}`, object, signal },
    () =>
      handle.connection.docker.getContainer(handle.id).attach({
        stream: true,
        stdin: true,
        stdout: true,
        stderr: true,
        hijack: true,
        abortSignal: signal,
      }),
  )) as unknown as Duplex;
  const closed = untilClosed(socket);
  try {
    await startContainer(handle, signal);
    await resizeTerminal(handle, size, signal);
  } catch (thrown) {
    socket.destroy();
    await killContainer(handle).catch(() => undefined);
    throw thrown;
  }
  const exited = followTerminal(handle, socket, closed, signal);
  // Whoever awaits `exited` gets its failure; nobody has to.
  exited.catch(() => undefined);
  return terminalOf(socket, {
    exited,
    resize: (wanted) => resizeTerminal(handle, wanted, signal),
    kill: () => killContainer(handle),
  });
}
