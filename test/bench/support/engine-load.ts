/** An engine that holds much, made cheaply. */
import { buffer } from 'node:stream/consumers';
import { pack } from 'tar-stream';
import { rawCall } from './raw-api.ts';
import { benchLabel, each } from './traces.ts';

/** A root file system with nothing in it: all images made of it share one layer. */
async function emptyRoot(): Promise<Buffer> {
  const archive = pack();
  archive.entry({ name: 'nothing', type: 'directory' });
  archive.finalize();
  return buffer(archive);
}

/**
 * Adds `count` images, and a container of each that is never started. They are removed with all other traces.
 * @param socketPath the engine's
 */
export async function addToEngine(socketPath: string, count: number, signal: AbortSignal): Promise<void> {
  const root = { type: 'application/x-tar', bytes: await emptyRoot() };
  await each(
    Array.from({ length: count }, (_, number) => number),
    async (number) => {
      const name = `psb-bench-${number}`;
      const query = new URLSearchParams({
        fromSrc: '-',
        repo: name,
        tag: 'load',
        changes: `LABEL ${benchLabel}=${number}`,
      });
      await rawCall(socketPath, { method: 'POST', path: `/images/create?${query}`, body: root, signal });
      const container = {
        Image: `${name}:load`,
        Cmd: ['/nothing'],
        Labels: { [benchLabel]: String(number) },
      };
      const body = { type: 'application/json', bytes: Buffer.from(JSON.stringify(container)) };
      await rawCall(socketPath, { method: 'POST', path: `/containers/create?name=${name}`, body, signal });
    },
  );
}
