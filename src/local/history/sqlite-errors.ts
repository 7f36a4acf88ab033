import { type BenchError, errors, isBenchError, toBenchError } from '../../core/errors.ts';

/** Primary result codes of SQLite; an extended code has one in its low byte. */
const code = {
  permission: 3,
  busy: 5,
  locked: 6,
  readOnly: 8,
  inputOutput: 10,
  corrupt: 11,
  full: 13,
  cannotOpen: 14,
  notADatabase: 26,
} as const;

/** The primary code of an error of `node:sqlite`, or `undefined` for any other value. */
function primaryCode(thrown: unknown): number | undefined {
  return thrown instanceof Error && 'errcode' in thrown && typeof thrown.errcode === 'number'
    ? thrown.errcode & 0xff
    : undefined;
}

function systemCode(thrown: unknown): unknown {
  return thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
}

/** Whether the error is SQLite's own. */
export function isSqliteError(thrown: unknown): boolean {
  return primaryCode(thrown) !== undefined;
}

/** Whether another connection holds the lock that was wanted. */
export function isBusy(thrown: unknown): boolean {
  const found = primaryCode(thrown);
  return found === code.busy || found === code.locked;
}

/** Whether the disk is full. */
export function isFull(thrown: unknown): boolean {
  return primaryCode(thrown) === code.full || systemCode(thrown) === 'ENOSPC';
}

/** The catalogue's entry for anything that went wrong with the database or file at `path`. */
export function toHistoryError(path: string, thrown: unknown): BenchError {
  if (isBenchError(thrown)) {
    return thrown;
  }
  if (isBusy(thrown)) {
    return errors.historyLocked(path, thrown);
  }
  if (isFull(thrown)) {
    return errors.diskFull(path, thrown);
  }
  switch (primaryCode(thrown)) {
    case code.permission:
    case code.readOnly:
    case code.inputOutput:
    case code.corrupt:
    case code.cannotOpen:
    case code.notADatabase:
      return errors.historyUnreadable(path, thrown);
    case undefined:
      return typeof systemCode(thrown) === 'string' && thrown instanceof Error && 'syscall' in thrown
        ? errors.historyUnreadable(path, thrown)
        : toBenchError(thrown);
    default:
      return toBenchError(thrown);
  }
}
