/** What the menu of a row of the Docker resources does with its object. */
import * as vscode from 'vscode';
import type { FileChange } from '../../core/model/engine.ts';
import { objectKinds } from '../../core/model/objects.ts';
import { plainText } from '../../core/text/format.ts';
import { showJson, showText } from '../documents.ts';
import type { Editor } from '../editor.ts';
import { chosenObject } from './chosen-object.ts';

const described = ['container', 'image', 'volume', 'network'] as const;
const maxNameLength = 100;
const maxPathLength = 4000;

/** Opens all that the engine says of an object as JSON. */
export async function inspectCommand(editor: Editor, clicked: unknown): Promise<void> {
  const chosen = await chosenObject(editor, clicked, described);
  if (chosen !== undefined) {
    const { signal } = new AbortController();
    await showJson(await chosen.act((actions) => actions.inspectObject(chosen.object, signal)));
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
    const title = vscode.l10n.t('Stopping {0}', plainText(chosen.row.label, maxNameLength));
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
  await showText(changesText(chosen.row.label, changes));
}

const letters: Readonly<Record<FileChange['kind'], string>> = { added: 'A', changed: 'C', deleted: 'D' };

/** As `docker diff` prints it, below a line that says what it is. */
function changesText(name: string, changes: readonly FileChange[]): string {
  const heading = vscode.l10n.t(
    'Files of {0} that are not as in its image (A added, C changed, D deleted):',
    plainText(name, maxNameLength),
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
    title: vscode.l10n.t('Tag {0}', plainText(chosen.row.label, maxNameLength)),
    prompt: vscode.l10n.t('The new name, as in example/php:patched. Another image with it loses it.'),
    validateInput: (text) => (/^\S+$/.test(text) ? undefined : vscode.l10n.t('A name without spaces')),
  });
  if (reference !== undefined) {
    await chosen.act((actions) => actions.tagImage(chosen.object.id, reference));
  }
}
