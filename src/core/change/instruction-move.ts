import type { ChangePoint, Stretch } from './change-point.ts';
import { type CompanionMove, companionMove } from './companion-move.ts';

/** Instructions are nearly exact; less than 0.1 % is start-up and hash seeds. */
const leastMove = 0.001;
/** Instructions that moved by less than this share of the change do not prove it. */
const provingShare = 0.2;

/** How the instructions moved where a series changed; `undefined` if too few are known on a side. */
export function instructionMove(
  instructions: readonly (number | null)[],
  change: ChangePoint,
  around: readonly [Stretch, Stretch],
): CompanionMove | undefined {
  const move = companionMove(instructions, change, around);
  return move && { ...move, clear: move.clear && Math.abs(move.relative) >= leastMove };
}

/** Whether the instructions moved with a change: clearly, the same way, and by a fair share of it. */
export function instructionsProve(
  instructions: readonly (number | null)[],
  change: ChangePoint,
  around: readonly [Stretch, Stretch],
): boolean {
  const move = instructionMove(instructions, change, around);
  return move?.clear === true && move.relative / change.relative >= provingShare;
}
