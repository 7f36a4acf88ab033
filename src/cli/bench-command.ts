import type { BenchRequest, BenchResult } from '../core/bench/request.ts';
import { formatDuration, formatValue } from '../core/text/format.ts';
import { describeBuild } from './build-command.ts';
import type { CommandContext } from './context.ts';
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

/** `bench`: one suite on the tree or a commit, into the history. */
export async function benchCommand(context: CommandContext, request: BenchRequest): Promise<void> {
  const result = await context.services.benchmark(request, context.progress.report, context.signal);
  context.print(result, () => {
    const way = `${result.viaCollector} of ${result.iterations} iterations came over the network`;
    const end = `Run ${result.runId}, ${formatDuration(result.durationMs)}; ${way}.`;
    return `${describeBuild(result.build)}\n\n${benchTable(result)}\n${end}\n`;
  });
}
