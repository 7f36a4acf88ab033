/** The interpreter of a build in a terminal. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { phpCheckout } from '../support/php-checkout.ts';
import { noLeftovers, waitForContainer } from './support/engine-objects.ts';
import { build, runOwnCommand } from './support/journeys.ts';
import { openFile } from './support/palette.ts';
import { typeInTerminal, waitForNoTerminal, waitForTerminal } from './support/parts.ts';
import { withProduct } from './support/product.ts';
import { screenshot } from './support/workbench.ts';

it('answers what is typed, runs a file, and its containers go with the terminals', async () => {
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
    await waitForNoTerminal(page);

    await openFile(page, 'Zend/bench.php');
    await runOwnCommand(page, 'Run Current File with This PHP');
    await waitForTerminal(page, /^Total +\d/m);
    await waitForTerminal(page, /exit code 0\. Press any key/);
    assert.deepEqual(await noLeftovers(), []);
    await screenshot(page, 'run-file');
    await typeInTerminal(page, ' ');
    await waitForNoTerminal(page);

    await runOwnCommand(page, 'Open Container Shell');
    await waitForContainer('shell-container');
  });
  // The window is closed with that shell still open.
  assert.deepEqual(await noLeftovers(), []);
});
