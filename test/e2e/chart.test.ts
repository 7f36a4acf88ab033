/** The chart with several series, relative values, zoom and what it remembers, on nightly data. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import type { Frame, Locator, Page } from 'playwright-core';
import { seriesColours } from '../../src/core/plot/looks.ts';
import { phpCheckout } from '../support/php-checkout.ts';
import { eventually } from './support/eventually.ts';
import { addSeries, chooseMain, chooseOption } from './support/history-panel.ts';
import { historyChart, runOwnCommand } from './support/journeys.ts';
import { importNights } from './support/nightly-history.ts';
import { tickAll, waitForPickTitle } from './support/palette.ts';
import { type ThemeKind, waitForThemeKind } from './support/parts.ts';
import { productStage, withProduct } from './support/product.ts';
import { seedHistory } from './support/seed-history.ts';
import { waitForStored } from './support/stored-state.ts';
import { readCanvas, rgb } from './support/webview.ts';
import { screenshot } from './support/workbench.ts';

const themes: readonly {
  readonly theme: string;
  readonly kind: ThemeKind;
  readonly look: 'dark' | 'light';
}[] = [
  { theme: 'Dark Modern', kind: 'vs-dark', look: 'dark' },
  { theme: 'Light Modern', kind: 'vs', look: 'light' },
  { theme: 'Default High Contrast', kind: 'hc-black', look: 'dark' },
  { theme: 'Default High Contrast Light', kind: 'hc-light', look: 'light' },
];

/** As the panel calls them. */
const mainName = 'bench.php: Total (master)';
const jitName = 'bench.php: Total (jit, master)';
const otherName = 'Wordpress 6.2 main page: Total (master)';
const memoryName = 'bench.php: Total, memory (master)';

describe('the chart of several series', () => {
  let tree = '';
  let historyPath = '';

  before(async () => {
    tree = await phpCheckout();
    const { directory } = await productStage();
    historyPath = join(directory, 'chart.sqlite');
    await importNights(historyPath, join(directory, 'nights'));
  });

  async function withChart(
    name: string,
    settings: Readonly<Record<string, unknown>>,
    use: (page: Page, frame: Frame) => Promise<void>,
  ): Promise<void> {
    const all = { 'phpSourceBench.history.path': historyPath, ...settings };
    await withProduct({ name, folder: tree, settings: all }, async ({ page }) => {
      await runOwnCommand(page, 'Show History');
      const frame = await historyChart(page);
      await chooseMain(frame, mainName);
      await use(page, frame);
    });
  }

  for (const { theme, kind, look } of themes) {
    it(`tells them apart in ${theme}`, () =>
      withChart(`chart-${kind}`, { 'workbench.colorTheme': theme }, async (page, frame) => {
        await waitForThemeKind(page, kind);
        await addSeries(page, frame, [jitName, otherName]);
        const [first, second] = seriesColours[look];
        await waitForColours(frame, [first, second]);
        await chooseMode(frame, 'Relative to the first run shown');
        await pointAtMiddle(page, frame);
        await screenshot(page, `chart-${kind}`);
        await checkWidth(frame);
      }));
  }

  it('hides a series, makes it the main one, and takes it away', () =>
    withChart('chart-legend', {}, async (page, frame) => {
      await addSeries(page, frame, [jitName]);
      const [colour] = seriesColours.dark;
      await waitForColours(frame, [colour]);
      await legendButton(frame, `Show ${jitName}`).click();
      await waitForNoColours(frame, [colour]);
      await legendButton(frame, `Make ${jitName} the main series`).focus();
      await page.keyboard.press('Enter');
      await legendButton(frame, `Show ${jitName}, the main series`).waitFor();
      await waitForColours(frame, [colour]);
      await legendButton(frame, `Remove ${mainName}`).click();
      await frame.locator('.series-legend').waitFor({ state: 'hidden' });
      await waitForNoColours(frame, [colour]);
    }));

  it('takes no more than eight', () =>
    withChart('chart-limit', {}, async (page, frame) => {
      await frame.getByRole('button', { name: 'Add Series…' }).click();
      await waitForPickTitle(page, /^0 of at most 8 series ticked$/);
      await tickAll(page);
      await waitForPickTitle(page, /^\d+ series are ticked, at most 8 can be shown: untick some\.$/);
      await page.keyboard.press('Enter');
      await waitForPickTitle(page, /at most 8 can be shown/);
      await page.keyboard.press('Escape');
      assert.equal(await frame.locator('.series-legend li').count(), 1);
    }));

  it('says by how much a run differs from the control of its night, and moves between series by keys', () =>
    withChart('chart-control', {}, async (page, frame) => {
      await addSeries(page, frame, [otherName]);
      await chooseMode(frame, 'Relative to the control');
      await frame.locator('.chart').focus();
      for (const [key, series] of [
        ['End', mainName],
        ['ArrowDown', otherName],
        ['ArrowUp', mainName],
      ] as const) {
        await page.keyboard.press(key);
        await waitForSpoken(frame, `${series}, Run `);
        await waitForSpoken(frame, 'Relative to the control d5f6e56610 of the same night');
      }
      await screenshot(page, 'chart-control');
    }));

  it('draws another unit only beside ratios, and says so', () =>
    withChart('chart-units', {}, async (page, frame) => {
      await addSeries(page, frame, [memoryName]);
      const missing = frame.locator('.missing-series');
      await missing.filter({ hasText: /one axis has one unit: bench\.php: Total, memory/ }).waitFor();
      const [colour] = seriesColours.dark;
      await waitForNoColours(frame, [colour]);
      await chooseMode(frame, 'Relative to the selected run');
      await missing.waitFor({ state: 'hidden' });
      await waitForColours(frame, [colour]);
    }));

  it('zooms by mouse, keys and brush, and comes back from a reload as it was', () =>
    withChart('chart-zoom', {}, async (page, frame) => {
      await addSeries(page, frame, [jitName]);
      await drag(page, frame, '.chart .u-over', 0.3, 0.6);
      const zoomed = await shownTime(frame, (text) => text !== '');
      await page.keyboard.down('Shift');
      await drag(page, frame, '.chart .u-over', 0.5, 0.7);
      await page.keyboard.up('Shift');
      const moved = await shownTime(frame, (text) => text !== zoomed);
      await frame.locator('.brush').focus();
      await page.keyboard.press('ArrowUp');
      const smaller = await shownTime(frame, (text) => text !== moved);
      await drag(page, frame, '.overview-strip', 0.8, 0.9);
      const drawn = await shownTime(frame, (text) => text !== smaller);
      await frame.getByRole('button', { name: 'Log Scale' }).click();
      await chooseMode(frame, 'Relative to the first run shown');
      await frame.getByLabel('Runs averaged').fill('9');
      await page.keyboard.press('Tab');
      await frame.getByRole('button', { name: 'Moving average of 9 runs' }).click();
      await screenshot(page, 'chart-zoom');
      await waitForStored(page, '"hiddenLayers":["average"]');
      await page.reload();
      const again = await historyChart(page);
      await shownTime(again, (text) => text === drawn);
      assert.equal(await again.locator('.series-legend li').count(), 2);
      const pressed = (name: string) => again.getByRole('button', { name }).getAttribute('aria-pressed');
      assert.equal(await pressed('Log Scale'), 'true');
      assert.equal(await pressed('Moving average of 9 runs'), 'false');
      assert.equal(await modeOf(again), 'Relative to the first run shown');
    }));

  it('takes in a new run without losing the zoom', async () => {
    const seeded = join((await productStage()).directory, 'chart-live.sqlite');
    await seedHistory(seeded, 60);
    const settings = { 'phpSourceBench.history.path': seeded };
    await withProduct({ name: 'chart-live', folder: tree, settings }, async ({ page }) => {
      await runOwnCommand(page, 'Show History');
      const frame = await historyChart(page);
      await drag(page, frame, '.chart .u-over', 0.3, 0.6);
      const zoomed = await shownTime(frame, (text) => text !== '');
      await frame.locator('.chart').focus();
      await page.keyboard.press('End');
      await page.keyboard.press('ArrowLeft');
      await waitForSpoken(frame, 'Run 59 of 60');
      const moved = await shownTime(frame, (text) => text !== zoomed);
      await seedHistory(seeded, 61, { from: 60 });
      await frame.getByRole('button', { name: 'Refresh' }).click();
      await frame.locator('.summary-value').getByText('61', { exact: true }).waitFor();
      assert.equal(await shownTime(frame, (text) => text !== ''), moved);
      await frame.locator('.chart').focus();
      await page.keyboard.press('+');
      await shownTime(frame, (text) => text !== moved);
    });
  });
});

function legendButton(frame: Frame, name: string): Locator {
  return frame.locator('.series-legend').getByRole('button', { name, exact: true });
}

/** Waits until the chart has said this aloud. */
function waitForSpoken(frame: Frame, text: string): Promise<void> {
  return frame
    .locator('.chart-section > [aria-live]')
    .filter({ hasText: text })
    .waitFor({ state: 'attached' });
}

function chooseMode(frame: Frame, mode: string): Promise<void> {
  return chooseOption(frame, 'Values', mode);
}

async function modeOf(frame: Frame): Promise<string> {
  const selected = frame.locator('vscode-dropdown[aria-label="Values"] vscode-option[aria-selected="true"]');
  return ((await selected.textContent()) ?? '').trim();
}

async function waitForColours(frame: Frame, wanted: readonly string[]): Promise<void> {
  await eventually(`${wanted.join(' and ')} on the chart`, async () => {
    const { colours } = await readCanvas(frame, '.chart canvas');
    return wanted.every((colour) => (colours.get(rgb(colour)) ?? 0) > 50) ? true : undefined;
  });
}

async function waitForNoColours(frame: Frame, unwanted: readonly string[]): Promise<void> {
  await eventually(`no ${unwanted.join(' and ')} on the chart`, async () => {
    const { colours } = await readCanvas(frame, '.chart canvas');
    return unwanted.every((colour) => !colours.has(rgb(colour))) ? true : undefined;
  });
}

/** The shown part of the time in words, once it is as it should be; empty while all of it is shown. */
async function shownTime(frame: Frame, isWanted: (text: string) => boolean): Promise<string> {
  const read = async () => {
    const zoomed = await frame.getByRole('button', { name: 'Reset Zoom' }).isVisible();
    return zoomed ? ((await frame.locator('.brush').getAttribute('aria-valuetext')) ?? '') : '';
  };
  return eventually(
    'another part of the time',
    async () => {
      const text = await read();
      return isWanted(text) ? text : undefined;
    },
    { lastSeen: read },
  );
}

/** Drags the mouse over an element, between two parts of its width. */
async function drag(page: Page, frame: Frame, selector: string, from: number, to: number): Promise<void> {
  const box = await frame.locator(selector).boundingBox();
  assert.ok(box);
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width * from, y);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * ((from + to) / 2), y);
  await page.mouse.move(box.x + box.width * to, y);
  await page.mouse.up();
}

async function pointAtMiddle(page: Page, frame: Frame): Promise<void> {
  const box = await frame.locator('.chart .u-over').boundingBox();
  assert.ok(box);
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await frame.locator('.tooltip-relative').waitFor();
}

/** Nothing is cut off or needs scrolling from side to side. */
async function checkWidth(frame: Frame): Promise<void> {
  const { scrollWidth, clientWidth } = await frame.evaluate<{ scrollWidth: number; clientWidth: number }>(
    '({ scrollWidth: document.body.scrollWidth, clientWidth: document.body.clientWidth })',
  );
  assert.ok(scrollWidth <= clientWidth, `the page is ${scrollWidth} wide and has room for ${clientWidth}`);
}
