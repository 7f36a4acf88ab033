/** Builds as tasks of the editor. */
import assert from 'node:assert/strict';
import { basename } from 'node:path';
import { it } from 'node:test';
import { phpCheckout } from '../support/php-checkout.ts';
import { leftovers } from './support/engine-objects.ts';
import { eventually } from './support/eventually.ts';
import { build } from './support/journeys.ts';
import { pick, runCommand } from './support/palette.ts';
import { terminalText, waitForTerminal } from './support/parts.ts';
import { withProduct } from './support/product.ts';

it('the build task is the one of the open tree, shows its output and ends', async () => {
  const tree = await phpCheckout();
  await withProduct({ name: 'tasks', folder: tree }, async ({ page }) => {
    await build(page);
    await runCommand(page, 'Tasks: Run Build Task');
    // The editor asks while no build task is the default one.
    await pick(page, `PHP Source Bench: Build of ${basename(tree)}`);
    await waitForTerminal(page, 'Reading the tree');
    await waitForTerminal(page, 'nothing changed since the last build');
    const shown = await eventually('the task to end', async () => {
      const text = await terminalText(page);
      return /Terminal will be reused by tasks/.test(text) ? text : undefined;
    });
    assert.doesNotMatch(shown, /failed|exit code/);
    assert.deepEqual(await leftovers(), []);
  });
});
