/** A nightly run that brings a change is told once, and shows in the status bar until a person has looked. */
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { it } from 'node:test';
import type { Frame, Page } from 'playwright-core';
import * as v from 'valibot';
import { startCommandLine } from '../support/command-line.ts';
import { nightCommit, writeNights } from '../support/nights.ts';
import { phpCheckout } from '../support/php-checkout.ts';
import { noisyLevels } from '../support/random-numbers.ts';
import { withTemporary } from '../support/temporary.ts';
import { eventually } from './support/eventually.ts';
import { chooseMain } from './support/history-panel.ts';
import { historyChart, runOwnCommand } from './support/journeys.ts';
import {
  clickToastAction,
  closeToasts,
  toastActions,
  toastMessages,
  waitForToast,
  waitForToastGone,
} from './support/notifications.ts';
import { chooseFile, pick, runCommand } from './support/palette.ts';
import { statusTexts, waitForStatus } from './support/parts.ts';
import { productStage, withProduct } from './support/product.ts';
import { screenshot } from './support/workbench.ts';

const before = 30;
/** Three nights make a change: one or two may be a spike. */
const medians = noisyLevels(
  5,
  [
    [0.43, before],
    [0.47, 3],
  ],
  0.001,
);
const told = /slower since/;
const newChange = /\d new changes?/;

it('a change that a nightly run brings is told once, also after a reload, and counted until it was seen', () =>
  withTemporary(async (directory) => {
    const [past, newest] = [join(directory, 'past'), join(directory, 'newest')];
    await writeNights(past, 0, medians.slice(0, -1));
    await writeNights(newest, medians.length - 1, medians.slice(-1));
    await withProduct({ name: 'news', folder: await phpCheckout() }, async ({ page, historyPath }) => {
      await runOwnCommand(page, 'Import Benchmark Data...');
      await pick(page, 'Folder');
      await chooseFile(page, 'Choose what to import', past, 'Import');
      await waitForToast(page, /^Imported runs: 32\./);
      await closeToasts(page);
      await lookedAt(medians.length - 1);
      assert.deepEqual(await news(page), []);

      await importNights(historyPath, newest);
      const message = await waitForToast(page, told);
      assert.match(
        message,
        /^bench\.php: Total \(master\): 9\.\d+ % slower since \w+\.\.\w+\. Cause: the code\.$/,
      );
      assert.ok(message.includes(`..${nightCommit(before)}`), message);
      assert.deepEqual(await toastActions(page, told), [
        'Show in Chart',
        'Do Not Show Again for This Series',
      ]);
      await waitForStatus(page, '1 new change');
      assert.equal((await news(page)).length, 1);

      await page.reload();
      await waitForStatus(page, '1 new change');
      await runOwnCommand(page, 'Show New Changes...');
      await pick(page, 'bench.php: Total (master)');
      await waitForChange(await historyChart(page));
      assert.deepEqual(await news(page), []);
      await waitForNoNews(page);
    });
  }));

it('a message leads to the very change, in a chart that shows another series and another time', () =>
  leadToChange('news-in-chart', async () => {}));

it('a message leads to the very change in a chart behind another tab', () =>
  leadToChange('news-in-hidden-chart', async (page) => {
    await runCommand(page, 'File: New Untitled Text File');
    await page.locator('.tabs-container .tab.active', { hasText: 'Untitled-1' }).waitFor();
  }));

/** @param cover what a person does between looking at the chart and the message */
function leadToChange(name: string, cover: (page: Page) => Promise<void>): Promise<void> {
  return withTemporary(async (directory) => {
    const nights = (name: string) => join(directory, name);
    const steady = noisyLevels(7, [[0.2, medians.length]], 0.001);
    await writeNights(nights('past'), 0, medians.slice(0, -1));
    await writeNights(nights('other'), 0, steady, 'other.php');
    await writeNights(nights('newest'), medians.length - 1, medians.slice(-1));
    await withProduct({ name, folder: await phpCheckout() }, async ({ page, historyPath }) => {
      await importNights(historyPath, nights('past'));
      await importNights(historyPath, nights('other'));
      await lookedAt(medians.length - 1);
      await runOwnCommand(page, 'Show History');
      const frame = await historyChart(page);
      await chooseMain(frame, 'other.php: Total (master)');
      await frame.locator('.chart').focus();
      await page.keyboard.press('Home');
      for (let step = 0; step < 6; step += 1) {
        await page.keyboard.press('+');
      }
      await cover(page);
      await importNights(historyPath, nights('newest'));
      await waitForToast(page, told);
      await screenshot(page, `${name}-before`);
      await clickToastAction(page, told, 'Show in Chart');
      await waitForChange(await historyChart(page));
      await screenshot(page, name);
      await waitForNoNews(page);
    });
  });
}

/** Waits until the change is selected in the list, and its run under the cursor of the chart. */
async function waitForChange(frame: Frame): Promise<void> {
  await frame.locator('.chart[aria-label*="bench.php"]').waitFor();
  await frame
    .locator('.change-item[aria-current]')
    .filter({ hasText: /^\+9\.\d+%/ })
    .waitFor();
  await frame
    .getByText(new RegExp(`^Run ${before + 1} of ${medians.length}.*Level \\+9\\.`))
    .first()
    .waitFor({ state: 'attached' });
  await frame.locator('.chart-marker').waitFor();
}

it('a series whose changes a person does not want to be told of stays silent', () =>
  withTemporary(async (directory) => {
    const nights = (name: string) => join(directory, name);
    await writeNights(nights('past'), 0, medians.slice(0, -1));
    await writeNights(nights('slower'), medians.length - 1, medians.slice(-1));
    await writeNights(nights('faster'), medians.length, noisyLevels(6, [[0.43, 4]], 0.001));
    await withProduct({ name: 'muted-news', folder: await phpCheckout() }, async ({ page, historyPath }) => {
      await importNights(historyPath, nights('past'));
      await lookedAt(medians.length - 1);
      await importNights(historyPath, nights('slower'));
      await waitForToast(page, told);
      await clickToastAction(page, told, 'Do Not Show Again for This Series');
      await waitForToastGone(page, told);
      await waitForNoNews(page);

      await importNights(historyPath, nights('faster'));
      await lookedAt(medians.length + 4);
      await runOwnCommand(page, 'Show New Changes...');
      await pick(page, 'Tell of all series again');
      assert.deepEqual(await toastMessages(page), []);
      await waitForNoNews(page);
    });
  }));

/** The messages about changes that are shown. */
async function news(page: Page): Promise<readonly string[]> {
  return (await toastMessages(page)).filter((message) => told.test(message));
}

/** Waits until the status bar counts no changes. */
async function waitForNoNews(page: Page): Promise<void> {
  await eventually('the entry in the status bar to be gone', async () =>
    (await statusTexts(page)).some((text) => newChange.test(text)) ? undefined : true,
  );
}

/** As a scheduler's process writes into the history while the editor is open. */
async function importNights(historyPath: string, folder: string): Promise<void> {
  const { ended } = startCommandLine(['--history', historyPath, 'history', 'import', folder], {});
  const { exitCode, stderr } = await ended;
  assert.equal(exitCode, 0, stderr);
}

const lookSchema = v.object({ series: v.array(v.object({ runCount: v.number() })) });

/** Waits until the editor has looked at a series of so many runs. */
async function lookedAt(runCount: number): Promise<void> {
  const { directory } = await productStage();
  const folder = join(directory, 'home', '.local', 'share', 'php-source-bench', 'news');
  await eventually(`a look at ${runCount} runs`, async () => {
    const names = await readdir(folder).catch(() => []);
    const states = names.filter((name) => name.endsWith('.json'));
    const looks = await Promise.all(
      states.map(async (name) => v.parse(lookSchema, JSON.parse(await readFile(join(folder, name), 'utf8')))),
    );
    const counts = looks.flatMap(({ series }) => series.map((one) => one.runCount));
    return counts.includes(runCount) ? true : undefined;
  });
}
