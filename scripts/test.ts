/**
 * `npm test` and its parts: sets up what the chosen suites need, runs them, and ends with one line
 * `N passed, N failed, N skipped`.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { locked } from '../src/local/locked.ts';
import { clearTestEngine } from '../test/support/clear-engine.ts';
import { engineVariable } from '../test/support/engine.ts';
import { testBaseImage } from '../test/support/images.ts';
import { ensureBisonSource } from './setup/bison-source.ts';
import { ensureChromium } from './setup/chromium.ts';
import { ensureCodeServer } from './setup/code-server.ts';
import { testEngineDirectory, testEngineLock } from './setup/engine.ts';
import { packageExtension } from './setup/extension-package.ts';
import { runScript } from './setup/main.ts';
import { ensurePhpTree } from './setup/php-tree.ts';
import { startPrivateEngine, stopPrivateEngine } from './setup/private-engine.ts';
import { SetupError } from './setup/setup-error.ts';
import { say, step } from './setup/steps.ts';
import { ensureSystemPackages } from './setup/system-packages.ts';
import { runChecks } from './testing/checks.ts';
import { type ChosenSuite, chooseSuites, type SuiteName, suiteNames } from './testing/choose-suites.ts';
import { runSuite, type Suite } from './testing/run-suite.ts';
import { addTallies, emptyTally, summaryLine, type Tally } from './testing/tally.ts';

const repository = join(import.meta.dirname, '..');

const help = `Usage: npm test, or node scripts/run.mjs test [--keep-engine] [SUITE ...] [FILE ...]

Suites: ${suiteNames.join(', ')}; all of them if none is named. A test file that is named, such as
test/unit/core/php/bison.test.ts, runs alone.

  --keep-engine   leave the tests' Docker engine running ("npm run stop" stops it)
  --help          show this
`;

/** Packages that tests use beyond what the product itself needs. */
const systemPackages = ['git', 'debootstrap', 'debian-archive-keyring', 'ca-certificates', 'xz-utils'];

await runScript(async (signal) => {
  const { values, positionals } = parse();
  if (values.help) {
    process.stdout.write(help);
    return 0;
  }
  const tally = await runSuites(chosenBy(positionals), values['keep-engine'], signal);
  console.log(`\n${summaryLine(tally)}`);
  return tally.failed > 0 ? 1 : 0;
});

function parse() {
  const parsed = parseArgs({
    allowPositionals: true,
    options: {
      'keep-engine': { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  return parsed;
}

function chosenBy(words: readonly string[]): readonly ChosenSuite[] {
  const { chosen, unknown } = chooseSuites(words, join(repository, 'test'));
  const wrong = [
    ...unknown,
    ...chosen.flatMap(({ files }) => files ?? []).filter((file) => !existsSync(file)),
  ];
  if (wrong.length > 0) {
    throw new SetupError(`There is no suite and no test file "${wrong.join('", "')}".\n\n${help}`);
  }
  return chosen;
}

async function runSuites(
  chosen: readonly ChosenSuite[],
  keepEngine: boolean,
  signal: AbortSignal,
): Promise<Tally> {
  let tally = emptyTally;
  for (const part of chosen.filter(({ name }) => name === 'check' || name === 'unit')) {
    tally = addTallies(tally, await runNamed(part, signal));
  }
  const onEngine = chosen.filter(({ name }) => name === 'contract' || name === 'e2e');
  if (onEngine.length === 0) {
    return tally;
  }
  // One engine serves all test runs of this person, one run after another.
  const onWait = (pid: number) =>
    console.log(`\nAnother test run, process ${pid}, uses the engine; waiting ...`);
  const rest = await locked(testEngineLock(), () => runOnEngine(onEngine, keepEngine, signal), {
    onWait,
    signal,
  });
  return addTallies(tally, rest);
}

async function runOnEngine(
  chosen: readonly ChosenSuite[],
  keepEngine: boolean,
  signal: AbortSignal,
): Promise<Tally> {
  let tally = emptyTally;
  try {
    const ready = await prepared(() => prepareEngine(chosen));
    signal.throwIfAborted();
    if (!ready) {
      return { ...tally, failed: 1 };
    }
    for (const part of chosen) {
      signal.throwIfAborted();
      tally = addTallies(tally, await runNamed(part, signal));
    }
    return tally;
  } finally {
    if (!keepEngine) {
      await step("Stopping the tests' Docker engine", () => stopPrivateEngine(testEngineDirectory()));
    }
  }
}

/** A set-up that fails is a failed test: the suites behind it could not run. */
async function prepared(work: () => Promise<void>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    console.log(`    ${error instanceof SetupError ? error.message : String(error)}`);
    return false;
  }
}

async function prepareEngine(chosen: readonly ChosenSuite[]): Promise<void> {
  await step('Tools of this machine', () => ensureSystemPackages(systemPackages));
  await step("The tests' Docker engine", async () => {
    const { socketPath } = await startPrivateEngine(testEngineDirectory());
    process.env[engineVariable] = socketPath;
    say(`unix://${socketPath}`);
    const left = await clearTestEngine();
    if (left.length > 0) {
      say(`removed what an earlier run left: ${left.join(', ')}`);
    }
  });
  await step('Base image', testBaseImage, (reference) => reference);
  await step('PHP release tree', ensurePhpTree, ({ path }) => path);
  if (chosen.some(({ name }) => name === 'contract')) {
    await step('Bison sources', ensureBisonSource, (path) => path);
  }
  if (chosen.some(({ name }) => name === 'e2e')) {
    await step('Chromium', ensureChromium, (path) => path);
    await step('VS Code in the browser', ensureCodeServer, ({ directory }) => directory);
    await step('Building and packaging the extension', packageExtension, ({ path }) => {
      process.env.PSB_TEST_VSIX = path;
      return path;
    });
  }
}

async function runNamed({ name, files }: ChosenSuite, signal: AbortSignal): Promise<Tally> {
  console.log(`\n==> ${name}`);
  const tally =
    name === 'check'
      ? await runChecks(repository, signal)
      : await runSuite(suite(name, files), repository, signal);
  console.log(`    ${name}: ${summaryLine(tally)}`);
  signal.throwIfAborted();
  return tally;
}

function suite(name: Exclude<SuiteName, 'check'>, files: readonly string[] | undefined): Suite {
  return {
    name,
    directory: join(repository, 'test', name),
    files,
    // Tests on an engine or in a browser disturb each other's measurements and objects.
    concurrency: name === 'unit' ? 2 : 1,
    fileLimitMs: (name === 'unit' ? 5 : 60) * 60_000,
  };
}
