import { Buffer } from 'node:buffer';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import type { IterationReport } from '../../src/core/bench/runner-message.ts';

export const jobId = '6f9619ff-8b86-4d01-b42d-00cf4fc964ff';

/** A report as a runner sends it. */
export function reportOf(iteration: number, more: Partial<IterationReport> = {}): IterationReport {
  return {
    v: 1,
    kind: 'iteration',
    job: jobId,
    iteration,
    warmup: false,
    script: 0,
    count: 'none',
    exitCode: 0,
    signal: 0,
    timedOut: false,
    outOfMemory: false,
    wallNs: 1_000_000,
    userUs: 900,
    systemUs: 100,
    maxRssKib: 2048,
    load: 0,
    othersCpuUs: 0,
    instructions: null,
    uncounted: '',
    stdout: 'aGVsbG8K',
    stdoutTruncated: false,
    stderr: '',
    ...more,
  };
}

export interface Reply {
  readonly status: number;
  readonly body: string;
}

export interface PostOptions {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Sends one request; rejects if the connection ends without an answer. */
export async function post(
  url: string,
  token: string,
  body: string | Uint8Array,
  options: PostOptions = {},
): Promise<Reply> {
  const sent = request(url, {
    method: options.method ?? 'POST',
    agent: false,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...options.headers },
  });
  sent.end(body);
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  const pieces: Uint8Array[] = [];
  for await (const piece of response) {
    pieces.push(piece);
  }
  return { status: response.statusCode ?? 0, body: Buffer.concat(pieces).toString() };
}

/** Opens a plain connection to the collector, sends `text`, and returns all that comes back until it is closed. */
export async function rawExchange(url: string, text: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket: Socket = connect(Number(port), hostname);
  socket.write(text);
  let received = '';
  socket.setEncoding('latin1').on('data', (piece: string) => {
    received += piece;
  });
  socket.on('error', () => undefined);
  await once(socket, 'close');
  return received;
}

/**
 * Sends a body without end in pieces of 64 KiB, as fast as it is taken, up to `totalBytes`.
 * @returns how many bytes could be handed over before the connection was cut, and the answer if one was seen
 */
export async function flood(
  url: string,
  token: string,
  totalBytes: number,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ readonly sentBytes: number; readonly status: number | undefined }> {
  const sent = request(url, {
    method: 'POST',
    agent: false,
    headers: { authorization: `Bearer ${token}`, ...headers },
  });
  let status: number | undefined;
  let closed = false;
  const cut = new Promise<void>((resolve) => {
    sent.on('response', (response) => {
      status = response.statusCode;
      response.resume();
    });
    sent.on('error', () => undefined);
    sent.on('close', () => {
      closed = true;
      resolve();
    });
  });
  const piece = Buffer.alloc(64 * 1024, 0xfe);
  let sentBytes = 0;
  while (!closed && sentBytes < totalBytes) {
    sentBytes += piece.length;
    if (!sent.write(piece)) {
      await Promise.race([once(sent, 'drain').catch(() => undefined), cut]);
    }
  }
  if (!closed) {
    sent.end();
  }
  await cut;
  return { sentBytes, status };
}
