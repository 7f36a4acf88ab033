/** Work that goes on for hours or comes back every night: backfills, bisections and nightly benchmarks. */
import { Backfills, type MeasuringTarget } from '../backfill/backfill.ts';
import type { Plan } from '../backfill/plan.ts';
import type { RunPlanDeps } from '../backfill/run-plan.ts';
import type { Bisection } from '../bisect/bisection.ts';
import { Bisections } from '../bisect/bisections.ts';
import type { MeasureInTurns } from '../bisect/measure-turns.ts';
import type { Platform } from '../model/platform.ts';
import { Nightlies } from '../nightly/nightlies.ts';
import type { NightlyState } from '../nightly/nightly.ts';
import type { SchedulePort } from '../nightly/schedule.ts';
import { type NightlyProgramPort, NightlyScheduling } from '../nightly/scheduling.ts';
import type { HistoryPort, MachinePort, TreePort } from '../ports.ts';
import type { CommitLinePort, StateStore, TurnPort } from './ports.ts';

export interface AutomationDeps {
  readonly plans: StateStore<Plan>;
  readonly bisections: StateStore<Bisection>;
  readonly nightlies: StateStore<NightlyState>;
  readonly lines: CommitLinePort;
  readonly turns: TurnPort;
  readonly schedules: SchedulePort;
  readonly program: NightlyProgramPort;
  readonly tree: Pick<TreePort, 'listCommits' | 'readCommitFile' | 'resolveCommit' | 'resolveRoot'>;
  readonly machine: MachinePort;
  readonly history: () => Promise<Pick<HistoryPort, 'listRuns'>>;
  /** Where measurements would be made. @param platform as in a build's configuration */
  readonly target: (platform: Platform | undefined, signal: AbortSignal) => Promise<MeasuringTarget>;
  /** Builds and measures one commit. */
  readonly measure: RunPlanDeps['measure'];
  readonly measureInTurns: (signal: AbortSignal) => Promise<MeasureInTurns>;
}

export interface Automation {
  readonly backfills: Backfills;
  readonly bisections: Bisections;
  readonly nightlies: Nightlies;
  readonly scheduling: NightlyScheduling;
}

export function createAutomation({ turns, ...deps }: AutomationDeps): Automation {
  const shared = { ...deps, ...turns };
  const nightlies = new Nightlies(shared);
  return {
    backfills: new Backfills(shared),
    bisections: new Bisections(shared),
    nightlies,
    scheduling: new NightlyScheduling({
      ...deps,
      identify: (request, signal) => nightlies.identify(request, signal),
    }),
  };
}
