import type { Remark, RunEnd } from '../model/bench.ts';
import type { MachinePort } from '../ports.ts';
import type { EquippedBuild } from './equip-build.ts';
import type { Intake } from './intake.ts';
import { runRemarks } from './run-remarks.ts';

/**
 * Closes a run that ends now in the history, if it has begun; the remarks on it.
 * @param note why it is not complete
 */
export function endRun(
  machine: Pick<MachinePort, 'nowMs'>,
  { run, cpuCount, intake }: Pick<EquippedBuild, 'run' | 'cpuCount'> & { readonly intake: Intake },
  status: RunEnd['status'],
  note?: string,
): readonly Remark[] {
  const loadAfter = intake.last?.load ?? undefined;
  const remarks = runRemarks(intake, { cpuCount, loadBefore: run.loadBefore, loadAfter });
  intake.finish({ status, note, finishedAtMs: machine.nowMs(), loadAfter }, remarks);
  return remarks;
}
