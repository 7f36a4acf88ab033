/** The doctor from the palette to its report, and a failure's button that types the command that mends it. */
import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { leftovers, waitForContainer } from './support/engine-objects.ts';
import { runOwnCommand } from './support/journeys.ts';
import {
  clickToastAction,
  errorMessages,
  toastActions,
  waitForToast,
  waitForToastGone,
} from './support/notifications.ts';
import { closeEditor, waitForEditor, waitForStatus, waitForTerminal } from './support/parts.ts';
import { productStage, withProduct } from './support/product.ts';
import { openViewContainer, welcomeText } from './support/views.ts';
import { previewText } from './support/webview.ts';
import { screenshot } from './support/workbench.ts';

const doctor = 'Check Docker Setup (Doctor)';
const heading = 'Check of the Docker setup';
const stopped = 'unix:///run/user/4000000000/docker.sock';

describe('the doctor', () => {
  let folder = '';
  let bisonTarball = '';

  before(async () => {
    const { directory } = await productStage();
    folder = join(directory, 'doctor');
    await mkdir(folder, { recursive: true });
    bisonTarball = join(folder, 'bison-2.7.1.tar.gz');
    await writeFile(bisonTarball, gzipSync('not looked into'));
  });

  it('finds a sound setup sound, in a report, and leaves nothing in the engine', async () => {
    const settings = { 'phpSourceBench.toolchain.bisonTarball': bisonTarball };
    await withProduct({ name: 'doctor', folder, settings }, async ({ page }) => {
      await runOwnCommand(page, doctor);
      const message = await waitForToast(page, /^The Docker setup: /);
      assert.equal(message, 'The Docker setup: 12 passed.');
      const report = await previewText(page, heading);
      assert.match(report, /UTC: 12 passed\./);
      assert.match(report, /Disk\s+✓\spassed\s+.* are free on the disk of the engine's data/);
      assert.doesNotMatch(report, /What to do/);
      assert.deepEqual(await toastActions(page, message), ['Show as JSON']);
      await screenshot(page, 'doctor-sound');
      await clickToastAction(page, message, 'Show as JSON');
      await waitForEditor(page, /"startedAtMs"/);
      await closeEditor(page, `${heading}.json`);
      await closeEditor(page, `[Preview] ${heading}.md`);
      assert.deepEqual(await leftovers(), []);
    });
  });

  it('is cancelled while it runs, and leaves nothing either', async () => {
    await withProduct({ name: 'doctor-cancel', folder }, async ({ page }) => {
      await runOwnCommand(page, doctor);
      await waitForContainer('preflight-container');
      await clickToastAction(page, heading, 'Cancel');
      await waitForToastGone(page, heading);
      await waitForStatus(page, 'PHP Source Bench: cancelled');
      assert.deepEqual(await leftovers(), []);
      assert.deepEqual(await errorMessages(page), []);
    });
  });

  it('says that Docker is not running, and types what starts it into a terminal', async () => {
    const settings = { 'phpSourceBench.docker.host': stopped };
    await withProduct({ name: 'doctor-stopped', folder, settings }, async ({ page }) => {
      await openViewContainer(page, 'PHP Source Bench');
      assert.match(await welcomeText(page, 'Docker Resources'), /No Docker engine .*Check Docker Setup/s);
      await runOwnCommand(page, doctor);
      const report = await previewText(page, heading);
      assert.match(report, /UTC: 1 failed, 11 not checked\./);
      assert.match(report, /What to do\s+.*Docker engine: Docker is not running: nobody listens at/s);
      assert.match(report, /Disk\s+○\snot\schecked\s+It needs "Docker engine"/);
      await screenshot(page, 'doctor-stopped');
      const message = await waitForToast(page, /^Docker engine: Docker is not running/);
      assert.deepEqual(await toastActions(page, message), ['Open Terminal with Command', 'Show as JSON']);
      await clickToastAction(page, message, 'Open Terminal with Command');
      await waitForTerminal(page, /systemctl --user start docker$/m);
      await screenshot(page, 'doctor-terminal');
    });
  });
});
