import * as vscode from 'vscode';
import { measuringTitle } from '../core/bench/suite-title.ts';
import { type Bisection, defaultMaxRounds, isFinal, mostMaxRounds } from '../core/bisect/bisection.ts';
import type { Bisections, BisectRequest } from '../core/bisect/bisections.ts';
import { bisectDocument, bisectSentence } from '../core/bisect/document.ts';
import { iterationsPerRound } from '../core/compare/request.ts';
import { chooseCommit } from './choose-commit.ts';
import { type ChosenVariant, chooseVariant } from './choose-suite.ts';
import type { Editor } from './editor.ts';
import { inertText } from './foreign-text.ts';
import { measuringOf } from './measuring.ts';
import type { OperationContext } from './operations.ts';
import { chooseTree, type OpenTree } from './trees.ts';

type Task = (bisections: Bisections, context: OperationContext) => Promise<Bisection>;

/** Builds of the tree may run beside it; what measures may not. */
const besideBuilds = { configuration: 'bisection' };

/** Finds the commit that changed a suite's time, or goes on with a search that did not end. */
export async function bisectCommand(editor: Editor): Promise<void> {
  const tree = await chooseTree();
  if (editor.operations.refusesWork(tree, besideBuilds.configuration)) {
    return;
  }
  const task = await chooseTask(editor, tree);
  if (task !== undefined) {
    await bisectAndTell(editor, tree, task);
  }
}

/** Where to search, and for what. */
interface Search extends Pick<BisectRequest, 'from' | 'to' | 'wanted'> {
  readonly chosen: ChosenVariant;
}

/** Begins a search whose ends are known. */
export async function bisectBetween(editor: Editor, tree: OpenTree, search: Search): Promise<void> {
  if (!editor.operations.refusesWork(tree, besideBuilds.configuration)) {
    await bisectAndTell(editor, tree, taskOf(tree, search));
  }
}

async function bisectAndTell(editor: Editor, tree: OpenTree, task: Task): Promise<void> {
  const { t } = vscode.l10n;
  const title = t('Bisection of {0}', tree.name);
  const bisection = await editor.operations.run(
    tree,
    title,
    (context) =>
      editor.services.use((services) => task(services.automation().bisections, context), tree.root),
    besideBuilds,
  );
  await editor.history.refreshIfOpen();
  if (bisection !== undefined) {
    const { id } = bisection;
    await editor.reports.showMarkdown(title, bisectDocument(bisection), id);
    editor.messages.inform(bisectSentence(bisection), [
      { title: t('Show as JSON'), run: () => editor.reports.showJson(title, bisection, id) },
      editor.messages.showLog(),
    ]);
  }
}

/** A search to go on with, if there is one and it is chosen, else a new one; `undefined` for neither. */
async function chooseTask(editor: Editor, tree: OpenTree): Promise<Task | undefined> {
  const { t } = vscode.l10n;
  const items = await unfinished(editor, tree);
  if (items.length === 0) {
    return newTask(editor, tree);
  }
  const fresh = { label: `$(add) ${t('A new search')}`, description: '', id: undefined, rounds: 0 };
  const chosen = await vscode.window.showQuickPick([fresh, ...items], {
    placeHolder: t('Choose a search to go on with, or a new one'),
  });
  if (chosen === undefined || chosen.id === undefined) {
    return chosen === undefined ? undefined : newTask(editor, tree);
  }
  const { id, rounds } = chosen;
  return (bisections, { report, signal }) => bisections.resume(id, rounds, report, signal);
}

/** Searches that did not end, or whose end twice as many rounds may change. */
async function unfinished(editor: Editor, tree: OpenTree) {
  const listed = await editor.services.use((services) => services.automation().bisections.list(), tree.root);
  return listed.flatMap((each) => {
    if (each.bisection === undefined || each.pid !== undefined || isFinal(each.bisection)) {
      return [];
    }
    const { id, bisection } = each;
    const { maxRounds, outcome, measuring } = bisection;
    const rounds = outcome === undefined ? maxRounds : Math.min(mostMaxRounds, maxRounds * 2);
    const description = inertText(bisectSentence(bisection));
    return [
      {
        label: `$(play) ${inertText(measuringTitle(measuring))}`,
        description,
        detail: measuring.treeRoot,
        id,
        rounds,
      },
    ];
  });
}

async function newTask(editor: Editor, tree: OpenTree): Promise<Task | undefined> {
  const { t } = vscode.l10n;
  const from = await chooseCommit(editor, tree, t('Choose a commit from before the change'));
  const to =
    from === undefined
      ? undefined
      : await chooseCommit(editor, tree, t('Choose a commit from after the change'));
  const chosen = to === undefined ? undefined : await chooseVariant(editor, tree);
  return from === undefined || to === undefined || chosen === undefined
    ? undefined
    : taskOf(tree, { from, to, chosen, wanted: undefined });
}

function taskOf(tree: OpenTree, { chosen, ...search }: Search): Task {
  const request: BisectRequest = {
    ...search,
    // What a suite says of iterations is for a run, not for each round.
    measuring: { ...measuringOf(tree, chosen), iterations: iterationsPerRound },
    maxRounds: defaultMaxRounds,
  };
  return (bisections, { report, signal }) => bisections.start(request, () => {}, report, signal);
}
