/** When the extension starts, and how long that takes. */
import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import type { Page } from 'playwright-core';
import { phpCheckout } from '../support/php-checkout.ts';
import { eventually } from './support/eventually.ts';
import { runCommand } from './support/palette.ts';
import { statusTexts, waitForStatus } from './support/parts.ts';
import { productStage, withProduct } from './support/product.ts';
import { performanceMarks } from './support/workbench.ts';

const extension = 'php-source-bench.php-source-bench';

describe('activation', () => {
  it('happens when a php-src tree is opened', async (t) => {
    const tree = await phpCheckout();
    await withProduct({ name: 'activation', folder: tree }, async ({ page }) => {
      await waitForStatus(page, /PHP \d+\.\d+\.\d+/);
      await reportTime(page, t);
    });
  });

  it('does not happen in another folder', async () => {
    const other = join((await productStage()).directory, 'another-folder');
    await mkdir(join(other, 'main'), { recursive: true });
    await writeFile(join(other, 'main', 'other.h'), '');
    await withProduct({ name: 'no-activation', folder: other }, async ({ page }) => {
      const row = await runningExtension(page);
      assert.equal(row, undefined);
      assert.deepEqual(
        (await statusTexts(page)).filter((text) => /\bPHP\b/.test(text)),
        [],
      );
    });
  });
});

/** Says what the editor measured; that depends on the machine, so nothing is asserted. */
async function reportTime(page: Page, t: TestContext): Promise<void> {
  const row = await runningExtension(page);
  t.diagnostic(`running extensions: ${row}`);
  for (const { name, startTime } of await performanceMarks(page)) {
    if (name.includes(extension)) {
      t.diagnostic(`${name}: ${startTime}`);
    }
  }
}

/** What the editor's list of running extensions says of ours, `undefined` if it is not in it. */
async function runningExtension(page: Page): Promise<string | undefined> {
  await runCommand(page, 'Developer: Show Running Extensions');
  const rows = page.locator('.runtime-extensions-editor .monaco-list-row');
  await rows.first().waitFor();
  const texts = await eventually('the list of running extensions', async () => {
    const all = await rows.allInnerTexts();
    return all.length > 0 ? all : undefined;
  });
  return texts.find((text) => text.includes('PHP Source Bench'))?.replaceAll(/\s+/g, ' ');
}
