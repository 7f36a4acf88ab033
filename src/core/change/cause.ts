import type { ChangePoint, Spike } from './change-point.ts';

/**
 * What else was recorded at the points of a series, each as long as it and `null` where it is not known. The more is
 * there, the more the verdict can tell apart.
 */
export interface Companions {
  /** The control: the same benchmark with one fixed build, measured on the same nights. */
  readonly control?: readonly (number | null)[];
  /** Executed instructions. */
  readonly instructions?: readonly (number | null)[];
  /** At each point the commit of the point before it, measured again, in the unit of the series. */
  readonly remeasured?: readonly (number | null)[];
  /** What was measured: a commit's id. */
  readonly commits?: readonly (string | null)[];
  /** On what it was measured: the fingerprint of machine, system and compiler. */
  readonly environments?: readonly (string | null)[];
}

export const causes = ['code', 'layout-only', 'instruction-only', 'environment', 'harness', 'spike'] as const;

/**
 * What moved a series.
 *
 * - `code`: the code of PHP.
 * - `layout-only`: only where the linker put the code; below 1 %, and no more instructions.
 * - `instruction-only`: the instructions changed and the time did not.
 * - `environment`: the machine, its system or the compiler; the control moved too.
 * - `harness`: how it was measured; the same commit moved between nights.
 * - `spike`: nothing that lasted.
 */
export type Cause = (typeof causes)[number];

/** A fact that speaks for or against a cause, with the size that was seen: a fraction of the level before. */
export interface CauseEvidence {
  readonly fact:
    | 'control-moved'
    | 'control-steady'
    | 'environment-changed'
    | 'environment-same'
    | 'same-commit'
    | 'remeasured-moved'
    | 'remeasured-steady'
    | 'instructions-moved'
    | 'instructions-steady'
    | 'instructions-unknown'
    | 'below-layout-limit'
    | 'time-steady'
    | 'came-back'
    | 'newest-point';
  readonly relative?: number;
}

/** A verdict: a change of the series, of its instructions if the cause says so, or a spike, and what led to it. */
export type Verdict =
  | {
      readonly cause: Exclude<Cause, 'spike'>;
      readonly change: ChangePoint;
      readonly evidence: readonly CauseEvidence[];
    }
  | { readonly cause: 'spike'; readonly spike: Spike; readonly evidence: readonly CauseEvidence[] };
