/** Several configurations of one tree: chosen in a list, built at the same time, each with its own end. */
import assert from 'node:assert/strict';
import { appendFile, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { it } from 'node:test';
import type { Page } from 'playwright-core';
import { configurationText, configureFlagsOf } from '../../src/core/build/configuration.ts';
import type { PresetName } from '../../src/core/php/presets.ts';
import { parsePhpVersion } from '../../src/core/php/version.ts';
import { phpCheckout } from '../support/php-checkout.ts';
import { noLeftovers, removeBuilds, waitForContainers } from './support/engine-objects.ts';
import { build, runOwnCommand } from './support/journeys.ts';
import { clickToastAction, closeToasts, waitForToast } from './support/notifications.ts';
import { pick, quickPickRow } from './support/palette.ts';
import { waitForStatus, waitForTerminal } from './support/parts.ts';
import { withProduct } from './support/product.ts';
import { screenshot } from './support/workbench.ts';

/** The flags for configure of a preset, as labels hold them. */
async function flagsOf(tree: string, preset: PresetName): Promise<string> {
  const version = parsePhpVersion(await readFile(join(tree, 'main/php_version.h'), 'utf8'));
  assert.ok(version);
  return configurationText(configureFlagsOf({ preset, configureFlags: [] }, version));
}

const minutesMs = 60_000;

/** Chooses a preset in the list that is open, up to the message that says so. */
async function select(page: Page, preset: PresetName): Promise<void> {
  await pick(page, preset);
  await waitForToast(page, new RegExp(`is built as "${preset}" from now on`));
}

it('builds two configurations side by side, and works with the other one until the new one is built', async () => {
  const tree = await phpCheckout();
  const name = basename(tree).replaceAll('.', '\\.');
  const usual = new RegExp(`^Build of ${name} \\(usual\\)`);
  const minimal = new RegExp(`^Build of ${name} \\(minimal\\)`);
  try {
    await withProduct({ name: 'configurations', folder: tree }, async ({ page }) => {
      await build(page);
      await closeToasts(page);
      await runOwnCommand(page, 'Select Build Configuration');
      await quickPickRow(page, /^usual.*current · built, last used/).waitFor();
      await screenshot(page, 'configurations');
      await select(page, 'minimal');
      const settings = await readFile(join(tree, '.vscode/settings.json'), 'utf8');
      assert.match(settings, /"phpSourceBench\.build\.preset": "minimal"/);
      // A whole PHP compiles for longer than all of this takes.
      await runOwnCommand(page, 'Build');
      await waitForToast(page, new RegExp(`${minimal.source}.*Compiling`), 20 * minutesMs);

      await runOwnCommand(page, 'Select Build Configuration');
      await select(page, 'usual');
      await appendFile(join(tree, 'Zend/zend_vm_execute.h'), `\n/* edited ${Date.now()} */\n`);
      await runOwnCommand(page, 'Build');
      await waitForToast(page, usual);
      await waitForContainers('build-container', 2);
      await waitForStatus(page, /2 builds, tests or benchmarks are running/);
      await runOwnCommand(page, 'Build');
      await waitForToast(
        page,
        new RegExp(`${usual.source} is still running.* Wait for its end, or cancel it`),
      );
      await screenshot(page, 'side-by-side');

      await clickToastAction(page, /is still running/, 'Cancel It');
      await waitForContainers('build-container', 1);
      await waitForStatus(page, /^Build of \S+ \(minimal\)$/);
      await runOwnCommand(page, 'Cancel');
      await waitForStatus(page, 'cancelled');
      assert.deepEqual(await noLeftovers(), []);

      await runOwnCommand(page, 'Select Build Configuration');
      await select(page, 'minimal');
      await runOwnCommand(page, 'Open PHP Shell');
      await waitForTerminal(page, /The configuration of the settings \(minimal\) is not built here/);
    });
  } finally {
    await phpCheckout();
    await removeBuilds(tree, await flagsOf(tree, 'minimal'));
  }
});
