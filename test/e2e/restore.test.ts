/** What a person finds again after the window is loaded anew. */
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { it } from 'node:test';
import type { Page } from 'playwright-core';
import { phpCheckout } from '../support/php-checkout.ts';
import { eventually } from './support/eventually.ts';
import { historyChart, runOwnCommand } from './support/journeys.ts';
import { errorMessages } from './support/notifications.ts';
import { productStage, withProduct } from './support/product.ts';
import { seedHistory } from './support/seed-history.ts';
import { previewText, readTable } from './support/webview.ts';

const runs = 12;

it('the history panel comes back with its chart', async () => {
  const tree = await phpCheckout();
  const historyPath = join((await productStage()).directory, 'restore.sqlite');
  await seedHistory(historyPath, runs);
  const settings = { 'phpSourceBench.history.path': historyPath };
  await withProduct({ name: 'restore', folder: tree, settings }, async ({ page }) => {
    await runOwnCommand(page, 'Show History');
    await historyChart(page);
    await waitForStored(page, 'phpSourceBench.history');
    await page.reload();
    const frame = await historyChart(page);
    await frame.locator('details summary').click();
    assert.equal((await readTable(frame, '.table-content table')).length, runs);
  });
});

it('the preview of a report comes back with its text, where nothing else starts the extension', async () => {
  const { directory } = await productStage();
  const folder = join(directory, 'restore-report');
  await mkdir(folder, { recursive: true });
  const settings = { 'phpSourceBench.docker.host': 'unix:///run/user/4000000000/docker.sock' };
  await withProduct({ name: 'restore-report', folder, settings }, async ({ page }) => {
    await runOwnCommand(page, 'Check Docker Setup (Doctor)');
    assert.match(await previewText(page, 'Check of the Docker setup'), /Docker is not running/);
    await waitForStored(page, 'php-source-bench-report');
    await page.reload();
    assert.match(await previewText(page, 'Check of the Docker setup'), /Docker is not running/);
    assert.deepEqual(await errorMessages(page), []);
  });
});

/** What the window's databases hold of its open editors, as JSON. */
const storedEditors = `(async () => {
  const done = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const found = [];
  for (const { name } of await indexedDB.databases()) {
    if (name.startsWith('vscode-web-state-db')) {
      const database = await done(indexedDB.open(name));
      const items = database.transaction('ItemTable').objectStore('ItemTable');
      found.push(await done(items.get('memento/workbench.parts.editor')));
      database.close();
    }
  }
  return JSON.stringify(found);
})()`;

/**
 * Waits until the window has written down that an editor with this word in it is open. In a browser it does so every five seconds, because
 * what it begins to write when it is left may not be written to the end.
 */
async function waitForStored(page: Page, word: string): Promise<void> {
  await eventually(
    `the open editor of ${word} to be stored`,
    async () => ((await stored(page)).includes(word) ? true : undefined),
    { lastSeen: () => stored(page) },
  );
}

function stored(page: Page): Promise<string> {
  return page.evaluate<string>(storedEditors);
}
