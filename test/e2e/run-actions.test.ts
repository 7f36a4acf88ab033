/** What can be done with a run of the chart: by keyboard, by mouse, and by the editor's own menu. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import type { Frame, Page } from 'playwright-core';
import { openHistory } from '../../src/local/history/open.ts';
import { phpCheckout } from '../support/php-checkout.ts';
import { phpHistory } from '../support/php-history.ts';
import { eventually } from './support/eventually.ts';
import {
  chooseInMenu,
  chooseRunAction,
  goToNewestRun,
  goToRun,
  newestPoint,
  openMenuEntries,
  openNewestRunMenu,
  openRunTable,
  waitForRemarks,
} from './support/history-panel.ts';
import { historyChart, runOwnCommand } from './support/journeys.ts';
import { clickToastAction, errorMessages, waitForToast, waitForToastGone } from './support/notifications.ts';
import { answerInput, quickPickLabels } from './support/palette.ts';
import { waitForEditor } from './support/parts.ts';
import { productStage, withProduct } from './support/product.ts';
import { seedHistory } from './support/seed-history.ts';
import { previewText, readCanvas } from './support/webview.ts';
import { screenshot } from './support/workbench.ts';

const runs = 60;
/** What the chart says at the run before the newest. */
const lastButOne = new RegExp(`^Run ${runs - 1} of ${runs}, `);
const menu = [
  'Show Commit',
  'Show Changes since the Run Before',
  'Show Run Details',
  'Select for Compare',
  'Bisect This Change',
  'Measure Again',
  'Copy Commit Id',
  'Exclude...',
];

describe('a run of the chart', () => {
  let tree = '';
  let commits: readonly string[] = [];

  before(async () => {
    tree = await phpCheckout();
    commits = await phpHistory(tree, ['comment', 'slow'], 1);
  });

  /** Opens the history of runs whose newest are of commits that the tree has. */
  async function withChart(
    name: string,
    use: (page: Page, frame: Frame, historyPath: string) => Promise<void>,
  ): Promise<void> {
    const historyPath = join((await productStage()).directory, `${name}-seeded.sqlite`);
    await seedHistory(historyPath, runs, { commits });
    const settings = { 'phpSourceBench.history.path': historyPath };
    await withProduct({ name, folder: tree, settings }, async ({ page }) => {
      await runOwnCommand(page, 'Show History');
      await use(page, await historyChart(page), historyPath);
    });
  }

  /** The chart again, after something else was in front of it. */
  async function back(page: Page): Promise<Frame> {
    await runOwnCommand(page, 'Show History');
    return historyChart(page);
  }

  it('shows its commit, what changed, all that is known of it and its id, by keyboard', () =>
    withChart('run-looks', async (page, first) => {
      const newest = commits.at(-1) ?? '';
      await goToNewestRun(page, first);
      await chooseRunAction(page, first, 'Show Commit');
      await waitForEditor(page, `commit ${newest}`);
      let frame = await back(page);
      await goToNewestRun(page, frame);
      await chooseRunAction(page, frame, 'Show Changes since the Run Before');
      await page.locator('.multiDiffEntry').getByText('hrtime.c').first().waitFor();
      await screenshot(page, 'run-changes');
      frame = await back(page);
      await goToNewestRun(page, frame);
      await chooseRunAction(page, frame, 'Show Run Details');
      const heading = `Zend/bench.php on PHP 8.2.32-dev (${newest.slice(0, 10)})`;
      assert.match(await previewText(page, heading), /cpuModel\s+A processor/);
      await screenshot(page, 'run-details');
      frame = await back(page);
      await goToNewestRun(page, frame);
      await chooseRunAction(page, frame, 'Copy Commit Id');
      await eventually('the commit id in the clipboard', async () =>
        (await page.evaluate<string>('navigator.clipboard.readText()')) === newest ? true : undefined,
      );
      await goToRun(page, frame, ['End', 'ArrowLeft'], lastButOne);
      assert.deepEqual(await errorMessages(page), []);
    }));

  it('is excluded with a reason and included again, by menu key and by mouse', () =>
    withChart('run-exclusion', async (page, frame, historyPath) => {
      await openRunTable(frame);
      const point = await newestPoint(page, frame);
      await page.keyboard.press('Shift+F10');
      assert.deepEqual(await openMenuEntries(page), menu);
      await chooseInMenu(page, () => openNewestRunMenu(page, frame), 'Exclude...');
      await answerInput(page, 'a backup <b>ran</b>');
      const excluded = await waitForRemarks(frame, ([newest]) => newest !== '');
      assert.equal(excluded[0], 'Excluded: a backup <b>ran</b>');
      assert.equal(await frame.locator('tr.excluded').count(), 1);
      await screenshot(page, 'run-excluded');
      const history = await openHistory(historyPath);
      const series = history.listSeries().find(({ benchmark }) => benchmark === 'Total');
      assert.equal(history.readSeries(series?.id ?? 0).excluded.at(-1), 'a backup <b>ran</b>');
      history.close();
      const again = () => page.mouse.click(point.x, point.y, { button: 'right' });
      await page.mouse.move(point.x, point.y);
      await chooseInMenu(page, again, 'Include Again');
      await waitForRemarks(frame, ([newest]) => newest === '');
      await page.mouse.click(point.x, point.y);
      await page.locator('.quick-input-list .monaco-list-row').first().waitFor();
      const offered = (await quickPickLabels(page)).map((label) => label.trim());
      assert.deepEqual(offered, [...menu.slice(0, -1), 'Exclude…']);
      await page.keyboard.press('Escape');
    }));

  it('is measured again, compared with another and bisected, with its suite and commits', () =>
    withChart('run-measures', async (page, frame) => {
      const short = commits.map((commit) => commit.slice(0, 10));
      await goToNewestRun(page, frame);
      await chooseRunAction(page, frame, 'Measure Again');
      await cancelled(page, /^Benchmark Zend\/bench\.php on /);
      await chooseRunAction(page, frame, 'Select for Compare');
      await goToRun(page, frame, ['End', 'ArrowLeft'], lastButOne);
      await chooseRunAction(page, frame, 'Compare with Selected');
      await cancelled(page, new RegExp(`^Comparison of ${short[1]} with ${short[2]}`));
      await chooseRunAction(page, frame, 'Bisect This Change');
      await cancelled(page, /^Bisection of /);
      await goToRun(page, frame, ['Home'], /^Run 1 of /);
      await chooseRunAction(page, frame, 'Show Commit');
      await waitForToast(page, 'The tree has no commit "0000000100000001000000010000000100000001". Fetch it');
    }));

  async function cancelled(page: Page, title: RegExp): Promise<void> {
    await waitForToast(page, title);
    await clickToastAction(page, title, 'Cancel');
    await waitForToastGone(page, title);
  }

  it('is marked if it came since the last look, until it is seen', () =>
    withChart('run-news', async (page, frame, historyPath) => {
      await openRunTable(frame);
      await waitForRemarks(frame, (remarks) => remarks.every((remark) => !remark.includes('New')));
      const plain = await readCanvas(frame, '.chart canvas');
      await seedHistory(historyPath, runs + 2, { commits, from: runs });
      await frame.getByRole('button', { name: 'Refresh' }).click();
      const remarks = await waitForRemarks(frame, ([newest]) => newest !== '');
      assert.deepEqual(remarks.slice(0, 3), ['New', 'New', '']);
      await frame.getByText('Since your last look: runs 2, changes 0').waitFor();
      await screenshot(page, 'run-news');
      assert.notDeepEqual((await readCanvas(frame, '.chart canvas')).colours, plain.colours);
      await frame.getByRole('button', { name: 'Mark as Seen' }).click();
      await waitForRemarks(frame, ([newest]) => newest === '');
    }));
});
