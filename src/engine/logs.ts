/** What a container wrote to its log. */
import type { ByteStream } from '../core/model/engine.ts';
import { ask, attempt, type Connection, dial, guarded } from './connection.ts';
import { createDemultiplexer } from './demultiplexer.ts';
import { checked, describeObject } from './objects.ts';
import { containerReply } from './replies.ts';

async function* demultiplexed(body: ByteStream): AsyncGenerator<Uint8Array> {
  let pieces: Uint8Array[] = [];
  const demultiplexer = createDemultiplexer((_stream, piece) => pieces.push(piece));
  for await (const chunk of body) {
    demultiplexer.push(chunk);
    yield* pieces;
    pieces = [];
  }
  demultiplexer.finish();
}

/** A container's log, output and errors in one, with the time before each line; all of it, or the last lines. */
export function readLog(
  connection: Connection,
  id: string,
  lines: number | 'all',
  signal: AbortSignal,
): Promise<ByteStream> {
  return openLog(connection, id, { timestamps: 'true', tail: String(lines) }, signal);
}

/** The same without times, and with what is written from now on, until the container ends or the signal aborts. */
export function followLog(
  connection: Connection,
  id: string,
  lines: number,
  signal: AbortSignal,
): Promise<ByteStream> {
  return openLog(connection, id, { follow: 'true', tail: String(lines) }, signal);
}

async function openLog(
  connection: Connection,
  id: string,
  how: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<ByteStream> {
  const object = describeObject(checked({ kind: 'container', id }));
  const trial = { what: `read the log of ${object}`, object, signal };
  const container = await ask(connection, trial, containerReply, () =>
    connection.docker.getContainer(id).inspect({ abortSignal: signal }),
  );
  const options = { stdout: 'true', stderr: 'true', ...how };
  const body = await attempt(connection, trial, () =>
    dial(connection, {
      method: 'GET',
      path: `/containers/${id}/logs?`,
      options,
      isStream: true,
      abortSignal: signal,
    }),
  );
  const bytes = guarded(connection, trial, body as ByteStream);
  return container.Config?.Tty === true ? bytes : demultiplexed(bytes);
}
