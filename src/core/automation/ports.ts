/** What unattended work asks of the outside; `local/` implements these. */
import type { BenchError } from '../errors.ts';
import type { CommitInfo } from '../model/tree.ts';

/** A state file as it was found: its content, or why it cannot be used. */
export type StoredState<S> =
  | { readonly id: string; readonly state: S; readonly error?: undefined }
  | { readonly id: string; readonly state?: undefined; readonly error: BenchError };

/**
 * The states of one kind of long work, each in a file that outlives the process. Whoever changes one holds it.
 * An id is lower-case letters, digits and dashes.
 */
export interface StateStore<S extends { readonly id: string }> {
  list(): Promise<readonly StoredState<S>[]>;
  /** Rejects with `state-missing`, `state-too-new` or `state-unreadable`; a file is never changed by that. */
  read(id: string): Promise<S>;
  /** Whole or not at all; rejects with `disk-full` or `file-unwritable`. */
  write(state: S): Promise<void>;
  /**
   * Runs `work` while this process alone holds the state; that of a process that has died is taken over. Rejects
   * with `already-running` if a living process has it.
   */
  hold<T>(id: string, work: () => Promise<T>): Promise<T>;
  /** The process that holds it at the moment. */
  holder(id: string): Promise<number | undefined>;
  /** Asks whoever holds it to stop at the next good moment. */
  askToPause(id: string): Promise<void>;
  isAskedToPause(id: string): Promise<boolean>;
  forgetPause(id: string): Promise<void>;
}

/** Part of the line of first parents that leads to a commit. */
export interface LineRange {
  /** A commit-ish on the line, the oldest to take; `undefined` for all there is. */
  readonly from: string | undefined;
  /** Commits that are older end the line. */
  readonly sinceMs: number | undefined;
  readonly to: string;
  readonly limit: number;
}

export interface Tag {
  readonly name: string;
  /** When it was made; of one without a message, when its commit was. */
  readonly createdAtMs: number;
}

/** The line of first parents of a repository, what a remote has of it, and its tags. */
export interface CommitLinePort {
  /**
   * Newest first. Rejects with `commit-missing`, and with `commits-unfit` if `from` is not on the line or the range
   * has more than `limit` commits.
   */
  listLine(root: string, range: LineRange, signal: AbortSignal): Promise<readonly CommitInfo[]>;
  /** Brings one branch of a remote up to date; returns the commit-ish that names it. Rejects with `git-failed`. */
  fetchBranch(
    root: string,
    branch: { readonly remote: string; readonly name: string },
    signal: AbortSignal,
  ): Promise<string>;
  /** @param pattern of their names, as `git for-each-ref` has them. Rejects with `git-failed`. */
  listTags(root: string, pattern: string, signal: AbortSignal): Promise<readonly Tag[]>;
}

/** Work that is measured on one machine, by whichever process, takes turns. */
export interface TurnPort {
  /** @param onWait called once with the process that is being waited for */
  takeTurn<T>(
    machineId: string,
    work: () => Promise<T>,
    onWait: (pid: number) => void,
    signal: AbortSignal,
  ): Promise<T>;
}
