/** A false engine on a unix socket: answers what a test tells it to, to see what hostile replies do. */
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EngineEndpoint } from '../../src/core/model/endpoint.ts';

export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** Answers with this as JSON. */
export function json(value: unknown, status = 200): Answer {
  return (_request, response) => {
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(value));
  };
}

/** Answers with these bytes. */
export function text(body: string, status = 200): Answer {
  return (_request, response) => void response.writeHead(status).end(body);
}

const usual: Readonly<Record<string, Answer>> = {
  'GET /_ping': text('OK'),
  'GET /version': json({
    Version: '20.10.24',
    ApiVersion: '1.41',
    MinAPIVersion: '1.12',
    Os: 'linux',
    Arch: 'amd64',
  }),
};

/** What was asked of the false engine: method and address as sent, in order. */
export interface FaultyEngine {
  readonly endpoint: EngineEndpoint;
  readonly requests: readonly string[];
}

/**
 * Runs `use` with a false engine. `answers` go by method and path without version and query, for instance
 * `GET /images/json`; what is not there is answered with 404.
 */
export async function withFaultyEngine<T>(
  answers: Readonly<Record<string, Answer>>,
  use: (engine: FaultyEngine) => Promise<T>,
): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), 'psb-faulty-engine-'));
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const path = (request.url ?? '').replace(/^\/v\d+\.\d+/, '').replace(/\?.*$/, '');
    requests.push(`${request.method} ${request.url}`);
    const key = `${request.method} ${path}`;
    const answer = answers[key] ?? usual[key] ?? json({ message: `no such thing: ${key}` }, 404);
    answer(request, response);
  });
  const path = join(directory, 'engine.sock');
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  });
  try {
    return await use({ endpoint: { kind: 'socket', path, origin: 'test' }, requests });
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await rm(directory, { recursive: true, force: true });
  }
}
