/** A process that is killed while it measures, at any moment, on a real engine with a real PHP. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, describe, it } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { startCommandLine } from '../support/command-line.ts';
import { phpCheckout } from '../support/php-checkout.ts';
import { type Product, testProduct } from '../support/product.ts';

const signal = new AbortController().signal;
const iterations = 30;
/** Parts of the time that a measurement takes which nobody disturbs. */
const moments = [0.05, 0.2, 0.35, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.99];

describe('a process that is killed while it measures', () => {
  let product: Product;
  let tree: string;
  let folder: string;

  before(async () => {
    product = await testProduct();
    tree = await phpCheckout();
    folder = await mkdtemp(join(tmpdir(), 'psb-killed-'));
    await writeFile(join(folder, 'nap.php'), '<?php usleep(50000);');
    const suite = { name: 'nap', scripts: ['nap.php'], warmups: 0, iterations };
    await writeFile(join(folder, 'suites.json'), JSON.stringify({ suites: [suite] }));
  });
  after(async () => {
    await product.close();
    await rm(folder, { recursive: true, force: true });
  });

  const start = (historyPath: string) => {
    const { dockerHost, baseImage } = product.settings;
    const what = ['--tree', tree, '--suites', join(folder, 'suites.json'), '--suite', 'nap'];
    const machine = ['--host', dockerHost, '--base-image', baseImage, '--history', historyPath];
    return startCommandLine(['bench', ...what, ...machine, '--verbose'], { XDG_DATA_HOME: folder });
  };

  /** The iterations whose time is in the history, in order. */
  function stored(historyPath: string) {
    const database = new DatabaseSync(historyPath, { readOnly: true });
    try {
      const walls = database
        .prepare(
          `SELECT x.iteration FROM samples x JOIN series s ON s.id = x.series_id
           WHERE s.metric = 'wall' ORDER BY x.iteration`,
        )
        .all();
      return walls.map(({ iteration }) => Number(iteration));
    } finally {
      database.close();
    }
  }

  it('has kept each number that it told of, none twice, and leaves nothing once another has started', async () => {
    const startedAtMs = performance.now();
    const whole = await start(join(folder, 'whole.sqlite')).ended;
    assert.equal(whole.exitCode, 0, whole.stderr);
    assert.deepEqual(stored(join(folder, 'whole.sqlite')), [...Array(iterations).keys()]);
    const usualMs = performance.now() - startedAtMs;
    for (const moment of moments) {
      const historyPath = join(folder, `${moment}.sqlite`);
      const killed = start(historyPath);
      await setTimeout(moment * usualMs);
      killed.kill('SIGKILL');
      const { stderr } = await killed.ended;
      const told = [...stderr.matchAll(/Iteration (\d+) of/g)].map(([, number]) => Number(number) - 1);

      const next = await testProduct({ historyPath });
      try {
        await next.services.removeLeftovers(signal);
        assert.deepEqual(await next.leftovers(), [], `killed after ${moment} of ${usualMs} ms`);
        const [run, ...others] = (await next.services.history()).listRuns(10);
        assert.deepEqual(others, []);
        const kept = run === undefined ? [] : stored(historyPath);
        assert.deepEqual(kept, [...Array(kept.length).keys()]);
        assert.ok(kept.length >= told.length, `${told.length} were told, ${kept.length} kept`);
        assert.equal(run?.iterations ?? 0, kept.length);
        assert.ok(run === undefined || ['incomplete', 'complete'].includes(run.status), run?.status);
      } finally {
        await next.close();
      }
    }
  });
});
