/** `npm run bench`: every row that needs no window can be produced, and nothing is left of one that is stopped. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { label } from '../../src/core/model/labels.ts';
import type { OpenEngine } from '../../src/engine/connect.ts';
import type { Contender, Row } from '../bench/framework/row.ts';
import { runRows } from '../bench/framework/run-rows.ts';
import { allRows, windowRows } from '../bench/rows/all.ts';
import { type BenchContext, withContext } from '../bench/support/context.ts';
import { benchLabel } from '../bench/support/traces.ts';
import { openTestEngine, uncancelled } from '../support/engine-room.ts';

describe('the benchmarks', () => {
  let engine: OpenEngine;
  let directory = '';

  before(async () => {
    engine = await openTestEngine();
  });

  after(() => engine.port.close());

  /** Names of what rows have made and not removed. */
  async function traces(): Promise<readonly string[]> {
    const containers = await engine.port.listContainers(uncancelled);
    const volumes = await engine.port.listVolumes(uncancelled);
    const images = await engine.port.listImages(uncancelled);
    const named = [
      ...[...containers, ...volumes].map(({ name, labels }) => ({ name, labels })),
      ...images.map(({ id, labels }) => ({ name: id, labels })),
    ];
    return named
      .filter(
        ({ labels }) => labels[benchLabel] !== undefined || labels[label.tree]?.startsWith(`${directory}/`),
      )
      .map(({ name }) => name);
  }

  it('can produce every row on a tiny input, and leave nothing', async () => {
    const rows = allRows.filter((row) => !windowRows.includes(row));
    const results = await withContext({ tiny: true, signal: uncancelled }, (context) => {
      directory = context.directory;
      return runRows(rows, context, { tiny: true, signal: uncancelled, onProgress: () => {} });
    });
    assert.deepEqual(
      results.filter(({ kind }) => kind === 'failed'),
      [],
    );
    assert.equal(results.length, rows.length);
    assert.deepEqual(await traces(), []);
    assert.equal(existsSync(directory), false);
  });

  for (const name of ['build-first', 'job', 'listing']) {
    it(`leave nothing of ${name} when it is stopped at work, whoever's turn it is`, async () => {
      const row = allRows.find((candidate) => candidate.name === name);
      assert.ok(row);
      for (let turn = 0, turns = 1; turn < turns; turn += 1) {
        const controller = new AbortController();
        const { signal } = controller;
        const stopping = stoppedAt(row, turn, controller, (count) => {
          turns = count;
        });
        await assert.rejects(
          withContext({ tiny: true, signal }, (context) =>
            runRows([stopping], context, { tiny: true, signal, onProgress: () => {} }),
          ),
          { name: 'AbortError' },
        );
        assert.deepEqual(await traces(), []);
        assert.equal(existsSync(directory), false);
      }
    });
  }
});

/** The row, which is stopped while the contender with this place is at work; `onCount` gets the number of them. */
function stoppedAt(
  row: Row<BenchContext>,
  turn: number,
  controller: AbortController,
  onCount: (count: number) => void,
): Row<BenchContext> {
  const stopped = <T extends Contender>(contender: T, place: number): T =>
    place === turn
      ? {
          ...contender,
          measure: (round) => {
            const measuring = contender.measure(round);
            controller.abort();
            return measuring;
          },
        }
      : contender;
  return {
    ...row,
    withTrial: (context, size, use) =>
      row.withTrial(context, size, ({ ours, others }) => {
        onCount(others.length + 1);
        return use({
          ours: stopped(ours, 0),
          others: others.map((other, index) => stopped(other, index + 1)),
        });
      }),
  };
}
