/** Suites of a person's own: the file that defines them in the editor, and what is offered to measure. */
import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { it } from 'node:test';
import { suitesTemplate } from '../../src/core/bench/suites-template.ts';
import { eventually } from './support/eventually.ts';
import { runOwnCommand } from './support/journeys.ts';
import { clickToastAction, toastActions, waitForToast } from './support/notifications.ts';
import { quickPickLabels, runCommand } from './support/palette.ts';
import { waitForProblem, waitForStatus } from './support/parts.ts';
import { productStage, withProduct } from './support/product.ts';

const fileName = 'php-benchmarks.json';

/** A folder that is a php-src tree as far as suites can tell. */
async function smallTree(): Promise<string> {
  const root = join((await productStage()).directory, 'suites-tree');
  const files = {
    'main/php_version.h': '#define PHP_VERSION "8.3.1"\n',
    'Zend/bench.php': '<?php\n',
    'benchmark/benchmark.php': '<?php\n',
  };
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), content);
  }
  return root;
}

it('starts a suites file, completes it, says what is wrong with it, and offers what it defines', async () => {
  const tree = await smallTree();
  const file = join(tree, '.vscode', fileName);
  await withProduct({ name: 'suites', folder: tree }, async ({ page }) => {
    const tab = page.locator('.part.editor .tab.active').getByText(fileName, { exact: true }).first();
    await runOwnCommand(page, 'Open Benchmark Suites File');
    await tab.waitFor();
    await waitForStatus(page, 'JSON with Comments');
    assert.equal(await readFile(file, 'utf8'), suitesTemplate);

    const mistaken = '{ "suites": [\n{ "name": "mine", "scripts": ["a.php"],\n"iterations": 0 }] }\n';
    await writeFile(file, mistaken);
    await runOwnCommand(page, 'Run Benchmark');
    const message = await waitForToast(page, /^The suites file /);
    assert.match(message, /line 3: "suites > #1 > iterations" must be a whole number from 1 to 10000/);
    assert.deepEqual(await toastActions(page, message), ['Show Log', 'Open Suites File']);
    await clickToastAction(page, message, 'Open Suites File');
    await tab.waitFor();
    assert.equal(await readFile(file, 'utf8'), mistaken);
    await runCommand(page, 'Problems: Focus on Problems View');
    await waitForProblem(page, /below the minimum of 1/);

    await writeFile(file, mistaken.replace('"iterations": 0', '"iterations": 1'));
    await runOwnCommand(page, 'Run Benchmark');
    const labels = await eventually('the suites to choose from', async () => {
      const drawn = await quickPickLabels(page);
      return drawn.includes('mine') ? drawn : undefined;
    });
    assert.deepEqual(labels.slice(0, 3), ['Zend/bench.php', 'benchmark/ (bench.php)', 'mine']);
    await page.keyboard.press('Escape');
  });
});
