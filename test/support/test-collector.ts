import type { IterationReport } from '../../src/core/bench/runner-message.ts';
import type { CollectorAddress, Stored } from '../../src/core/ports.ts';
import { localCollector } from '../../src/local/collector/collector.ts';
import { type CollectorLimits, usualLimits } from '../../src/local/collector/limits.ts';
import { jobId } from './collector-client.ts';

export interface Collected extends CollectorAddress {
  readonly reports: readonly IterationReport[];
}

/** Runs a collector that stores what it gets, as the history would. */
export async function collect(
  use: (collected: Collected) => Promise<void>,
  limits: CollectorLimits = usualLimits,
  onReport?: (report: IterationReport) => Stored,
): Promise<void> {
  const reports: IterationReport[] = [];
  const store = (report: IterationReport): Stored => {
    if (reports.some((known) => known.iteration === report.iteration)) {
      return 'duplicate';
    }
    reports.push(report);
    return 'stored';
  };
  await localCollector(limits).collect(
    { id: jobId, bindAddress: '127.0.0.1', onReport: onReport ?? store },
    (address) => use({ ...address, reports }),
    new AbortController().signal,
  );
}
