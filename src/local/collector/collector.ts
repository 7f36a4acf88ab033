/** The HTTP listener that takes a job's timings. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import { type BenchError, errors } from '../../core/errors.ts';
import type { CollectorPort } from '../../core/ports.ts';
import { Intake } from './intake.ts';
import { type CollectorLimits, usualLimits } from './limits.ts';

const tokenBytes = 32;
const wildcards = new Set(['0.0.0.0', '::', '0:0:0:0:0:0:0:0']);

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** Answers what is not even HTTP. */
function refuseConnection(error: Error, socket: Duplex): void {
  const status =
    codeOf(error) === 'HPE_HEADER_OVERFLOW'
      ? '431 Request Header Fields Too Large'
      : codeOf(error) === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? '408 Request Timeout'
        : '400 Bad Request';
  if (socket.writable && codeOf(error) !== 'ECONNRESET') {
    socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\n\r\n`, () => socket.destroy());
  } else {
    socket.destroy();
  }
}

function makeServer(intake: Intake, limits: CollectorLimits): Server {
  const server = createServer(
    {
      headersTimeout: limits.headersTimeoutMs,
      requestTimeout: limits.requestTimeoutMs,
      connectionsCheckingInterval: limits.checkIntervalMs,
      maxHeaderSize: limits.maxHeaderBytes,
      keepAlive: false,
    },
    (request, response) => void intake.handle(request, response),
  );
  // A body is asked for only after the head has been found good.
  server.on('checkContinue', (request, response) => void intake.handle(request, response));
  server.on('checkExpectation', (request) => request.socket.destroy());
  server.on('connect', (_request, socket) => socket.destroy());
  server.on('clientError', refuseConnection);
  server.maxConnections = limits.maxConnections;
  server.setTimeout(limits.requestTimeoutMs);
  return server;
}

function listenError(address: string, error: unknown): BenchError {
  const code = codeOf(error);
  const detail =
    code === 'EADDRNOTAVAIL'
      ? `${address} is not an address of this machine.`
      : code === 'EACCES'
        ? `listening on ${address} is not permitted.`
        : `listening on ${address} failed (${code === '' ? String(error) : code}).`;
  return errors.collectorFailed(detail, error);
}

function throwIfAborted(signal: AbortSignal): void {
  if (signal.aborted) {
    throw errors.cancelled();
  }
}

/** Starts to listen; returns the port. */
async function listen(server: Server, address: string): Promise<number> {
  if (isIP(address) === 0 || wildcards.has(address)) {
    throw errors.collectorFailed(`"${address}" is not the address of one network interface.`);
  }
  try {
    server.listen({ host: address, port: 0, exclusive: true });
    await once(server, 'listening');
  } catch (error) {
    throw listenError(address, error);
  }
  // A later failure to accept one connection is that connection's loss.
  server.on('error', () => undefined);
  const bound = server.address();
  if (bound === null || typeof bound === 'string') {
    throw errors.collectorFailed(`listening on ${address} gave no port.`);
  }
  return bound.port;
}

/** Stops listening and drops every connection. */
async function shut(server: Server): Promise<void> {
  if (server.listening) {
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  }
}

/**
 * Collectors on this machine's network interfaces. Each serves one job at one path with one token. A request that
 * is not a valid report of the job is answered and forgotten; it neither reaches `onReport` nor disturbs the others.
 */
export function localCollector(limits: CollectorLimits = usualLimits): CollectorPort {
  return {
    async collect(job, use, signal) {
      throwIfAborted(signal);
      const path = `/v1/jobs/${job.id}/iterations`;
      const token = randomBytes(tokenBytes).toString('base64url');
      const intake = new Intake({ id: job.id, path, token, onReport: job.onReport }, limits);
      const server = makeServer(intake, limits);
      let closing: Promise<void> | undefined;
      const close = () => {
        intake.close();
        closing ??= shut(server);
        return closing;
      };
      try {
        const port = await listen(server, job.bindAddress);
        signal.addEventListener('abort', close);
        throwIfAborted(signal);
        const host = isIP(job.bindAddress) === 6 ? `[${job.bindAddress}]` : job.bindAddress;
        const result = await use({ url: `http://${host}:${port}${path}`, token });
        throwIfAborted(signal);
        return result;
      } finally {
        signal.removeEventListener('abort', close);
        await close();
      }
    },
  };
}
