/** What measures the commits of runs: again, against each other, or between them. */
import * as vscode from 'vscode';
import { changeEnds } from '../../core/change/change-ends.ts';
import { measureAndTell } from '../benchmark-command.ts';
import { bisectBetween } from '../bisect-command.ts';
import { type ChosenVariant, chooseVariant, findVariant } from '../choose-suite.ts';
import { compareAndTell } from '../compare-command.ts';
import type { Editor } from '../editor.ts';
import { chooseTree, type OpenTree } from '../trees.ts';
import { type ChosenRun, chosenRun, commitOf } from './chosen-run.ts';

/** Measures the commit of a run once more, with the same suite and variant. */
export async function measureRunCommand(editor: Editor, clicked: unknown): Promise<void> {
  const run = await chosenRun(editor, clicked);
  const commit = commitOf(run, run.index);
  const tree = await chooseTree();
  await requireCommits(editor, tree, [commit]);
  const variant = await variantOf(editor, tree, run);
  if (variant !== undefined) {
    const { label, suite } = variant;
    const item = { label, suite, description: '', variants: [variant.variant] };
    await measureAndTell(editor, tree, item, { kind: 'commit', commit });
  }
}

/** Compares the commit of a run with that of the run that was selected before. */
export async function compareRunsCommand(editor: Editor, clicked: unknown): Promise<void> {
  const { t } = vscode.l10n;
  const run = await chosenRun(editor, clicked);
  const { selected } = editor.selection;
  if (selected === undefined) {
    editor.messages.inform(t('Select a run for compare first.'), []);
    return;
  }
  const other = await chosenRun(editor, selected);
  const [base, candidate] = [commitOf(other, other.index), commitOf(run, run.index)];
  const tree = await chooseTree();
  await requireCommits(editor, tree, [base, candidate]);
  const chosen = await variantOf(editor, tree, run);
  if (chosen !== undefined) {
    const title = t('Comparison of {0} with {1}', candidate.slice(0, 10), base.slice(0, 10));
    await compareAndTell(editor, tree, {
      ...{ title, chosen, base },
      candidate: { kind: 'commit', commit: candidate },
    });
  }
}

/** Searches for the commit that moved a series at a run. */
export async function bisectRunCommand(editor: Editor, clicked: unknown): Promise<void> {
  const run = await chosenRun(editor, clicked);
  const ends = changeEnds(run.columns, run.index, run.beside);
  if (ends === undefined) {
    editor.messages.inform(vscode.l10n.t('No run before this one is of another commit.'), []);
    return;
  }
  const [from, to] = [commitOf(run, ends.before), commitOf(run, ends.after)];
  const tree = await chooseTree();
  await requireCommits(editor, tree, [from, to]);
  const known = await findVariant(editor, tree, run.series);
  const chosen = known ?? (await chooseVariant(editor, tree));
  if (chosen !== undefined) {
    const { benchmark, metric } = run.series;
    // Another suite may not have a benchmark of this name: then it is its main number that counts.
    const wanted = known === undefined ? undefined : { benchmark, metric };
    await bisectBetween(editor, tree, { from, to, chosen, wanted });
  }
}

/** The suite of the series with its variant; the person's choice where the tree has no such suite. */
async function variantOf(
  editor: Editor,
  tree: OpenTree,
  { series }: ChosenRun,
): Promise<ChosenVariant | undefined> {
  return (await findVariant(editor, tree, series)) ?? chooseVariant(editor, tree);
}

/** Says at once if the tree lacks a commit, and not after the questions. @throws `commit-missing` */
async function requireCommits(editor: Editor, tree: OpenTree, commits: readonly string[]): Promise<void> {
  const { signal } = new AbortController();
  await editor.services.use(async (services) => {
    for (const commit of commits) {
      await services.commits().resolveCommit(tree.root, commit, signal);
    }
  }, tree.root);
}
