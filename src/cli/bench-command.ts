import type { BenchRequest, BenchResult, MeasureRequest } from '../core/bench/request.ts';
import { formatDuration, formatValue, plainText } from '../core/text/format.ts';
import { describeBuild } from './build-command.ts';
import type { CommandContext } from './context.ts';
import { type MeasureOptions, measureRequests } from './measure-options.ts';
import { renderTable } from './tables.ts';

function benchTable(result: BenchResult): string {
  return renderTable(
    ['Benchmark', 'Metric', 'Median', 'Minimum', 'Maximum', 'n'],
    result.summaries.map((row) => [
      row.benchmark,
      row.metric,
      formatValue(row.median, row.unit),
      formatValue(row.minimum, row.unit),
      formatValue(row.maximum, row.unit),
      String(row.count),
    ]),
    [2, 3, 4, 5],
  );
}

function resultText(result: BenchResult): string {
  const title = `${plainText(result.suite, 100)} (${result.variant})`;
  const way = `${result.viaCollector} of ${result.iterations} iterations came over the network`;
  const end = `Run ${result.runId}, ${formatDuration(result.durationMs)}; ${way}.`;
  const remarks = result.remarks.map((remark) => `! ${remark}\n`).join('');
  return `${describeBuild(result.build)}\n${title}\n\n${benchTable(result)}\n${remarks}${end}\n`;
}

/** `bench`: the variants of one suite on the tree or a commit, each a run in the history. */
export async function benchCommand(
  context: CommandContext,
  on: Omit<BenchRequest, keyof MeasureRequest>,
  options: MeasureOptions,
): Promise<void> {
  const runs: BenchResult[] = [];
  for (const measured of await measureRequests(context, options, on)) {
    const request = { ...on, ...measured };
    runs.push(await context.services.benchmark(request, context.progress.report, context.signal));
  }
  context.print({ runs }, () => runs.map(resultText).join('\n'));
}
