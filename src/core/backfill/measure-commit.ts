/** Builds and measures one commit for work that goes on without it where it cannot be measured. */
import type { BenchRequest, BenchResult } from '../bench/request.ts';
import type { Report } from '../ports.ts';
import { commitsFault } from './commit-fault.ts';
import { failureOf, type ItemState, measuredState } from './plan.ts';
import { TellingOutput } from './telling-output.ts';

/** Builds and measures one commit; see `runJob`. */
export type Measure = (request: BenchRequest, report: Report, signal: AbortSignal) => Promise<BenchResult>;

/**
 * Measures, and takes what would keep this commit from being measured on the next try too as a reason to skip it.
 * @param sha the commit of the request, for people
 * @throws `cancelled` on an abort, and any failure that is not the commit's own
 */
export async function measureCommit(
  measure: Measure,
  request: BenchRequest,
  sha: string,
  report: Report,
  signal: AbortSignal,
): Promise<ItemState> {
  const output = new TellingOutput();
  const listen: Report = (event) => {
    output.push(event);
    report(event);
  };
  try {
    return measuredState(await measure(request, listen, signal));
  } catch (thrown) {
    const error = commitsFault(thrown, signal);
    report({ kind: 'warning', text: `${sha.slice(0, 10)} is skipped: ${error.message}` });
    return { kind: 'skipped', ...failureOf(error, output.lines()) };
  }
}
