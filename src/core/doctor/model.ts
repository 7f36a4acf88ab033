/** What a check of the Docker setup finds. */
import type { ErrorReason } from '../errors.ts';
import type { EngineInfo } from '../model/engine.ts';

/** The checks by name, in the order of the report. */
export const checkTitles = {
  engine: 'Docker engine',
  permission: 'Permission',
  storage: 'Storage driver',
  clock: 'Clock',
  profile: 'Machine profile',
  image: 'Image to check with',
  container: 'Container',
  disk: 'Disk',
  platforms: 'Platforms',
  names: 'Name resolution',
  mirror: 'Package mirror',
  bison: 'Bison source',
} as const;

export type CheckId = keyof typeof checkTitles;

export type CheckState = 'passed' | 'warning' | 'failed' | 'not checked';

/** What came of one check. */
export interface Finding {
  readonly check: CheckId;
  readonly title: string;
  readonly state: CheckState;
  /** What was found, or why it was not checked. */
  readonly sentence: string;
  /** What to do, as a sentence; empty if there is nothing to do or `sentence` says it. */
  readonly action: string;
  /** The failure that it came to, for a fitting button. */
  readonly reason: ErrorReason | undefined;
  /** A command line for a terminal of this machine that mends it. */
  readonly command: string | undefined;
}

/** All findings of one check of the setup. */
export interface Checkup {
  /** Milliseconds since 1970. */
  readonly startedAtMs: number;
  /** `undefined` if none answered. */
  readonly engine: EngineInfo | undefined;
  readonly findings: readonly Finding[];
}

/** The finding that matters most: the first that failed, else the first warning. */
export function worstOf({ findings }: Checkup): Finding | undefined {
  return (
    findings.find(({ state }) => state === 'failed') ?? findings.find(({ state }) => state === 'warning')
  );
}

/** How many findings are in each state, for people; states without any are left out. */
export function countsText({ findings }: Checkup): string {
  const states: readonly CheckState[] = ['failed', 'warning', 'passed', 'not checked'];
  const counts = states.map(
    (state) => [state, findings.filter((one) => one.state === state).length] as const,
  );
  const words = {
    failed: 'failed',
    warning: 'with a warning',
    passed: 'passed',
    'not checked': 'not checked',
  };
  return counts
    .filter(([, count]) => count > 0)
    .map(([state, count]) => `${count} ${words[state]}`)
    .join(', ');
}
