/** The panel and the side bar in each kind of theme; the pictures are in `test-results/` for people to judge. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import type { Frame, Page } from 'playwright-core';
import { phpCheckout } from '../support/php-checkout.ts';
import { eventually } from './support/eventually.ts';
import { historyChart, runOwnCommand } from './support/journeys.ts';
import { runCommand } from './support/palette.ts';
import { type ThemeKind, waitForThemeKind } from './support/parts.ts';
import { productStage, withProduct } from './support/product.ts';
import { excludeRuns, seedHistory } from './support/seed-history.ts';
import { openViewContainer, waitForTree } from './support/views.ts';
import { type CanvasPixels, readCanvas, readTable, rgb } from './support/webview.ts';
import { screenshot } from './support/workbench.ts';

const themes: readonly { readonly theme: string; readonly kind: ThemeKind }[] = [
  { theme: 'Dark Modern', kind: 'vs-dark' },
  { theme: 'Light Modern', kind: 'vs' },
  { theme: 'Default High Contrast', kind: 'hc-black' },
  { theme: 'Default High Contrast Light', kind: 'hc-light' },
];

const runs = 60;
/** By their place; a few, so that their marks are judged beside those of the others. */
const excluded = [runs - 3, runs - 9, 10];

describe('the look', () => {
  let tree = '';
  let historyPath = '';

  before(async () => {
    tree = await phpCheckout();
    historyPath = join((await productStage()).directory, 'look.sqlite');
    await seedHistory(historyPath, runs);
    await excludeRuns(historyPath, excluded);
  });

  for (const { theme, kind } of themes) {
    it(`is readable in ${theme}`, async () => {
      const settings = { 'workbench.colorTheme': theme, 'phpSourceBench.history.path': historyPath };
      await withProduct({ name: `look-${kind}`, folder: tree, settings }, async ({ page }) => {
        await waitForThemeKind(page, kind);
        await showSidebar(page);
        await runOwnCommand(page, 'Show History');
        const frame = await historyChart(page);
        await checkColours(frame);
        await checkWidth(frame);
        await screenshot(page, `look-${kind}`);
        await frame.locator('details summary').click();
        assert.equal((await readTable(frame, '.table-content table')).length, runs);
        await frame.locator('details summary').scrollIntoViewIfNeeded();
        await screenshot(page, `look-${kind}-table`);
      });
    });
  }

  it('lists what changed, leads to it in the chart, and tells a spike from a change', async () => {
    const settings = { 'phpSourceBench.history.path': historyPath };
    await withProduct({ name: 'look-changes', folder: tree, settings }, async ({ page }) => {
      await runOwnCommand(page, 'Show History');
      const frame = await historyChart(page);
      const changes = frame.locator('.change-item');
      assert.equal(await changes.count(), 1);
      assert.match((await changes.textContent()) ?? '', /^\+[78]\.\d+%/);
      await changes.focus();
      await page.keyboard.press('Enter');
      await frame
        .getByText(/^Run \d+ of 60.*Level \+[78]\./)
        .first()
        .waitFor({ state: 'attached' });
      await screenshot(page, 'look-changes');
      await frame.locator('details summary').click();
      const rows = await readTable(frame, '.table-content table');
      assert.equal(rows.filter((row) => row.some((cell) => /^Spike \+1\d/.test(cell))).length, 1);
    });
  });

  it('changes its colours with the theme while it is open, and its cursor follows the keys', async () => {
    const settings = { 'phpSourceBench.history.path': historyPath };
    await withProduct({ name: 'look-change', folder: tree, settings }, async ({ page }) => {
      await runOwnCommand(page, 'Show History');
      const frame = await historyChart(page);
      const dark = await readCanvas(frame, '.chart canvas');
      await frame.locator('.chart').focus();
      await page.keyboard.press('End');
      await frame.getByText(`Run ${runs} of ${runs}`).first().waitFor({ state: 'attached' });
      await page.keyboard.press('ArrowLeft');
      await frame
        .getByText(`Run ${runs - 1} of ${runs}`)
        .first()
        .waitFor({ state: 'attached' });
      await toggleTheme(page);
      await waitForThemeKind(page, 'vs');
      await waitForOtherColours(frame, dark);
    });
  });
});

async function showSidebar(page: Page): Promise<void> {
  await openViewContainer(page, 'PHP Source Bench');
  await waitForTree(page, 'Docker Resources', 'groups', (rows) =>
    rows.some(({ label }) => label === 'Images'),
  );
}

function themeColour(frame: Frame, name: string): Promise<string> {
  return frame.evaluate<string>(
    `getComputedStyle(document.body).getPropertyValue('--vscode-${name}').trim().toLowerCase()`,
  );
}

/** The chart is drawn in the theme's own colours: enough of each that a person sees it. */
async function checkColours(frame: Frame): Promise<void> {
  const highContrast = await frame.locator('body.vscode-high-contrast').count();
  const point = await themeColour(frame, highContrast > 0 ? 'foreground' : 'charts-blue');
  const { colours, width, height } = await readCanvas(frame, '.chart canvas');
  assert.ok(width > 300 && height > 150, `the canvas is ${width} by ${height}`);
  assert.ok((colours.get(rgb(point)) ?? 0) > 200, `the canvas shows no points in ${point}`);
  assert.notEqual(point, await themeColour(frame, 'editor-background'));
}

/** Nothing is cut off or needs scrolling from side to side. */
async function checkWidth(frame: Frame): Promise<void> {
  const { scrollWidth, clientWidth } = await frame.evaluate<{ scrollWidth: number; clientWidth: number }>(
    '({ scrollWidth: document.body.scrollWidth, clientWidth: document.body.clientWidth })',
  );
  assert.ok(scrollWidth <= clientWidth, `the page is ${scrollWidth} wide and has room for ${clientWidth}`);
}

function toggleTheme(page: Page): Promise<void> {
  return runCommand(page, 'Preferences: Toggle between Light/Dark Themes');
}

async function waitForOtherColours(frame: Frame, before: CanvasPixels): Promise<void> {
  await eventually('a chart in the colours of the new theme', async () => {
    const now = rgb(await themeColour(frame, 'charts-blue'));
    const { colours } = await readCanvas(frame, '.chart canvas');
    const redrawn = (colours.get(now) ?? 0) > 200 && !sameColours(colours, before.colours);
    return redrawn ? true : undefined;
  });
}

function sameColours(first: ReadonlyMap<string, number>, second: ReadonlyMap<string, number>): boolean {
  return first.size === second.size && [...first].every(([colour, count]) => second.get(colour) === count);
}
