/** The table of results, as Markdown for people and as JSON for programs. */
import { formatFigure } from './figures.ts';
import { goalText, type Judged } from './goal.ts';
import type { ContenderResult, FailedRow, MeasuredRow, RowResult } from './result.ts';
import { type Interval, type Summary, wantedCoverage } from './statistics.ts';

/** Where and with what the results were made; each entry a name and what is said of it. */
export interface Circumstances {
  readonly startedAt: Date;
  readonly durationMs: number;
  /** Whether the figures mean anything, or only showed that they can be made. */
  readonly tiny: boolean;
  readonly machine: Readonly<Record<string, string>>;
  readonly versions: Readonly<Record<string, string>>;
}

/** All that there is to know, every value included; times are in milliseconds. */
export function jsonReport(circumstances: Circumstances, results: readonly RowResult[]): string {
  const { startedAt, ...others } = circumstances;
  return `${JSON.stringify({ version: 1, startedAt: startedAt.toISOString(), ...others, results }, undefined, 2)}\n`;
}

/** The table, with what it was made on and how to read it. */
export function markdownReport(circumstances: Circumstances, results: readonly RowResult[]): string {
  const { startedAt, durationMs, tiny, machine, versions } = circumstances;
  const measured = results.filter((result) => result.kind === 'measured');
  const failed = results.filter((result) => result.kind === 'failed');
  return [
    '# Benchmarks',
    '',
    ...(tiny ? ['**A check that every row can be produced: the figures mean nothing.**', ''] : []),
    `${startedAt.toISOString().slice(0, 16).replace('T', ' ')} UTC, ${(durationMs / 60_000).toFixed(1)} minutes.`,
    verdictCount(measured, failed),
    '',
    ...table(measured),
    '',
    ...explanation,
    ...failed.flatMap(({ row, size, message }) => [
      `- ${withSize(row, size)} **failed**: ${oneLine(message)}`,
    ]),
    ...(failed.length > 0 ? [''] : []),
    '| machine | |',
    '| --- | --- |',
    ...Object.entries(machine).map(([name, value]) => `| ${name} | ${cell(value)} |`),
    '',
    '| version | |',
    '| --- | --- |',
    ...Object.entries(versions).map(([name, value]) => `| ${name} | ${cell(value)} |`),
    '',
  ].join('\n');
}

const explanation = [
  'Each figure is a median ± its median absolute deviation over n rounds; in a round every contender has one turn, so',
  'that what slows the machine down meets them all. A ratio is the median of the ratios within each round, ours divided',
  `by the other, with the interval that holds the true median at ${wantedCoverage * 100} % or, where there were too few rounds for that, at the`,
  'confidence that is given. *Missed* and *met* are said of the median; *not certain* where the interval reaches over the limit.',
  '',
];

function verdictCount(measured: readonly MeasuredRow[], failed: readonly FailedRow[]): string {
  const goals = measured.flatMap((result) => result.goals);
  const missed = goals.filter(({ met }) => !met).length;
  const rows = failed.length === 0 ? '' : ` Rows that could not be produced: ${failed.length}.`;
  return `${goals.length - missed} goals met, ${missed} missed.${rows}`;
}

function table(results: readonly MeasuredRow[]): readonly string[] {
  return [
    '| row | what | n | figure | ours / it | goal |',
    '| --- | --- | --: | --: | --: | --- |',
    ...results.flatMap((result) => linesOf(result).map((cells) => `| ${cells.map(cell).join(' | ')} |`)),
  ];
}

function linesOf(result: MeasuredRow): readonly (readonly string[])[] {
  const { row, title, size, unit, contenders, ratios, goals } = result;
  return contenders.map(({ name, role, summary }, index) => {
    const ratio = ratios.find(({ to }) => role !== 'ours' && to === name)?.ratio;
    return [
      index === 0 ? `**${withSize(row, size)}**: ${title}` : '',
      contenderName(name, role),
      String(summary.count),
      figure(summary, unit),
      ratio === undefined ? '' : ratioText(ratio),
      goals
        .filter(({ goal }) => ('to' in goal ? goal.to === name : role === 'ours'))
        .map((judged) => verdict(judged, unit))
        .join('; '),
    ];
  });
}

function withSize(row: string, size: string): string {
  return size === '' ? row : `${row} (${size})`;
}

function contenderName(name: string, role: ContenderResult['role']): string {
  return role === 'limit' ? `${name} (the limit)` : name;
}

function figure({ count, median, spread }: Summary, unit: MeasuredRow['unit']): string {
  return count > 1
    ? `${formatFigure(median, unit)} ± ${formatFigure(spread, unit)}`
    : formatFigure(median, unit);
}

function ratioText({ median, interval }: Summary): string {
  return `${formatFigure(median, 'ratio')}${intervalText(interval)}`;
}

function intervalText({ low, high, coverage }: Interval): string {
  if (coverage === 0) {
    return '';
  }
  const confidence = coverage >= wantedCoverage ? '' : `, ${Math.round(coverage * 100)} %`;
  return ` [${formatFigure(low, 'ratio')} to ${formatFigure(high, 'ratio')}${confidence}]`;
}

function verdict({ goal, figure: held, met, certain }: Judged, unit: MeasuredRow['unit']): string {
  const difference =
    goal.kind === 'difference-at-most' ? ` (it is ${formatFigure(held.median, unit)} more)` : '';
  const doubt = certain ? '' : ', not certain';
  return `${goalText(goal, unit)}${difference}: ${met ? 'met' : '**missed**'}${doubt}`;
}

function cell(text: string): string {
  return oneLine(text).replaceAll('|', '\\|');
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

/** What the terminal says of a result. */
export function shortText(result: RowResult): string {
  if (result.kind === 'failed') {
    return `failed: ${result.message}`;
  }
  const { contenders, ratios, goals, unit } = result;
  return [
    ...contenders.map(({ name, summary }) => {
      const ratio = ratios.find(({ to }) => to === name)?.ratio;
      return `${name}: ${figure(summary, unit)}${ratio === undefined ? '' : `, ratio ${ratioText(ratio)}`}`;
    }),
    ...goals.map((judged) => verdict(judged, unit).replaceAll('**', '')),
  ].join('\n');
}
