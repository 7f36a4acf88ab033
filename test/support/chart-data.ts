/** Series for what draws, reports and exports them. */
import { type SeriesChart, seriesChart } from '../../src/core/chart/chart.ts';
import type { SeriesColumns, SeriesRow } from '../../src/core/model/bench.ts';
import { runIdOf } from './history-data.ts';
import { normal, seeded } from './noise.ts';

const dayMs = 86_400_000;

export const seriesRow: SeriesRow = {
  id: 1,
  machine: { id: 'machine-1', name: 'box' },
  suite: 'Zend/bench.php',
  variant: { name: 'default', ini: {} },
  role: 'subject',
  branch: '',
  platform: 'linux/amd64',
  configuration: 'usual',
  benchmark: 'Total',
  metric: 'time',
  unit: 'ms',
  runCount: 1,
};

/** One run a day from 2026 on. */
export function columnsOf(medians: readonly number[], more: Partial<SeriesColumns> = {}): SeriesColumns {
  return {
    runIds: medians.map((_, index) => runIdOf(index)),
    runNumbers: medians.map((_, index) => index + 1),
    timesMs: medians.map((_, index) => Date.UTC(2026, 0, 1) + index * dayMs),
    medians,
    minima: medians.map((value) => value - 1),
    maxima: medians.map((value) => value + 1),
    sampleCounts: medians.map(() => 3),
    commits: medians.map((_, index) => (index + 1).toString(16).padStart(40, '0')),
    subjects: medians.map((_, index) => `Change ${index + 1}`),
    authors: medians.map(() => 'Somebody'),
    phpVersions: medians.map(() => '8.2.32'),
    dirty: medians.map(() => false),
    environments: medians.map(() => 1),
    excluded: medians.map(() => ''),
    ...more,
  };
}

/** Values around 100 with a scatter of 0.3 %, from `step` on 5 % higher. */
export function steppedValues(count: number, step: number): number[] {
  const random = seeded(9);
  return Array.from(
    { length: count },
    (_, index) => (index < step ? 100 : 105) * (1 + 0.003 * normal(random)),
  );
}

/** The whole series as a chart. */
export function chartOf(series: SeriesColumns, row: Partial<SeriesRow> = {}): SeriesChart {
  return seriesChart({ ...seriesRow, ...row }, series, undefined);
}

/** Texts that would do something if anything took them for more than text. */
export const hostileTexts: readonly string[] = [
  '<img src=x onerror=alert(1)>',
  '"><script>alert(2)</script>',
  "'><svg onload=alert(3)>",
  ']]></style></title><script>alert(4)</script>',
  '\u202egnp.exe\u2066',
  '[click](command:workbench.action.quit) $(trash) ![x](http://evil.example/x)',
  '| a | b |\n\n# Heading\n<!-- ',
  'a\0b\r\nc\u2028d',
  '=HYPERLINK("http://evil.example")',
  '\ud800 half',
  'x'.repeat(10_000),
];
