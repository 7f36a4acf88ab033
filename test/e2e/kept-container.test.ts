/** The container of a build waits for the next one, and goes with its window. */
import assert from 'node:assert/strict';
import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { it } from 'node:test';
import { phpCheckout } from '../support/php-checkout.ts';
import { noLeftovers, waitingContainers } from './support/engine-objects.ts';
import { build } from './support/journeys.ts';
import { closeToasts, errorMessages } from './support/notifications.ts';
import { withProduct } from './support/product.ts';

it('builds one edit after the other in one container, which goes when the window is closed', async () => {
  const tree = await phpCheckout();
  const settings = { 'phpSourceBench.build.keepContainerMinutes': 10 };
  await withProduct({ name: 'kept-container', folder: tree, settings }, async ({ page }) => {
    await build(page);
    const [first, ...others] = await waitingContainers();
    assert.ok(first !== undefined);
    assert.deepEqual(others, []);
    for (let edit = 1; edit <= 2; edit += 1) {
      await closeToasts(page);
      await appendFile(join(tree, 'Zend/zend_operators.c'), `\n/* edit ${edit} */\n`);
      assert.match(await build(page), /changed\) built in/);
      assert.deepEqual(await waitingContainers(), [first]);
    }
    assert.deepEqual(await errorMessages(page), []);
    await page.reload();
    assert.deepEqual(await noLeftovers(), []);
  });
  await phpCheckout();
});
