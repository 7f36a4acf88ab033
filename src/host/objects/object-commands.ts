/** What the menu of a row of the Docker resources does with its object. */
import * as vscode from 'vscode';
import type { FileChange } from '../../core/model/engine.ts';
import { objectKey, objectKinds } from '../../core/model/objects.ts';
import { plainText } from '../../core/text/format.ts';
import type { Editor } from '../editor.ts';
import { type ChosenObject, chosenObject } from './chosen-object.ts';

const described = ['container', 'image', 'volume', 'network'] as const;
const maxNameLength = 100;
const maxPathLength = 4000;

function nameOf({ row }: ChosenObject): string {
  return plainText(row.label, maxNameLength);
}

/** Tells it from objects of the same name, also of other engines. */
function identityOf({ row, object }: ChosenObject): string {
  return row.engine + objectKey(object);
}

/** Opens all that the engine says of an object as JSON. */
export async function inspectCommand(editor: Editor, clicked: unknown): Promise<void> {
  const chosen = await chosenObject(editor, clicked, described);
  if (chosen !== undefined) {
    const { signal } = new AbortController();
    const inspected = await chosen.act((actions) => actions.inspectObject(chosen.object, signal));
    await editor.reports.showJson(`${chosen.object.kind} ${nameOf(chosen)}`, inspected, identityOf(chosen));
  }
}

/** Puts an object's whole identifier, or a volume's name, into the clipboard. */
export async function copyIdCommand(editor: Editor, clicked: unknown): Promise<void> {
  const chosen = await chosenObject(editor, clicked, objectKinds);
  if (chosen !== undefined) {
    await vscode.env.clipboard.writeText(chosen.object.id);
  }
}

/** Starts a container that does not run. */
export async function startContainerCommand(editor: Editor, clicked: unknown): Promise<void> {
  const chosen = await chosenObject(editor, clicked, ['container']);
  if (chosen !== undefined) {
    await chosen.act((actions) => actions.startContainer(chosen.object.id));
  }
}

/** Stops a container, with a progress in the view: its process may take its time. */
export async function stopContainerCommand(editor: Editor, clicked: unknown): Promise<void> {
  const chosen = await chosenObject(editor, clicked, ['container']);
  if (chosen !== undefined) {
    const title = vscode.l10n.t('Stopping {0}', nameOf(chosen));
    await vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, () =>
      chosen.act((actions) => actions.stopContainer(chosen.object.id)),
    );
  }
}

/** Opens what differs between a container's files and its image's. */
export async function containerChangesCommand(editor: Editor, clicked: unknown): Promise<void> {
  const chosen = await chosenObject(editor, clicked, ['container']);
  if (chosen === undefined) {
    return;
  }
  const { signal } = new AbortController();
  const changes = await chosen.act((actions) => actions.containerChanges(chosen.object.id, signal));
  if (changes.length === 0) {
    editor.messages.inform(vscode.l10n.t('All files of this container are as in its image.'), []);
    return;
  }
  const name = nameOf(chosen);
  const title = `${vscode.l10n.t('Changed files of {0}', name)}.txt`;
  await editor.reports.showText(title, changesText(name, changes), identityOf(chosen));
}

const letters: Readonly<Record<FileChange['kind'], string>> = { added: 'A', changed: 'C', deleted: 'D' };

/** As `docker diff` prints it, below a line that says what it is. */
function changesText(name: string, changes: readonly FileChange[]): string {
  const heading = vscode.l10n.t(
    'Files of {0} that are not as in its image (A added, C changed, D deleted):',
    name,
  );
  const lines = changes.map(({ kind, path }) => `${letters[kind]} ${plainText(path, maxPathLength)}`);
  return `${[heading, '', ...lines].join('\n')}\n`;
}

/** Asks for one more name of an image, and gives it. */
export async function tagImageCommand(editor: Editor, clicked: unknown): Promise<void> {
  const chosen = await chosenObject(editor, clicked, ['image']);
  if (chosen === undefined) {
    return;
  }
  const reference = await vscode.window.showInputBox({
    title: vscode.l10n.t('Tag {0}', nameOf(chosen)),
    prompt: vscode.l10n.t('The new name, as in example/php:patched. Another image with it loses it.'),
    validateInput: (text) => (/^\S+$/.test(text) ? undefined : vscode.l10n.t('A name without spaces')),
  });
  if (reference !== undefined) {
    await chosen.act((actions) => actions.tagImage(chosen.object.id, reference));
  }
}
