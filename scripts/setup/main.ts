/** How every script ends: with an exit code, and one sentence for people instead of a stack. */
import { SetupError } from './setup-error.ts';

/**
 * Runs a script's work with a signal that aborts on Ctrl-C or a termination request, and sets the exit code: what
 * the work resolves to, 130 after an abort, 1 after a failure.
 */
export async function runScript(work: (signal: AbortSignal) => Promise<number>): Promise<void> {
  const controller = new AbortController();
  const abort = () => controller.abort();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, abort);
  }
  try {
    process.exitCode = await work(controller.signal);
  } catch (error) {
    if (controller.signal.aborted) {
      console.error('\nStopped.');
      process.exitCode = 130;
      return;
    }
    console.error(`\n${describe(error)}`);
    process.exitCode = 1;
  }
}

function describe(error: unknown): string {
  if (error instanceof SetupError) {
    return error.message;
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
