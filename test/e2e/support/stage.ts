/**
 * What all end-to-end tests of a process share: one VS Code server with the packaged extension, one browser, and
 * folders of their own for everything that either writes. Made on first use, ended after the last test.
 */
import { constants } from 'node:os';
import { after } from 'node:test';
import { openStage, type Stage, type StageRequest } from './open-stage.ts';

let opened: Promise<Stage> | undefined;

/** The stage of this process; the first call decides what it is made of. */
export function stage(request: StageRequest): Promise<Stage> {
  opened ??= openStage(request);
  return opened;
}

async function close(): Promise<void> {
  const stage = await opened?.catch(() => undefined);
  await stage?.close();
}

after(close);

/** A run that is stopped from outside leaves nothing behind either. */
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => {
    void close().finally(() => process.exit(128 + constants.signals[signal]));
  });
}
