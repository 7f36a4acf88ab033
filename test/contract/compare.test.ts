/** "Is my patch faster?" on a real engine, with a real PHP and one that was made slower. */
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { compareDocument } from '../../src/core/compare/document.ts';
import type { CompareRequest } from '../../src/core/compare/request.ts';
import { isBenchError } from '../../src/core/errors.ts';
import { phpCheckout } from '../support/php-checkout.ts';
import { type Product, testProduct } from '../support/product.ts';
import { benchRun } from '../support/suites.ts';

const signal = new AbortController().signal;

/**
 * Makes each benchmark of Zend/bench.php last 25 ms longer, which doubles the whole: the script asks for the time at
 * the end of each. Far more than the noise of a machine that does other work as well.
 */
async function makeSlower(tree: string): Promise<void> {
  const path = join(tree, 'ext/standard/hrtime.c');
  const source = await readFile(path, 'utf8');
  const read = 'php_hrtime_t t = _timer_current();';
  assert.ok(source.includes(read));
  const spin = `php_hrtime_t begun = _timer_current(); while (_timer_current() - begun < 25000000) {} ${read}`;
  await writeFile(path, source.replace(read, spin));
}

describe('a comparison', () => {
  let product: Product;
  let tree: string;

  before(async () => {
    product = await testProduct();
    tree = await phpCheckout();
  });
  after(async () => {
    await product.close();
    await phpCheckout();
  });

  const request = (more: Partial<CompareRequest>): CompareRequest => ({
    treeRoot: tree,
    preset: 'usual',
    configureFlags: [],
    platform: undefined,
    ...benchRun,
    iterations: 1,
    warmups: 0,
    base: { kind: 'commit', commit: 'HEAD' },
    candidate: { kind: 'work-tree' },
    control: undefined,
    rounds: 10,
    ...more,
  });
  const compare = (more: Partial<CompareRequest>) =>
    product.services.compare(request(more), product.report, signal);

  it('knows a build compared with itself, and keeps both runs', async () => {
    const result = await compare({ iterations: 2, control: { kind: 'commit', commit: 'HEAD' } });
    assert.equal(result.sameBuild, true);
    assert.ok(Number.isFinite(result.main.change.low) && Number.isFinite(result.main.change.high));
    assert.ok(result.controlDrift !== undefined);
    const history = await product.services.history();
    const runs = history.listRuns(10);
    assert.deepEqual(
      runs.map(({ status, iterations }) => [status, iterations]),
      [
        ['complete', 20],
        ['complete', 20],
        ['complete', 20],
      ],
    );
    assert.deepEqual(new Set(runs.map(({ id }) => id)), new Set(result.builds.map(({ runId }) => runId)));
    assert.deepEqual(await product.leftovers(), []);
  });

  it('finds a change that makes PHP slower, and tells it in a document', async () => {
    await makeSlower(tree);
    const result = await compare({});
    assert.equal(result.sameBuild, false);
    assert.equal(result.main.verdict, 'slower', compareDocument(result));
    assert.ok(result.main.change.low > 0);
    assert.match(compareDocument(result), /^\*\*Slower by \d/m);
    assert.equal(result.builds[1]?.build.source.dirty, true);
    assert.deepEqual(await product.leftovers(), []);
  });

  it('ends at once when it is cancelled, keeps what it measured, and leaves nothing behind', async () => {
    const controller = new AbortController();
    const comparing = product.services.compare(
      request({ candidate: { kind: 'commit', commit: 'HEAD' } }),
      (event) => {
        if (event.kind === 'step' && event.title.includes('round 3 of')) {
          controller.abort();
        }
      },
      controller.signal,
    );
    await assert.rejects(comparing, (error) => isBenchError(error, 'cancelled'));
    const history = await product.services.history();
    const runs = history.listRuns(2);
    assert.deepEqual(
      runs.map(({ status, iterations }) => [status, iterations]),
      [
        ['incomplete', 2],
        ['incomplete', 2],
      ],
    );
    assert.deepEqual(await product.leftovers(), []);
  });

  it('says that there is no such commit, before it measures', () =>
    assert.rejects(compare({ base: { kind: 'commit', commit: 'no-such' } }), (error) =>
      isBenchError(error, 'commit-missing'),
    ));
});
