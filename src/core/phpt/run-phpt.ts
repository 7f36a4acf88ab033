/** Runs phpt tests on an incremental build, in a throwaway container. */
import { LineSplitter } from '../build/lines.ts';
import { runByLine } from '../build/run-by-line.ts';
import { toldAsBuiltElsewhere } from '../build/send-source.ts';
import { errors } from '../errors.ts';
import { machineShare } from '../machine/machine-share.ts';
import type { BuildResult } from '../model/build.ts';
import type { ContainerExit } from '../model/engine.ts';
import type { TestRequest, TestResult, TestSummary } from '../model/phpt.ts';
import type {
  ContainerAssets,
  ContainerPort,
  EnginePort,
  MachinePort,
  ProfilePort,
  Report,
  TreePort,
} from '../ports.ts';
import { findTarget } from '../recipe/ensure-toolchain.ts';
import { Steps } from '../steps.ts';
import { describeCounts } from './counts.ts';
import { RunTestsReader } from './run-tests-reader.ts';
import { foldersOf, selectTests } from './select-tests.ts';
import { limitSeconds, type TestedBuild, testContainer, testFiles } from './test-container.ts';
import { TestResults } from './test-results.ts';

export interface TestDeps {
  readonly engine: Pick<EnginePort, 'withContainer' | 'describe'>;
  readonly tree: Pick<TreePort, 'listFiles'>;
  readonly profiles: ProfilePort;
  readonly machine: Pick<MachinePort, 'owner' | 'nowMs'>;
  readonly assets: Pick<ContainerAssets, 'testScript'>;
}

/** Called with each result as it comes. */
export type OnTestResult = (result: TestResult) => void;

/** How the container's script ends where the build has no interpreter. */
const noInterpreterExit = 14;

/** Longest line of run-tests.php that is passed on. */
const maxLineLength = 64 * 1024;

interface Run {
  readonly build: TestedBuild;
  readonly request: TestRequest;
  readonly tests: readonly string[];
}

/**
 * Runs tests of the tree that a build is of, as that build has them.
 * @throws `test-missing` if the request means no test of the tree, `tests-unrunnable` if run-tests.php gave no result
 * at all, `build-interpreter-missing`, `engine-object-busy` while the tree is built or tested already, and whatever
 * the ports throw
 */
export async function runPhpt(
  deps: TestDeps,
  build: BuildResult,
  request: TestRequest,
  onResult: OnTestResult,
  report: Report,
  signal: AbortSignal,
): Promise<TestSummary> {
  const startedAtMs = deps.machine.nowMs();
  if (build.volume === undefined) {
    throw errors.noBuild(build.treeRoot);
  }
  const listed = await deps.tree.listFiles(build.treeRoot, signal);
  const { tests, missing } = selectTests(
    listed.map(({ path }) => path),
    request,
  );
  const results = new TestResults(build.treeRoot, tests, onResult);
  for (const path of missing) {
    results.addMissing(path);
  }
  if (tests.length === 0) {
    throw errors.testMissing(missing[0] ?? request.include[0] ?? '');
  }
  const steps = new Steps(report, deps.machine);
  steps.start(tests.length === 1 ? `Testing ${tests[0]}` : `Running ${tests.length} tests`);
  await runContainer(
    deps,
    { build: { ...build, volume: build.volume }, request, tests },
    results,
    report,
    signal,
  );
  steps.done(describeCounts(results.all));
  return { results: results.all, durationMs: Math.max(0, deps.machine.nowMs() - startedAtMs) };
}

async function runContainer(
  deps: TestDeps,
  run: Run,
  results: TestResults,
  report: Report,
  signal: AbortSignal,
): Promise<void> {
  const { build, request, tests } = run;
  const target = await findTarget(deps, build.platform, signal);
  const lists = { tests, folders: foldersOf(tests) };
  const what = { testCount: tests.length, owner: deps.machine.owner() };
  try {
    await deps.engine.withContainer(
      testContainer(build, request, what, machineShare(target)),
      async (container) => {
        await container.writeFiles(testFiles(deps.assets.testScript, build.treeRoot, lists), '/', signal);
        await runInside(container, run, results, report, signal);
      },
      signal,
    );
  } catch (error) {
    throw toldAsBuiltElsewhere(error);
  }
}

async function runInside(
  container: ContainerPort,
  { request, tests }: Run,
  results: TestResults,
  report: Report,
  signal: AbortSignal,
): Promise<void> {
  let lastLine = '';
  const reader = new RunTestsReader((path) => results.isAskedFor(path), {
    onResult: (result) => results.add(result, container, signal),
    onDuration: (path, durationMs) => results.setDuration(path, durationMs),
    onLine: (text) => {
      lastLine = text;
      report({ kind: 'line', text });
    },
  });
  const lines = {
    stdout: new LineSplitter((line) => reader.push(line), maxLineLength),
    stderr: new LineSplitter((line) => reader.push(line), maxLineLength),
  };
  const exit = await runByLine(container, lines, signal);
  await results.settled();
  const why = whyEnded(exit, lastLine, limitSeconds(tests.length, request.timeoutSeconds));
  if (results.isEmpty) {
    throw exit.exitCode === noInterpreterExit
      ? errors.buildInterpreterMissing()
      : errors.testsUnrunnable(why);
  }
  results.finish(why);
}

/** Why tests were left over, as the end of a sentence. */
function whyEnded({ exitCode, outOfMemory }: ContainerExit, lastLine: string, seconds: number): string {
  if (outOfMemory) {
    return 'its container passed the memory limit of the machine profile';
  }
  if (exitCode === 124 || exitCode === 137) {
    return `it did not end within ${seconds} s`;
  }
  return `it ended with exit code ${exitCode}, saying "${lastLine.slice(0, 500)}"`;
}
