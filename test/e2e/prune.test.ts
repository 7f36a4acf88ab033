/** From rows of the sidebar to a receipt: a person sees what goes before it goes, and nothing else does. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { PruneRoom } from '../support/prune-room.ts';
import { runOwnCommand } from './support/journeys.ts';
import { waitForToast } from './support/notifications.ts';
import { pickDescription, quickPickRow, tickRow, waitForPickTitle } from './support/palette.ts';
import { answerDialog, dialogText } from './support/parts.ts';
import { resourcesView, withResources } from './support/resources.ts';
import { expandRow, selectRows, treeRow } from './support/views.ts';
import { previewText } from './support/webview.ts';
import { screenshot } from './support/workbench.ts';

describe('a prune', () => {
  let room: PruneRoom;

  before(async () => {
    room = await PruneRoom.open();
  });

  after(() => room.leave());

  /** Makes ended containers of the extension; returns their identifiers and names. */
  async function deadContainers(count: number) {
    const made = [];
    for (let index = 0; index < count; index += 1) {
      const id = await room.deadContainer();
      made.push({ id, name: await room.nameOf(id) });
    }
    return made;
  }

  async function isLeft(id: string): Promise<boolean> {
    return (await room.left()).has(`container:${id}`);
  }

  it('of selected rows shows why they go, asks, removes what stays ticked, and gives a receipt', async () => {
    const [goes, unticked, other] = await deadContainers(3);
    assert.ok(goes && unticked && other);
    await withResources('prune', async (page) => {
      await expandRow(page, resourcesView, 'Dead Containers');
      await selectRows(page, resourcesView, [goes.name, unticked.name]);
      await page.keyboard.press('Delete');
      await quickPickRow(page, new RegExp(goes.name)).waitFor();
      await waitForPickTitle(page, /^Prune .*: 2 of 2 ticked, about \d/);
      assert.match(await pickDescription(page, goes.name), /it has ended, and the extension made it/);
      await screenshot(page, 'prune-list');
      await tickRow(page, unticked.name);
      await waitForPickTitle(page, /: 1 of 2 ticked/);
      await page.keyboard.press('Enter');
      const question = await dialogText(page);
      assert.match(question, /^Remove 1 object, about .*, from the Docker engine/);
      assert.match(question, /container: 1/);
      await screenshot(page, 'prune-question');
      assert.equal(await isLeft(goes.id), true);
      await answerDialog(page, 'Remove');
      await waitForToast(page, /^1 removed; .* are free again\.$/);
      const receipt = await previewText(page, 'Prune receipt');
      assert.match(receipt, new RegExp(`removed\\s+container\\s+${goes.name}`));
      await screenshot(page, 'prune-receipt');
      await treeRow(page, resourcesView, goes.name).waitFor({ state: 'detached' });
    });
    assert.deepEqual(
      [await isLeft(goes.id), await isLeft(unticked.id), await isLeft(other.id)],
      [false, true, true],
    );
  });

  it('of a container that was started after the list was shown leaves it, and says so', async () => {
    const waiting = ['sh', '-c', 'if [ -e /again ]; then exec sleep 1000000; fi; touch /again'];
    const id = await room.deadContainer({ command: waiting });
    const name = await room.nameOf(id);
    await withResources('prune-started', async (page) => {
      await expandRow(page, resourcesView, 'Dead Containers');
      await selectRows(page, resourcesView, [name]);
      await page.keyboard.press('Delete');
      await quickPickRow(page, new RegExp(name)).waitFor();
      await room.start(id);
      await page.keyboard.press('Enter');
      await answerDialog(page, 'Remove');
      await waitForToast(page, /^1 kept; 0 B are free again\.$/);
      assert.match(await previewText(page, 'Prune receipt'), /kept.*it is running now/s);
    });
    assert.equal(await isLeft(id), true);
  });

  it('of everything ticks nothing that is not over, and removes nothing when it is left', async () => {
    const [fresh] = await deadContainers(1);
    assert.ok(fresh);
    await withResources('prune-all', async (page) => {
      await runOwnCommand(page, 'Prune...');
      await quickPickRow(page, new RegExp(fresh.name)).waitFor();
      assert.match(await pickDescription(page, fresh.name), /it ended only a short while ago/);
      await screenshot(page, 'prune-all');
      await page.keyboard.press('Escape');
      await quickPickRow(page, new RegExp(fresh.name)).waitFor({ state: 'hidden' });
    });
    assert.equal(await isLeft(fresh.id), true);
  });
});
