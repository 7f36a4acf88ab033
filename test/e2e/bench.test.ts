/** `npm run bench`: the rows in a real browser and a real VS Code can be produced. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runRows } from '../bench/framework/run-rows.ts';
import { windowRows } from '../bench/rows/all.ts';
import { withContext } from '../bench/support/context.ts';

describe('the benchmarks', () => {
  it('can produce every row that needs a window on a tiny input', async () => {
    const { signal } = new AbortController();
    const results = await withContext({ tiny: true, signal }, (context) =>
      runRows(windowRows, context, { tiny: true, signal, onProgress: () => {} }),
    );
    assert.deepEqual(
      results.filter(({ kind }) => kind === 'failed'),
      [],
    );
    assert.equal(results.length, windowRows.length);
  });
});
