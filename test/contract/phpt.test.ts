/** phpt tests of a real PHP release, on a real engine, through the release's own run-tests.php. */
import assert from 'node:assert/strict';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { execa } from 'execa';
import type { BuildResult } from '../../src/core/model/build.ts';
import { ownLabels } from '../../src/core/model/labels.ts';
import type { TestRequest, TestResult } from '../../src/core/model/phpt.ts';
import type { Report } from '../../src/core/ports.ts';
import { connectEngine } from '../../src/engine/connect.ts';
import { testEngine } from '../support/engine.ts';
import { phpCheckout } from '../support/php-checkout.ts';
import { type Product, productRoot, testProduct } from '../support/product.ts';

const signal = new AbortController().signal;
const folder = 'Zend/tests/psb probe';

function phpt(title: string, code: string, ...rest: readonly string[]): string {
  return ['--TEST--', title, '--FILE--', `<?php ${code}`, ...rest, ''].join('\n');
}

const tests = {
  'pass.phpt': phpt('A pass', 'echo 6 * 7;', '--EXPECT--', '42'),
  'fail.phpt': phpt('A failure', 'echo "one 7\\ntwo\\n";', '--EXPECTF--', 'one %d', 'three'),
  'skip.phpt': phpt('A skip', 'echo 1;', '--SKIPIF--', '<?php die("skip needs a moon");', '--EXPECT--', '1'),
  'borked.phpt': phpt('No expectation', 'echo 1;'),
  'xfail.phpt': phpt('A known bug', 'echo 1;', '--XFAIL--', 'Bug 7', '--EXPECT--', '2'),
  'external.phpt': phpt('Expected elsewhere', 'echo 1;', '--EXPECT_EXTERNAL--', 'external.txt'),
  'external.txt': '2\n',
  'where.phpt': phpt(
    'Where it runs',
    'echo shell_exec("id -u; ls /sys/class/net"), __DIR__, "\\n", (int) @touch(__DIR__ . "/own"), (int) @touch("main/x");',
    '--EXPECT--',
    '',
  ),
  'silent.phpt': phpt('Falls silent', 'sleep(1000);', '--EXPECT--', ''),
  'endless.phpt': phpt('Never silent', 'while (true) { echo "."; usleep(100000); }', '--EXPECT--', ''),
} as const;

/** Looks and behaves as PHP 5.3's does, in what matters here: no -j, no durations, its own executable by a variable. */
const oldRunTests = `<?php
if (!getenv('TEST_PHP_EXECUTABLE')) { die("environment variable TEST_PHP_EXECUTABLE must be set\\n"); }
for ($i = 1; $i < $argc; $i++) {
	switch ($argv[$i]) {
		case '-n': break;
		case '-d': $i++; break;
		case '--temp-source': $source = $argv[++$i]; break;
		case '--temp-target': $target = $argv[++$i]; break;
		case '-r': $files = array_map('trim', file($argv[++$i])); break;
		default: die("Illegal switch '{$argv[$i]}' specified!\\n");
	}
}
file_put_contents(__DIR__ . '/run-test-info.php', '') !== false or die("ERROR: Cannot open file\\n");
echo "Running selected tests.\\n";
foreach ($files as $n => $file) {
	$name = str_replace(getcwd() . '/', '', $file);
	echo "TEST ", $n + 1, "/", count($files), " [$name]\\r";
	if (strpos($name, 'fail') === false) { echo "PASS old [$name] \\n"; continue; }
	$base = str_replace($source, $target, dirname($file)) . '/' . basename($file, 'phpt');
	file_put_contents($base . 'exp', 'b');
	file_put_contents($base . 'out', 'a');
	file_put_contents($base . 'diff', "001- b\\r\\n001+ a");
	echo "FAIL old [$name] \\n";
}
echo "=====\\nNumber of tests : 2\\n";
`;

describe('phpt tests', () => {
  let tree: string;
  let product: Product;
  let built: BuildResult;

  before(async () => {
    tree = await phpCheckout();
    await mkdir(join(tree, folder));
    for (const [name, text] of Object.entries(tests)) {
      await writeFile(join(tree, folder, name), text);
    }
    product = await testProduct();
    built = await build();
  });

  after(async () => {
    await product.close();
    await phpCheckout();
  });

  function build(): Promise<BuildResult> {
    const configuration = { preset: 'usual', configureFlags: [], platform: undefined } as const;
    const request = {
      ...configuration,
      treeRoot: tree,
      source: { kind: 'work-tree' },
      mode: 'incremental',
    } as const;
    return product.services.build(request, product.report, signal);
  }

  async function run(
    include: readonly string[],
    more: Partial<TestRequest> = {},
    report: Report = product.report,
    cancelled: AbortSignal = signal,
  ) {
    const request = { include, exclude: [], jobs: 0, timeoutSeconds: 60, ...more };
    const told: TestResult[] = [];
    const onResult = (result: TestResult) => told.push(result);
    const summary = await product.services.runTests(built, request, onResult, report, cancelled);
    assert.deepEqual(
      told.map(({ path }) => path).sort(),
      summary.results.map(({ path }) => path),
      'every result is told once',
    );
    return summary.results;
  }

  const probe = (name: keyof typeof tests) => `${folder}/${name}`;

  async function runOne(name: keyof typeof tests, more: Partial<TestRequest> = {}): Promise<TestResult> {
    const [result] = await run([probe(name)], more);
    assert.ok(result !== undefined);
    return result;
  }

  /** Names of all containers and volumes. */
  async function objects(): Promise<readonly string[]> {
    const rows = await product.services.readResources(() => {}, signal);
    return [...rows.containers, ...rows.volumes].map(({ name }) => name).sort();
  }

  /** What `find` says of the probes' folder and of what was changed last in the build volume. */
  async function inVolume(): Promise<string> {
    const engine = await connectEngine((await testEngine()).endpoint);
    try {
      return await engine.withContainer(
        {
          image: built.toolchainImage,
          command: ['sh', '-c', `find '${folder}' | sort; find . -newer .php-source-bench/used`],
          labels: ownLabels('shell-container'),
          platform: built.platform,
          network: 'none',
          workingDirectory: '/tree',
          mounts: [{ volume: built.volume, path: '/tree', readOnly: true }],
        },
        async (container) => {
          const chunks: Uint8Array[] = [];
          await container.run((_, chunk) => chunks.push(chunk.slice()), signal);
          return Buffer.concat(chunks).toString();
        },
        signal,
      );
    } finally {
      engine.close();
    }
  }

  it('pass, fail, are skipped or broken, each with its reason', async () => {
    const names = ['pass', 'fail', 'skip', 'borked', 'xfail'] as const;
    const results = await run(names.map((name) => probe(`${name}.phpt`)));
    assert.deepEqual(
      results.map(({ path, state, title, reason }) => [path.slice(folder.length + 1), state, title, reason]),
      [
        [
          'borked.phpt',
          'borked',
          'missing section --EXPECT--, --EXPECTF-- or --EXPECTREGEX--',
          'missing section --EXPECT--, --EXPECTF-- or --EXPECTREGEX--',
        ],
        ['fail.phpt', 'failed', 'A failure', ''],
        ['pass.phpt', 'passed', 'A pass', ''],
        ['skip.phpt', 'skipped', 'A skip', 'needs a moon'],
        ['xfail.phpt', 'xfailed', 'A known bug', 'Bug 7'],
      ],
      product.output(),
    );
  });

  it('show what was expected beside what was printed, patterns filled in', async () => {
    const { comparison } = await runOne('fail.phpt');
    assert.deepEqual(comparison && { ...comparison, diff: '' }, {
      expected: 'one 7\nthree',
      actual: 'one 7\ntwo',
      diff: '',
      line: 2,
    });
    assert.match(comparison?.diff ?? '', /^002- three$/m);
    const external = await runOne('external.phpt');
    assert.deepEqual([external.comparison?.expected, external.comparison?.actual], ['2', '1']);
  });

  it('run without a network, not as root, at the path of the host, and write to their own folder alone', async () => {
    const { comparison } = await runOne('where.phpt');
    assert.equal(comparison?.actual, `65534\nlo\n${tree}/${folder}\n10`);
  });

  it('leave nothing behind: no container, no volume, no file in the build, none in the tree', async () => {
    const before = { objects: await objects(), files: await inVolume(), status: await status() };
    await run([folder], { exclude: [probe('silent.phpt'), probe('endless.phpt')] });
    assert.deepEqual({ objects: await objects(), files: await inVolume(), status: await status() }, before);
    assert.match(before.files, /pass\.phpt/);
    assert.doesNotMatch(before.files, /\.out|\/own/);
  });

  it('run a real folder at once, with a duration for each', async () => {
    const results = await run(['tests/lang'], { jobs: 2 });
    assert.match(product.output(), /Spawning 2 workers/);
    const passed = results.filter(({ state }) => state === 'passed');
    assert.ok(passed.length > 150, JSON.stringify(results.filter(({ state }) => state !== 'passed')));
    assert.deepEqual(
      results.filter(({ state }) => state === 'not-run'),
      [],
    );
    assert.deepEqual(
      passed.filter(({ durationMs }) => durationMs === undefined),
      [],
    );
  });

  it('run at the top of the tree too, whatever they are called', async () => {
    const names = ['top [1].phpt', 'top ä.phpt', 'top.phpt'];
    for (const name of names) {
      await writeFile(join(tree, name), tests['pass.phpt']);
    }
    try {
      built = await build();
      const results = await run(names);
      assert.deepEqual(
        results.map(({ path, state }) => [path, state]),
        names.map((name) => [name, 'passed']),
        product.output(),
      );
    } finally {
      for (const name of names) {
        await rm(join(tree, name));
      }
      built = await build();
    }
  });

  it('are said to be missing when they are, and the others run', async () => {
    const results = await run([probe('pass.phpt'), 'Zend/tests/no-such.phpt']);
    assert.deepEqual(
      results.map(({ state }) => state),
      ['not-run', 'passed'],
    );
    await assert.rejects(run(['Zend/no-such']), { reason: 'test-missing' });
  });

  it('are stopped when they fall silent for too long', async () => {
    const { state, comparison } = await runOne('silent.phpt', { timeoutSeconds: 1 });
    assert.equal(state, 'timed-out');
    assert.match(comparison?.actual ?? '', /process timed out/);
  });

  it('are stopped together when one is never silent', async () => {
    await assert.rejects(runOne('endless.phpt', { timeoutSeconds: 1 }), {
      reason: 'tests-unrunnable',
      message: /it did not end within 36 s/,
    });
  });

  it('run once at a time, and say so to the second', async () => {
    const running = Promise.withResolvers<void>();
    const first = run([probe('silent.phpt')], { timeoutSeconds: 5 }, (event) => {
      if (event.kind === 'line') {
        running.resolve();
      }
    });
    await running.promise;
    await assert.rejects(runOne('pass.phpt'), {
      reason: 'engine-object-busy',
      message: /building or testing it/,
    });
    await assert.rejects(build(), { reason: 'engine-object-busy' });
    assert.equal((await first)[0]?.state, 'timed-out');
    assert.equal((await runOne('pass.phpt')).state, 'passed');
  });

  it('stop when they are cancelled, and leave nothing', async () => {
    const before = await objects();
    const controller = new AbortController();
    const running = run(
      [probe('silent.phpt')],
      {},
      (event) => {
        if (event.kind === 'line' && event.text.startsWith('Running selected tests')) {
          controller.abort();
        }
      },
      controller.signal,
    );
    await assert.rejects(running, { reason: 'cancelled' });
    assert.deepEqual(await objects(), before);
  });

  it('run from the command line, whose exit code says how they ended', async () => {
    const { dockerHost, baseImage, historyPath } = product.settings;
    const words = ['--host', dockerHost, '--history', historyPath, '--json', 'test', '--tree', tree];
    const cli = (...names: readonly (keyof typeof tests)[]) =>
      execa(
        process.execPath,
        [join(productRoot, 'src/cli.ts'), ...words, '--base-image', baseImage, ...names.map(probe)],
        { reject: false, stdin: 'ignore' },
      );
    const failed = await cli('pass.phpt', 'fail.phpt');
    assert.equal(failed.exitCode, 8, failed.stderr);
    const printed: unknown = JSON.parse(failed.stdout);
    assert.match(JSON.stringify(printed), /"state":"failed".*"state":"passed"/);
    assert.equal((await cli('pass.phpt')).exitCode, 0);
  });

  it('run through the run-tests.php of an old PHP', async () => {
    await writeFile(join(tree, 'run-tests.php'), oldRunTests);
    built = await build();
    const results = await run([probe('pass.phpt'), probe('fail.phpt')], { jobs: 2 });
    assert.deepEqual(
      results.map(({ state, durationMs, comparison }) => [state, durationMs, comparison?.line]),
      [
        ['failed', undefined, 1],
        ['passed', undefined, undefined],
      ],
      product.output(),
    );
  });

  it('do not run where run-tests.php does not, which says what it said', async () => {
    await writeFile(join(tree, 'run-tests.php'), '<?php die("no such luck\\n");');
    built = await build();
    await assert.rejects(runOne('pass.phpt'), { reason: 'tests-unrunnable', message: /no such luck/ });
  });

  async function status(): Promise<string> {
    return (await execa('git', ['-C', tree, 'status', '--porcelain', '--ignored'])).stdout;
  }
});
