/** What others write, in commits, benchmarks, branches and reasons, shows as text and does nothing. */
import assert from 'node:assert/strict';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { it } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { Frame, Page } from 'playwright-core';
import { elementsOf } from '../support/markup.ts';
import { phpCheckout } from '../support/php-checkout.ts';
import { withTemporary } from '../support/temporary.ts';
import {
  chooseInMenu,
  chooseRunAction,
  goToNewestRun,
  openNewestRunMenu,
  openRunTable,
  waitForRemarks,
} from './support/history-panel.ts';
import { historyChart, runOwnCommand } from './support/journeys.ts';
import { waitForToast } from './support/notifications.ts';
import { answerInput, chooseFile, pick } from './support/palette.ts';
import { productStage, withProduct } from './support/product.ts';
import { seedHistory } from './support/seed-history.ts';
import { readTable, webviewFrame } from './support/webview.ts';
import { screenshot } from './support/workbench.ts';

const script = '"><script>alert(document.title)</script>';
const picture = '<img src=x onerror=alert(1)>';
const link = '[click](command:workbench.action.closeWindow) $(trash)';
const turned = 'abc\u202edef\u2066';
const long = `${'long '.repeat(700)}end`;
/** As a history takes them: it refuses NUL and more than 4,000 characters. */
const subjects = [script, picture, link, turned, `two\nlines\r\nand ${picture}`, long];

it('hostile texts are shown as they are in the chart, its menu, a run and a report', () =>
  withTemporary(async (directory) => {
    const historyPath = join((await productStage()).directory, 'hostile-seeded.sqlite');
    await seedHistory(historyPath, 12, { subjects, suite: `bench ${picture}${script}`, author: picture });
    const settings = { 'phpSourceBench.history.path': historyPath };
    await withProduct({ name: 'hostile', folder: await phpCheckout(), settings }, async ({ page }) => {
      const opened: string[] = [];
      page.on('dialog', (dialog) => {
        // The window's own question, as long as a document is not saved.
        if (dialog.type() !== 'beforeunload') {
          opened.push(dialog.message());
        }
        void dialog.accept();
      });
      await runOwnCommand(page, 'Show History');
      const frame = await historyChart(page);
      await openRunTable(frame);
      await checkPage(frame);
      const cells = (await readTable(frame, '.table-content table')).map((row) => row[2] ?? '');
      assert.ok(cells.some((cell) => cell.endsWith(script)) && cells.some((cell) => cell.endsWith(picture)));
      assert.ok(!cells.some((cell) => /[\u202e\u2066\n]/.test(cell)));

      await chooseInMenu(page, () => openNewestRunMenu(page, frame), 'Exclude...');
      await answerInput(page, `${picture}${link}`);
      const [remark] = await waitForRemarks(frame, ([newest]) => newest !== '');
      assert.equal(remark, `Excluded: ${picture}${link}`);
      await checkPage(frame);
      await screenshot(page, 'hostile');

      const report = join(directory, 'out', 'report.html');
      await mkdir(join(directory, 'out'));
      await runOwnCommand(page, 'Export Chart...');
      await pick(page, 'HTML');
      await chooseFile(page, 'Choose the file to make', report);
      await waitForToast(page, /^Exported the chart/);
      await checkReport(report);

      await goToNewestRun(page, frame);
      await chooseRunAction(page, frame, 'Show Run Details');
      await checkPreview(page);
      assert.deepEqual(opened, []);
    });
  }));

/** The panel's page has no element that a text brought along. */
async function checkPage(frame: Frame): Promise<void> {
  // Not those in the shadows of the toolkit's elements; the marks of series are the page's own.
  const strangers = 'body img, body svg:not(.mark), body iframe, body a, body script:not([nonce])';
  const count = `document.querySelectorAll(${JSON.stringify(strangers)}).length`;
  assert.equal(await frame.evaluate<number>(count), 0);
}

async function checkReport(path: string): Promise<void> {
  const names = new Set(elementsOf(await readFile(path, 'utf8')).map((element) => element.split(' ')[0]));
  assert.ok(!names.has('img') && !names.has('script') && !names.has('a'));
  const context = await (await productStage()).browser.newContext({ offline: true });
  const page = await context.newPage();
  const said: string[] = [];
  page.on('dialog', (dialog) => said.push(dialog.message()));
  page.on('console', (message) => said.push(message.text()));
  await page.goto(pathToFileURL(path).href);
  assert.ok((await page.getByText(script).count()) > 0);
  assert.deepEqual(said, []);
  await context.close();
}

/** The document of a run, as the editor's preview shows it. */
async function checkPreview(page: Page): Promise<void> {
  const frame = await webviewFrame(page, 'h1:has-text("bench <img")');
  assert.equal(await frame.locator('.markdown-body img').count(), 0);
  assert.equal(await frame.locator('.markdown-body a[href^="command:"]').count(), 0);
  assert.ok((await frame.locator('td', { hasText: picture }).count()) > 0);
}
