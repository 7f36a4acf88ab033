/** An editor that is killed while it measures: what the next one finds, and what it removes unasked. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { it } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { phpCheckout } from '../support/php-checkout.ts';
import { noLeftovers, waitForContainer } from './support/engine-objects.ts';
import { eventually } from './support/eventually.ts';
import { historyChart, runOwnCommand } from './support/journeys.ts';
import { pick } from './support/palette.ts';
import { waitForStatus } from './support/parts.ts';
import { productStage, withProduct } from './support/product.ts';

const buildLimitMs = 40 * 60_000;
/** After the first container that measures. */
const killAfterMs = [0, 300, 1200];

it('loses no number, and what still runs is removed by the next start', async () => {
  const tree = await phpCheckout();
  const { directory } = await productStage();
  const folder = join(directory, 'killed-suites');
  await mkdir(folder);
  await writeFile(join(folder, 'nap.php'), '<?php usleep(50000);');
  const suite = { name: 'nap', scripts: ['nap.php'], warmups: 0, iterations: 10_000 };
  const suitesFile = join(folder, 'suites.json');
  await writeFile(suitesFile, JSON.stringify({ suites: [suite] }));
  const settings = { 'phpSourceBench.benchmark.suitesFile': suitesFile };
  await withProduct({ name: 'killed', folder: tree, settings }, async ({ page, historyPath }) => {
    for (const [round, delayMs] of killAfterMs.entries()) {
      await waitForStatus(page, /PHP \d+\.\d+\.\d+/);
      await runOwnCommand(page, 'Run Benchmark');
      await pick(page, 'nap');
      await waitForContainer('bench-container', buildLimitMs);
      await setTimeout(delayMs);
      const before = existsSync(historyPath) ? readHistory(historyPath).samples : 0;
      killExtensionHost(directory);
      await page.reload();
      assert.deepEqual(await noLeftovers(), []);
      const after = existsSync(historyPath) ? readHistory(historyPath).samples : 0;
      assert.ok(after >= before, `round ${round}: ${before} before, ${after} after`);
    }
    await runOwnCommand(page, 'Show History');
    await historyChart(page);
    await eventually('the runs to be closed', async () => {
      const { statuses } = readHistory(historyPath);
      return statuses.length > 0 && statuses.every((status) => status === 'incomplete') ? true : undefined;
    });
  });
});

/** How many samples a history holds, and what became of its runs; those whose editor was killed are open until it is read. */
function readHistory(path: string) {
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    const samples = database.prepare('SELECT count(*) AS count FROM samples').get();
    const statuses = database.prepare('SELECT status FROM runs').all();
    return {
      samples: Number(samples?.count),
      statuses: statuses.map(({ status }) => String(status)),
    };
  } finally {
    database.close();
  }
}

/** Kills the process in which the extensions of the stage's editor run; its folder is in the environment. */
function killExtensionHost(directory: string): void {
  const hosts = readdirSync('/proc').filter(
    (pid) =>
      /^\d+$/.test(pid) &&
      readProcess(pid, 'cmdline').includes('--type=extensionHost') &&
      readProcess(pid, 'environ').includes(directory),
  );
  assert.equal(hosts.length, 1, `extension hosts: ${hosts.join(', ')}`);
  process.kill(Number(hosts[0]), 'SIGKILL');
}

function readProcess(pid: string, name: 'cmdline' | 'environ'): string {
  try {
    return readFileSync(join('/proc', pid, name), 'utf8');
  } catch {
    // It has ended in the meantime.
    return '';
  }
}
