/**
 * What dockerode sends its calls through, in place of docker-modem.
 *
 * docker-modem lets DOCKER_HOST override the endpoint it is given, follows redirects (a relative one to port 80 of
 * this machine, an odd one into an uncaught exception), keeps replies of any size in memory, does not abort streams
 * once they have begun, and writes a request's body into its address too, secrets included.
 */
import { Readable } from 'node:stream';
import { EngineReplyError } from './failures.ts';
import { type EngineRequest, readText, type Sender } from './request.ts';

/** A call as dockerode describes it. */
export interface DialOptions {
  readonly path: string;
  readonly method: string;
  readonly options?: Readonly<Record<string, unknown>>;
  readonly file?: unknown;
  readonly isStream?: boolean;
  readonly hijack?: boolean;
  readonly abortSignal?: AbortSignal;
}

type DialCallback = (error: unknown, data: unknown) => void;

/** The part of docker-modem that dockerode uses. */
export interface EngineModem {
  readonly Promise: PromiseConstructor;
  dial(options: DialOptions, callback: DialCallback): void;
}

/** A list of ten thousand images is about ten megabytes. */
const replyLimitBytes = 64 * 1024 * 1024;
const failureLimitBytes = 256 * 1024;

/** Not for the wire: how dockerode hands over what belongs to the call. */
const localKeys = new Set(['abortSignal', 'authconfig', 'registryconfig', '_query', '_body']);

function wireEntries(options: Readonly<Record<string, unknown>>): [string, unknown][] {
  return Object.entries(options).filter(([key, value]) => value !== undefined && !localKeys.has(key));
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
}

function queryOf(options: Readonly<Record<string, unknown>>): string {
  const query = new URLSearchParams();
  for (const [key, value] of wireEntries(asRecord(options._query) ?? options)) {
    if (Array.isArray(value)) {
      for (const item of value) {
        query.append(key, String(item));
      }
    } else {
      query.append(key, typeof value === 'object' ? JSON.stringify(value) : String(value));
    }
  }
  return query.toString();
}

function addressOf(call: DialOptions, apiVersion: string | undefined): string {
  const prefix = apiVersion === undefined ? '' : `/v${apiVersion}`;
  const queryStart = call.path.indexOf('?');
  if (queryStart < 0) {
    return prefix + call.path;
  }
  const query = queryOf(call.options ?? {});
  return prefix + (query === '' ? call.path.slice(0, queryStart) : call.path + query);
}

/** dockerode puts the options of a POST without a file into its body; only a body given apart is meant to be one. */
function bodyOf(call: DialOptions): Pick<EngineRequest, 'body' | 'headers'> {
  if (call.file !== undefined) {
    const { file } = call;
    if (file instanceof Readable) {
      return { body: file, headers: { 'Content-Type': 'application/x-tar', 'Transfer-Encoding': 'chunked' } };
    }
    if (file instanceof Uint8Array) {
      return { body: file, headers: { 'Content-Type': 'application/x-tar', 'Content-Length': file.length } };
    }
    throw new TypeError('a call to the engine was given neither a stream nor bytes');
  }
  const given = call.options?._body;
  if (given === undefined) {
    return { headers: call.method === 'POST' ? { 'Content-Length': 0 } : {} };
  }
  const text = JSON.stringify(given);
  return {
    body: text,
    headers: { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) },
  };
}

/** The daemon's own words from a failure's body. */
function failureText(text: string): string {
  try {
    const reply = asRecord(JSON.parse(text));
    const message = reply?.message ?? reply?.cause;
    return typeof message === 'string' ? message : '';
  } catch {
    return text;
  }
}

function parseReply(text: string, status: number): unknown {
  if (text.trim() === '') {
    return undefined;
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new EngineReplyError(status, 'it answered with something that is not JSON');
  }
}

async function perform(sender: Sender, apiVersion: string | undefined, call: DialOptions): Promise<unknown> {
  const { body, headers } = bodyOf(call);
  const reply = await sender.send({
    method: call.method,
    path: addressOf(call, apiVersion),
    headers: call.hijack ? { ...headers, Connection: 'Upgrade', Upgrade: 'tcp' } : headers,
    ...(body === undefined ? {} : { body }),
    ...(call.abortSignal === undefined ? {} : { signal: call.abortSignal }),
  });
  if (reply.kind === 'connection') {
    return reply.connection;
  }
  const { status } = reply;
  if (status < 200 || status > 299) {
    throw new EngineReplyError(status, failureText(await readText(reply.body, failureLimitBytes)));
  }
  if (call.hijack) {
    reply.body.destroy();
    throw new EngineReplyError(status, 'it did not hand the connection over');
  }
  return call.isStream ? reply.body : parseReply(await readText(reply.body, replyLimitBytes), status);
}

/** A modem for dockerode; `apiVersion` as in `1.41`, or `undefined` for the engine's newest. */
export function createModem(sender: Sender, apiVersion: string | undefined): EngineModem {
  return {
    Promise,
    dial(call, callback) {
      // dockerode reads the reply inside the callback: what it throws on an odd one comes back as the error.
      perform(sender, apiVersion, call)
        .then((data) => callback(null, data))
        .catch((error: unknown) => callback(error, null));
    },
  };
}
