/** One execution of a container without terminal. */
import type { ContainerExit } from '../core/model/engine.ts';
import type { Platform } from '../core/model/platform.ts';
import type { OnOutput } from '../core/ports.ts';
import { ask, attempt, type Connection, unabortable } from './connection.ts';
import { createDemultiplexer } from './demultiplexer.ts';
import { EngineReplyError } from './failures.ts';
import { toContainerExit } from './normalise.ts';
import { containerReply } from './replies.ts';

/** A created container. */
export interface ContainerHandle {
  readonly connection: Connection;
  readonly id: string;
  readonly tty: boolean;
  /** What it runs on, where that is not the engine's own platform. */
  readonly foreignPlatform?: Platform;
}

function describeContainer(handle: ContainerHandle): string {
  return `the container ${handle.id.slice(0, 12)}`;
}

/** Kills a container; one that does not run any more is no error. */
export async function killContainer(handle: ContainerHandle): Promise<void> {
  const object = describeContainer(handle);
  await unabortable(handle.connection, { what: `stop ${object}`, object }, async (signal) => {
    try {
      await handle.connection.docker.getContainer(handle.id).kill({ abortSignal: signal });
    } catch (thrown) {
      // 409: not running; 404: gone.
      if (!(thrown instanceof EngineReplyError && (thrown.status === 409 || thrown.status === 404))) {
        throw thrown;
      }
    }
  });
}

/** Starts a created container. */
export async function startContainer(handle: ContainerHandle, signal: AbortSignal): Promise<void> {
  const object = describeContainer(handle);
  const { foreignPlatform: platform } = handle;
  const trial = { what: `start ${object}`, object, signal, ...(platform === undefined ? {} : { platform }) };
  await attempt(handle.connection, trial, () =>
    handle.connection.docker.getContainer(handle.id).start({ abortSignal: signal }),
  );
}

/** Waits until a started container has ended; how it ended, from its inspection. */
export async function awaitExit(handle: ContainerHandle, signal: AbortSignal): Promise<ContainerExit> {
  const object = describeContainer(handle);
  const trial = { what: `wait for ${object}`, object, signal };
  const container = handle.connection.docker.getContainer(handle.id);
  await attempt(handle.connection, trial, () => container.wait({ abortSignal: signal }));
  const reply = await ask(handle.connection, trial, containerReply, () =>
    container.inspect({ abortSignal: signal }),
  );
  return toContainerExit(reply);
}

/** Hands on the output until the engine closes the stream, which it does when the last process has ended. */
export async function drain(
  handle: ContainerHandle,
  body: AsyncIterable<Uint8Array>,
  onOutput: OnOutput,
): Promise<void> {
  if (handle.tty) {
    for await (const chunk of body) {
      onOutput('stdout', chunk);
    }
    return;
  }
  const demultiplexer = createDemultiplexer(onOutput);
  for await (const chunk of body) {
    demultiplexer.push(chunk);
  }
  demultiplexer.finish();
}

/**
 * Starts a container and resolves when it has ended and all its output was handed on.
 * On abort, and when the output cannot be read, it is killed.
 */
export async function runContainer(
  handle: ContainerHandle,
  onOutput: OnOutput,
  signal: AbortSignal,
): Promise<ContainerExit> {
  const object = describeContainer(handle);
  const trial = { what: `read the output of ${object}`, object, signal };
  const stop = new AbortController();
  // Attached before the start, so that not even the first line is lost.
  const output = await attempt(handle.connection, trial, () =>
    handle.connection.docker.getContainer(handle.id).attach({
      stream: true,
      stdout: true,
      stderr: true,
      abortSignal: AbortSignal.any([signal, stop.signal]),
    }),
  );
  const drained = attempt(handle.connection, trial, () =>
    drain(handle, output as unknown as AsyncIterable<Uint8Array>, onOutput),
  );
  try {
    const ended = startContainer(handle, signal).then(() => awaitExit(handle, signal));
    const [exit] = await Promise.all([ended, drained]);
    return exit;
  } catch (thrown) {
    stop.abort();
    // What does not die now dies with its removal.
    await killContainer(handle).catch(() => undefined);
    throw thrown;
  }
}
