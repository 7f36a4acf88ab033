/** A bisection as a Markdown document. What comes from git and from builds is foreign text and is escaped. */
import { measuringTitle } from '../bench/suite-title.ts';
import { confidenceText, intervalText, percent } from '../compare/words.ts';
import type { CommitInfo } from '../model/tree.ts';
import { formatValue, plainText } from '../text/format.ts';
import { markdownText } from '../text/markdown.ts';
import { markdownBlock, markdownTable } from '../text/markdown-table.ts';
import {
  type Bisection,
  type BisectStep,
  bisectConfidence,
  type PairEvidence,
  searchOf,
} from './bisection.ts';
import { bracketOf } from './search.ts';

/** The outcome in a sentence, for a message or the document's first lines. */
export function bisectSentence(bisection: Bisection): string {
  const { outcome, line } = bisection;
  const { low, high } = bracketOf(searchOf(bisection));
  const between = `${short(line[low])} and ${short(line[high])}`;
  switch (outcome?.kind) {
    case undefined:
      return `Not finished: the change came between ${between}, ${high - low} commits.`;
    case 'no-change':
      return `No change that ${outcome.rounds} rounds can show between ${between}.`;
    case 'cannot-tell':
      return `Cannot tell with ${outcome.rounds} rounds on which side ${short(line[outcome.index])} is: the change came between ${between}, ${high - low} commits.`;
    case 'one-of':
      return `The change came with one of the ${outcome.indexes.length} commits after ${short(line[low])}, up to ${short(line[high])}; the others of them cannot be measured.`;
    case 'found':
      return `${changeText(bisection)} came with ${short(line[outcome.index])}: ${subject(line[outcome.index])}`;
  }
}

function changeText({ confirmation, ends }: Bisection): string {
  const pair = confirmation?.isShown === true ? confirmation : ends;
  return pair === undefined ? 'The change' : `A change of ${percent(pair.change.estimate)}`;
}

function short(commit: CommitInfo | undefined): string {
  return commit?.sha.slice(0, 10) ?? '?';
}

function subject(commit: CommitInfo | undefined): string {
  return plainText(commit?.subject ?? '', 100);
}

/** The whole document; it ends with a line end. */
export function bisectDocument(bisection: Bisection): string {
  const { measuring, line, ends } = bisection;
  const number = ends === undefined ? '' : `, ${ends.benchmark} (${ends.metric})`;
  return [
    `# ${markdownText(`${measuringTitle(measuring)}${number}: ${short(line[0])} to ${short(line.at(-1))}`)}`,
    `**${markdownText(bisectSentence(bisection))}**`,
    ...commitParts(bisection),
    ...evidenceParts(bisection),
    '## Steps',
    stepsTable(bisection),
    ...skippedParts(bisection),
    notes(bisection)
      .map((note) => `- ${note}`)
      .join('\n'),
  ]
    .join('\n\n')
    .concat('\n');
}

/** The commit that was found, with what it brought if it is a merge. */
function commitParts({ outcome, line }: Bisection): readonly string[] {
  if (outcome?.kind !== 'found') {
    return [];
  }
  const commit = line[outcome.index];
  const rows = [
    ['Commit', commit?.sha ?? ''],
    ['Message', subject(commit)],
    ['Author', plainText(commit?.author ?? '', 100)],
    ['Date', commit === undefined ? '' : new Date(commit.committedAtMs).toISOString()],
  ];
  const merged = outcome.merged.map((each) => `- ${markdownText(`${short(each)} ${subject(each)}`)}`);
  return [
    markdownTable(['', ''], rows),
    ...(merged.length === 0 ? [] : [`It is a merge, and brought:\n\n${merged.join('\n')}`]),
  ];
}

function evidenceParts({ ends, confirmation, line, outcome }: Bisection): readonly string[] {
  const row = (what: string, pair: PairEvidence) => [
    what,
    formatValue(pair.beforeMedian, pair.unit),
    formatValue(pair.afterMedian, pair.unit),
    percent(pair.change.estimate),
    `${intervalText(pair.change)} at ${confidenceText(pair.confidence)}`,
    String(pair.rounds),
  ];
  const found = outcome?.kind === 'found' ? line[outcome.index] : undefined;
  const rows = [
    ...(ends === undefined ? [] : [row('Both ends', ends)]),
    ...(confirmation === undefined || line.length === 2
      ? []
      : [row(`${short(found)} against the commit before it`, confirmation)]),
  ];
  return rows.length === 0
    ? []
    : ['## Evidence', markdownTable(['What', 'Before', 'After', 'Change', 'Interval', 'Rounds'], rows)];
}

function stepsTable({ steps, line, ends }: Bisection): string {
  const rows = [...steps]
    .sort((a, b) => a.index - b.index)
    .map((step) => [
      short(line[step.index]),
      subject(line[step.index]),
      ...(step.kind === 'skipped'
        ? ['skipped', step.reason, '', '']
        : [
            step.side,
            `${percent(step.position.low)} to ${percent(step.position.high)}`.replaceAll('+', ''),
            formatValue(step.median, ends?.unit ?? 'ms'),
            String(step.rounds),
          ]),
    ]);
  return rows.length === 0
    ? 'No commit between both ends was measured.'
    : markdownTable(['Commit', 'Subject', 'Side', 'Part of the change', 'Median', 'Rounds'], rows);
}

function skippedParts({ steps, line }: Bisection): readonly string[] {
  const skipped = steps.filter(
    (step): step is Extract<BisectStep, { kind: 'skipped' }> => step.kind === 'skipped',
  );
  return skipped.length === 0
    ? []
    : [
        '## Skipped',
        ...skipped.map((step) =>
          [
            `${markdownText(short(line[step.index]))}: ${markdownText(step.message)}`,
            markdownBlock(step.output),
          ].join('\n\n'),
        ),
      ];
}

function notes({ measuring, ends, confirmation, maxRounds, outcome }: Bisection): readonly string[] {
  return [
    `Each round measures both ends and the commit in question once, in an order that chance decides; its number is the median of ${measuring.iterations} executions. Rounds are added until the commit is on one side of the middle between both ends, at most ${maxRounds}; all decisions together are right in ${confidenceText(bisectConfidence)} of such searches, by Wilcoxon's signed-rank test.`,
    'The search follows first parents, so that a merge counts as one commit.',
    ...(outcome?.kind === 'cannot-tell' || outcome?.kind === 'no-change'
      ? ['Resume it with more rounds to go on.']
      : []),
    ...(outcome?.kind === 'found' && confirmation?.isShown === false
      ? [
          'Measured against the commit before it alone, no change is shown: it may have come in several small steps.',
        ]
      : []),
    ...(outcome?.kind === 'found' && ends !== undefined && isPartOnly(ends, confirmation)
      ? ['The commit makes only a part of the whole change: there is at least one more that matters.']
      : []),
  ];
}

/** Whether the commit's own change is certainly less than three quarters of the whole. */
function isPartOnly(ends: PairEvidence, confirmation: PairEvidence | undefined): boolean {
  if (confirmation?.isShown !== true) {
    return false;
  }
  const { low, high } = confirmation.change;
  const most = Math.max(Math.abs(low), Math.abs(high));
  return most < 0.75 * Math.abs(ends.change.estimate);
}
