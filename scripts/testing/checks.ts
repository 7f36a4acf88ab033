/** Types, lint and format; each check counts as one test. */
import { join } from 'node:path';
import { execa } from 'execa';
import { formatDuration } from '../setup/steps.ts';
import { addTallies, emptyTally, type Tally } from './tally.ts';

const checks = [
  { name: 'types', program: 'tsc', words: ['--project', '.', '--pretty', 'false'] },
  { name: 'types of the webview', program: 'tsc', words: ['--project', 'webview', '--pretty', 'false'] },
  { name: 'lint and format', program: 'biome', words: ['ci', '--colors=off', '.'] },
] as const;

/** Runs all checks in the repository and prints what the failed ones say. */
export async function runChecks(root: string, signal: AbortSignal): Promise<Tally> {
  let tally = emptyTally;
  for (const { name, program, words } of checks) {
    const startedAtMs = performance.now();
    const result = await execa(join(root, 'node_modules', '.bin', program), words, {
      cwd: root,
      stdin: 'ignore',
      all: true,
      reject: false,
      cancelSignal: signal,
    });
    const duration = formatDuration(performance.now() - startedAtMs);
    console.log(`  ${result.failed ? 'FAILED' : 'ok    '}  ${name} (${duration})`);
    if (result.failed) {
      console.log((result.all || result.shortMessage || '').replace(/^/gm, '          '));
    }
    tally = addTallies(tally, {
      passed: result.failed ? 0 : 1,
      failed: result.failed ? 1 : 0,
      skipped: 0,
    });
    signal.throwIfAborted();
  }
  return tally;
}
