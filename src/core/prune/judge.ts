/** What every kind of object is judged by. */
import type { ObjectId, ObjectKind, User } from '../model/objects.ts';
import type { Origin } from '../resources/origin.ts';
import type { ResourceSnapshot } from '../resources/snapshot.ts';
import { formatBytes, plainText } from '../text/format.ts';
import { fitsPattern, type PruneRule } from './rule.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const bytesPerMb = 1_000_000;
const namesShown = 3;
const maxNameLength = 100;

/** What the rows of an engine do not say. */
export interface PruneFacts {
  readonly nowMs: number;
  /** When containers ended, by id. */
  readonly finishedAtMs: ReadonlyMap<string, number>;
  /** When builds were last measured, by the build's key. */
  readonly buildUsedAtMs: ReadonlyMap<string, number>;
}

/** What the objects of one engine are judged with. */
export interface Judging {
  /** With the nameless steps between images, and with sizes. */
  readonly snapshot: ResourceSnapshot;
  readonly facts: PruneFacts;
  readonly rule: PruneRule;
  /** Whether the plan is about an object at all. */
  readonly isMeant: (object: ObjectId) => boolean;
  /** Whether a container goes. */
  readonly goesAlong: (user: User) => boolean;
  /** Whether a person may tick a container. */
  readonly mayGo: (user: User) => boolean;
}

export interface Verdict {
  readonly remove: boolean;
  /** Whether a person may tick it. */
  readonly removable: boolean;
  /** Why it goes or stays. */
  readonly reason: string;
}

/** It goes. */
export function goes(reason: string): Verdict {
  return { remove: true, removable: true, reason };
}

/** It is not ticked, and may be. */
export function stays(reason: string): Verdict {
  return { remove: false, removable: true, reason };
}

/** It cannot go, whoever wants it. */
export function isNeeded(reason: string): Verdict {
  return { remove: false, removable: false, reason };
}

/** What the criteria of a rule are applied to. */
export interface Candidate {
  readonly kind: ObjectKind;
  readonly madeBy: Origin;
  /** All its names. */
  readonly names: readonly string[];
  readonly bytes: number | undefined;
  readonly createdAtMs: number | undefined;
  readonly lastUsedAtMs: number | undefined;
}

const strangers: Readonly<Record<Origin, string>> = {
  'php-source-bench': 'the extension made it',
  'dev-container': 'a dev container made it, not the extension',
  compose: 'compose made it, not the extension',
  other: 'the extension did not make it',
};

const untouched: Readonly<Record<ObjectKind, string>> = {
  container: 'the rule leaves containers alone',
  image: 'the rule leaves images alone',
  volume: 'volumes hold data: only you can know whether it is needed',
  network: 'the rule leaves networks alone',
  'build-cache': 'the rule leaves the build cache alone',
};

/** Why an object stays though nothing needs it, or `undefined` if the rule takes it. */
export function whyItStays(candidate: Candidate, rule: PruneRule, nowMs: number): string | undefined {
  if (!rule.kinds.includes(candidate.kind)) {
    return untouched[candidate.kind];
  }
  // Build cache bears no mark of whoever made it; a rule that names it means all of it.
  if (candidate.kind !== 'build-cache' && !rule.madeBy.includes(candidate.madeBy)) {
    return strangers[candidate.madeBy];
  }
  const pattern = rule.keep.find((kept) => candidate.names.some((name) => fitsPattern(name, kept)));
  if (pattern !== undefined) {
    return `the rule keeps "${plainText(pattern, maxNameLength)}"`;
  }
  return (
    whyTooYoung(candidate, rule, nowMs) ??
    whyTooSmall(candidate, rule) ??
    whyUsedLately(candidate, rule, nowMs)
  );
}

function whyTooYoung({ createdAtMs }: Candidate, { olderThanDays }: PruneRule, nowMs: number) {
  if (olderThanDays === undefined) {
    return undefined;
  }
  if (createdAtMs === undefined) {
    return 'when it was made is not known';
  }
  return nowMs - createdAtMs < olderThanDays * dayMs
    ? `it is younger than ${days(olderThanDays)}`
    : undefined;
}

function whyTooSmall({ bytes }: Candidate, { largerThanMb }: PruneRule) {
  if (largerThanMb === undefined) {
    return undefined;
  }
  if (bytes === undefined) {
    return 'its size is not known';
  }
  const limit = largerThanMb * bytesPerMb;
  return bytes < limit ? `it is smaller than ${formatBytes(limit)}` : undefined;
}

function whyUsedLately({ lastUsedAtMs }: Candidate, { unusedForDays }: PruneRule, nowMs: number) {
  if (unusedForDays === undefined) {
    return undefined;
  }
  if (lastUsedAtMs === undefined) {
    return 'when it was last used is not known';
  }
  return nowMs - lastUsedAtMs < unusedForDays * dayMs
    ? `it was used within the last ${days(unusedForDays)}`
    : undefined;
}

function days(count: number): string {
  return count === 1 ? 'day' : `${count} days`;
}

/** Whether something that ended then has been over for as long as the rule asks. */
export function isOver(endedAtMs: number, { deadLongerThanHours }: PruneRule, nowMs: number): boolean {
  return nowMs - endedAtMs >= deadLongerThanHours * hourMs;
}

/** What is to be freed, in bytes. */
export function targetBytes({ freeMb }: PruneRule): number | undefined {
  return freeMb === undefined ? undefined : freeMb * bytesPerMb;
}

/** `it has ended, and the extension made it`. */
export function withMaker(reason: string, madeBy: Origin): string {
  return madeBy === 'php-source-bench' ? `${reason}, and the extension made it` : reason;
}

/** `a, b, c and 4 more`. */
export function listNames(names: readonly string[]): string {
  const shown = names.slice(0, namesShown).map((name) => plainText(name, maxNameLength));
  const more = names.length - shown.length;
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ');
}

/** Judges something by the containers that use it; `undefined` if none does that stays. */
export function judgeUsers(
  users: readonly User[],
  goesAlong: (user: User) => boolean,
  mayGo: (user: User) => boolean,
): Verdict | undefined {
  const left = users.filter((user) => !goesAlong(user));
  if (left.length === 0) {
    return undefined;
  }
  const reason = `used by ${listNames(left.map(({ name }) => name))}`;
  return left.every(mayGo) ? stays(`${reason}, which stays`) : isNeeded(reason);
}
