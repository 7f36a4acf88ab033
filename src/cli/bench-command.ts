import { findSuite, findVariants, measureRequest } from '../core/bench/list-suites.ts';
import type { BenchResult } from '../core/bench/request.ts';
import type { MeasureLimits } from '../core/bench/suite.ts';
import { usualLimits } from '../core/services.ts';
import { formatDuration, formatValue, plainText } from '../core/text/format.ts';
import { describeBuild, type SourceOptions, sourceOf } from './build-command.ts';
import type { CommandContext } from './context.ts';
import { renderTable } from './tables.ts';

export interface BenchOptions extends SourceOptions {
  /** A suite's name. */
  readonly suite: string;
  /** Names of variants; empty for those that the suite is measured with. */
  readonly variants: readonly string[];
  /** What is to count instead of what the suite says. */
  readonly asked: Partial<MeasureLimits>;
}

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
export async function benchCommand(context: CommandContext, options: BenchOptions): Promise<void> {
  const { settings, services, progress, signal } = context;
  const { tree: treeRoot, preset, flags: configureFlags, platform } = options;
  const source = sourceOf(options);
  const suites = await services.readSuites(
    { treeRoot, source, suitesFile: settings.benchmarkSuitesFile },
    signal,
  );
  const suite = findSuite(suites, options.suite);
  const runs: BenchResult[] = [];
  for (const variant of findVariants(suite, options.variants)) {
    const measured = measureRequest(suite, variant, usualLimits(settings), options.asked);
    const request = { ...measured, treeRoot, source, preset, configureFlags, platform };
    runs.push(await services.benchmark(request, progress.report, signal));
  }
  context.print({ runs }, () => runs.map(resultText).join('\n'));
}
