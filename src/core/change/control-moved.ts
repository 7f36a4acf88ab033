import type { ChangePoint, Stretch } from './change-point.ts';
import { companionMove } from './companion-move.ts';

/** A companion that moved by less than this share of a change does not explain it. */
export const explainingShare = 0.5;

/** How a control moved where a series changed. */
export interface ControlMove {
  /** A fraction of its level before. */
  readonly relative: number;
  /** Whether that is clear, and enough to explain the change. */
  readonly moved: boolean;
}

/** @returns `undefined` if too few points are known on a side. */
export function controlMoved(
  control: readonly (number | null)[],
  change: ChangePoint,
  around: readonly [Stretch, Stretch],
): ControlMove | undefined {
  const move = companionMove(control, change, around);
  if (move === undefined) {
    return undefined;
  }
  // The direction does not matter: in a series divided by the control the move shows upside down.
  const moved = move.clear && Math.abs(move.relative) >= explainingShare * Math.abs(change.relative);
  return { relative: move.relative, moved };
}
