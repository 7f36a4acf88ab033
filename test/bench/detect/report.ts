import type { NightlyData, NightlySeries } from './nightly-data.ts';
import { ourName, rules } from './rules/all.ts';
import { type RuleScore, type Score, scoreRule, stepSizes } from './score.ts';
import { measureSpeed, type Speed } from './speed.ts';

/** Series that are scored together. */
export interface SetReport {
  readonly name: string;
  readonly series: readonly string[];
  readonly scores: readonly RuleScore[];
}

export interface Report {
  readonly sets: readonly SetReport[];
  readonly speed: Speed;
}

/**
 * Scores all rules on sets: all series; those without `micro_bench.php`, whose noise hides steps below 2 %; of those the
 * ones without JIT; and, if there are any, of those the nights with known instructions.
 */
export function makeReport({ series, withInstructions }: NightlyData, say: (line: string) => void): Report {
  const quiet = series.filter(isQuiet);
  const withoutJit = quiet.filter(({ name }) => !name.includes('(JIT)'));
  const counted = withInstructions.filter(isQuiet);
  // Before the rules fill the heap, whose collection would count as ours.
  const speed = measureSpeed();
  return {
    sets: [
      scoreSet('all series', series, say),
      scoreSet('without micro_bench.php', quiet, say),
      scoreSet('without micro_bench.php and JIT', withoutJit, say),
      ...(counted.length === 0 ? [] : [scoreSet('nights with instructions', counted, say)]),
    ],
    speed,
  };
}

function isQuiet({ name }: NightlySeries): boolean {
  return !name.startsWith('micro_bench.php');
}

function scoreSet(name: string, series: readonly NightlySeries[], say: (line: string) => void): SetReport {
  const scores = rules.map((rule) => {
    const score = scoreRule(rule, series);
    say(`${name}: ${rule.name}, ${score.msPerSeries.toFixed(2)} ms a series`);
    return score;
  });
  return { name, series: series.map((one) => one.name), scores };
}

/** The report as Markdown: a table for each set, one for the halves of the nights, and the speed. */
export function reportAsMarkdown({ sets, speed }: Report): string {
  const tables = sets.map(({ name, series, scores }) =>
    table(
      `${name}: ${series.length} series, ${scores[0]?.whole.points} points`,
      scores.map(({ rule, whole, msPerSeries }) => [rule, whole, msPerSeries]),
    ),
  );
  const halves = sets.flatMap(({ name, scores }) =>
    scores
      .filter(({ rule }) => rule === ourName)
      .flatMap(({ earlierHalf, laterHalf, msPerSeries }): Row[] => [
        [`${name}, earlier`, earlierHalf, msPerSeries],
        [`${name}, later`, laterHalf, msPerSeries],
      ]),
  );
  return [
    ...tables,
    table(`${ourName}, by halves of the nights`, halves),
    `Ours on 180 series of 3,650 points: ${speed.allSeriesMs.toFixed(0)} ms; one point more in one of them: ` +
      `${speed.onePointMeanMs.toFixed(1)} ms, at worst ${speed.onePointWorstMs.toFixed(1)} ms.`,
  ].join('\n\n');
}

/** What a row is about, how it scored, and milliseconds a series. */
type Row = readonly [string, Score, number];

function table(title: string, rows: readonly Row[]): string {
  const sizes = stepSizes.map((size) => `${100 * size} %`).join(' | ');
  const lines = rows.map(([name, { alarmsPerThousand, recall, chance }, msPerSeries]) => {
    const found = recall.map((share) => share.toFixed(2)).join(' | ');
    const numbers = [alarmsPerThousand.toFixed(1), found, chance.toFixed(2), msPerSeries.toFixed(2)];
    return `| ${name} | ${numbers.join(' | ')} |`;
  });
  return [
    `### ${title}`,
    '',
    `| rule | alarms per 1,000 | ${sizes} | by chance | ms |`,
    `|---|---:|${'---:|'.repeat(stepSizes.length + 2)}`,
    ...lines,
  ].join('\n');
}
