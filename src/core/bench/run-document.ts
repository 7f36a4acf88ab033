/** A run of the history as a Markdown document: what it was made in, its numbers and its samples, all escaped. */
import type { Environment, PointDetails, RunDetails, RunRecord } from '../model/bench.ts';
import { formatDuration, formatValue } from '../text/format.ts';
import { markdownTable, markdownText } from '../text/markdown.ts';
import { suiteTitle } from './suite-title.ts';

type Fact = readonly [name: string, value: string];

/** The whole document; it ends with a line end. */
export function runDocument({ run, points }: RunDetails): string {
  const title = suiteTitle({ suite: run.suite, variant: run.variant.name });
  const sections = [
    `# ${markdownText(title)} on ${markdownText(versionOf(run))}`,
    factsTable(runFacts(run)),
    ...remarks(run),
    '## Environment',
    factsTable(environmentFacts(run.environment)),
    '## Numbers',
    points.length === 0 ? 'There are none: the run has not ended.' : numbersTable(points),
    ...samples(points),
  ];
  return sections.join('\n\n').concat('\n');
}

function versionOf({ build }: RunRecord): string {
  const commit = build.commit?.sha.slice(0, 10) ?? '';
  const changed = build.dirty ? ' with changes' : '';
  return [`PHP ${build.phpVersion}`.trim(), commit === '' ? '' : `(${commit}${changed})`].join(' ').trim();
}

function factsTable(facts: readonly Fact[]): string {
  return markdownTable(
    ['What', 'Value'],
    [],
    facts.filter(([, value]) => value !== ''),
  );
}

function runFacts(run: RunRecord): readonly Fact[] {
  const { build } = run;
  return [
    ['Status', [run.status, run.note ?? ''].filter((part) => part !== '').join(': ')],
    ['Measured', time(run.startedAtMs)],
    ['Took', run.finishedAtMs === undefined ? '' : formatDuration(run.finishedAtMs - run.startedAtMs)],
    ['Iterations', `${run.iterations} of ${run.plannedIterations}`],
    ['Commit', build.commit?.sha ?? ''],
    ['Subject', build.commit?.subject ?? ''],
    ['Author', build.commit?.author ?? ''],
    ['Committed', time(build.commit?.committedAtMs)],
    ['Machine', run.machine.name],
    ['Platform', build.platform],
    ['Configuration', build.configuration],
    ['Configure flags', build.configureFlags.join(' ')],
    ['php.ini', settings(run.variant.ini)],
    ['Role', [run.role, run.branch].join(' ').trim()],
    ['Load before', numberText(run.loadBefore)],
    ['Load after', numberText(run.loadAfter)],
    ['Image', run.image],
    ['Toolchain', build.toolchainKey],
    ['Build', build.key],
    ['Source', build.sourceId],
    ['Run', run.id],
  ];
}

function time(timeMs: number | undefined): string {
  return timeMs === undefined
    ? ''
    : new Date(timeMs).toISOString().replace('T', ' ').slice(0, 19).concat(' UTC');
}

function numberText(value: number | undefined): string {
  return value === undefined ? '' : String(value);
}

function settings(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
}

function environmentFacts({ other, ...known }: Environment): readonly Fact[] {
  return [...Object.entries(known), ...Object.entries(other)].map(([name, value]) => [
    name,
    value === undefined ? '' : String(value),
  ]);
}

function remarks({ remarks: all }: RunRecord): readonly string[] {
  return all.length === 0
    ? []
    : ['## Remarks', all.map(({ kind, text }) => `- ${kind}: ${markdownText(text)}`).join('\n')];
}

function numbersTable(points: readonly PointDetails[]): string {
  return markdownTable(
    ['Benchmark', 'Metric', 'Median', 'Minimum', 'Maximum', 'Mean', 'Samples', 'Excluded'],
    [2, 3, 4, 5, 6],
    points.map(({ benchmark, metric, unit, summary, exclusion }) => {
      const value = (number: number | undefined) => (number === undefined ? '' : formatValue(number, unit));
      return [
        ...[benchmark, metric, value(summary.median), value(summary.minimum), value(summary.maximum)],
        ...[value(summary.mean), String(summary.sampleCount)],
        exclusion === undefined ? '' : `${time(exclusion.atMs)}: ${exclusion.reason}`,
      ];
    }),
  );
}

/** Nothing for runs whose samples are no longer kept, or never were. */
function samples(points: readonly PointDetails[]): readonly string[] {
  const rows = points
    .filter((point) => point.samples.length > 0)
    .map((point) => [
      point.benchmark,
      point.metric,
      point.unit,
      point.samples.map(([, value]) => String(value)).join(', '),
    ]);
  return rows.length === 0
    ? []
    : [
        '## Samples',
        markdownTable(['Benchmark', 'Metric', 'Unit', 'In the order of the iterations'], [], rows),
      ];
}
