import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { Plan } from '../../../src/core/backfill/plan.ts';
import { parsePlan } from '../../../src/core/backfill/plan-schema.ts';
import { isBenchError } from '../../../src/core/errors.ts';
import { StateFolder } from '../../../src/local/state-folder.ts';
import { planOf } from '../../support/backfill-data.ts';
import { withTemporary } from '../../support/temporary.ts';

function withFolder(use: (folder: StateFolder<Plan>, directory: string) => Promise<void>): Promise<void> {
  return withTemporary((parent) => {
    const directory = join(parent, 'plans');
    return use(new StateFolder(directory, { name: 'backfill', version: 1, parse: parsePlan }), directory);
  });
}

describe('a state file', () => {
  it('is read as it was written, for its owner only', () =>
    withFolder(async (folder, directory) => {
      assert.deepEqual(await folder.list(), []);
      await folder.write(planOf(3));
      assert.deepEqual(await folder.read('plan-1'), planOf(3));
      await folder.write(planOf(2));
      assert.deepEqual(await folder.list(), [{ id: 'plan-1', state: planOf(2) }]);
      assert.deepEqual(await readdir(directory), ['plan-1.json']);
      assert.equal((await stat(join(directory, 'plan-1.json'))).mode & 0o777, 0o600);
    }));

  it('is not there, or not under that name', () =>
    withFolder(async (folder) => {
      for (const id of ['plan-2', '../plan-1', '', 'PLAN', 'a/b']) {
        await assert.rejects(folder.read(id), (error) => isBenchError(error, 'state-missing'), id);
      }
    }));

  it('of a newer version is refused and left as it is', () =>
    withFolder(async (folder, directory) => {
      const path = join(directory, 'plan-1.json');
      await mkdir(directory);
      const text = JSON.stringify({ version: 2, id: 'plan-1', whatever: true });
      await writeFile(path, text);
      await assert.rejects(folder.read('plan-1'), (error) => isBenchError(error, 'state-too-new'));
      assert.equal(await readFile(path, 'utf8'), text);
    }));

  it('that is broken is told, names its place, and hides no other', () =>
    withFolder(async (folder, directory) => {
      await folder.write(planOf(1, { id: 'good' }));
      const good: unknown = JSON.parse(await readFile(join(directory, 'good.json'), 'utf8'));
      const broken: Readonly<Record<string, string>> = {
        cut: '{"version": 1, "id": "cu',
        empty: '',
        list: '[]',
        other: JSON.stringify(good),
        part: JSON.stringify({ version: 1, id: 'part' }),
      };
      for (const [id, text] of Object.entries(broken)) {
        await writeFile(join(directory, `${id}.json`), text);
        await assert.rejects(folder.read(id), (error) => isBenchError(error, 'state-unreadable'), id);
      }
      const listed = await folder.list();
      assert.deepEqual(
        listed.map(({ id, state }) => [id, state !== undefined]),
        [
          ['cut', false],
          ['empty', false],
          ['good', true],
          ['list', false],
          ['other', false],
          ['part', false],
        ],
      );
    }));

  it('has one holder at a time, and asks it to pause', () =>
    withFolder(async (folder) => {
      await folder.hold('plan-1', async () => {
        assert.equal(await folder.holder('plan-1'), process.pid);
        await assert.rejects(
          folder.hold('plan-1', async () => {}),
          (error) => isBenchError(error, 'already-running'),
        );
        assert.equal(await folder.holder('plan-2'), undefined);
        await folder.askToPause('plan-1');
        assert.equal(await folder.isAskedToPause('plan-1'), true);
        assert.equal(await folder.isAskedToPause('plan-2'), false);
        await folder.forgetPause('plan-1');
        assert.equal(await folder.isAskedToPause('plan-1'), false);
      });
      assert.equal(await folder.holder('plan-1'), undefined);
    }));
});
