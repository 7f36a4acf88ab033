/** The interpreter of the newest build in a terminal. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { phpCheckout } from '../support/php-checkout.ts';
import { leftovers, waitForContainer } from './support/engine-objects.ts';
import { eventually } from './support/eventually.ts';
import { build, runOwnCommand } from './support/journeys.ts';
import { typeInTerminal, waitForTerminal } from './support/parts.ts';
import { withProduct } from './support/product.ts';
import { screenshot } from './support/workbench.ts';

it('answers what is typed, and its container goes with the terminal', async () => {
  const tree = await phpCheckout();
  await withProduct({ name: 'shell', folder: tree }, async ({ page }) => {
    await build(page);
    await runOwnCommand(page, 'Open PHP Shell');
    await waitForTerminal(page, 'php >');
    await waitForContainer('shell-container');
    await typeInTerminal(page, 'echo 6 * 7, PHP_EOL;\n');
    await waitForTerminal(page, /^42$/m);
    await screenshot(page, 'shell');
    await typeInTerminal(page, 'exit\n');
    assert.deepEqual(await noLeftovers(), []);

    await runOwnCommand(page, 'Open PHP Shell');
    await waitForContainer('shell-container');
  });
  // The window is closed with the second shell still open.
  assert.deepEqual(await noLeftovers(), []);
});

/** The container ends a moment after the terminal. */
function noLeftovers(): Promise<readonly string[]> {
  return eventually('the container to be gone', async () => {
    const names = await leftovers();
    return names.length === 0 ? names : undefined;
  });
}
