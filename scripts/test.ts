/**
 * `npm test` and its parts: sets up what the chosen suites need, runs them, and ends with one line
 * `N passed, N failed, N skipped`.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { engineVariable } from '../test/support/engine.ts';
import { testBaseImage } from '../test/support/images.ts';
import { ensureBisonSource } from './setup/bison-source.ts';
import { ensureChromium } from './setup/chromium.ts';
import { ensureCodeServer } from './setup/code-server.ts';
import { testEngineDirectory } from './setup/engine.ts';
import { packageExtension } from './setup/extension-package.ts';
import { cacheDirectory } from './setup/locations.ts';
import { locked } from './setup/locked.ts';
import { runScript } from './setup/main.ts';
import { ensurePhpTree } from './setup/php-tree.ts';
import { startPrivateEngine, stopPrivateEngine } from './setup/private-engine.ts';
import { SetupError } from './setup/setup-error.ts';
import { say, step } from './setup/steps.ts';
import { ensureSystemPackages } from './setup/system-packages.ts';
import { runChecks } from './testing/checks.ts';
import { runSuite, type Suite } from './testing/run-suite.ts';
import { addTallies, emptyTally, summaryLine, type Tally } from './testing/tally.ts';

const repository = join(import.meta.dirname, '..');
const suiteNames = ['check', 'unit', 'contract', 'e2e'] as const;
type SuiteName = (typeof suiteNames)[number];

const help = `Usage: npm test, or node scripts/run.mjs test [--keep-engine] [SUITE ...]

Suites: ${suiteNames.join(', ')}; all of them if none is named.

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
  const chosen = suiteNames.filter((name) => positionals.length === 0 || positionals.includes(name));
  const tally = await runSuites(chosen, values['keep-engine'], signal);
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
  const unknown = parsed.positionals.filter((name) => !suiteNames.some((known) => known === name));
  if (unknown.length > 0) {
    throw new SetupError(`There is no suite "${unknown.join('", "')}".\n\n${help}`);
  }
  return parsed;
}

async function runSuites(
  chosen: readonly SuiteName[],
  keepEngine: boolean,
  signal: AbortSignal,
): Promise<Tally> {
  let tally = emptyTally;
  for (const name of chosen.filter((suite) => suite === 'check' || suite === 'unit')) {
    tally = addTallies(tally, await runNamed(name, signal));
  }
  const onEngine = chosen.filter((suite) => suite === 'contract' || suite === 'e2e');
  if (onEngine.length === 0) {
    return tally;
  }
  // One engine serves all test runs of this person, one run after another.
  const lock = join(cacheDirectory(), 'locks', 'test-run');
  const onWait = (pid: number) =>
    console.log(`\nAnother test run, process ${pid}, uses the engine; waiting ...`);
  const rest = await locked(lock, () => runOnEngine(onEngine, keepEngine, signal), { onWait, signal });
  return addTallies(tally, rest);
}

async function runOnEngine(
  chosen: readonly SuiteName[],
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
    for (const name of chosen) {
      signal.throwIfAborted();
      tally = addTallies(tally, await runNamed(name, signal));
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

async function prepareEngine(chosen: readonly SuiteName[]): Promise<void> {
  await step('Tools of this machine', () => ensureSystemPackages(systemPackages));
  await step("The tests' Docker engine", async () => {
    const { socketPath } = await startPrivateEngine(testEngineDirectory());
    process.env[engineVariable] = socketPath;
    say(`unix://${socketPath}`);
  });
  await step('Base image', testBaseImage, (reference) => reference);
  await step('PHP release tree', ensurePhpTree, ({ path }) => path);
  if (chosen.includes('contract')) {
    await step('Bison sources', ensureBisonSource, (path) => path);
  }
  if (chosen.includes('e2e')) {
    await step('Chromium', ensureChromium, (path) => path);
    await step('VS Code in the browser', ensureCodeServer, ({ directory }) => directory);
    await step('Building and packaging the extension', packageExtension, ({ path }) => {
      process.env.PSB_TEST_VSIX = path;
      return path;
    });
  }
}

async function runNamed(name: SuiteName, signal: AbortSignal): Promise<Tally> {
  console.log(`\n==> ${name}`);
  const tally =
    name === 'check' ? await runChecks(repository, signal) : await runSuite(suite(name), repository, signal);
  console.log(`    ${name}: ${summaryLine(tally)}`);
  signal.throwIfAborted();
  return tally;
}

function suite(name: Exclude<SuiteName, 'check'>): Suite {
  return {
    name,
    directory: join(repository, 'test', name),
    // Tests on an engine or in a browser disturb each other's measurements and objects.
    concurrency: name === 'unit' ? 2 : 1,
    fileLimitMs: (name === 'unit' ? 5 : 60) * 60_000,
  };
}
