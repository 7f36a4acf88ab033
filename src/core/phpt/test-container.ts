/** The container that tests run in; what happens in it is `media/container/test.sh`. */
import { containerPath, volumeLock } from '../build/names.ts';
import type { MachineShare } from '../machine/machine-share.ts';
import type { BuildResult } from '../model/build.ts';
import type { ContainerSpec, ContextFile } from '../model/engine.ts';
import { label, ownLabels } from '../model/labels.ts';
import type { TestRequest } from '../model/phpt.ts';

/** The script's folder in the container. */
const home = '/opt/php-source-bench';

/** Where the machine's profile sets none: far above what tests need, and far below what a runaway one would take. */
const usualPidsLimit = 4096;

/** What keeps a container that starts slowly, as an emulated one does, from being stopped before its first test. */
const startSeconds = 30;
/** A test is up to three processes that may each fall silent, and is tried twice. */
const silencesOfTest = 6;

/** A build with its sources in a volume. */
export interface TestedBuild
  extends Pick<BuildResult, 'toolchainImage' | 'platform' | 'treeRoot' | 'configureFlags'> {
  readonly volume: string;
}

/** What its tests run with. */
function environmentOf({ configureFlags }: TestedBuild, { timeoutSeconds }: TestRequest) {
  // As run-tests.php does for its own switch, which older ones do not have.
  const sanitizer = {
    USE_ZEND_ALLOC: '0',
    USE_TRACKED_ALLOC: '1',
    SKIP_ASAN: '1',
    SKIP_PERF_SENSITIVE: '1',
    ASAN_OPTIONS: 'detect_leaks=0',
  };
  return {
    HOME: '/tmp',
    NO_COLOR: '1',
    NO_INTERACTION: '1',
    SKIP_ONLINE_TESTS: '1',
    // They want a terminal.
    SKIP_IO_CAPTURE_TESTS: '1',
    TEST_TIMEOUT: String(timeoutSeconds),
    ...(configureFlags.some((flag) => flag.includes('-fsanitize=address')) ? sanitizer : {}),
  };
}

/**
 * How long all tests may take together. It ends one that never falls silent, and is far above what others need.
 */
export function limitSeconds(testCount: number, timeoutSeconds: number): number {
  return startSeconds + silencesOfTest * timeoutSeconds * testCount;
}

/**
 * The container for these tests. It holds the name that a build holds: nobody changes the interpreter meanwhile.
 */
export function testContainer(
  build: TestedBuild,
  request: TestRequest,
  what: { readonly testCount: number; readonly owner: string },
  { jobs, limits }: MachineShare,
): ContainerSpec {
  const path = containerPath(build.treeRoot);
  const { volume } = build;
  // PHP 7.4 starts all workers that it is told to.
  const atOnce = Math.min(what.testCount, request.jobs === 0 ? jobs : request.jobs);
  const limit = limitSeconds(what.testCount, request.timeoutSeconds);
  return {
    name: volumeLock(volume),
    image: build.toolchainImage,
    command: ['/bin/sh', `${home}/test.sh`, String(atOnce), String(limit)],
    labels: ownLabels('test-container', { [label.tree]: build.treeRoot, [label.owner]: what.owner }),
    platform: build.platform,
    network: 'none',
    workingDirectory: path,
    environment: environmentOf(build, request),
    mounts: [{ volume, path: `${home}/build`, readOnly: true }],
    tmpfs: [path],
    pidsLimit: usualPidsLimit,
    ...limits,
  };
}

/**
 * What the container's script reads, for the root folder of the container.
 * @param lists with the folders that `foldersOf` finds
 */
export function testFiles(
  script: string,
  treeRoot: string,
  { tests, folders }: { readonly tests: readonly string[]; readonly folders: readonly string[] },
): readonly ContextFile[] {
  const folder = home.slice(1);
  const list = (lines: readonly string[]) => lines.map((line) => `${line}\n`).join('');
  return [
    { path: `${folder}/test.sh`, content: script },
    { path: `${folder}/folders`, content: list(folders) },
    { path: `${folder}/tests`, content: list(tests.map((test) => `${containerPath(treeRoot)}/${test}`)) },
  ];
}

/** Where run-tests.php leaves what it has of a failed test: `exp`, `out` and `diff`. */
export function resultFile(treeRoot: string, test: string, kind: 'exp' | 'out' | 'diff'): string {
  return `${home}/results${containerPath(treeRoot)}/${test.replace(/phpt$/, kind)}`;
}
