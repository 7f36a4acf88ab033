/** What a person does with the extension, step by step, as several tests need it. */
import type { Frame, Page } from 'playwright-core';
import { eventually } from './eventually.ts';
import { errorMessages, toastMessages, waitForToast } from './notifications.ts';
import { pick, runCommand } from './palette.ts';
import { webviewFrame } from './webview.ts';

/** A first build of PHP takes minutes, on a busy machine a quarter of an hour. */
const buildLimitMs = 40 * 60_000;

/** The message at the end of a build, with the version and the commit; a tree may be built already. */
export const builtMessage = /^PHP \d+\.\d+\.\d+ \([0-9a-f]{10}(, changed)?\) (built in|is up to date)/;

/** Runs a command of the extension by its title in the palette. */
export function runOwnCommand(page: Page, title: string): Promise<void> {
  return runCommand(page, `PHP Source Bench: ${title}`);
}

/** Builds the open tree to the end; returns the message that says so. */
export async function build(page: Page): Promise<string> {
  await runOwnCommand(page, 'Build');
  await waitForToast(page, /^Build of /);
  return waitForSuccess(page, builtMessage);
}

/** Measures a suite on the open tree to the end; returns the message that says so. */
export async function benchmark(page: Page, suite: string): Promise<string> {
  await runOwnCommand(page, 'Run Benchmark');
  await pick(page, suite);
  await waitForToast(page, /^Benchmark /);
  return waitForSuccess(page, / on PHP .*median/);
}

/** Waits for the message of a success; a message of an error that comes first ends the wait. */
async function waitForSuccess(page: Page, success: RegExp): Promise<string> {
  return eventually(
    `a message like ${success}`,
    async () => {
      const [failure] = await errorMessages(page);
      if (failure !== undefined) {
        throw new Error(`The extension says: ${failure}`);
      }
      return (await toastMessages(page)).find((message) => success.test(message));
    },
    { limitMs: buildLimitMs, lastSeen: async () => (await toastMessages(page)).join(' | ') },
  );
}

/** The page of the history panel, once it shows a chart. */
export function historyChart(page: Page): Promise<Frame> {
  return webviewFrame(page, '.chart canvas');
}
