/** Suites of a person's own scripts on a real PHP: variants, counts, and scripts that behave badly. */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { findSuite, findVariants } from '../../src/core/bench/list-suites.ts';
import { type BenchRequest, type BenchResult, measureRequest } from '../../src/core/bench/request.ts';
import { type ErrorReason, isBenchError } from '../../src/core/errors.ts';
import { label } from '../../src/core/model/labels.ts';
import type { ProgressEvent } from '../../src/core/ports.ts';
import { usualLimits } from '../../src/core/services.ts';
import { openTestEngine } from '../support/engine-room.ts';
import { phpCheckout } from '../support/php-checkout.ts';
import { type Product, testProduct } from '../support/product.ts';

const signal = new AbortController().signal;
const workTree = { kind: 'work-tree' } as const;

describe("a person's own suite", () => {
  let tree: string;
  let folder: string;
  let product: Product;

  before(async () => {
    tree = await phpCheckout();
    folder = await mkdtemp(join(tmpdir(), 'psb-suites-'));
    product = await testProduct({ benchmarkIterations: 2, benchmarkWarmups: 0 });
  });

  after(async () => {
    await product.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Writes files beside a suites file that defines one suite of them, and returns what measures it. */
  async function define(
    definition: Readonly<Record<string, unknown>>,
    files: Readonly<Record<string, string>>,
  ): Promise<(variant?: string, more?: Partial<BenchRequest>) => Promise<BenchRequest>> {
    const own = await mkdtemp(join(folder, 'suite-'));
    for (const [path, content] of Object.entries(files)) {
      await mkdir(dirname(join(own, path)), { recursive: true });
      await writeFile(join(own, path), content);
    }
    const suitesFile = join(own, 'suites.json');
    await writeFile(suitesFile, JSON.stringify({ suites: [{ name: 'mine', ...definition }] }));
    return async (variant, more = {}) => {
      const request = { treeRoot: tree, source: workTree, suitesFile };
      const suite = findSuite(await product.services.readSuites(request, signal), 'mine');
      const [first] = findVariants(suite, variant === undefined ? [] : [variant]);
      assert.ok(first);
      return {
        ...measureRequest(suite, first, usualLimits(product.settings)),
        ...{ treeRoot: tree, source: workTree, preset: 'usual', configureFlags: [], platform: undefined },
        ...more,
      };
    };
  }

  function measure(
    request: BenchRequest,
    report: (event: ProgressEvent) => void = product.report,
  ): Promise<BenchResult> {
    return product.services.benchmark(request, report, signal);
  }

  /** Measures a script that prints a table, or does not, and expects this failure. */
  async function failsWith(reason: ErrorReason, code: string, definition = {}): Promise<string> {
    const requestOf = await define({ scripts: ['x.php'], output: 'table', ...definition }, { 'x.php': code });
    let message = '';
    await assert.rejects(measure(await requestOf()), (error) => {
      assert.ok(isBenchError(error, reason), `${error}\n${product.output()}`);
      message = error.message;
      return true;
    });
    return message;
  }

  const lastRun = async () => (await product.services.history()).listRuns(1)[0];

  it('is measured script by script, with all that the scripts need, whatever they are called', async () => {
    const requestOf = await define(
      { scripts: ['scripts', 'a b.php'], with: ['data'], ini: { precision: 5 } },
      {
        'scripts/über\nzwei.php': '<?php require __DIR__ . "/lib/one.php"; work(1000);',
        'scripts/lib/one.php': '<?php function work($n) { while ($n-- > 0) { md5((string) $n); } }',
        'scripts/readme.txt': 'no script',
        'a b.php':
          '<?php exit(file_get_contents("data/words.txt") === "w" && ini_get("precision") === "5" ? 0 : 9);',
        'data/words.txt': 'w',
      },
    );
    const result = await measure(await requestOf());
    const walls = result.summaries.filter(({ metric }) => metric === 'wall');
    assert.deepEqual(
      walls.map(({ benchmark, count }) => [benchmark, count]),
      [
        ['scripts/über\\x0azwei.php', 2],
        ['a b.php', 2],
        ['Total', 2],
      ],
    );
    assert.deepEqual([result.iterations, result.viaCollector], [2, 2], product.output());
    assert.equal((await lastRun())?.status, 'complete');
    assert.deepEqual(await product.leftovers(), []);
  });

  it('runs with opcache and with the JIT, which are really on', async () => {
    const status = '$s = opcache_get_status(false); exit($s["jit"]["on"] === JIT ? 0 : 7);';
    const requestOf = await define(
      { scripts: ['x.php'], variants: ['opcache', 'jit', 'jit-function'] },
      { 'x.php': `<?php define("JIT", (int) ini_get("opcache.jit_buffer_size") > 0); ${status}` },
    );
    for (const variant of ['opcache', 'jit', 'jit-function']) {
      const result = await measure(await requestOf(variant));
      assert.equal(result.variant, variant);
      assert.equal((await lastRun())?.variant.name, variant);
    }
  });

  it('is refused before the build where a variant needs what the configuration leaves out', async () => {
    const requestOf = await define({ scripts: ['x.php'], variants: ['jit'] }, { 'x.php': '<?php' });
    const before = product.events.length;
    await assert.rejects(
      measure(await requestOf(undefined, { preset: 'minimal' })),
      (error) => isBenchError(error, 'variant-unavailable') && /preset "usual"/.test(error.message),
    );
    assert.deepEqual(product.events.slice(before), []);
  });

  it('has its instructions counted by callgrind, to nearly the same number each time', async () => {
    const requestOf = await define(
      { scripts: ['x.php'], instructions: 'callgrind', iterations: 1 },
      { 'x.php': '<?php for ($i = 0; $i < 10000; $i++) { md5((string) $i); }' },
    );
    const counts: number[] = [];
    for (const _ of [1, 2]) {
      const { summaries } = await measure(await requestOf());
      const counted = summaries.filter(({ unit }) => unit === 'instructions');
      assert.deepEqual(
        counted.map(({ benchmark, metric, count }) => [benchmark, metric, count]),
        [['x.php', 'instructions', 1]],
      );
      counts.push(counted[0]?.median ?? 0);
    }
    const [first = 0, second = 0] = counts;
    assert.ok(first > 1_000_000);
    assert.ok(Math.abs(first - second) / first < 1e-3, counts.join());
    assert.deepEqual(await product.leftovers(), []);
  });

  it('has its instructions counted by the processor, or is told that they cannot be', async () => {
    const requestOf = await define({ scripts: ['x.php'], instructions: 'perf' }, { 'x.php': '<?php' });
    const { summaries, remarks } = await measure(await requestOf());
    const counted = summaries.some(({ unit }) => unit === 'instructions');
    assert.equal(counted, !remarks.some((remark) => /Instructions were not counted/.test(remark)));
  });

  it('leaves a fingerprint of where it was measured', async () => {
    const requestOf = await define({ scripts: ['x.php'], ini: { precision: 7 } }, { 'x.php': '<?php' });
    const { remarks } = await measure(await requestOf());
    const run = await lastRun();
    assert.ok(run);
    const { environment, variant } = run;
    assert.match(run.image, /^sha256:[0-9a-f]{64}$/);
    assert.match(environment.toolchainId ?? '', /^sha256:[0-9a-f]{64}$/);
    assert.match(environment.compiler ?? '', /GCC/);
    assert.match(environment.cpuModel ?? '', /\S/);
    assert.deepEqual(variant, { name: 'default', ini: { precision: '7' } });
    assert.equal(typeof run.loadBefore, 'number');
    assert.equal(typeof run.loadAfter, 'number');
    assert.deepEqual(
      run.remarks.map(({ text }) => text),
      remarks,
    );
  });

  it('is told what is wrong with a table, and keeps no number of it', async () => {
    const total = 'echo "Total  1.000\\n";';
    assert.match(await failsWith('benchmark-output', `<?php echo "a  nan\\n"; ${total}`), /a took nan s/);
    assert.match(
      await failsWith('benchmark-output', `<?php echo "a  -0.500\\n"; ${total}`),
      /a took -0\.500 s/,
    );
    assert.match(await failsWith('benchmark-output', '<?php echo random_bytes(5000);'), /no line "Total"/);
    assert.match(
      await failsWith(
        'benchmark-output',
        '<?php for ($i = 0; $i < 1000; $i++) { echo str_repeat("x", 1000000); }',
      ),
      /longer than 1 MiB/,
    );
    assert.match(await failsWith('benchmark-failed', '<?php exit(3);'), /exit code 3/);
    assert.match(
      await failsWith('benchmark-failed', '<?php this is none'),
      /exit code 255 and said ".*Parse error/,
    );
  });

  it('may print bytes that are no UTF-8, or a gigabyte, where only its process is measured', async () => {
    const requestOf = await define(
      { scripts: ['.'], iterations: 1 },
      {
        'bytes.php': '<?php echo "\\xff\\xfe\\0";',
        'flood.php': '<?php for ($i = 0; $i < 1000; $i++) { echo str_repeat("x", 1000000); }',
      },
    );
    const { summaries } = await measure(await requestOf());
    assert.equal(summaries.filter(({ metric }) => metric === 'wall').length, 3);
  });

  it('is ended when it hangs, and says which limit that was', async () => {
    const message = await failsWith('benchmark-timeout', '<?php while (true) {}', { timeLimitSeconds: 1 });
    assert.match(message, /limit of 1 s/);
  });

  it('is ended when it eats all memory, and says so', async () => {
    const code = '<?php $a = []; while (true) { $a[] = str_repeat("x", 1000000); }';
    await failsWith('benchmark-out-of-memory', code, { memoryLimitMb: 64, ini: { memory_limit: -1 } });
  });

  it('leaves no process that it forked', async () => {
    const requestOf = await define(
      { scripts: ['x.php'] },
      {
        'x.php': '<?php for ($i = 0; $i < 50; $i++) { $p[] = proc_open("setsid sleep 600 &", [], $pipes); }',
      },
    );
    assert.equal((await measure(await requestOf())).iterations, 2);
    assert.deepEqual(await product.leftovers(), []);
  });

  it('keeps what was measured when its container is killed, and says that it is incomplete', async () => {
    const requestOf = await define(
      { scripts: ['x.php'], iterations: 1000 },
      { 'x.php': '<?php usleep(100000);' },
    );
    const engine = await openTestEngine();
    const killed: Promise<unknown>[] = [];
    const kill = async () => {
      const rows = await engine.port.listContainers(signal);
      const own = rows.find(({ labels }) => labels[label.kind] === 'bench-container');
      await engine.connection.docker.getContainer(own?.id ?? '').kill();
    };
    const report = (event: ProgressEvent) => {
      if (event.kind === 'line' && event.text.startsWith('Iteration 3 of 1000') && killed.length === 0) {
        killed.push(kill());
      }
    };
    try {
      await assert.rejects(measure(await requestOf(), report), (error) =>
        isBenchError(error, 'benchmark-failed'),
      );
      await Promise.all(killed);
    } finally {
      engine.port.close();
    }
    const run = await lastRun();
    assert.equal(run?.status, 'incomplete');
    assert.match(run.note ?? '', /exit code 137/);
    assert.ok(run.iterations >= 3);
    assert.deepEqual(await product.leftovers(), []);
  });

  it('cannot reach files outside its folder', async () => {
    const requestOf = await define({ scripts: ['inside'] }, { 'inside/x.php': '<?php' });
    const { suite } = await requestOf();
    await symlink('/etc/passwd', join(suite.folder ?? '', 'inside', 'y.php'));
    await assert.rejects(
      measure(await requestOf()),
      (error) => isBenchError(error, 'script-unusable') && /leads out of/.test(error.message),
    );
  });
});
