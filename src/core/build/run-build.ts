/** The part of a build that happens in the container. */
import { errors } from '../errors.ts';
import type { ContextFile } from '../model/engine.ts';
import type { KeptContainerPort, Report } from '../ports.ts';
import type { Steps } from '../steps.ts';
import { LineSplitter } from './lines.ts';
import { runByLine } from './run-by-line.ts';
import type { Sent } from './send-source.ts';
import { stepOfExitCode, stepTitle } from './step-lines.ts';
import { stateDirectory } from './volume-state.ts';

/** Longest line of a compiler's output that is passed on. */
const maxLineLength = 64 * 1024;

function shellQuote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** The files that say what is to be run, when it is known what was sent. */
export type ToRun = (sent: Sent) => readonly ContextFile[];

export interface ScriptArguments {
  readonly jobs: number;
  readonly sent: Sent;
  /** Whether the interpreter is copied out of the tree, for an image. */
  readonly stage: boolean;
  readonly configureFlags: readonly string[];
}

/**
 * What the container runs, for its state directory: the build script (`media/container/build.sh`), and a call of it
 * with this build's arguments, which are known only when the sources have been sent.
 */
export function buildScripts(buildScript: string, call: ScriptArguments): readonly ContextFile[] {
  const { jobs, sent, stage, configureFlags } = call;
  const switches = [sent.reconfigure, sent.clean, stage].map((on) => (on ? '1' : '0'));
  const words = [String(jobs), ...switches, ...configureFlags].map(shellQuote).join(' ');
  return [
    { path: `${stateDirectory}/build.sh`, content: buildScript },
    { path: `${stateDirectory}/run.sh`, content: `exec /bin/sh ${stateDirectory}/build.sh ${words}\n` },
  ];
}

/** Says what travelled and what it makes the build do. */
export function reportSent(sent: Sent, steps: Steps, report: Report): void {
  const removed = sent.removed === 0 ? '' : `, ${sent.removed} removed`;
  const files = sent.files === undefined ? 'the whole commit sent' : `${sent.files} files sent`;
  steps.done(sent.upToDate ? 'nothing changed since the last build' : `${files}${removed}`);
  if (sent.clean) {
    report({
      kind: 'warning',
      text: 'A header changed, and makefiles before PHP 8.1 do not track headers: compiling everything again.',
    });
  }
  if (sent.reconfigure) {
    report({ kind: 'line', text: 'The build system changed: configuring again.' });
  }
  if (sent.unstable.length > 0) {
    const names = sent.unstable.slice(0, 3).join(', ');
    report({
      kind: 'warning',
      text: `${sent.unstable.length} files changed while they were read (${names}); build again to be sure of them.`,
    });
  }
}

/**
 * Runs the build container to its end, with its steps and its output reported.
 * @throws `build-failed`, `build-interpreter-missing`
 */
export async function runBuild(
  container: Pick<KeptContainerPort, 'run'>,
  steps: Steps,
  report: Report,
  signal: AbortSignal,
): Promise<void> {
  let diskFull = false;
  const onLine = (line: string) => {
    diskFull ||= line.includes('No space left on device');
    const title = stepTitle(line);
    if (title === undefined) {
      report({ kind: 'line', text: line.replace(/\r$/, '') });
    } else {
      steps.start(title);
    }
  };
  const splitters = {
    stdout: new LineSplitter(onLine, maxLineLength),
    stderr: new LineSplitter(onLine, maxLineLength),
  };
  const exit = await runByLine(container, splitters, signal);
  if (exit.exitCode !== 0 && diskFull) {
    throw errors.engineDiskFull(undefined);
  }
  if (exit.exitCode === 14) {
    throw errors.buildInterpreterMissing();
  }
  if (exit.exitCode !== 0) {
    throw errors.buildFailed(stepOfExitCode(exit.exitCode));
  }
  steps.done();
}
