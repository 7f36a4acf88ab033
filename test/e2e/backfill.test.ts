/** Past commits measured from the palette, and what a nightly benchmark would be written as. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { execa } from 'execa';
import { phpCheckout } from '../support/php-checkout.ts';
import { noLeftovers } from './support/engine-objects.ts';
import { runOwnCommand } from './support/journeys.ts';
import { closeToasts, errorMessages, waitForToast } from './support/notifications.ts';
import { answerInput, pick, quickPickRow } from './support/palette.ts';
import { waitForEditor } from './support/parts.ts';
import { withProduct } from './support/product.ts';
import { screenshot } from './support/workbench.ts';

const minutesMs = 60_000;

it('measures past commits in the background, and nothing twice', async () => {
  const tree = await phpCheckout();
  const head = (await execa('git', ['-C', tree, 'rev-parse', '--short=10', 'HEAD'])).stdout;
  await withProduct({ name: 'backfill', folder: tree }, async ({ page }) => {
    const choose = async () => {
      await runOwnCommand(page, 'Backfill History...');
      await quickPickRow(page, /From a commit on/).click();
      await quickPickRow(page, new RegExp(head)).click();
      await quickPickRow(page, /Every commit/).click();
      await pick(page, 'Zend/bench.php');
    };
    await choose();
    await quickPickRow(page, /Start.*1 commit/).waitFor();
    await screenshot(page, 'backfill-plan');
    await quickPickRow(page, /Start.*1 commit/).click();
    await waitForToast(page, /^Backfill of .*Commit 1 of 1/);
    await waitForToast(page, /^Done: 1 measured, 0 known from before, 0 skipped/, 40 * minutesMs);
    await closeToasts(page);

    await choose();
    await waitForToast(page, /Everything of that choice is measured already/);
    await closeToasts(page);

    await runOwnCommand(page, 'Pause or Resume Backfill...');
    await quickPickRow(page, /Zend\/bench\.php, every.*done/).click();
    await page
      .locator('.part.editor .tab.active')
      .getByText(/Preview/)
      .first()
      .waitFor();
    await screenshot(page, 'backfill-done');
    assert.deepEqual(await errorMessages(page), []);
    assert.deepEqual(await noLeftovers(), []);
  });
});

it('shows what a nightly benchmark is written as, and writes nothing unless that is wanted', async () => {
  const tree = await phpCheckout();
  await withProduct({ name: 'nightly', folder: tree }, async ({ page }) => {
    await runOwnCommand(page, 'Nightly Benchmark...');
    await quickPickRow(page, /Schedule a nightly benchmark/).click();
    await answerInput(page, 'master');
    await answerInput(page, '');
    await pick(page, 'Zend/bench.php');
    await answerInput(page, 'HEAD');
    await answerInput(page, '03:30');
    await quickPickRow(page, /Write Nothing/).waitFor();
    await waitForEditor(page, /nightly.*run.*--control/s);
    await screenshot(page, 'nightly-preview');
    await quickPickRow(page, /Write Nothing/).click();
    await runOwnCommand(page, 'Nightly Benchmark...');
    await quickPickRow(page, /Schedule a nightly benchmark/).waitFor();
    assert.equal(await quickPickRow(page, /Remove/).count(), 0);
    assert.deepEqual(await errorMessages(page), []);
  });
});
