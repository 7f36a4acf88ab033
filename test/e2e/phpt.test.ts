/** phpt tests in the Testing view of a real VS Code: found, run, compared, rerun and cancelled. */
import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { phpCheckout } from '../support/php-checkout.ts';
import { leftovers, noLeftovers, waitForContainer } from './support/engine-objects.ts';
import { runCommand } from './support/palette.ts';
import { withProduct } from './support/product.ts';
import {
  expandTests,
  openTests,
  runTests,
  testRow,
  waitForDifference,
  waitForTest,
} from './support/test-explorer.ts';
import { screenshot } from './support/workbench.ts';

/** A first build of PHP takes minutes, on a busy machine a quarter of an hour. */
const buildLimitMs = 40 * 60_000;

const folder = 'tests/a probe';
const tests = {
  'fail.phpt': '--TEST--\nA failure\n--FILE--\n<?php echo "one 7\\ntwo\\n";\n--EXPECTF--\none %d\nthree\n',
  'pass.phpt': '--TEST--\nA pass\n--FILE--\n<?php echo 6 * 7;\n--EXPECT--\n42\n',
  'skip.phpt':
    '--TEST--\nA skip\n--SKIPIF--\n<?php die("skip needs a moon");\n--FILE--\n<?php echo 1;\n--EXPECT--\n1\n',
  'slow.phpt': '--TEST--\nA long wait\n--FILE--\n<?php sleep(1000);\n--EXPECT--\n\n',
};

describe('phpt tests in the Testing view', () => {
  let tree = '';

  before(async () => {
    tree = await phpCheckout();
    await mkdir(join(tree, folder));
  });

  after(phpCheckout);

  async function write(name: keyof typeof tests, text: string = tests[name]): Promise<void> {
    await writeFile(join(tree, folder, name), text);
  }

  async function openProbes(page: Page): Promise<void> {
    await openTests(page);
    await expandTests(page, basename(tree));
    await expandTests(page, 'tests');
    await expandTests(page, 'a probe');
  }

  it('are found folder by folder, run, compared with what was expected, and rerun', async () => {
    await Promise.all([write('fail.phpt'), write('pass.phpt'), write('skip.phpt')]);
    await withProduct({ name: 'phpt', folder: tree }, async ({ page }) => {
      await openProbes(page);
      await runTests(page, 'a probe');
      await waitForTest(page, 'pass.phpt', 'Passed', { limitMs: buildLimitMs });
      await waitForTest(page, 'skip.phpt', 'Skipped', { text: 'skipped: needs a moon' });
      await waitForTest(page, 'fail.phpt', 'Failed');
      assert.deepEqual(await leftovers(), []);

      await testRow(page, 'fail.phpt').dblclick();
      await page.locator('.part.editor .tab.active').getByText('fail.phpt').first().waitFor();
      await runCommand(page, 'Test: Go to Next Test Failure');
      await waitForDifference(page, 'one 7\nthree', 'one 7\ntwo');
      await screenshot(page, 'phpt');

      await write('fail.phpt', tests['fail.phpt'].replace('three', 'two'));
      await runCommand(page, 'Test: Rerun Failed Tests');
      await waitForTest(page, 'fail.phpt', 'Passed');
    });
  });

  it('end with their container when they are cancelled', async () => {
    await write('slow.phpt');
    await withProduct({ name: 'phpt-cancel', folder: tree }, async ({ page }) => {
      await openProbes(page);
      await runTests(page, 'slow.phpt');
      await waitForContainer('test-container', buildLimitMs);
      await runCommand(page, 'Test: Cancel Test Run');
      assert.deepEqual(await noLeftovers(), []);
    });
  });
});
