/** A comparison as a Markdown document. Names from the tree and from git are foreign text and are escaped. */
import { suiteTitle } from '../bench/suite-title.ts';
import type { BuildResult } from '../model/build.ts';
import { formatDuration, formatValue, plainText } from '../text/format.ts';
import { markdownTable, markdownText } from '../text/markdown.ts';
import type { ComparedBuild, CompareResult, CompareRow } from './request.ts';
import { fewestDifferences } from './signed-rank.ts';
import { confidenceText, intervalText, percent, verdictSentence, verdictWord } from './words.ts';

/** Below this, a changed binary's new layout in memory explains a difference without any change of its work. */
const layoutChange = 0.01;

/** The whole document; it ends with a line end. */
export function compareDocument(result: CompareResult): string {
  const { main, rows } = result;
  return [
    `# ${markdownText(suiteTitle(result))}: ${titleOf(result)}`,
    `**${markdownText(verdictSentence(main))}**`,
    buildsTable(result.builds),
    rowsTable(rows),
    notes(result)
      .map((note) => `- ${note}`)
      .join('\n'),
  ]
    .join('\n\n')
    .concat('\n');
}

function titleOf({ builds }: CompareResult): string {
  const name = (role: ComparedBuild['role']) => {
    const found = builds.find((compared) => compared.role === role);
    return found === undefined ? '' : markdownText(shortName(found.build));
  };
  return `${name('candidate')} against ${name('base')}`;
}

/** For instance `1a2b3c4d5e`, `1a2b3c4d5e with changes`, or `PHP 8.2.32` of a release tree. */
export function shortName({ source, phpVersion }: BuildResult): string {
  const commit = source.commit?.sha.slice(0, 10);
  if (commit === undefined) {
    return `PHP ${phpVersion}`;
  }
  return source.dirty ? `${commit} with changes` : commit;
}

function buildsTable(builds: readonly ComparedBuild[]): string {
  const rows = builds.map(({ role, build, runId }) => {
    const commit = build.source.commit;
    const subject = commit === undefined ? '' : plainText(commit.subject, 80);
    const what = [role, shortName(build), subject, build.phpVersion, build.platform, runId];
    return what;
  });
  return markdownTable(['Build', 'Commit', 'Subject', 'PHP', 'Platform', 'Run in the history'], [], rows);
}

function rowsTable(rows: readonly CompareRow[]): string {
  return markdownTable(
    ['Benchmark', 'Metric', 'Verdict', 'Base', 'Candidate', 'Change', 'Interval'],
    [3, 4, 5, 6],
    rows.map((row) => [
      row.benchmark,
      row.metric,
      verdictWord(row),
      formatValue(row.baseMedian, row.unit),
      formatValue(row.candidateMedian, row.unit),
      percent(row.change.estimate),
      intervalText(row.change),
    ]),
  );
}

function notes(result: CompareResult): readonly string[] {
  const { main, rows, rounds, iterationsPerRound, controlDrift } = result;
  const first = rows[0];
  return [
    `Measured in ${rounds} rounds within ${formatDuration(result.durationMs)}. Each round measures each build once, in an order that chance decides, in a container of its own; a round's number is ${roundsNumber(iterationsPerRound)}, and a change is taken within the round.`,
    `The change of the first line is in its interval in ${confidenceText(main.confidence)} of such comparisons${first === undefined ? '' : `; the rows' intervals are wider (${confidenceText(first.confidence)} each), so that all rows together are as sure`}. Intervals belong to Wilcoxon's signed-rank test.`,
    ...(result.sameBuild
      ? ['Both are the same build: every difference here is noise, and shows how much of it there is.']
      : []),
    ...(first?.verdict === 'too-few-rounds' && main.verdict !== 'too-few-rounds'
      ? [`To judge every benchmark, ${fewestDifferences(first.confidence)} rounds are needed at least.`]
      : []),
    ...(isBelowLayout(result) ? [layoutNote] : []),
    ...(controlDrift === undefined
      ? []
      : [
          `Between the first and the second half of the rounds the control moved by ${percent(controlDrift)}: that much the machine itself changed.`,
        ]),
  ];
}

function roundsNumber(iterations: number): string {
  return iterations === 1 ? 'that of one execution' : `the median of ${iterations} executions`;
}

const layoutNote =
  'A change below 1 % may come from the new layout of the machine code in memory alone. Count instructions before you believe in it.';

function isBelowLayout({ main, sameBuild }: CompareResult): boolean {
  return (
    !sameBuild &&
    (main.verdict === 'faster' || main.verdict === 'slower') &&
    Math.abs(main.change.estimate) < layoutChange
  );
}
