/** Where Docker keeps its data, and what is in an image and a stopped container, in the menu and by the keyboard. */
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import type { Page } from 'playwright-core';
import { label } from '../../src/core/model/labels.ts';
import { uncancelled } from '../support/engine-room.ts';
import { PruneRoom } from '../support/prune-room.ts';
import { runOwnCommand } from './support/journeys.ts';
import { errorMessages } from './support/notifications.ts';
import { answerInput, pick, waitForPickTitle } from './support/palette.ts';
import { terminalText, waitForEditor, waitForTerminal } from './support/parts.ts';
import { resourcesView, withResources } from './support/resources.ts';
import { chooseInRowMenu, expandRow, selectRows, treeRow, waitForTree } from './support/views.ts';
import { previewText, webviewFrame } from './support/webview.ts';
import { screenshot } from './support/workbench.ts';

/** A red dot of 5 by 5. */
const picture =
  'iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAYAAACNbyblAAAAHElEQVQI12P4//8/w38GIAXDIBKE0DHxgljNBAAO9TXL0Y4OHwAAAABJRU5ErkJggg==';

const script = `
mkdir -p /odd/deep
echo 'it counts 42' >'/odd/deep/a b #1.txt'
ln -s '../odd/deep' /odd/way
echo ${picture} | base64 -d >/odd/dot.png
head -c 3000000 /dev/zero >/odd/large
`;

let room: PruneRoom;

before(async () => {
  room = await PruneRoom.open();
});

after(() => room.leave());

it('a person finds the data of an engine, and opens a file out of what it holds', async () => {
  const command = ['bash', '-c', script];
  const container = await room.nameOf(await room.deadContainer({ command }));
  const image = (await room.image({ command })).replace('sha256:', '').slice(0, 12);
  const info = await room.engine.port.describe(uncancelled);
  await withResources('where', async (page) => {
    await runOwnCommand(page, 'Where Docker Keeps Its Data');
    const where = await previewText(page, `Where Docker keeps its data on ${info.name}`);
    assert.ok(where.includes(`${info.dataRoot}/volumes`), where);
    assert.match(where, /About [\d.]+ [MG]B on this machine/);
    await screenshot(page, 'where-document');

    await expandRow(page, resourcesView, 'Dead Containers');
    await chooseInRowMenu(page, resourcesView, container, 'Open File...');
    await walk(page, container, 'odd', 'way', 'a b #1.txt');
    await waitForEditor(page, 'it counts 42');
    await page.keyboard.type('x');
    await waitForEditor(page, /^it counts 42/);
    await screenshot(page, 'where-file');

    await expandRow(page, resourcesView, 'Dangling Images');
    const row = await imageRow(page, image);
    await selectRows(page, resourcesView, [row]);
    await page.keyboard.press('F8');
    await waitForPickTitle(page, /: \/$/);
    await screenshot(page, 'where-pick');
    // It stands behind the folders, and stays whatever is typed.
    await page.keyboard.type('no such folder');
    await pick(page, 'Type a Path...');
    await answerInput(page, '/odd/dot.png');
    await webviewFrame(page, 'img');
    await screenshot(page, 'where-picture');

    await chooseInRowMenu(page, resourcesView, row, 'Show Layers');
    const layers = await previewText(page, `Layers of ${row}`);
    assert.match(layers, /3\.0\sMB\s+\/odd\/large/);
    await screenshot(page, 'where-layers');
    await chooseInRowMenu(page, resourcesView, row, 'Show What Made It...');
    await pick(page, 'Dockerfile');
    await waitForEditor(page, /# The commands that made/);

    await runOwnCommand(page, 'Open Docker Data in Terminal...');
    await pick(page, 'Everything');
    await waitForTerminal(page, /[$#]\s*$/m);
    assert.match(await terminalText(page), /data/);
    await screenshot(page, 'where-terminal');
    assert.deepEqual(await errorMessages(page), []);

    await page.reload();
    await page.locator('.part.editor .tab').filter({ hasText: 'a b #1.txt' }).click();
    await waitForEditor(page, 'it counts 42');
  });
  const rows = await room.engine.port.listContainers(uncancelled);
  assert.deepEqual(
    rows.filter(({ labels }) => labels[label.kind] === 'look-container'),
    [],
  );
});

/** From the root of an image or container through its folders to a file. */
async function walk(page: Page, name: string, ...steps: readonly string[]): Promise<void> {
  await waitForPickTitle(page, new RegExp(`${name}: /$`));
  for (const step of steps) {
    await pick(page, step);
  }
}

async function imageRow(page: Page, id: string): Promise<string> {
  const rows = await waitForTree(page, resourcesView, 'the image', (all) =>
    all.some((row) => row.label.includes(id)),
  );
  const row = rows.find((each) => each.label.includes(id));
  await treeRow(page, resourcesView, row?.label ?? '').waitFor();
  return row?.label ?? '';
}
