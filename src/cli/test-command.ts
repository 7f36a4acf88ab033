import { isAbsolute, relative, sep } from 'node:path';
import { isFailure, type TestResult } from '../core/model/phpt.ts';
import { describeCounts } from '../core/phpt/counts.ts';
import { formatDuration, plainText } from '../core/text/format.ts';
import { describeBuild, type SourceOptions } from './build-command.ts';
import type { CommandContext } from './context.ts';
import { exitCode } from './exit-codes.ts';

export interface TestOptions extends Omit<SourceOptions, 'commit'> {
  /** Below the tree, or absolute; none for all tests. */
  readonly paths: readonly string[];
}

const maxLineLength = 1000;

/** A path below the tree's root, with `/`; the empty path for the root itself. */
export function pathBelow(tree: string, path: string): string {
  const below = isAbsolute(path) ? relative(tree, path) : path;
  return below
    .split(sep)
    .filter((part) => part !== '' && part !== '.')
    .join('/');
}

/** `test`: brings the build up to date and runs tests on it; a failed one makes the exit code say so. */
export async function testCommand(context: CommandContext, options: TestOptions): Promise<void> {
  const { services, settings, progress, signal } = context;
  const { tree: treeRoot, preset, flags: configureFlags, platform } = options;
  const build = await services.build(
    { treeRoot, source: { kind: 'work-tree' }, mode: 'incremental', preset, configureFlags, platform },
    progress.report,
    signal,
  );
  const paths = options.paths.map((path) => pathBelow(build.treeRoot, path));
  const request = {
    include: paths.length === 0 ? [''] : paths,
    exclude: [],
    jobs: settings.testJobs,
    timeoutSeconds: settings.testTimeoutSeconds,
  };
  const { results, durationMs } = await services.runTests(build, request, () => {}, progress.report, signal);
  const failed = results.filter(({ state }) => isFailure(state));
  context.print({ build, results, durationMs }, () => {
    const counts = `${describeCounts(results)}, in ${formatDuration(durationMs)}`;
    return `${failed.map(describeFailure).join('')}${describeBuild(build)}\n${counts}.\n`;
  });
  if (failed.length > 0) {
    context.exitWith(exitCode.tests);
  }
}

/** A failed test for people: its name, the reason, and where its output parts from what it should be. */
function describeFailure({ path, title, state, reason, comparison }: TestResult): string {
  const details = [reason, comparison?.diff ?? ''].filter((text) => text !== '').join('\n');
  const heading = `✗ ${path} (${state})${title === '' ? '' : `: ${title}`}`;
  const lines = [heading, ...details.split('\n')];
  return `${lines.map(printable).join('\n').trimEnd()}\n\n`;
}

/** Safe for a terminal, with its indentation. */
function printable(line: string): string {
  return `${/^ */.exec(line)?.[0] ?? ''}${plainText(line, maxLineLength)}`;
}
