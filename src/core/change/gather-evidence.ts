import type { CauseEvidence, Companions } from './cause.ts';
import type { ChangePoint, Stretch } from './change-point.ts';
import { companionMove } from './companion-move.ts';
import { remeasuredMove } from './remeasured-move.ts';

/** A companion that moved by less than this share of the change does not explain it. */
const explainingShare = 0.5;
/** Instructions are nearly exact; less than 0.1 % is start-up and hash seeds. */
const leastInstructionMove = 0.001;

/** A change in its series, and the stretches on both sides of it. */
export interface ChangeInSeries {
  readonly change: ChangePoint;
  readonly around: readonly [Stretch, Stretch];
  readonly series: readonly (number | null)[];
}

type Evidence = readonly CauseEvidence[];

/**
 * The facts that speak for or against each cause of a change.
 *
 * @param limit below what size a change may be layout only.
 */
export function gatherEvidence(at: ChangeInSeries, companions: Companions, limit: number): Evidence {
  return [
    ...ofControl(companions.control, at),
    ...ofEnvironments(companions.environments, at),
    ...ofCommits(companions.commits, at),
    ...ofRemeasured(companions.remeasured, at),
    ...ofInstructions(companions.instructions, at),
    ...ofSize(limit, at),
  ];
}

function ofControl(control: Companions['control'], { change, around }: ChangeInSeries): Evidence {
  const move = control === undefined ? undefined : companionMove(control, change, around);
  if (move === undefined) {
    return [];
  }
  // The direction does not matter: in a series divided by the control the move shows upside down.
  const moved = move.clear && Math.abs(move.relative) >= explainingShare * Math.abs(change.relative);
  return [{ fact: moved ? 'control-moved' : 'control-steady', relative: move.relative }];
}

function ofEnvironments(environments: Companions['environments'], { change }: ChangeInSeries): Evidence {
  const same = allSame(environments, change);
  return same === undefined ? [] : [{ fact: same ? 'environment-same' : 'environment-changed' }];
}

function ofCommits(commits: Companions['commits'], { change }: ChangeInSeries): Evidence {
  return allSame(commits, change) === true ? [{ fact: 'same-commit' }] : [];
}

function ofRemeasured(remeasured: Companions['remeasured'], { change, series }: ChangeInSeries): Evidence {
  const relative = remeasured === undefined ? undefined : remeasuredMove(remeasured, series, change);
  if (relative === undefined) {
    return [];
  }
  const moved = relative / change.relative >= explainingShare;
  return [{ fact: moved ? 'remeasured-moved' : 'remeasured-steady', relative }];
}

function ofInstructions(
  instructions: Companions['instructions'],
  { change, around }: ChangeInSeries,
): Evidence {
  const move = instructions === undefined ? undefined : companionMove(instructions, change, around);
  if (move === undefined) {
    return [{ fact: 'instructions-unknown' }];
  }
  const moved = move.clear && Math.abs(move.relative) >= leastInstructionMove;
  return [{ fact: moved ? 'instructions-moved' : 'instructions-steady', relative: move.relative }];
}

function ofSize(limit: number, { change }: ChangeInSeries): Evidence {
  return Math.abs(change.relative) < limit ? [{ fact: 'below-layout-limit', relative: change.relative }] : [];
}

/** Whether all ids in the range of a change are the same, or `undefined` if one is not known. */
function allSame(ids: readonly (string | null)[] | undefined, { range }: ChangePoint): boolean | undefined {
  const inRange = ids?.slice(range.lastBefore, range.firstAfter + 1) ?? [null];
  return inRange.includes(null) ? undefined : inRange.every((id) => id === inRange[0]);
}
