import { execa } from 'execa';
import { errors } from '../core/errors.ts';
import type { ByteStream } from '../core/model/engine.ts';

/** A program whose standard output is wanted as it comes. */
export interface StreamedProgram {
  readonly command: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** The catalogue's entry for a program that could not be started or did not end well. */
  readonly failure: (standardError: string, cause: unknown) => Error;
}

/**
 * The program's standard output. It starts when the stream is first read, waits for its reader, and is killed when
 * the reader stops early or the signal aborts; the stream fails unless the program ends well.
 */
export async function* streamOutput(program: StreamedProgram, signal: AbortSignal): ByteStream {
  if (signal.aborted) {
    throw errors.cancelled();
  }
  const running = execa(program.command, program.args, {
    env: program.environment,
    extendEnv: false,
    reject: false,
    encoding: 'buffer',
    buffer: { stdout: false, stderr: true },
    stdin: 'ignore',
    cancelSignal: signal,
    forceKillAfterDelay: 2000,
  });
  let complete = false;
  try {
    for await (const chunk of running.stdout as AsyncIterable<Uint8Array>) {
      yield chunk;
    }
    complete = true;
  } catch (error) {
    throw signal.aborted ? errors.cancelled() : program.failure('', error);
  } finally {
    if (!complete) {
      running.kill();
      await running;
    }
  }
  const result = await running;
  if (signal.aborted) {
    throw errors.cancelled();
  }
  if (result.exitCode !== 0) {
    throw program.failure(new TextDecoder().decode(result.stderr), result);
  }
}
