import * as vscode from 'vscode';
import { defaultDays, type NightlyRequest } from '../core/nightly/nightly.ts';
import { previewText } from '../core/nightly/preview-text.ts';
import { parseTimeOfDay, type TimeOfDay } from '../core/nightly/schedule.ts';
import type { ListedNightly, PreparedNightly } from '../core/nightly/scheduling.ts';
import { chooseVariant } from './choose-suite.ts';
import type { Editor } from './editor.ts';
import { inertText } from './foreign-text.ts';
import { measuringOf } from './measuring.ts';
import { chooseTree, type OpenTree } from './trees.ts';

interface Item extends vscode.QuickPickItem {
  readonly run: () => Promise<void>;
}

/** Schedules a nightly benchmark, shows those that are scheduled, or takes one out. */
export async function nightlyCommand(editor: Editor): Promise<void> {
  const { t } = vscode.l10n;
  const listed = await editor.services.use((services) => services.automation().scheduling.list());
  const items: readonly Item[] = [
    { label: `$(add) ${t('Schedule a nightly benchmark…')}`, run: () => schedule(editor) },
    ...listed.map((each) => ({
      label: `$(info) ${inertText(each.title)}`,
      description: describeState(each),
      run: () => editor.reports.showJson(inertText(each.title), each, each.id),
    })),
    ...listed
      .filter(({ scheduled }) => scheduled !== undefined)
      .map((each) => ({
        label: `$(trash) ${t('Remove {0}', inertText(each.title))}`,
        run: () => remove(editor, each),
      })),
  ];
  const chosen = await vscode.window.showQuickPick(items, { placeHolder: t('Nightly benchmarks') });
  await chosen?.run();
}

function describeState({ scheduled, missing, state, error, pid }: ListedNightly): string {
  const { t } = vscode.l10n;
  if (error !== undefined) {
    return inertText(error.message);
  }
  const parts = [
    scheduled === undefined ? t('not scheduled') : `${scheduled.scheduler} ${scheduled.next}`.trim(),
    ...(missing.length === 0 ? [] : [t('cannot start, {0} is gone: schedule it anew', missing.join(', '))]),
    ...(pid === undefined ? [] : [t('running')]),
    lastText(state?.lastRun),
  ];
  return parts.join(' · ');
}

function lastText(last: NonNullable<ListedNightly['state']>['lastRun']): string {
  const { t } = vscode.l10n;
  if (last === undefined) {
    return t('not run yet');
  }
  const when = new Date(last.finishedAtMs).toLocaleString();
  return last.error === undefined
    ? t('ended well {0}', when)
    : t('failed {0}: {1}', when, inertText(last.error.message));
}

async function remove(editor: Editor, { id, title }: ListedNightly): Promise<void> {
  await editor.services.use((services) => services.automation().scheduling.remove(id));
  editor.messages.inform(vscode.l10n.t('{0} is no longer scheduled. What it measured stays.', title), []);
}

/** Asks what and when, shows what would be written, and writes it if that is wanted. */
async function schedule(editor: Editor): Promise<void> {
  const { t } = vscode.l10n;
  const tree = await chooseTree();
  const request = await askForRequest(editor, tree);
  const at = request === undefined ? undefined : await askForTime();
  if (request === undefined || at === undefined) {
    return;
  }
  const prepared = await editor.services.use(
    (services, settings) =>
      services.automation().scheduling.prepare(request, at, settings, new AbortController().signal),
    tree.root,
  );
  if (!(await confirmsPreview(editor, prepared))) {
    return;
  }
  await editor.services.use((services) => services.automation().scheduling.install(prepared), tree.root);
  editor.messages.inform(t('Scheduled each day: {0}.', prepared.job.title), []);
}

async function askForRequest(editor: Editor, tree: OpenTree): Promise<NightlyRequest | undefined> {
  const { t } = vscode.l10n;
  const branch = await vscode.window.showInputBox({
    prompt: t('The branch to follow. HEAD is whatever is checked out then.'),
    value: 'HEAD',
    validateInput: (text) => (text.trim() === '' ? t('Name a branch.') : undefined),
  });
  const remote =
    branch === undefined
      ? undefined
      : await vscode.window.showInputBox({
          prompt: t('The remote to fetch that branch from each night. Empty for no fetching.'),
          placeHolder: 'origin',
        });
  const variant = remote === undefined ? undefined : await chooseVariant(editor, tree);
  if (branch === undefined || remote === undefined || variant === undefined) {
    return undefined;
  }
  const followed = { branch: branch.trim(), remote: orNone(remote) };
  const control = await askForControl(editor, tree, followed);
  return control === undefined
    ? undefined
    : {
        ...{ measuring: measuringOf(tree, variant), ...followed, days: defaultDays },
        ...{ control: orNone(control), repeat: orNone(control) !== undefined },
      };
}

/** An empty text for none; `undefined` if the question was left. */
async function askForControl(
  editor: Editor,
  tree: OpenTree,
  followed: Pick<NightlyRequest, 'branch' | 'remote'>,
): Promise<string | undefined> {
  const { t } = vscode.l10n;
  const { signal } = new AbortController();
  const suggested = await editor.services.use(
    (services) => services.automation().nightlies.suggestControl(tree.root, followed, signal),
    tree.root,
  );
  return vscode.window.showInputBox({
    prompt: t(
      'A commit to measure each night too, as a control. Then the last one of the night before is measured again, too. Empty for neither.',
    ),
    placeHolder: 'php-8.4.0',
    value: suggested ?? '',
  });
}

function orNone(text: string): string | undefined {
  return text.trim() === '' ? undefined : text.trim();
}

async function askForTime(): Promise<TimeOfDay | undefined> {
  const { t } = vscode.l10n;
  const text = await vscode.window.showInputBox({
    prompt: t('The time of day, as this machine has it'),
    value: '03:00',
    validateInput: (typed) =>
      parseTimeOfDay(typed.trim()) === undefined ? t('It must look like 03:30.') : undefined,
  });
  return text === undefined ? undefined : parseTimeOfDay(text.trim());
}

/** The preview stays open as a document beside the question. */
async function confirmsPreview({ reports }: Editor, prepared: PreparedNightly): Promise<boolean> {
  const { t } = vscode.l10n;
  await reports.showText(`${prepared.job.title}.txt`, previewText(prepared));
  const write = { label: `$(check) ${t('Write This')}` };
  const leave = { label: `$(close) ${t('Write Nothing')}` };
  const placeHolder = t('The document behind this list shows what would be written');
  return (await vscode.window.showQuickPick([write, leave], { placeHolder, ignoreFocusOut: true })) === write;
}
