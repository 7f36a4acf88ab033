/** Backfill, bisection and nightly benchmark on a real engine, with a small history of a real PHP. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { parseBisection } from '../../src/core/bisect/bisection-schema.ts';
import { bisectDocument } from '../../src/core/bisect/document.ts';
import { ensureCcache } from '../../src/core/build/ccache.ts';
import type { RunRecord } from '../../src/core/model/bench.ts';
import { ownLabels } from '../../src/core/model/labels.ts';
import type { CompanionItem } from '../../src/core/nightly/companions.ts';
import { startCommandLine } from '../support/command-line.ts';
import { recordOutput, removeBuildsOf, uncancelled } from '../support/engine-room.ts';
import { phpCheckout } from '../support/php-checkout.ts';
import { phpHistory } from '../support/php-history.ts';
import { type Product, testProduct } from '../support/product.ts';
import { testToolchain } from '../support/toolchain.ts';

/** What a slow commit adds to each look at the clock: all together more than what the script takes without it. */
const spinMs = 20;
const script = 'clock.php';
/** Works for some hundredths of a second besides: the kernel counts user time in steps of up to one. */
const code = '<?php for ($i = 0; $i < 2_000_000; $i++) { } for ($i = 0; $i < 10; $i++) { hrtime(true); }';

/** Quick to compile: what the compiler makes of PHP is not the point here, and one of the builds is from nothing. */
const configuration = ['--preset', 'minimal', '--flag', 'CFLAGS=-O0'];

/** So many that a measurement lasts until its process has been killed. */
const iterationCount = 40;

describe('unattended work', () => {
  let product: Product;
  let tree: string;
  let commits: readonly string[];
  let data: string;

  before(async () => {
    product = await testProduct();
    tree = await phpCheckout();
    commits = await phpHistory(tree, ['nothing', 'broken', 'comment', 'slow', 'nothing'], spinMs);
    data = await mkdtemp(join(tmpdir(), 'psb-data-'));
    await writeFile(join(data, script), code);
    await writeFile(suitesFile(), JSON.stringify({ suites: [{ name: 'clock', scripts: [script] }] }));
  });
  after(async () => {
    await product.close();
    // The first is the checkout's own.
    await removeBuildsOf(commits.slice(1));
    await rm(data, { recursive: true, force: true });
  });

  const commit = (index: number) => commits[index] ?? '';
  const start = (...words: readonly string[]) => {
    const { dockerHost, historyPath } = product.settings;
    const global = ['--host', dockerHost, '--history', historyPath, '--json', '--verbose'];
    return startCommandLine([...words, ...global], { XDG_DATA_HOME: data });
  };
  const json = async (...words: readonly string[]) => {
    const end = await start(...words).ended;
    assert.equal(end.exitCode, 0, end.stderr);
    return JSON.parse(end.stdout);
  };
  const tools = () => ['--base-image', product.settings.baseImage];
  const suitesFile = () => join(data, 'suites.json');
  const suite = () => ['--suites', suitesFile(), '--suite', 'clock', '--warmups', '0', '--memory', '512'];
  const measured = () => ['--tree', tree, ...tools(), ...configuration, ...suite()];
  const runsOf = async (sha: string): Promise<readonly RunRecord[]> =>
    (await product.services.history()).listRuns(100).filter((run) => run.build.commit?.sha === sha);

  it('backfills what builds, and goes on after the death of its process', async () => {
    const range = ['--from', commit(1), '--to', commit(3), '--step', 'every'];
    const series = ['--branch', commit(3), '--iterations', `${iterationCount}`];
    const first = start('backfill', ...measured(), ...range, ...series);
    const [, id = ''] = await first.line(/^Backfill ([0-9a-f]{8}): /);
    await first.line(/Commit 2 of 3/);
    const second = await start('backfill', 'resume', id, ...tools()).ended;
    assert.equal(second.exitCode, 11, second.stderr);
    await first.line(/Commit 3 of 3 .*Measuring/);
    first.kill('SIGKILL');
    await first.ended;

    const stopped = await json('backfill', 'list');
    assert.deepEqual(
      [stopped[0].status, stopped[0].counts],
      ['paused', { waiting: 1, known: 0, measured: 1, skipped: 1 }],
    );
    const runBefore = await runsOf(commit(3));
    assert.deepEqual(
      runBefore.map(({ status, iterations }) => [status, iterations]),
      [['complete', iterationCount]],
    );

    const { plan, counts } = await json('backfill', 'resume', id, ...tools());
    assert.deepEqual(counts, { waiting: 0, known: 0, measured: 2, skipped: 1 });
    assert.deepEqual(
      plan.items.map(({ commit: { sha } }: { commit: { sha: string } }) => sha),
      [commit(3), commit(2), commit(1)],
    );
    const { state } = plan.items[1];
    assert.equal(state.reason, 'build-failed');
    assert.ok(
      state.output.some((line: string) => /hrtime\.c.*error/.test(line)),
      state.output.join('\n'),
    );
    assert.deepEqual(await runsOf(commit(3)), runBefore, 'what was measured is not measured again');
    assert.equal((await runsOf(commit(1))).filter(({ status }) => status === 'complete').length, 1);
    assert.deepEqual(await product.leftovers(), []);
  });

  it('compiles only what the commits change: the rest comes from the compiler cache', async () => {
    const { engine, reference, platform } = await testToolchain();
    try {
      const cache = await ensureCcache(engine, platform, uncancelled);
      const command = ['ccache', '--print-stats'];
      const labels = ownLabels('build-container');
      const { onOutput, stdout } = recordOutput();
      await engine.withContainer(
        { image: reference, command, labels, platform, network: 'none', ...cache },
        (container) => container.run(onOutput, uncancelled),
        uncancelled,
      );
      const hits = [...stdout().matchAll(/^(?:direct|preprocessed)_cache_hit\t(\d+)$/gm)];
      const hitCount = hits.reduce((sum, [, count]) => sum + Number(count), 0);
      assert.ok(hitCount > 200, stdout());
    } finally {
      engine.close();
    }
  });

  it('measures nothing at night that is measured already for its branch', async () => {
    const night = ['--branch', commit(3), '--days', '1', '--iterations', `${iterationCount}`];
    const { plan } = await json('nightly', 'run', ...measured(), ...night);
    const last = plan.items.find(({ commit: { sha } }: { commit: { sha: string } }) => sha === commit(3));
    assert.ok(last === undefined || last.state.kind === 'known', JSON.stringify(last));
    const [listed] = await json('nightly', 'status');
    assert.equal(listed.scheduled, undefined);
    assert.equal(listed.lastRun.error, undefined);
  });

  it('measures a control beside the commit of a night, and the commit of the night before once more', async () => {
    const tiny = ['--branch', commit(5), '--iterations', '1'];
    await json('backfill', ...measured(), ...tiny, '--from', commit(3), '--to', commit(3), '--step', 'every');
    const night = ['nightly', 'run', ...measured(), ...tiny, '--days', '2', '--control', commit(1)];
    const first = await json(...night);
    const told = ({ companions }: { companions: readonly CompanionItem[] }) =>
      companions.map(({ role, commit: { sha }, state }) => [role, sha, state.kind]);
    assert.deepEqual(told(first), [
      ['control', commit(1), 'measured'],
      ['repeat', commit(3), 'measured'],
    ]);
    const again = await json(...night);
    assert.deepEqual(again.companions, first.companions, 'nothing is measured twice in a night');
    const [control] = (await runsOf(commit(1))).filter(({ role }) => role === 'control');
    assert.deepEqual([control?.status, control?.branch], ['complete', commit(1).slice(0, 10)]);
    const [repeat] = (await runsOf(commit(3))).filter(({ role }) => role === 'repeat');
    assert.deepEqual([repeat?.status, repeat?.branch], ['complete', commit(5)]);
    assert.deepEqual(await product.leftovers(), []);
  });

  it('finds the commit that made PHP slower, around one that does not build', async () => {
    const range = ['--from', commit(0), '--to', commit(5), '--benchmark', script, '--metric', 'user'];
    const parsed = parseBisection(await json('bisect', ...measured(), ...range, '--iterations', '1'));
    assert.ok('value' in parsed, JSON.stringify(parsed));
    const bisection = parsed.value;
    const { outcome, line, steps, confirmation } = bisection;
    assert.ok(outcome?.kind === 'found', bisectDocument(bisection));
    assert.equal(line[outcome.index]?.sha, commit(4));
    assert.deepEqual(outcome.merged, []);
    assert.ok((confirmation?.change.low ?? 0) > 0, bisectDocument(bisection));
    assert.ok(steps.every((step) => step.kind === 'judged' || step.index === 2));
    assert.match(bisectDocument(bisection), new RegExp(`came with ${commit(4).slice(0, 10)}: Make it slow`));
    assert.deepEqual(await product.leftovers(), []);
  });
});
