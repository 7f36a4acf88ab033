/** What a person does with a finished build: take the interpreter away. */
import assert from 'node:assert/strict';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { phpCheckout } from '../support/php-checkout.ts';
import { withTemporary } from '../support/temporary.ts';
import { build, runOwnCommand } from './support/journeys.ts';
import { waitForToast } from './support/notifications.ts';
import { chooseFile } from './support/palette.ts';
import { waitForStatus } from './support/parts.ts';
import { withProduct } from './support/product.ts';
import { screenshot } from './support/workbench.ts';

describe('after a build', () => {
  it('the interpreter is copied to where it is wanted, and its needs are told', () =>
    withTemporary(async (directory) => {
      const tree = await phpCheckout();
      const path = join(directory, 'my-php');
      await withProduct({ name: 'copy', folder: tree }, async ({ page }) => {
        await build(page);
        await waitForStatus(page, /PHP \d+\.\d+\.\d+ · [0-9a-f]{10} · now$/);
        await runOwnCommand(page, 'Copy Interpreter to...');
        await chooseFile(page, 'Choose where the interpreter is copied to', path);
        const message = await waitForToast(page, /^PHP .* is copied to /);
        assert.match(message, /Where it runs it needs glibc 2\.\d+ or newer, .*libedit\.so\.2/);
        await screenshot(page, 'copy');
      });
      assert.equal((await stat(path)).mode & 0o777, 0o755);
      assert.equal((await readFile(path)).subarray(1, 4).toString(), 'ELF');
    }));
});
