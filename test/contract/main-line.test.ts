/** The whole line on a real engine with a real PHP: build, edit, rebuild, benchmark, history, what is left. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { appendFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, describe, it } from 'node:test';
import type { BenchRequest } from '../../src/core/bench/request.ts';
import type { TerminalProgram } from '../../src/core/build/terminal-program.ts';
import { isBenchError } from '../../src/core/errors.ts';
import type { BuildRequest } from '../../src/core/model/build.ts';
import { ownLabels } from '../../src/core/model/labels.ts';
import { usualRule } from '../../src/core/prune/rule.ts';
import { connectEngine } from '../../src/engine/connect.ts';
import { testEngine } from '../support/engine.ts';
import { phpCheckout } from '../support/php-checkout.ts';
import { type Product, testProduct } from '../support/product.ts';
import { benchRun } from '../support/suites.ts';

const signal = new AbortController().signal;

describe('the main line', () => {
  let tree: string;
  let product: Product;

  before(async () => {
    tree = await phpCheckout();
    product = await testProduct({ keepContainerMinutes: 10 });
  });

  after(async () => {
    await product.close();
  });

  const incremental = (): BuildRequest => ({
    treeRoot: tree,
    source: { kind: 'work-tree' },
    mode: 'incremental',
    preset: 'usual',
    configureFlags: [],
    platform: undefined,
  });

  const benchmark = (): BenchRequest => ({
    treeRoot: tree,
    source: { kind: 'work-tree' },
    preset: 'usual',
    configureFlags: [],
    platform: undefined,
    ...benchRun,
    iterations: 2,
    warmups: 1,
  });

  async function runPhp(code: string): Promise<string> {
    return atTerminal({ kind: 'php-shell' }, `${code}\nexit\n`);
  }

  /** What a program on the build shows when this is typed. */
  function atTerminal(program: TerminalProgram, typed: string): Promise<string> {
    return product.services.withTerminal(
      { treeRoot: tree, program, preset: 'usual', configureFlags: [], platform: undefined },
      async (container) => {
        const terminal = await container.openTerminal({ columns: 200, rows: 24 }, signal);
        let text = '';
        terminal.onData((chunk) => {
          text += new TextDecoder().decode(chunk);
        });
        terminal.write(typed);
        const exit = await terminal.exited;
        assert.equal(exit.exitCode, 0);
        return text;
      },
      signal,
    );
  }

  it('builds a real PHP, and leaves the tree as it was and no container', async () => {
    const built = await product.services.build(incremental(), product.report, signal);
    assert.match(built.phpVersion, /^\d+\.\d+\.\d+/);
    assert.equal(built.source.dirty, false);
    assert.match(built.source.id ?? '', /^git:[0-9a-f]{40}$/);
    assert.deepEqual(await product.leftovers(), []);
    const again = await product.services.readTree(tree, signal);
    assert.equal(again.git?.dirty, false);
  });

  it('shows the recipe of the toolchain that it was built with', async () => {
    const request = { treeRoot: tree, preset: 'usual', platform: undefined } as const;
    const recipe = await product.services.readRecipe(request, product.report, signal);
    const built = await product.services.build(incremental(), product.report, signal);
    assert.equal(recipe.reference, built.toolchainImage);
    assert.match(recipe.dockerfile, /^FROM \S+ AS base$/m);
    const copied = [...recipe.dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, names = '']) =>
      names.split(' '),
    );
    assert.deepEqual(copied.sort(), recipe.files.map(({ path }) => path).sort());
  });

  it('has an interpreter to play with', async () => {
    const shown = await runPhp('echo "PHP ", PHP_VERSION, " at ", PHP_BINARY, "\\n";');
    assert.match(shown, new RegExp(`PHP \\d+\\.\\d+\\.\\d+ at ${tree}/sapi/cli/php`));
  });

  it('runs files of the tree and from elsewhere, each at its own path', async () => {
    assert.match(
      await atTerminal({ kind: 'tree-script', path: 'Zend/bench.php' }, ''),
      /simple\s+\d.*Total/s,
    );
    const elsewhere = {
      kind: 'script',
      path: '/home/some one/try.php',
      text: '<?php echo __FILE__, " ", 6 * 7;',
    } as const;
    assert.equal(await atTerminal(elsewhere, ''), '/home/some one/try.php 42');
  });

  it('builds again what was done by hand in a shell beside it', async () => {
    const typed = 'php -n -r "echo 6 * 7, PHP_EOL;"; rm sapi/cli/php; exit\n';
    // The shell draws its prompt with control sequences.
    assert.match(await atTerminal({ kind: 'container-shell' }, typed), /[\r\n]42\r?\n/);
    const built = await product.services.build(incremental(), product.report, signal);
    assert.equal(built.filesSent, 0);
    const [known] = await product.services.listBuilds(tree, signal);
    assert.equal(known?.configuration, built.configureFlags.join(' '));
    assert.match(await runPhp('echo "back\\n";'), /back/);
  });

  it('does not even run make when nothing changed', async () => {
    const before = product.output().length;
    const again = await product.services.build(incremental(), product.report, signal);
    assert.equal(again.outcome, 'up-to-date');
    assert.doesNotMatch(product.output().slice(before), /Build complete|make/);
  });

  it('sends nothing when nothing changed, and one file when one changed', async () => {
    const same = await product.services.build(incremental(), product.report, signal);
    assert.equal(same.filesSent, 0);
    const file = join(tree, 'ext/standard/math.c');
    const text = await readFile(file, 'utf8');
    await writeFile(file, `${text}\n/* edited */\n`);
    const edited = await product.services.build(incremental(), product.report, signal);
    assert.equal(edited.source.dirty, true);
    assert.equal(edited.filesSent, 1);
    assert.equal(edited.outcome, 'built');
    assert.deepEqual(await product.leftovers(), []);
  });

  it('never runs a stale interpreter: an edit changes what runs, and taking it back does too', async () => {
    const file = join(tree, 'ext/standard/math.c');
    const text = await readFile(file, 'utf8');
    const changed = text.replace(/RETURN_DOUBLE\(sqrt\(num\)\)/, 'RETURN_DOUBLE(sqrt(num) + 1000)');
    assert.notEqual(changed, text);
    await writeFile(file, changed);
    await product.services.build(incremental(), product.report, signal);
    assert.match(await runPhp('echo "root ", sqrt(16), "\\n";'), /root 1004/);
    await writeFile(file, text);
    await product.services.build(incremental(), product.report, signal);
    assert.match(await runPhp('echo "root ", sqrt(16), "\\n";'), /root 4\r?\n/);
  });

  it('says where a compile failed, with the compiler’s words in the log, and recovers', async () => {
    const file = join(tree, 'ext/standard/math.c');
    const text = await readFile(file, 'utf8');
    await appendFile(file, '\nint broken(void) { return nonsense; }\n');
    await assert.rejects(
      product.services.build(incremental(), product.report, signal),
      (error) => isBenchError(error, 'build-failed') && error.message.includes('in make'),
    );
    assert.match(product.output(), new RegExp(`${tree}/ext/standard/math\\.c:\\d+:\\d+: error: .*nonsense`));
    assert.deepEqual(await product.leftovers(), []);
    const [kept] = await product.waiting();
    assert.ok(kept !== undefined);
    await writeFile(file, text);
    await product.services.build(incremental(), product.report, signal);
    assert.equal((await product.waiting()).length, 1);
  });

  it('follows added and deleted files', async () => {
    const file = join(tree, 'a name with spaces\nand é.txt');
    await writeFile(file, 'x');
    assert.equal((await product.services.build(incremental(), product.report, signal)).filesSent, 1);
    await rm(file);
    assert.equal((await product.services.build(incremental(), product.report, signal)).filesSent, 0);
    assert.match(await runPhp('echo count(glob("a name*")), " found\\n";'), /0 found/);
  });

  it('takes a hundred thousand files more, and lets go of them when they are gone', async () => {
    const [folders, files] = [1000, 100];
    for (let folder = 0; folder < folders; folder += 1) {
      const path = join(tree, 'many', `${folder}`);
      await mkdir(path, { recursive: true });
      for (let file = 0; file < files; file += 1) {
        writeFileSync(join(path, `${file}.inc`), '');
      }
    }
    const filled = await product.services.build(incremental(), product.report, signal);
    assert.equal(filled.filesSent, folders * files);
    const count = 'echo count(glob("many/*/*.inc")), " found\\n";';
    assert.match(await runPhp(count), /100000 found/);
    await rm(join(tree, 'many'), { recursive: true });
    await product.services.build(incremental(), product.report, signal);
    assert.match(await runPhp(count), /\b0 found/);
  });

  it('stops when it is cancelled, leaves nothing, and builds again', async () => {
    const controller = new AbortController();
    const touched = join(tree, 'Zend/zend_operators.c');
    await appendFile(touched, '\n/* touched */\n');
    const building = product.services.build(
      incremental(),
      (event) => {
        if (event.kind === 'step' && event.title === 'Compiling') {
          controller.abort();
        }
      },
      controller.signal,
    );
    await assert.rejects(building, (error) => isBenchError(error, 'cancelled'));
    assert.deepEqual(await product.leftovers(), []);
    const built = await product.services.build(incremental(), product.report, signal);
    assert.equal(built.filesSent, 0);
  });

  it('sees what another window has built since, and does not wait for the container that it keeps', async () => {
    const file = join(tree, 'ext/standard/math.c');
    const text = await readFile(file, 'utf8');
    await product.services.build(incremental(), product.report, signal);
    const other = await testProduct({ keepContainerMinutes: 10 });
    try {
      await writeFile(file, text.replace(/RETURN_DOUBLE\(sqrt\(num\)\)/, 'RETURN_DOUBLE(sqrt(num) + 2000)'));
      const theirs = await other.services.build(incremental(), other.report, signal);
      assert.equal(theirs.filesSent, 1);
      assert.equal(
        (await product.services.build(incremental(), product.report, signal)).outcome,
        'up-to-date',
      );
      assert.match(await runPhp('echo "root ", sqrt(16), "\\n";'), /root 2004/);
      await writeFile(file, text);
      assert.equal((await product.services.build(incremental(), product.report, signal)).filesSent, 1);
      assert.equal((await other.services.build(incremental(), other.report, signal)).outcome, 'up-to-date');
      assert.match(await runPhp('echo "root ", sqrt(16), "\\n";'), /root 4\r?\n/);
      assert.equal((await product.waiting()).length, 2);
    } finally {
      await other.close();
    }
    assert.equal((await product.waiting()).length, 1);
  });

  it('lets one window build a tree at a time, and says so to the other', async () => {
    const { volume, toolchainImage, platform } = await product.services.build(
      incremental(),
      product.report,
      signal,
    );
    const engine = await connectEngine((await testEngine()).endpoint);
    try {
      // What another window holds while it builds: the container of this name.
      await engine.withContainer(
        {
          name: `${volume}-build`,
          image: toolchainImage,
          command: ['true'],
          labels: ownLabels('build-container'),
          platform,
          network: 'none',
        },
        () =>
          assert.rejects(
            product.services.build(incremental(), product.report, signal),
            (error) =>
              isBenchError(error, 'engine-object-busy') &&
              error.message.includes('another window is building or testing it'),
          ),
        signal,
      );
    } finally {
      engine.close();
    }
  });

  it('benchmarks a clean build: samples over the network into SQLite, each once, and no container left', async () => {
    await phpCheckout();
    const result = await product.services.benchmark(benchmark(), product.report, signal);
    assert.equal(result.status, 'complete');
    assert.equal(result.iterations, 2);
    assert.equal(result.viaCollector, 2, product.output());
    const total = result.summaries.find((row) => row.benchmark === 'Total' && row.metric === 'time');
    assert.ok(total !== undefined && total.median > 10 && total.count === 2);
    assert.deepEqual(await product.leftovers(), []);

    const database = new DatabaseSync(product.settings.historyPath, { readOnly: true });
    const rows = database.prepare('SELECT count(*) AS n FROM samples').get();
    database.close();
    assert.equal(
      rows?.n,
      result.summaries.reduce((sum, row) => sum + row.count, 0),
    );

    const history = await product.services.history();
    const series = history.listSeries().find((row) => row.benchmark === 'Total' && row.metric === 'time');
    assert.ok(series);
    const columns = history.readSeries(series.id);
    assert.deepEqual(columns.medians, [total.median]);
    assert.equal(columns.commits[0], result.build.source.commit?.sha);
  });

  it('finds the build of a commit in the cache the second time', async () => {
    const request = { ...incremental(), source: { kind: 'commit', commit: 'HEAD' }, mode: 'clean' } as const;
    const built = await product.services.build(request, product.report, signal);
    assert.equal(built.outcome, 'cached');
    await assert.rejects(
      product.services.build(
        { ...request, source: { kind: 'commit', commit: 'no-such' } },
        product.report,
        signal,
      ),
      (error) => isBenchError(error, 'commit-missing'),
    );
  });

  it('plans a prune that ticks nothing in use', async () => {
    const rule = { ...usualRule, onlyDangling: false, deadLongerThanHours: 0 };
    const plan = await product.services.planPrune({ ruleName: 'a test', rule, only: undefined }, signal);
    assert.deepEqual(await product.waiting(), []);
    const images = plan.items.filter(
      (item) => item.kind === 'image' && item.name.startsWith('php-source-bench/'),
    );
    assert.ok(images.length >= 2);
    assert.ok(plan.items.every((item) => !item.remove || item.kind !== 'volume'));
    const { toolchainImage } = await product.services.build(incremental(), product.report, signal);
    // The engine may hold toolchains of earlier recipes, which nothing is built with any more.
    const current = images.find(({ name }) => name === toolchainImage);
    assert.equal(current?.remove, false);
  });
});
