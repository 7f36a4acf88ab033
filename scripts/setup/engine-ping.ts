/** Whether a Docker engine answers on a socket. */
import { request } from 'node:http';

const timeoutMs = 5_000;

export type PingResult = 'answers' | 'no-permission' | 'silent';

/** Asks an engine for a sign of life; never rejects. */
export function pingSocket(socketPath: string): Promise<PingResult> {
  return new Promise((resolve) => {
    const ask = request({ socketPath, path: '/_ping', timeout: timeoutMs }, (response) => {
      response.resume();
      resolve(response.statusCode === 200 ? 'answers' : 'silent');
    });
    ask.on('timeout', () => ask.destroy());
    ask.on('error', (error) => {
      resolve('code' in error && error.code === 'EACCES' ? 'no-permission' : 'silent');
    });
    ask.end();
  });
}
