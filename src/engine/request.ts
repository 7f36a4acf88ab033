/** One HTTP exchange with an engine: abortable at every stage, with back-pressure, bounded in time and size. */
import { Agent, type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest, Agent as TlsAgent } from 'node:https';
import { type Duplex, Readable } from 'node:stream';
import { TLSSocket } from 'node:tls';
import { errors } from '../core/errors.ts';
import type { EngineEndpoint } from '../core/model/endpoint.ts';
import { EngineReplyError } from './failures.ts';

/** An endpoint that requests can be sent to directly. */
export type DirectEndpoint = Exclude<EngineEndpoint, { kind: 'ssh' }>;

/** A request as HTTP sees it. */
export interface EngineRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | number>>;
  readonly body?: string | Uint8Array | Readable;
  readonly signal?: AbortSignal;
}

/** The answer: a body still to be read, or the raw connection if the engine upgraded it. */
export type EngineReply =
  | { readonly kind: 'body'; readonly status: number; readonly body: IncomingMessage }
  | { readonly kind: 'connection'; readonly connection: Duplex };

/** Sends requests to one endpoint. */
export interface Sender {
  send(request: EngineRequest): Promise<EngineReply>;
  /** Breaks off the requests that are under way. */
  close(): void;
}

const connectLimitMs = 10_000;

type Opener = (request: EngineRequest) => ClientRequest;

function socketOpener(path: string): { open: Opener; agent: Agent } {
  const agent = new Agent({ keepAlive: false });
  return {
    agent,
    open: (request) =>
      httpRequest({
        socketPath: path,
        agent,
        method: request.method,
        path: request.path,
        headers: { Host: 'docker', ...request.headers },
      }),
  };
}

function tcpOpener(endpoint: Extract<EngineEndpoint, { kind: 'tcp' }>): { open: Opener; agent: Agent } {
  const { tls, host, port } = endpoint;
  const common = (request: EngineRequest) => ({
    host,
    port,
    method: request.method,
    path: request.path,
    headers: { ...request.headers },
  });
  if (tls === undefined) {
    const agent = new Agent({ keepAlive: false });
    return { agent, open: (request) => httpRequest({ ...common(request), agent }) };
  }
  const agent = new TlsAgent({
    keepAlive: false,
    rejectUnauthorized: tls.verify,
    ...(tls.ca === undefined ? {} : { ca: tls.ca }),
    ...(tls.cert === undefined ? {} : { cert: tls.cert }),
    ...(tls.key === undefined ? {} : { key: tls.key }),
  });
  return { agent, open: (request) => httpsRequest({ ...common(request), agent }) };
}

/** An engine that accepts no connection must not hold a person up for the system's minutes. */
function limitConnecting(outgoing: ClientRequest): void {
  outgoing.once('socket', (socket) => {
    if (!socket.connecting) {
      return;
    }
    const timer = setTimeout(() => {
      outgoing.destroy(Object.assign(new Error('no connection in time'), { code: 'ETIMEDOUT' }));
    }, connectLimitMs);
    socket.once(socket instanceof TLSSocket ? 'secureConnect' : 'connect', () => clearTimeout(timer));
    socket.once('close', () => clearTimeout(timer));
  });
}

/** Sends the body, and stops when the engine has refused it. */
function sendBody(outgoing: ClientRequest, body: EngineRequest['body']): void {
  if (body === undefined || typeof body === 'string' || body instanceof Uint8Array) {
    outgoing.end(body);
    return;
  }
  outgoing.once('close', () => body.destroy());
  outgoing.once('response', (reply) => {
    if ((reply.statusCode ?? 0) >= 300) {
      body.unpipe(outgoing);
      body.destroy();
    }
  });
  body.pipe(outgoing);
}

/** Without a listener Node would treat the errors of a stream as uncaught; whoever reads it sees them. */
function tolerateErrors(stream: Duplex | IncomingMessage): void {
  stream.on('error', () => undefined);
}

function exchange(open: Opener, request: EngineRequest): Promise<EngineReply> {
  return new Promise((resolve, reject) => {
    const { signal, body } = request;
    if (signal?.aborted) {
      reject(errors.cancelled(signal.reason));
      return;
    }
    const outgoing = open(request);
    let current: ClientRequest | IncomingMessage | Duplex = outgoing;
    // At every stage the whole exchange is broken off, so that the engine does not take half for whole.
    const breakOff = (error: Error) => void current.destroy(error);
    const onAbort = () => breakOff(errors.cancelled(signal?.reason));
    const release = () => signal?.removeEventListener('abort', onAbort);
    signal?.addEventListener('abort', onAbort, { once: true });
    if (body instanceof Readable) {
      body.once('error', breakOff);
    }
    outgoing.once('response', (reply) => {
      current = reply.once('close', release);
      tolerateErrors(reply);
      resolve({ kind: 'body', status: reply.statusCode ?? 0, body: reply });
    });
    outgoing.once('upgrade', (_reply, connection, head) => {
      current = connection.once('close', release);
      tolerateErrors(connection);
      if (head.length > 0) {
        connection.unshift(head);
      }
      resolve({ kind: 'connection', connection });
    });
    outgoing.on('error', (error) => {
      release();
      reject(error);
    });
    limitConnecting(outgoing);
    sendBody(outgoing, body);
  });
}

/** Sends requests to this endpoint, a connection each. */
export function createSender(endpoint: DirectEndpoint): Sender {
  const { open, agent } = endpoint.kind === 'socket' ? socketOpener(endpoint.path) : tcpOpener(endpoint);
  return {
    send: (request) => exchange(open, request),
    close: () => agent.destroy(),
  };
}

/** The body as text; rejects when it is longer than `limitBytes`. */
export async function readText(body: IncomingMessage, limitBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let lengthBytes = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    lengthBytes += chunk.length;
    if (lengthBytes > limitBytes) {
      throw new EngineReplyError(body.statusCode ?? 0, `its reply is larger than ${limitBytes} bytes`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
