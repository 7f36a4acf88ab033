/** What the chart shows of nightly results leaves the editor in each format, and can be read there again. */
import assert from 'node:assert/strict';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { parse } from 'csv-parse/sync';
import type { Frame, Page } from 'playwright-core';
import type { SeriesColumns } from '../../src/core/model/bench.ts';
import { openHistory } from '../../src/local/history/open.ts';
import { nightlyFolder } from '../support/nightly-folder.ts';
import { phpCheckout } from '../support/php-checkout.ts';
import { withTemporary } from '../support/temporary.ts';
import {
  addSeries,
  chooseMain,
  chooseOption,
  chooseRunAction,
  goToNewestRun,
} from './support/history-panel.ts';
import { historyChart, runOwnCommand } from './support/journeys.ts';
import { importNights } from './support/nightly-history.ts';
import { clickToastAction, closeToasts, waitForToast } from './support/notifications.ts';
import { chooseFile, pick } from './support/palette.ts';
import { productStage, withProduct } from './support/product.ts';
import { screenshot } from './support/workbench.ts';

it('nightly results are exported as PNG, SVG, HTML and CSV, and a commit that the tree lacks is named', () =>
  withTemporary(async (directory) => {
    const out = join(directory, 'out');
    await mkdir(out);
    const folder = await nightlyFolder(directory);
    await withProduct(
      { name: 'chart-export', folder: await phpCheckout() },
      async ({ page, historyPath }) => {
        await runOwnCommand(page, 'Import Benchmark Data...');
        await pick(page, 'Folder');
        await chooseFile(page, 'Choose what to import', folder, 'Import');
        await clickToastAction(page, /^Imported runs/, 'Show History');
        const frame = await historyChart(page);
        await closeToasts(page);
        await goToNewestRun(page, frame);
        await screenshot(page, 'chart-export');
        const shown = await readHistorySeries(frame, historyPath);
        for (const format of ['PNG', 'SVG', 'HTML', 'CSV']) {
          const path = join(out, `chart.${format.toLowerCase()}`);
          await exportAs(page, frame, format, path, format === 'PNG' ? 'button' : 'palette');
        }
        assert.deepEqual((await readdir(out)).sort(), ['chart.csv', 'chart.html', 'chart.png', 'chart.svg']);
        await checkPicture(join(out, 'chart.png'), frame);
        await checkDrawing(join(out, 'chart.svg'), shown);
        await checkReport(join(out, 'chart.html'), shown);
        await checkTable(join(out, 'chart.csv'), shown);
        await goToNewestRun(page, frame);
        await chooseRunAction(page, frame, 'Show Commit');
        await waitForToast(page, /^The tree has no commit "[0-9a-f]{10}"\. Fetch it, or choose another\./);
      },
    );
  }));

it('a picture and a report show what the chart shows: several series, ratios, a logarithmic axis and a part of the time', () =>
  withTemporary(async (directory) => {
    const historyPath = join(directory, 'nights.sqlite');
    await importNights(historyPath, join(directory, 'nights'));
    const settings = { 'phpSourceBench.history.path': historyPath };
    await withProduct(
      { name: 'chart-export-view', folder: await phpCheckout(), settings },
      async ({ page }) => {
        await runOwnCommand(page, 'Show History');
        const frame = await historyChart(page);
        await chooseMain(frame, 'bench.php: Total (master)');
        await addSeries(page, frame, ['Wordpress 6.2 main page: Total (master)']);
        await chooseOption(frame, 'Values', 'Relative to the control');
        await frame.getByRole('button', { name: 'Log Scale' }).click();
        await frame.getByLabel('Runs averaged').fill('9');
        await frame.locator('.chart').focus();
        await page.keyboard.press('End');
        await page.keyboard.press('+');
        await frame.getByRole('button', { name: 'Reset Zoom' }).waitFor();
        await screenshot(page, 'chart-export-view');
        const whole = (await readHistorySeries(frame, historyPath)).medians.length;
        const [drawing, report] = [join(directory, 'chart.svg'), join(directory, 'chart.html')];
        await exportAs(page, frame, 'SVG', drawing, 'button');
        await exportAs(page, frame, 'HTML', report, 'button');
        await inBrowser(drawing, async (own) => {
          const count = (selector: string) => own.locator(selector).count();
          const points = (await count('circle[cx] > title')) + (await count('.spike > title'));
          assert.ok(points > whole / 2 && points < whole, `${points} of ${whole} runs`);
          assert.equal(await count('.mark-0 > title'), await count('.mark-0 > title:has-text(" %)")'));
          assert.ok((await count('.mark-0 > title')) > whole / 2);
          const texts = (await own.locator('text').allTextContents()).join('\n');
          assert.match(texts, /^Relative to the control \w+ of the same night, log scale$/m);
          assert.match(texts, /^9-point moving average$/m);
          assert.match(texts, /^Wordpress 6\.2 main page: Total \(time\) on /m);
          assert.match(texts, /^[+-]?\d+(\.\d+)? %$/m);
          await screenshot(own, 'chart-export-view-svg');
        });
        await inBrowser(report, async (own) => {
          assert.equal(await own.locator('svg.picture').count(), 1);
          assert.equal(await own.locator('section').count(), 2);
          await own.getByText(/In the picture, values are relative to the control/).waitFor();
          await screenshot(own, 'chart-export-view-report');
        });
      },
    );
  }));

/** The series that the chart shows, as the history has it. */
async function readHistorySeries(frame: Frame, path: string): Promise<SeriesColumns> {
  const context = (await frame.locator('.chart').getAttribute('data-vscode-context')) ?? '';
  const history = await openHistory(path);
  try {
    return history.readSeries(Number(/"seriesId":(\d+)/.exec(context)?.[1]));
  } finally {
    history.close();
  }
}

/** By the button of the chart with the keyboard; or by the palette, on whose way Escape shows all of the time again. */
async function exportAs(
  page: Page,
  frame: Frame,
  format: string,
  path: string,
  by: 'button' | 'palette',
): Promise<void> {
  if (by === 'button') {
    await frame.getByRole('button', { name: 'Export…' }).focus();
    await page.keyboard.press('Enter');
  } else {
    await runOwnCommand(page, 'Export Chart...');
  }
  await pick(page, format);
  await chooseFile(page, 'Choose the file to make', path);
  await waitForToast(page, `Exported the chart to ${path}.`);
  await closeToasts(page);
}

/** Opens a file in a page of its own, without a network, in the tests' browser. */
async function inBrowser<T>(path: string, use: (page: Page) => Promise<T>): Promise<T> {
  const context = await (await productStage()).browser.newContext({ offline: true });
  try {
    const page = await context.newPage();
    const said: string[] = [];
    page.on('console', (message) => said.push(message.text()));
    page.on('dialog', (dialog) => {
      said.push(dialog.message());
      void dialog.dismiss();
    });
    await page.goto(pathToFileURL(path).href);
    const result = await use(page);
    // A violation of the page's own policy would be said here.
    assert.deepEqual(said, []);
    return result;
  } finally {
    await context.close();
  }
}

async function checkPicture(path: string, frame: Frame): Promise<void> {
  const bytes = await readFile(path);
  assert.equal(bytes.subarray(0, 8).toString('latin1'), '\x89PNG\r\n\x1a\n');
  const read = `(async () => {
    const response = await fetch('data:image/png;base64,${bytes.toString('base64')}');
    const image = await createImageBitmap(await response.blob());
    const canvas = new OffscreenCanvas(image.width, image.height);
    const context = canvas.getContext('2d');
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, image.width, image.height);
    const colours = new Map();
    for (let at = 0; at < data.length; at += 4) {
      const colour = data.slice(at, at + 4).join();
      colours.set(colour, (colours.get(colour) ?? 0) + 1);
    }
    return { width: image.width, height: image.height, counts: [...colours.values()] };
  })()`;
  const context = await (await productStage()).browser.newContext();
  const page = await context.newPage();
  const { width, height, counts } = await page.evaluate<{
    width: number;
    height: number;
    counts: readonly number[];
  }>(read);
  await context.close();
  const canvas = await frame.locator('.chart canvas').first().boundingBox();
  assert.equal(width, Math.round(canvas?.width ?? 0));
  assert.equal(height, Math.round(canvas?.height ?? 0) + 56);
  const background = Math.max(...counts);
  assert.ok(counts.length > 20, `${counts.length} colours`);
  assert.ok(background < 0.98 * width * height && background > 0.5 * width * height, 'is blank or covered');
}

async function checkDrawing(path: string, { medians }: SeriesColumns): Promise<void> {
  await inBrowser(path, async (page) => {
    const count = (selector: string) => page.locator(selector).count();
    assert.equal(await count('svg > style'), 1);
    assert.equal(await count('parsererror'), 0);
    const points = (await count('circle[cx] > title')) + (await count('.spike > title'));
    assert.equal(points, medians.length);
    assert.ok((await count('line.level')) > 0);
  });
}

async function checkReport(path: string, { medians }: SeriesColumns): Promise<void> {
  await inBrowser(path, async (page) => {
    assert.equal(await page.locator('details tbody tr').count(), medians.length);
    assert.ok(await page.locator('svg.picture').isVisible());
    assert.equal(await page.locator('script, img, link, iframe').count(), 0);
    const room = await page.evaluate<number>('document.querySelector("svg.picture").clientWidth');
    assert.ok(room > 600, 'the style is not applied');
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await screenshot(page, `chart-report-${colorScheme}`);
    }
  });
}

async function checkTable(path: string, series: SeriesColumns): Promise<void> {
  const rows: readonly Readonly<Record<string, string>>[] = parse(await readFile(path), { columns: true });
  assert.deepEqual(
    rows.map((row) => [row.run, Date.parse(row.measured_at ?? ''), Number(row.median), row.commit]),
    series.runIds.map((run, at) => [run, series.timesMs[at], series.medians[at], series.commits[at]]),
  );
}
