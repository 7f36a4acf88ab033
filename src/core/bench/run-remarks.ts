/** What to know of a run before its numbers are trusted. */
import type { Remark } from '../model/bench.ts';
import type { Intake } from './intake.ts';

/** What is known of a machine while it measured. */
export interface MachineUse {
  readonly cpuCount: number;
  /** CPUs that others than the benchmark used on average during its executions; `undefined` if unknown. */
  readonly otherCpus: number | undefined;
  /** One-minute load averages. */
  readonly loadBefore: number | undefined;
  readonly loadAfter: number | undefined;
}

const shareOfAllCpus = 0.1;
const leastCpus = 0.25;

/**
 * A sentence for a run on a busy machine, else `undefined`. Busy is where, while scripts were executed, others used
 * more than a tenth of the machine, and more than a quarter of one CPU. The load average, which is told beside it,
 * decides nothing: a minute after the compiler has ended, it still shows the build.
 */
export function busyRemark({ cpuCount, otherCpus, loadBefore, loadAfter }: MachineUse): string | undefined {
  if (otherCpus === undefined || otherCpus <= Math.max(leastCpus, cpuCount * shareOfAllCpus)) {
    return undefined;
  }
  const loads = [
    ...(loadBefore === undefined ? [] : [`${loadBefore.toFixed(1)} before`]),
    ...(loadAfter === undefined ? [] : [`${loadAfter.toFixed(1)} after`]),
  ];
  const load = loads.length === 0 ? '' : ` (load ${loads.join(', ')})`;
  return `The machine was busy: others used ${otherCpus.toFixed(1)} of its ${cpuCount} CPUs meanwhile${load}.`;
}

/** All remarks on a run. */
export function runRemarks(
  { otherCpus, uncounted }: Pick<Intake, 'otherCpus' | 'uncounted'>,
  machine: Omit<MachineUse, 'otherCpus'>,
): readonly Remark[] {
  const remarks: Remark[] = [];
  const busy = busyRemark({ ...machine, otherCpus });
  if (busy !== undefined) {
    remarks.push({ kind: 'busy-machine', text: busy });
  }
  if (uncounted !== undefined) {
    const text = `Instructions were not counted: this kernel gives the container no counter (${uncounted}). Set its kernel.perf_event_paranoid to 2 or less, or use callgrind.`;
    remarks.push({ kind: 'not-counted', text });
  }
  return remarks;
}
