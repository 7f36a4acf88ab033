import { type BenchError, type ErrorReason, errors, toBenchError } from '../errors.ts';

/** What keeps one commit from being measured, and would do so on the next try too. */
const faults: ReadonlySet<ErrorReason> = new Set<ErrorReason>([
  'not-a-php-tree',
  'no-bison-fits',
  'build-failed',
  'build-interpreter-missing',
  'suite-missing',
  'variant-unavailable',
  'benchmark-failed',
  'benchmark-silent',
  'benchmark-timeout',
  'benchmark-out-of-memory',
  'benchmark-output',
]);

/**
 * A failure that is the commit's own, so that it is passed over and the others go on.
 * @throws everything else (no engine, a full disk, no network), which would fail the others too, and `cancelled` if
 * the signal is aborted
 */
export function commitsFault(thrown: unknown, signal: AbortSignal): BenchError {
  const error = toBenchError(thrown);
  if (signal.aborted) {
    throw errors.cancelled(error);
  }
  if (!faults.has(error.reason)) {
    throw error;
  }
  return error;
}
