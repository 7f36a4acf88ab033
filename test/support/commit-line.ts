import type { CommitInfo } from '../../src/core/model/tree.ts';

/** A commit of this number, so many milliseconds after 1970. */
export function commitOf(number: number, committedAtMs = number): CommitInfo {
  return {
    sha: number.toString(16).padStart(40, '0'),
    subject: `Change ${number}`,
    author: 'Someone',
    committedAtMs,
  };
}

/** So many commits, oldest first, an hour apart. */
export function commitsOf(count: number): readonly CommitInfo[] {
  return Array.from({ length: count }, (_, number) => commitOf(number, number * 3_600_000));
}
