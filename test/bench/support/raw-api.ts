/** The engine's API without anything around it. */
import { request } from 'node:http';

export interface RawCall {
  readonly method: 'GET' | 'POST';
  /** With the version in front and the query behind. */
  readonly path: string;
  readonly body?: { readonly type: string; readonly bytes: Uint8Array };
  readonly signal: AbortSignal;
}

/** Makes a call, a connection each; resolves to the whole reply, rejects if the engine refuses. */
export function rawCall(socketPath: string, { method, path, body, signal }: RawCall): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const headers = { Host: 'docker', ...(body === undefined ? {} : { 'Content-Type': body.type }) };
    const outgoing = request({ socketPath, method, path, headers, signal }, (reply) => {
      const chunks: Buffer[] = [];
      reply.on('data', (chunk: Buffer) => chunks.push(chunk));
      reply.once('error', reject);
      reply.once('end', () => {
        const whole = Buffer.concat(chunks);
        if ((reply.statusCode ?? 500) < 300) {
          resolve(whole);
        } else {
          reject(new Error(`The engine refused ${method} ${path}: ${whole.toString('utf8').trim()}`));
        }
      });
    });
    outgoing.once('error', reject);
    outgoing.end(body?.bytes);
  });
}
