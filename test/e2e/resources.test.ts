/** The sidebar follows the engine while it is visible, and shows it the way that a person asks for. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import * as v from 'valibot';
import { dial } from '../../src/engine/connection.ts';
import { PruneRoom } from '../support/prune-room.ts';
import { eventually } from './support/eventually.ts';
import { runOwnCommand } from './support/journeys.ts';
import { answerInput, pick, tickRow } from './support/palette.ts';
import { engineHost, productStage } from './support/product.ts';
import { resourcesView, withResources } from './support/resources.ts';
import {
  expandRow,
  openViewContainer,
  readTree,
  type TreeRow,
  treeRow,
  waitForTree,
} from './support/views.ts';
import { screenshot } from './support/workbench.ts';

const listeners = v.object({ NEventsListener: v.number() });

describe('the Docker resources', () => {
  let room: PruneRoom;

  before(async () => {
    room = await PruneRoom.open();
  });

  after(() => room.leave());

  /** Filters to what is in one group. */
  async function filterTo(page: Page, text: string): Promise<void> {
    await runOwnCommand(page, 'Filter Docker Resources...');
    await answerInput(page, text);
    await waitForTree(page, resourcesView, 'one group', (rows) => rows.length === 1);
  }

  /** Waits until so many listen to the engine's events. */
  async function waitForListeners(count: number): Promise<void> {
    await eventually(`${count} listeners`, async () => {
      const info = v.parse(listeners, await dial(room.engine.connection, { method: 'GET', path: '/info' }));
      return info.NEventsListener === count ? true : undefined;
    });
  }

  it('change as the engine does, and ask it for nothing while they are hidden', async () => {
    await withResources('resources-live', async (page) => {
      await waitForListeners(1);
      const id = await room.container({ command: ['sleep', '1000000'] });
      const name = await room.nameOf(id);
      await treeRow(page, resourcesView, name).waitFor();
      await room.start(id);
      await eventually('the container to be up', async () => {
        const row = (await readTree(page, resourcesView)).find(({ label }) => label === name);
        return row?.description.includes('Up ') ? true : undefined;
      });
      await room.engine.connection.docker.getContainer(id).kill();
      await waitForTree(page, resourcesView, 'a dead container', (rows) =>
        rows.some(({ label, expanded }) => label === 'Dead Containers' && expanded === false),
      );
      await expandRow(page, resourcesView, 'Dead Containers');
      await treeRow(page, resourcesView, name).waitFor();
      await treeRow(page, resourcesView, name).hover();
      await page.locator('.monaco-hover').getByText('137: it was killed').first().waitFor();
      await screenshot(page, 'resources-hover');

      await page.keyboard.press('Control+Shift+E');
      await waitForListeners(0);
      await room.engine.connection.docker.getContainer(id).remove();
      await openViewContainer(page, 'PHP Source Bench');
      await waitForListeners(1);
      await treeRow(page, resourcesView, name).waitFor({ state: 'detached' });
    });
    await waitForListeners(0);
  });

  it('can be searched, and grouped by who made them', async () => {
    const labels = { 'com.docker.compose.project': 'shop', 'com.docker.compose.service': 'web' };
    const name = await room.nameOf(await room.deadContainer({ labels }));
    await withResources('resources-filter', async (page) => {
      await filterTo(page, `${name} is:dead`);
      await runOwnCommand(page, 'Group Docker Resources By...');
      await pick(page, 'Who made it');
      await waitForTree(page, resourcesView, 'the makers', (all) =>
        all.some(({ label }) => label === 'Compose'),
      );
      await expandRow(page, resourcesView, 'Dead Containers');
      const rows = await waitForTree(page, resourcesView, 'the container', (all) =>
        all.some(({ label }) => label === name),
      );
      assert.deepEqual(
        rows.map(({ label, level }) => [label, level]),
        [
          ['Compose', 1],
          ['Dead Containers', 2],
          [name, 3],
        ],
      );
      assert.match(rows[2]?.description ?? '', /^shop · Exited \(0\)/);
      await screenshot(page, 'resources-compose');
      await runOwnCommand(page, 'Show All Docker Resources');
      await waitForTree(page, resourcesView, 'all makers', (all) =>
        all.some(({ label }) => label === 'PHP Source Bench'),
      );
    });
  });

  it('of another Docker context stand beside those of the settings', async () => {
    const { directory } = await productStage();
    const id = createHash('sha256').update('far away').digest('hex');
    const meta = join(directory, 'home', '.docker', 'contexts', 'meta', id);
    await mkdir(meta, { recursive: true });
    const docker = { Host: await engineHost() };
    await writeFile(join(meta, 'meta.json'), JSON.stringify({ Name: 'far away', Endpoints: { docker } }));
    const name = await room.nameOf(await room.deadContainer());
    await withResources('resources-contexts', async (page) => {
      // Only what fits into the window is drawn.
      await filterTo(page, `${name} is:dead`);
      await runOwnCommand(page, 'Choose Docker Contexts to Show...');
      await tickRow(page, 'far away');
      await page.keyboard.press('Enter');
      const engines = (rows: readonly TreeRow[]) => rows.filter(({ level }) => level === 1);
      const dead = (rows: readonly TreeRow[]) =>
        rows.filter(({ label, level }) => label === 'Dead Containers' && level === 2);
      const rows = await waitForTree(page, resourcesView, 'two engines', (all) => dead(all).length === 2);
      assert.equal(engines(rows)[1]?.label, 'far away');
      assert.match(engines(rows)[1]?.description ?? '', /^unix:.*Docker context/);
      await screenshot(page, 'resources-contexts');
    });
  });
});
