import type { CauseEvidence, Companions } from './cause.ts';
import type { ChangePoint, Stretch } from './change-point.ts';
import type { CompanionMove } from './companion-move.ts';
import { controlMoved } from './control-moved.ts';
import { instructionMove } from './instruction-move.ts';
import { remeasuredMove } from './remeasured-move.ts';

/** A change in its series, and the stretches on both sides of it. */
export interface ChangeInSeries {
  readonly change: ChangePoint;
  readonly around: readonly [Stretch, Stretch];
  readonly series: readonly (number | null)[];
}

/** Counts that differ by less are of the same code: hardly anything can be changed that runs and executes as many. */
const sameInstructions = 0.0001;
/** The same code may move by so much more than the limit, which is for builds whose code may differ. */
const sameCodeFactor = 3;

type Evidence = readonly CauseEvidence[];

/**
 * The facts that speak for or against each cause of a change.
 *
 * @param limit below what size a change may be layout only; three times that where the instructions are the same.
 */
export function gatherEvidence(at: ChangeInSeries, companions: Companions, limit: number): Evidence {
  const { change, around } = at;
  const instructions = companions.instructions && instructionMove(companions.instructions, change, around);
  return [
    ...ofControl(companions.control, at),
    ...ofEnvironments(companions.environments, at),
    ...ofCommits(companions.commits, at),
    ...ofRemeasured(companions.remeasured, at),
    ...ofInstructions(instructions),
    ...ofSize(limit, at, instructions),
  ];
}

function ofControl(control: Companions['control'], { change, around }: ChangeInSeries): Evidence {
  const move = control && controlMoved(control, change, around);
  return move === undefined
    ? []
    : [{ fact: move.moved ? 'control-moved' : 'control-steady', relative: move.relative }];
}

function ofEnvironments(environments: Companions['environments'], { change }: ChangeInSeries): Evidence {
  const same = allSame(environments, change);
  return same === undefined ? [] : [{ fact: same ? 'environment-same' : 'environment-changed' }];
}

function ofCommits(commits: Companions['commits'], { change }: ChangeInSeries): Evidence {
  return allSame(commits, change) === true ? [{ fact: 'same-commit' }] : [];
}

function ofRemeasured(remeasured: Companions['remeasured'], { change, series }: ChangeInSeries): Evidence {
  const move = remeasured && remeasuredMove(remeasured, series, change);
  return move === undefined
    ? []
    : [{ fact: move.moved ? 'remeasured-moved' : 'remeasured-steady', relative: move.relative }];
}

function ofInstructions(move: CompanionMove | undefined): Evidence {
  return move === undefined
    ? [{ fact: 'instructions-unknown' }]
    : [{ fact: move.clear ? 'instructions-moved' : 'instructions-steady', relative: move.relative }];
}

function ofSize(
  limit: number,
  { change }: ChangeInSeries,
  instructions: CompanionMove | undefined,
): Evidence {
  const isSame = instructions !== undefined && Math.abs(instructions.relative) < sameInstructions;
  return Math.abs(change.relative) < (isSame ? limit * sameCodeFactor : limit)
    ? [{ fact: 'below-layout-limit', relative: change.relative }]
    : [];
}

/** Whether all ids in the range of a change are the same, or `undefined` if one is not known. */
function allSame(ids: readonly (string | null)[] | undefined, { range }: ChangePoint): boolean | undefined {
  const inRange = ids?.slice(range.lastBefore, range.firstAfter + 1) ?? [null];
  return inRange.includes(null) ? undefined : inRange.every((id) => id === inRange[0]);
}
