import type { ErrorReason } from '../errors.ts';

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
 * Whether a failure is the commit's own, so that it is passed over and the others go on. Everything else (no engine,
 * a full disk, no network) would fail the others too.
 */
export function isCommitsFault(reason: ErrorReason): boolean {
  return faults.has(reason);
}
