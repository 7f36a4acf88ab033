/** phpt tests in the Testing view of a real VS Code: found, run, compared, rerun and cancelled. */
import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { phpCheckout } from '../support/php-checkout.ts';
import { leftovers } from './support/engine-objects.ts';
import { runCommand } from './support/palette.ts';
import { withProduct } from './support/product.ts';
import { expandTests, openTests, runTests, testRow, waitForTest } from './support/test-explorer.ts';
import { screenshot } from './support/workbench.ts';

/** A first build of PHP takes minutes, on a busy machine a quarter of an hour. */
const buildLimitMs = 40 * 60_000;

const folder = 'tests/a probe';
const tests = {
  'pass.phpt': '--TEST--\nA pass\n--FILE--\n<?php echo 6 * 7;\n--EXPECT--\n42\n',
  'fail.phpt': '--TEST--\nA failure\n--FILE--\n<?php echo "one 7\\ntwo\\n";\n--EXPECTF--\none %d\nthree\n',
  'skip.phpt':
    '--TEST--\nA skip\n--SKIPIF--\n<?php die("skip needs a moon");\n--FILE--\n<?php echo 1;\n--EXPECT--\n1\n',
};

describe('phpt tests in the Testing view', () => {
  let tree = '';

  before(async () => {
    tree = await phpCheckout();
    await mkdir(join(tree, folder));
    for (const [name, text] of Object.entries(tests)) {
      await writeFile(join(tree, folder, name), text);
    }
  });

  after(phpCheckout);

  it('are found folder by folder, run, and shown with what was expected', () =>
    withProduct({ name: 'phpt', folder: tree }, async ({ page }) => {
      await openTests(page);
      await screenshot(page, 'phpt-0');
      await expandTests(page, basename(tree));
      await screenshot(page, 'phpt-1');
      await expandTests(page, 'tests');
      await expandTests(page, 'a probe');
      await screenshot(page, 'phpt-2');
      await runTests(page, 'a probe');
      await screenshot(page, 'phpt-3');
      await waitForTest(page, 'pass.phpt', 'Passed', buildLimitMs);
      await waitForTest(page, 'fail.phpt', 'Failed');
      const skipped = await waitForTest(page, 'skip.phpt', 'Skipped');
      assert.match(skipped, /needs a moon/);
      await screenshot(page, 'phpt-4');
      await testRow(page, 'fail.phpt').dblclick();
      await page.locator('.part.editor .tab.active').getByText('fail.phpt').first().waitFor();
      await page.waitForTimeout(3000);
      await screenshot(page, 'phpt-5');
      await runCommand(page, 'Test: Go to Next Test Failure');
      await page.waitForTimeout(3000);
      await screenshot(page, 'phpt-6');
      assert.deepEqual(await leftovers(), []);
    }));
});
