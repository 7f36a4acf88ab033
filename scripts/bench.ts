/** `npm run bench`: measures the product beside what a person would use instead, and writes the table. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { locked } from '../src/local/locked.ts';
import { type Circumstances, jsonReport, markdownReport, shortText } from '../test/bench/framework/report.ts';
import type { RowResult } from '../test/bench/framework/result.ts';
import { chooseRows } from '../test/bench/framework/row.ts';
import { type Progress, runRows } from '../test/bench/framework/run-rows.ts';
import { allRows } from '../test/bench/rows/all.ts';
import { machineFacts, versions } from '../test/bench/support/circumstances.ts';
import { withContext } from '../test/bench/support/context.ts';
import { testEngineDirectory, testEngineLock } from './setup/engine.ts';
import { runScript } from './setup/main.ts';
import { stopPrivateEngine } from './setup/private-engine.ts';
import { SetupError } from './setup/setup-error.ts';
import { formatDuration, say, step } from './setup/steps.ts';
import { ensureSystemPackages } from './setup/system-packages.ts';

const repository = join(import.meta.dirname, '..');

const help = `Usage: npm run bench -- [--out DIR] [--tiny] [--keep-engine] [ROW ...]

Rows: ${allRows.map(({ name }) => name).join(', ')}; all of them if none is named. The beginning of a name chooses
all that begin with it: "build" is build-first, build-nothing and so on.

  --out DIR       where bench.md and bench.json go (default: test-results/bench)
  --tiny          only check that every row can be produced, on inputs that take no time
  --keep-engine   leave the tests' Docker engine running ("npm run stop" stops it)
  --help          show this
`;

/** What every row uses; the others see to what they need. */
const systemPackages = ['git', 'ca-certificates', 'xz-utils'];

/** How long a person waits without a word. */
const quietMs = 15_000;

await runScript(async (signal) => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      out: { type: 'string', default: join(repository, 'test-results', 'bench') },
      tiny: { type: 'boolean', default: false },
      'keep-engine': { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const { chosen, unknown } = chooseRows(allRows, positionals);
  if (unknown.length > 0) {
    throw new SetupError(`There is no row "${unknown.join('", "')}".\n\n${help}`);
  }
  if (values.help) {
    process.stdout.write(help);
    return 0;
  }
  // Tests use the same engine and would be measured too.
  const onWait = (pid: number) =>
    console.log(`\nA test run, process ${pid}, uses the engine; waiting for its end ...`);
  return locked(testEngineLock(), () => bench(chosen, { ...values, out: resolve(values.out) }, signal), {
    onWait,
    signal,
  });
});

interface Options {
  readonly out: string;
  readonly tiny: boolean;
  readonly 'keep-engine': boolean;
}

/** Resolves to the exit code: 1 if a row could not be produced. A goal that is missed is a result like others. */
async function bench(chosen: typeof allRows, options: Options, signal: AbortSignal): Promise<number> {
  const { tiny } = options;
  const startedAt = new Date();
  const machine = await machineFacts();
  try {
    await step('Tools of this machine', () => ensureSystemPackages(systemPackages));
    return await withContext({ tiny, signal }, async (context) => {
      const results = await runRows(chosen, context, { tiny, signal, onProgress: progressPrinter() });
      const durationMs = Date.now() - startedAt.getTime();
      const used = { ...(await versions()), ...Object.fromEntries(context.versions) };
      // Before anything is taken down: half an hour's figures must not be lost to a folder that cannot be removed.
      await writeReports(options.out, { startedAt, durationMs, tiny, machine, versions: used }, results);
      return results.some(({ kind }) => kind === 'failed') ? 1 : 0;
    });
  } finally {
    if (!options['keep-engine']) {
      await step("Stopping the tests' Docker engine", () => stopPrivateEngine(testEngineDirectory()));
    }
  }
}

async function writeReports(
  directory: string,
  circumstances: Circumstances,
  results: readonly RowResult[],
): Promise<void> {
  const markdown = markdownReport(circumstances, results);
  await mkdir(directory, { recursive: true });
  await writeFile(join(directory, 'bench.md'), markdown);
  await writeFile(join(directory, 'bench.json'), jsonReport(circumstances, results));
  console.log(`\n${markdown}\nWritten to ${directory}: bench.md and bench.json`);
}

/** Says what is measured; whose turn it is only when nothing has been said for some time. */
function progressPrinter(): (progress: Progress) => void {
  let saidAtMs = 0;
  return (progress) => {
    if (progress.kind === 'turn' && performance.now() - saidAtMs < quietMs) {
      return;
    }
    saidAtMs = performance.now();
    switch (progress.kind) {
      case 'begin': {
        const size = progress.size === '' ? '' : `, ${progress.size}`;
        console.log(`\n==> ${progress.row}${size}`);
        return;
      }
      case 'turn': {
        const { contender, round, rounds } = progress;
        say(`${round < 0 ? 'warming up' : `round ${round + 1} of ${rounds}`}: ${contender} ...`);
        return;
      }
      case 'end': {
        const lines = `${shortText(progress.result)}\ntook ${formatDuration(progress.durationMs)}`;
        say(lines.replaceAll('\n', '\n    '));
      }
    }
  };
}
