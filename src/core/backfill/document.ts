/** A backfill as a Markdown document. What comes from git and from builds is foreign text and is escaped. */
import { measuringTitle } from '../bench/suite-title.ts';
import { plainText } from '../text/format.ts';
import { markdownText } from '../text/markdown.ts';
import { markdownBlock, markdownTable } from '../text/markdown-table.ts';
import type { PlannedBackfill } from './backfill.ts';
import { estimateText } from './estimate.ts';
import { countItems, type Plan, type PlanItem } from './plan.ts';

/** For instance `Done: 20 measured, 3 known from before, 2 skipped`. */
export function backfillSentence({ plan, estimate }: PlannedBackfill): string {
  const { waiting, known, measured, skipped } = countItems(plan);
  const done = [`${measured} measured`, `${known} known from before`, `${skipped} skipped`].join(', ');
  return waiting === 0 ? `Done: ${done}` : `To measure: ${estimateText(estimate)}; ${done}`;
}

/** The whole document; it ends with a line end. */
export function backfillDocument(planned: PlannedBackfill): string {
  const { plan } = planned;
  return [
    `# ${markdownText(`Backfill ${plan.id}: ${backfillTitle(plan)}`)}`,
    `**${markdownText(backfillSentence(planned))}.**`,
    markdownTable(['Commit', 'Date (UTC)', 'State', 'Subject'], plan.items.map(backfillCells)),
    ...skippedParts(plan),
  ]
    .join('\n\n')
    .concat('\n');
}

/** For instance `Zend/bench.php, daily, PHP-8.4.0..master`. */
export function backfillTitle({ measuring, step, range }: Plan): string {
  const every = step.kind === 'points' ? `${step.count} points` : step.kind;
  return `${measuringTitle(measuring)}, ${every}, ${range}`;
}

/** A commit's row: hash, date, what became of it, subject. */
export function backfillCells({ commit, state }: PlanItem): readonly string[] {
  const date = new Date(commit.committedAtMs).toISOString().slice(0, 16).replace('T', ' ');
  const what = state.kind === 'skipped' ? `skipped: ${state.message}` : state.kind;
  return [commit.sha.slice(0, 12), date, what, plainText(commit.subject, 100)];
}

function skippedParts({ items }: Plan): readonly string[] {
  const parts = items.flatMap(({ commit, state }) =>
    state.kind === 'skipped'
      ? [`${markdownText(commit.sha)}: ${markdownText(state.message)}`, markdownBlock(state.output)]
      : [],
  );
  return parts.length === 0 ? [] : ['## Skipped', ...parts];
}
