import type { PanelTexts } from '../../shared/panel-texts.ts';
import type { Translate } from '../translate.ts';

/** The page's texts in the reader's language. Placeholders stay: the page fills them in. */
export function panelTexts(t: Translate): PanelTexts {
  return {
    title: t('Benchmark History'),
    series: t('Series'),
    refresh: t('Refresh'),
    runBenchmark: t('Run Benchmark'),
    loading: t('Reading the history…'),
    emptyTitle: t('No benchmark runs yet'),
    emptyHint: t('Run a benchmark on a php-src tree, and its timings appear here.'),
    failedTitle: t('The history cannot be shown'),
    tryAgain: t('Try Again'),
    median: t('Median of a run'),
    average: t('Moving average of 5 runs'),
    range: t('Fastest to slowest iteration'),
    resetZoom: t('Reset Zoom'),
    chart: t('{0} over time', '{0}'),
    chartKeys: t('Left and right arrow keys move through the runs, Home and End go to the first and last.'),
    chartRole: t('chart'),
    latest: t('Latest run'),
    latestAverage: t('Moving average'),
    fastest: t('Fastest run'),
    runs: t('Runs'),
    change: t('{0} to the run before', '{0}'),
    table: t('Runs as a table'),
    date: t('Date'),
    version: t('PHP'),
    commit: t('Commit'),
    minimum: t('Minimum'),
    maximum: t('Maximum'),
    iterations: t('Iterations'),
    release: t('release'),
    changed: t('with changes'),
    shown: t('{0} to {1} of {2} runs', '{0}', '{1}', '{2}'),
    newer: t('Newer Runs'),
    older: t('Older Runs'),
    position: t('Run {0} of {1}', '{0}', '{1}'),
  };
}
