/** A real HTTP proxy: tinyproxy, from Debian's packages. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { ensureSystemPackages } from '../../scripts/setup/system-packages.ts';
import { eventually } from '../e2e/support/eventually.ts';
import { withTemporary } from './temporary.ts';

export interface TestProxy {
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** The addresses that were asked for, as the proxy's log has them. */
  requests(): Promise<readonly string[]>;
}

async function freePort(address: string): Promise<number> {
  const server = createServer().listen(0, address);
  await once(server, 'listening');
  const bound = server.address();
  server.close();
  await once(server, 'close');
  return bound !== null && typeof bound === 'object' ? bound.port : 0;
}

async function answers(address: string, port: number): Promise<boolean> {
  const socket = connect(port, address);
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

/** Runs `use` with a proxy that listens on one address and wants a password; ends it afterwards. */
export async function withProxy<T>(address: string, use: (proxy: TestProxy) => Promise<T>): Promise<T> {
  await ensureSystemPackages(['tinyproxy-bin']);
  return withTemporary(async (folder) => {
    const [port, user, password] = [await freePort(address), 'psb', 'hunter2secret'];
    const log = join(folder, 'log');
    const lines = [
      `Listen ${address}`,
      `Port ${port}`,
      `BasicAuth ${user} ${password}`,
      `LogFile "${log}"`,
      'LogLevel Connect',
      'Timeout 60',
      'MaxClients 100',
    ];
    await writeFile(join(folder, 'configuration'), `${lines.join('\n')}\n`);
    const child = spawn('tinyproxy', ['-d', '-c', join(folder, 'configuration')], { stdio: 'ignore' });
    try {
      await eventually('the proxy to listen', async () =>
        (await answers(address, port)) ? true : undefined,
      );
      const requests = async () =>
        [...(await readFile(log, 'utf8')).matchAll(/Request \(file descriptor \d+\): (\S+ \S+)/g)].map(
          ([, request]) => request ?? '',
        );
      return await use({ port, user, password, requests });
    } finally {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
  });
}
