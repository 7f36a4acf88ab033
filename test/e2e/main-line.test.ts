/** The main job by palette in a real VS Code: build, benchmark, chart, table, and what it left in the engine. */
import assert from 'node:assert/strict';
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { it } from 'node:test';
import type { Frame, Page } from 'playwright-core';
import { phpCheckout } from '../support/php-checkout.ts';
import { leftovers, objectsOf } from './support/engine-objects.ts';
import { benchmark, build, builtMessage, historyChart, runOwnCommand } from './support/journeys.ts';
import { closeToasts } from './support/notifications.ts';
import { answerInput } from './support/palette.ts';
import { waitForStatus } from './support/parts.ts';
import { withProduct } from './support/product.ts';
import { expandRow, openViewContainer, type TreeRow, waitForTree } from './support/views.ts';
import { readCanvas, readTable, rgb } from './support/webview.ts';
import { screenshot } from './support/workbench.ts';

const view = 'Docker Resources';
const suite = 'Zend/bench.php';

it('builds a real PHP, measures it, shows the numbers and what it left', async () => {
  const tree = await phpCheckout();
  const before = await fingerprint(tree);
  await withProduct({ name: 'main-line', folder: tree }, async ({ page, historyPath }) => {
    await waitForStatus(page, /PHP \d+\.\d+\.\d+/);
    assert.match(await build(page), builtMessage);
    assert.deepEqual(await leftovers(), []);

    assert.match(await benchmark(page, suite), /^Zend\/bench\.php on PHP .* median .* of 2 iterations/);
    assert.deepEqual(await leftovers(), []);

    await checkChart(await historyChart(page), historyPath);
    await screenshot(page, 'main-line-history');
    await closeToasts(page);
    await checkResources(page, tree);
    await screenshot(page, 'main-line-resources');
  });
  assert.deepEqual(await fingerprint(tree), before, 'the tree was written to');
});

/** What the chart and its table show against what the database holds. */
async function checkChart(frame: Frame, historyPath: string): Promise<void> {
  const stored = readStoredRuns(historyPath);
  assert.equal(stored.runs, 1);
  assert.ok(stored.values.every((value) => value > 0));
  assert.equal(stored.values.length, 2);

  const point = await frame.evaluate<string>(
    "getComputedStyle(document.body).getPropertyValue('--vscode-charts-blue').trim()",
  );
  const { colours } = await readCanvas(frame, '.chart canvas');
  assert.ok(colours.size > 10, `the canvas has ${colours.size} colours`);
  assert.ok((colours.get(rgb(point)) ?? 0) >= 10, `the canvas shows no point in ${point}`);

  await frame.locator('details summary').click();
  const [row, ...others] = await readTable(frame, '.table-content table');
  assert.deepEqual(others, []);
  const median = (stored.values.reduce((sum, value) => sum + value, 0) / 2).toPrecision(5);
  const [, version, , , shown, , , iterations] = row ?? [];
  assert.equal(version, stored.phpVersion);
  assert.equal(shown?.replaceAll(',', ''), inUnits(Number(median)));
  assert.equal(iterations, '2');
}

/** As the table writes milliseconds. */
function inUnits(milliseconds: number): string {
  return milliseconds >= 1e4
    ? `${(milliseconds / 1e3).toPrecision(5)} s`
    : `${milliseconds.toPrecision(5)} ms`;
}

function readStoredRuns(historyPath: string) {
  const database = new DatabaseSync(historyPath, { readOnly: true });
  try {
    const runs = database.prepare("SELECT count(*) AS count FROM runs WHERE status = 'complete'").get();
    const rows = database
      .prepare(
        `SELECT samples.value AS value, builds.php_version AS version FROM samples
         JOIN series ON series.id = samples.series_id
         JOIN setups ON setups.id = series.setup_id
         JOIN runs ON runs.id = samples.run_id
         JOIN builds ON builds.id = runs.build_id
         WHERE setups.suite = ? AND series.benchmark = 'Total' AND series.metric = 'time'`,
      )
      .all(suite);
    return {
      runs: runs?.count,
      values: rows.map(({ value }) => Number(value)),
      phpVersion: String(rows[0]?.version),
    };
  } finally {
    database.close();
  }
}

const sizes = /\d (B|kB|MB|GB)\b/;

/** The view names what the engine has for this tree, with sizes. */
async function checkResources(page: Page, tree: string): Promise<void> {
  const { toolchains, builds, volumes } = await objectsOf(tree);
  assert.ok(toolchains.length > 0 && builds.length > 0 && volumes.length > 0);
  await openViewContainer(page, 'PHP Source Bench');
  await waitForTree(page, view, 'groups', (rows) => rows.some(({ label }) => label === 'Images'));
  await checkRow(page, 'Images', imageLabel(toolchains), /^toolchain · /);
  await checkRow(page, 'Images', imageLabel(builds), /^build · /);
  await checkRow(page, 'Volumes', volumeLabel(tree, volumes), /^build-volume · /);
  await runOwnCommand(page, 'Show All Docker Resources');
}

/** A row with its size, found by the filter: an engine may hold more than fits into the window. */
async function checkRow(page: Page, group: string, name: string, description: RegExp): Promise<void> {
  await runOwnCommand(page, 'Filter Docker Resources...');
  await answerInput(page, name);
  await expandRow(page, view, group);
  const rows = await waitForTree(page, view, `${name} with its size`, (drawn) =>
    sizes.test(descriptionOf(drawn, name)),
  );
  assert.match(descriptionOf(rows, name), description);
}

/** What a row calls the first of our images: its tag without the key. */
function imageLabel([reference = '']: readonly string[]): string {
  return reference.replace(/^.*:/, '').replace(/-[0-9a-f]{16}$/, '');
}

/** What a row calls the first of our volumes: the tree's folder and the architecture. */
function volumeLabel(tree: string, [name = '']: readonly string[]): string {
  return `${basename(tree)}-${name.split('-').at(-2)}`;
}

function descriptionOf(rows: readonly TreeRow[], label: string): string {
  return rows.find((row) => row.label === label)?.description ?? '';
}

/** Names, sizes and times of all that a tree holds, its repository's own files apart. */
async function fingerprint(tree: string): Promise<readonly string[]> {
  const names = (await readdir(tree, { recursive: true }))
    .filter((name) => !/^\.git(\/|$)/.test(name))
    .sort();
  return Promise.all(
    names.map(async (name) => {
      const { size, mtimeMs, isDirectory } = await describeFile(join(tree, name));
      return isDirectory ? `${name}/` : `${name} ${size} ${mtimeMs}`;
    }),
  );
}

async function describeFile(path: string) {
  const facts = await stat(path);
  return { size: facts.size, mtimeMs: facts.mtimeMs, isDirectory: facts.isDirectory() };
}
