/** What the menu of an image or container shows of its inside: its files, its layers, what made it. */
import * as vscode from 'vscode';
import { maxFileBytes } from '../../core/contents/contents.ts';
import type { FileTree, Resolved } from '../../core/contents/file-tree.ts';
import { layersDocument } from '../../core/contents/layers-document.ts';
import { objectKey } from '../../core/model/objects.ts';
import { plainText } from '../../core/text/format.ts';
import type { Editor } from '../editor.ts';
import { inertText } from '../foreign-text.ts';
import { type ChosenObject, chosenObject } from '../objects/chosen-object.ts';
import { folderItems, refusalOf } from './file-items.ts';

const maxNameLength = 100;

function nameOf({ row }: ChosenObject): string {
  return plainText(row.label, maxNameLength);
}

/** Walks through the files of an image or container, and opens one. */
export async function openFileCommand(editor: Editor, clicked: unknown): Promise<void> {
  const chosen = await chosenObject(editor, clicked, ['image', 'container']);
  const tree = chosen && (await treeOf(editor, chosen));
  const file = chosen && tree && (await chooseFile(editor, tree, nameOf(chosen)));
  if (chosen !== undefined && file !== undefined) {
    const { engine } = chosen.row;
    await editor.contentFiles.open({ engine, object: chosen.object, path: file.path }, file.sizeBytes);
  }
}

/** The files; those of an image that was looked at last are still known, as they cannot change. */
async function treeOf(editor: Editor, chosen: ChosenObject): Promise<FileTree | undefined> {
  const { object, row } = chosen;
  const key = row.engine + objectKey(object);
  const known = editor.lastFileTree.get(key);
  if (known !== undefined) {
    return known;
  }
  const tree = await editor.operations.run(
    { root: key },
    vscode.l10n.t('Files of {0}', nameOf(chosen)),
    ({ report, signal }) =>
      editor.pools.of(row.engine).use((services) => services.readFileTree(object, report, signal)),
  );
  if (tree !== undefined && object.kind === 'image') {
    editor.lastFileTree.keep(key, tree);
  }
  return tree;
}

async function chooseFile(
  { messages }: Editor,
  tree: FileTree,
  name: string,
): Promise<Extract<Resolved, { kind: 'file' }> | undefined> {
  const { t } = vscode.l10n;
  let folder = '/';
  for (;;) {
    const path = await choosePath(tree, folder, name);
    if (path === undefined) {
      return undefined;
    }
    const resolved = tree.resolve(path);
    const refusal = refusalOf(path, resolved, maxFileBytes, t);
    if (refusal !== undefined) {
      messages.inform(refusal, []);
    } else if (resolved.kind === 'file') {
      return resolved;
    } else if (resolved.kind === 'folder') {
      folder = resolved.path;
    }
  }
}

/** A path below a folder; `undefined` if none is chosen. */
async function choosePath(tree: FileTree, folder: string, name: string): Promise<string | undefined> {
  const { t } = vscode.l10n;
  const chosen = await vscode.window.showQuickPick(folderItems(tree, folder, t), {
    title: inertText(`${name}: ${folder}`),
    placeHolder: t('Choose a file to open, or a folder to look into'),
  });
  if (chosen === undefined || chosen.path !== undefined) {
    return chosen?.path;
  }
  return vscode.window.showInputBox({
    title: inertText(name),
    value: folder === '/' ? '/' : `${folder}/`,
    prompt: t('The path of a file or folder, from the root'),
  });
}

/** Opens the layers of an image, with their commands, sizes and largest files. */
export async function showLayersCommand(editor: Editor, clicked: unknown): Promise<void> {
  const chosen = await chosenObject(editor, clicked, ['image']);
  if (chosen === undefined) {
    return;
  }
  const { object, row } = chosen;
  const title = vscode.l10n.t('Layers of {0}', nameOf(chosen));
  const steps = await editor.operations.run({ root: row.engine + objectKey(object) }, title, (context) =>
    editor.pools
      .of(row.engine)
      .use((services) => services.readImageSteps(object.id, context.report, context.signal)),
  );
  if (steps !== undefined) {
    await editor.reports.showMarkdown(title, layersDocument({ name: row.label, id: object.id, steps }));
  }
}
