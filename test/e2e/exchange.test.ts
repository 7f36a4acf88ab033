/** Benchmark data of others comes in, and the history goes out, through the editor's own dialogs. */
import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { it } from 'node:test';
import { phpCheckout } from '../support/php-checkout.ts';
import { environment, results2024 } from '../support/real-time-data.ts';
import { withTemporary } from '../support/temporary.ts';
import { historyChart, runOwnCommand } from './support/journeys.ts';
import { clickToastAction, closeToasts, waitForToast } from './support/notifications.ts';
import { chooseFile, pick } from './support/palette.ts';
import { withProduct } from './support/product.ts';
import { readTable } from './support/webview.ts';

it('nights of php/real-time-benchmark-data are imported, shown and exported', () =>
  withTemporary(async (directory) => {
    const folder = join(directory, 'data');
    await mkdir(join(folder, 'night'), { recursive: true });
    await writeFile(join(folder, 'night', 'environment.tsv'), environment);
    await writeFile(join(folder, 'night', 'result.tsv'), results2024);
    await writeFile(join(folder, 'README.md'), 'Not a table.');
    await withProduct({ name: 'exchange', folder: await phpCheckout() }, async ({ page }) => {
      await runOwnCommand(page, 'Import Benchmark Data...');
      await pick(page, 'Folder');
      await chooseFile(page, 'Choose what to import', folder, 'Import');
      const told = await waitForToast(page, /^Imported runs/);
      assert.equal(told, 'Imported runs: 4. There already: 0. Not understood: 1, listed in the log.');
      await clickToastAction(page, /^Imported runs/, 'Show History');
      const frame = await historyChart(page);
      await frame.locator('details summary').click();
      assert.equal((await readTable(frame, '.table-content table')).length, 1);
      await closeToasts(page);

      const target = join(directory, 'out', 'history.jsonl');
      await mkdir(join(directory, 'out'));
      await runOwnCommand(page, 'Export History...');
      await pick(page, 'JSON');
      await chooseFile(page, 'Choose the file to make', target);
      await waitForToast(page, /^Exported runs: 4/);
      const lines = (await readFile(target, 'utf8')).trim().split('\n');
      assert.equal(lines.length, 5);
    });
  }));
