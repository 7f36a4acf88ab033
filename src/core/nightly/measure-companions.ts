import { withPrefix } from '../automation/step-prefix.ts';
import { type Measure, measureCommit } from '../backfill/measure-commit.ts';
import type { Measuring } from '../backfill/plan.ts';
import type { Report } from '../ports.ts';
import { companionRequest, type NightCompanions, nextCompanion, withCompanionState } from './companions.ts';

export interface CompanionDeps {
  readonly measure: Measure;
  readonly save: (night: NightCompanions) => Promise<void>;
}

/**
 * Measures those that wait and writes down each as soon as it is done; fails as the plan's commits do.
 * @returns them as they were saved last
 */
export async function measureCompanions(
  { measure, save }: CompanionDeps,
  measuring: Measuring,
  night: NightCompanions,
  report: Report,
  signal: AbortSignal,
): Promise<NightCompanions> {
  let current = night;
  for (let item = nextCompanion(current); item !== undefined; item = nextCompanion(current)) {
    const { role, commit } = item;
    const request = companionRequest(measuring, item);
    const titled = withPrefix(report, `The ${role} (${commit.sha.slice(0, 10)})`);
    const state = await measureCommit(measure, request, commit.sha, titled, signal);
    current = withCompanionState(current, item, state);
    await save(current);
  }
  return current;
}
