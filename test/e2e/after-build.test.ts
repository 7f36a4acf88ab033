/** What a person does with a finished build: debug a file with it, and take the interpreter away. */
import assert from 'node:assert/strict';
import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { phpCheckout } from '../support/php-checkout.ts';
import { withTemporary } from '../support/temporary.ts';
import { noLeftovers } from './support/engine-objects.ts';
import { build, runOwnCommand } from './support/journeys.ts';
import { waitForToast } from './support/notifications.ts';
import { chooseFile, openFile } from './support/palette.ts';
import { typeInTerminal, waitForNoTerminal, waitForStatus, waitForTerminal } from './support/parts.ts';
import { withProduct } from './support/product.ts';
import { screenshot } from './support/workbench.ts';

describe('after a build', () => {
  it('a file runs under gdb, which waits at its prompt, and under Valgrind', async () => {
    const tree = await phpCheckout();
    await writeFile(join(tree, 'try.php'), '<?php echo 6 * 7, PHP_EOL;\n');
    await withProduct({ name: 'debuggers', folder: tree }, async ({ page }) => {
      await openFile(page, 'Zend/bench.php');
      await runOwnCommand(page, 'Run Current File under gdb');
      // The image of the debuggers may have to be made first.
      await waitForTerminal(page, '(gdb)', 15 * 60_000);
      await typeInTerminal(page, 'break php_execute_script\n');
      await waitForTerminal(page, /Breakpoint 1 at /);
      await typeInTerminal(page, 'run\n');
      await waitForTerminal(page, /Breakpoint 1, php_execute_script.*\(gdb\)$/s);
      await typeInTerminal(page, 'backtrace\n');
      await waitForTerminal(page, /#1 .*in do_cli.*\(gdb\)$/s);
      await screenshot(page, 'gdb');
      await typeInTerminal(page, 'kill\n');
      await waitForTerminal(page, '(y or n)');
      await typeInTerminal(page, 'y\n');
      await waitForTerminal(page, /Inferior 1 .* killed/);
      await typeInTerminal(page, 'quit\n');
      await waitForTerminal(page, /exit code 0\. Press any key/);
      assert.deepEqual(await noLeftovers(), []);
      await typeInTerminal(page, ' ');
      await waitForNoTerminal(page);

      await openFile(page, 'try.php');
      await runOwnCommand(page, 'Run Current File under Valgrind');
      await waitForTerminal(page, /ERROR SUMMARY: \d+ errors/);
      await waitForTerminal(page, /exit code 0\. Press any key/);
      await screenshot(page, 'valgrind');
      assert.deepEqual(await noLeftovers(), []);
    });
    await rm(join(tree, 'try.php'));
  });

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
