/** What a person finds again after the window is loaded anew. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { it } from 'node:test';
import { phpCheckout } from '../support/php-checkout.ts';
import { historyChart, runOwnCommand } from './support/journeys.ts';
import { productStage, withProduct } from './support/product.ts';
import { seedHistory } from './support/seed-history.ts';
import { readTable } from './support/webview.ts';

const runs = 12;

it('the history panel comes back with its chart', async () => {
  const tree = await phpCheckout();
  const historyPath = join((await productStage()).directory, 'restore.sqlite');
  await seedHistory(historyPath, runs);
  const settings = { 'phpSourceBench.history.path': historyPath };
  await withProduct({ name: 'restore', folder: tree, settings }, async ({ page }) => {
    await runOwnCommand(page, 'Show History');
    await historyChart(page);
    await page.reload();
    const frame = await historyChart(page);
    await frame.locator('details summary').click();
    assert.equal((await readTable(frame, '.table-content table')).length, runs);
  });
});
