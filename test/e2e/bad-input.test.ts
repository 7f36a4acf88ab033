/** What a person is told when something is wrong: one clear sentence, what to do, and the log a click away. */
import assert from 'node:assert/strict';
import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { phpCheckout } from '../support/php-checkout.ts';
import { leftovers } from './support/engine-objects.ts';
import { build, runOwnCommand } from './support/journeys.ts';
import { clickToastAction, toastActions, waitForToast } from './support/notifications.ts';
import { offeredCommands, runCommand } from './support/palette.ts';
import { waitForOutput, waitForProblem, waitForStatus } from './support/parts.ts';
import { productStage, withProduct } from './support/product.ts';
import { openViewContainer, welcomeText } from './support/views.ts';
import { screenshot } from './support/workbench.ts';

const view = 'Docker Resources';

/** A folder of this run's own. */
async function folder(name: string): Promise<string> {
  const path = join((await productStage()).directory, name);
  await mkdir(path, { recursive: true });
  return path;
}

/** Names of the commands of the extension that the palette offers. */
async function ownCommands(page: Page): Promise<string[]> {
  const category = 'PHP Source Bench: ';
  const offered = await offeredCommands(page, category);
  return offered.filter((label) => label.startsWith(category)).map((label) => label.slice(category.length));
}

describe('bad input', () => {
  it('says that no engine answers, in a message and in the view, and opens the setting', async () => {
    const socket = join(await folder('nowhere'), 'docker.sock');
    const settings = { 'phpSourceBench.docker.host': `unix://${socket}` };
    const tree = await phpCheckout();
    await withProduct({ name: 'no-engine', folder: tree, settings }, async ({ page }) => {
      await openViewContainer(page, 'PHP Source Bench');
      assert.match(await welcomeText(page, view), /No Docker engine/i);
      await runOwnCommand(page, 'Build');
      const message = await waitForToast(page, /^No Docker engine answers at /);
      assert.ok(message.includes(`unix://${socket}`), message);
      assert.deepEqual(await toastActions(page, message), ['Show Log', 'Open Settings']);
      await clickToastAction(page, message, 'Open Settings');
      await page.locator('.settings-editor').getByText('Docker: Host').first().waitFor();
    });
  });

  it('offers nothing to build in a folder that is no php-src tree, and says so when asked', async () => {
    const other = await folder('no-tree');
    await writeFile(join(other, 'readme.txt'), 'Nothing of PHP is here.');
    await withProduct({ name: 'no-tree', folder: other }, async ({ page }) => {
      await runOwnCommand(page, 'Build');
      const message = await waitForToast(page, /^No php-src tree is open/);
      assert.deepEqual(await toastActions(page, message), ['Show Log', 'Open Folder']);
    });
  });

  it("shows the compiler's message in the log when a compile fails, and builds again when it is mended", async () => {
    const tree = await phpCheckout();
    const name = `nonsense_${Date.now()}`;
    await appendFile(join(tree, 'ext/standard/math.c'), `\nint broken(void) { return ${name}; }\n`);
    try {
      await withProduct({ name: 'failing-compile', folder: tree }, async ({ page }) => {
        await runOwnCommand(page, 'Build');
        const message = await waitForToast(page, /^The build failed in make/, 3 * 60_000);
        assert.deepEqual(await toastActions(page, message), ['Show Log', 'Show Problems']);
        assert.deepEqual(await leftovers(), []);
        await waitForStatus(page, 'build failed');
        await clickToastAction(page, message, 'Show Log');
        // The panel wraps lines: each part is looked for on its own.
        await waitForOutput(page, name);
        await waitForOutput(page, `${tree}/ext/standard/math.c:`);
        await runCommand(page, 'Problems: Focus on Problems View');
        await waitForProblem(page, new RegExp(`${name}.* undeclared .*\\[Ln \\d+, Col 27\\]`));
        await screenshot(page, 'bad-input-problems');

        await phpCheckout();
        await build(page);
        await waitForStatus(page, /PHP \d+\.\d+\.\d+ · [0-9a-f]{10} · now$/);
        await page.getByText('No problems have been detected').first().waitFor();
      });
    } finally {
      await phpCheckout();
    }
  });

  it('refuses a Bison tarball that is not the official one, before anything is built', async () => {
    const tarball = join(await folder('bison'), 'bison-2.7.1.tar.gz');
    // Only its sum gives it away.
    await writeFile(tarball, gzipSync('this is another archive'));
    const settings = { 'phpSourceBench.toolchain.bisonTarball': tarball };
    const tree = await phpCheckout();
    await withProduct({ name: 'bad-bison', folder: tree, settings }, async ({ page }) => {
      await runOwnCommand(page, 'Build');
      const message = await waitForToast(page, /is not the official Bison/);
      assert.ok(message.startsWith(tarball), message);
      assert.deepEqual(await toastActions(page, message), ['Show Log', 'Open Settings']);
      assert.deepEqual(await leftovers(), []);
    });
  });

  it('names a setting that is not valid', async () => {
    const settings = { 'phpSourceBench.build.configureFlags': ['; rm -rf /'] };
    const tree = await phpCheckout();
    await withProduct({ name: 'bad-setting', folder: tree, settings }, async ({ page }) => {
      await runOwnCommand(page, 'Build');
      const message = await waitForToast(page, /phpSourceBench\.build\.configureFlags/);
      assert.deepEqual(await toastActions(page, message), ['Show Log', 'Open Settings']);
    });
  });

  it('runs nothing of a folder that is not trusted', async () => {
    const settings = {
      'security.workspace.trust.enabled': true,
      'security.workspace.trust.startupPrompt': 'never',
    };
    const tree = await phpCheckout();
    await withProduct({ name: 'untrusted', folder: tree, settings }, async ({ page }) => {
      await waitForStatus(page, /PHP \d+\.\d+\.\d+/);
      const offered = await ownCommands(page);
      assert.ok(offered.includes('Show History'), offered.join(', '));
      const dangerous = ['Build', 'Clean Build', 'Run Benchmark', 'Open PHP Shell'];
      assert.deepEqual(
        dangerous.filter((title) => offered.includes(title)),
        [],
      );
    });
  });
});
