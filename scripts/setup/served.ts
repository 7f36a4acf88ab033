/** Notes which process serves VS Code, so that `npm run stop` finds it. */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  identityOf,
  isRunning,
  type ProcessIdentity,
  parseIdentity,
} from '../../src/local/process-identity.ts';
import { stateDirectory } from './locations.ts';
import { SetupError } from './setup-error.ts';

const stopLimitMs = 30_000;
const pollMs = 100;

function notePath(): string {
  return join(stateDirectory(), 'serving.json');
}

/** The process that serves VS Code now, if one does. */
export async function servingProcess(): Promise<ProcessIdentity | undefined> {
  const text = await readFile(notePath(), 'utf8').catch(() => '');
  const identity = parseIdentity(text);
  return identity !== undefined && isRunning(identity) ? identity : undefined;
}

/** Runs `work` while this process is noted as the one that serves VS Code. */
export async function whileServing<T>(work: () => Promise<T>): Promise<T> {
  await mkdir(dirname(notePath()), { recursive: true });
  await writeFile(notePath(), JSON.stringify(identityOf()));
  try {
    return await work();
  } finally {
    await rm(notePath(), { force: true });
  }
}

/** Asks the process that serves VS Code to end, and waits for it; resolves to whether there was one. */
export async function stopServed(): Promise<boolean> {
  const identity = await servingProcess();
  if (identity === undefined) {
    return false;
  }
  process.kill(identity.pid, 'SIGTERM');
  const deadlineMs = performance.now() + stopLimitMs;
  while (isRunning(identity)) {
    if (performance.now() > deadlineMs) {
      throw new SetupError(
        `Process ${identity.pid} serves VS Code and does not end. End it with "kill -9 ${identity.pid}".`,
      );
    }
    await delay(pollMs);
  }
  return true;
}
