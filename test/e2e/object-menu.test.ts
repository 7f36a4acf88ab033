/** The menu of a row of the sidebar: a container looked at, stopped and started, an image tagged. */
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { uncancelled, uniqueName } from '../support/engine-room.ts';
import { PruneRoom } from '../support/prune-room.ts';
import { eventually } from './support/eventually.ts';
import { errorMessages } from './support/notifications.ts';
import { answerInput } from './support/palette.ts';
import {
  closeEditor,
  tabNames,
  typeInTerminal,
  waitForEditor,
  waitForStatus,
  waitForTerminal,
} from './support/parts.ts';
import { resourcesView, withResources } from './support/resources.ts';
import { chooseInRowMenu, expandRow, rowMenu, treeRow, waitForTree } from './support/views.ts';
import { screenshot } from './support/workbench.ts';

let room: PruneRoom;

before(async () => {
  room = await PruneRoom.open();
});

after(() => room.leave());

it('a container and an image do what their menus say', async () => {
  const command = ['sh', '-c', 'echo it counts 42; touch /made-here; sleep 1000000'];
  const id = await room.container({ command });
  await room.start(id);
  const name = await room.nameOf(id);
  const image = await room.image();
  const tag = `${uniqueName()}:one`;
  await withResources('object-menu', async (page) => {
    await treeRow(page, resourcesView, name).waitFor();
    assert.deepEqual(await rowMenu(page, resourcesView, name), [
      'Open Shell in Container',
      'Stop Container',
      'Show Container Log',
      'Compare Container with Its Image',
      'Inspect',
      'Open File...',
      'Show What Made It...',
      'Copy Identifier',
      'Prune...',
    ]);
    await chooseInRowMenu(page, resourcesView, name, 'Inspect');
    await waitForEditor(page, id);
    await waitForStatus(page, /^JSON$/);
    await chooseInRowMenu(page, resourcesView, name, 'Compare Container with Its Image');
    await waitForEditor(page, 'A /made-here');
    const documents = [`container ${name}.json`, `Changed files of ${name}.txt`];
    assert.deepEqual(await tabNames(page), documents);
    await page.keyboard.type('x');
    await chooseInRowMenu(page, resourcesView, name, 'Inspect');
    await waitForEditor(page, id);
    assert.deepEqual(await tabNames(page), documents, 'what is opened again keeps its tab');
    for (const document of documents) {
      await closeEditor(page, document);
    }
    await chooseInRowMenu(page, resourcesView, name, 'Show Container Log');
    await waitForTerminal(page, /it counts 42/);
    await screenshot(page, 'object-menu-log');
    await chooseInRowMenu(page, resourcesView, name, 'Open Shell in Container');
    await waitForTerminal(page, /[$#]\s*$/m);
    await typeInTerminal(page, 'ls /made* && echo $((6*7))\n');
    await waitForTerminal(page, /\/made-here\s+42/);
    await chooseInRowMenu(page, resourcesView, name, 'Stop Container');
    await waitForTree(page, resourcesView, 'the container to be dead', (all) =>
      all.some(({ label, description }) => label === 'Dead Containers' && description.startsWith('1')),
    );
    await expandRow(page, resourcesView, 'Dead Containers');
    await chooseInRowMenu(page, resourcesView, name, 'Start Container');
    await eventually('the container to run', async () =>
      (await room.engine.port.lookAtContainer(id, uncancelled))?.state === 'running' ? true : undefined,
    );
    await expandRow(page, resourcesView, 'Dangling Images');
    const dangling = image.replace('sha256:', '').slice(0, 12);
    const row = (
      await waitForTree(page, resourcesView, 'the image', (all) =>
        all.some(({ label }) => label.includes(dangling)),
      )
    ).find(({ label }) => label.includes(dangling));
    await chooseInRowMenu(page, resourcesView, row?.label ?? '', 'Tag Image...');
    await answerInput(page, tag);
    await eventually('the tag', async () =>
      (await room.engine.port.findImage(tag, uncancelled))?.id === image ? true : undefined,
    );
    assert.deepEqual(await errorMessages(page), []);
  });
  await room.engine.connection.docker.getImage(tag).remove({ noprune: true });
});
