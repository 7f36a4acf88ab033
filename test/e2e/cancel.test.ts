/** Cancelling a build from its message: the container is gone, and the next build works. */
import assert from 'node:assert/strict';
import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { it } from 'node:test';
import { phpCheckout } from '../support/php-checkout.ts';
import { leftovers, waitForContainer } from './support/engine-objects.ts';
import { build, runOwnCommand } from './support/journeys.ts';
import { clickToastAction, errorMessages, waitForToast, waitForToastGone } from './support/notifications.ts';
import { waitForStatus } from './support/parts.ts';
import { withProduct } from './support/product.ts';

it('cancels a build from its message, leaves no container, and builds again', async () => {
  const tree = await phpCheckout();
  // The interpreter's main loop compiles for longer than anybody takes to find the button.
  await appendFile(join(tree, 'Zend/zend_vm_execute.h'), `\n/* edited ${Date.now()} */\n`);
  try {
    await withProduct({ name: 'cancel', folder: tree }, async ({ page }) => {
      await runOwnCommand(page, 'Build');
      await waitForToast(page, /^Build of .*Compiling/, 20 * 60_000);
      await waitForContainer('build-container');
      await clickToastAction(page, /^Build of /, 'Cancel');
      await waitForToastGone(page, /^Build of /);
      await waitForStatus(page, 'cancelled');
      assert.deepEqual(await leftovers(), []);
      assert.deepEqual(await errorMessages(page), []);

      await phpCheckout();
      assert.match(await build(page), /^PHP \d+\.\d+\.\d+ \([0-9a-f]{10}\) built in /);
      assert.deepEqual(await leftovers(), []);
    });
  } finally {
    await phpCheckout();
  }
});
