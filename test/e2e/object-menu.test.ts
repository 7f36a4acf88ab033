/** The menu of a row of the sidebar: a container looked at, stopped and started, an image tagged. */
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import type { Page } from 'playwright-core';
import { openTestEngine, uncancelled, uniqueName } from '../support/engine-room.ts';
import { testBaseImage } from '../support/images.ts';
import { PruneRoom } from '../support/prune-room.ts';
import { eventually } from './support/eventually.ts';
import { errorMessages } from './support/notifications.ts';
import { answerInput } from './support/palette.ts';
import { typeInTerminal, waitForTerminal } from './support/parts.ts';
import { productStage, withProduct } from './support/product.ts';
import {
  chooseInRowMenu,
  expandRow,
  openViewContainer,
  rowMenu,
  treeRow,
  waitForTree,
} from './support/views.ts';
import { screenshot } from './support/workbench.ts';

const view = 'Docker Resources';
let room: PruneRoom;

before(async () => {
  room = new PruneRoom(await openTestEngine(), await testBaseImage());
});

after(async () => {
  await room.close();
  room.engine.port.close();
});

async function editorText(page: Page): Promise<string> {
  const lines = await page.locator('.part.editor .view-lines').first().textContent();
  return (lines ?? '').replaceAll('\u00a0', ' ');
}

it('a container and an image do what their menus say', async () => {
  const command = ['sh', '-c', 'echo it counts 42; touch /made-here; sleep 1000000'];
  const id = await room.container({ command });
  await room.start(id);
  const rows = await room.engine.port.listContainers(uncancelled);
  const name = rows.find((row) => row.id === id)?.name ?? '';
  const image = await room.image();
  const tag = `${uniqueName()}:one`;
  await withProduct({ name: 'object-menu', folder: (await productStage()).directory }, async ({ page }) => {
    await openViewContainer(page, 'PHP Source Bench');
    await treeRow(page, view, name).waitFor();
    assert.deepEqual(await rowMenu(page, view, name), [
      'Open Shell in Container',
      'Stop Container',
      'Show Container Log',
      'Compare Container with Its Image',
      'Inspect',
      'Copy Identifier',
      'Prune...',
    ]);
    await chooseInRowMenu(page, view, name, 'Inspect');
    await eventually('its JSON', async () => ((await editorText(page)).includes(id) ? true : undefined));
    await chooseInRowMenu(page, view, name, 'Compare Container with Its Image');
    await eventually('its changes', async () =>
      (await editorText(page)).includes('A /made-here') ? true : undefined,
    );
    await chooseInRowMenu(page, view, name, 'Show Container Log');
    await waitForTerminal(page, /it counts 42/);
    await screenshot(page, 'object-menu-log');
    await chooseInRowMenu(page, view, name, 'Open Shell in Container');
    await waitForTerminal(page, /[$#]\s*$/m);
    await typeInTerminal(page, 'ls /made* && echo $((6*7))\n');
    await waitForTerminal(page, /\/made-here\s+42/);
    await chooseInRowMenu(page, view, name, 'Stop Container');
    await waitForTree(page, view, 'the container to be dead', (all) =>
      all.some(({ label, description }) => label === 'Dead Containers' && description.startsWith('1')),
    );
    await expandRow(page, view, 'Dead Containers');
    await chooseInRowMenu(page, view, name, 'Start Container');
    await eventually('the container to run', async () =>
      (await room.engine.port.lookAtContainer(id, uncancelled))?.state === 'running' ? true : undefined,
    );
    await expandRow(page, view, 'Dangling Images');
    const dangling = image.replace('sha256:', '').slice(0, 12);
    const row = (
      await waitForTree(page, view, 'the image', (all) => all.some(({ label }) => label.includes(dangling)))
    ).find(({ label }) => label.includes(dangling));
    await chooseInRowMenu(page, view, row?.label ?? '', 'Tag Image...');
    await answerInput(page, tag);
    await eventually('the tag', async () =>
      (await room.engine.port.findImage(tag, uncancelled))?.id === image ? true : undefined,
    );
    assert.deepEqual(await errorMessages(page), []);
  });
  await room.engine.connection.docker.getImage(tag).remove({ noprune: true });
});
