import * as v from 'valibot';
import * as vscode from 'vscode';
import { dockerfileOf } from '../../core/contents/dockerfile.ts';
import { isObjectId } from '../../core/model/objects.ts';
import { type Maker, makersOf } from '../../core/resources/makers.ts';
import { plainText } from '../../core/text/format.ts';
import type { Editor } from '../editor.ts';
import { inertText } from '../foreign-text.ts';
import { type ChosenObject, chosenObject } from '../objects/chosen-object.ts';

const maxNameLength = 100;

/** What is needed of the inspection of an image or container. */
const inspection = v.object({
  Config: v.nullish(v.object({ Labels: v.nullish(v.record(v.string(), v.string()), {}) })),
  /** The image of a container. */
  Image: v.nullish(v.string(), ''),
});

/** Shows what made an image or container: its compose file, its tree, its benchmark, or its image's commands. */
export async function showMakerCommand(editor: Editor, clicked: unknown): Promise<void> {
  const chosen = await chosenObject(editor, clicked, ['image', 'container']);
  if (chosen === undefined) {
    return;
  }
  const { object } = chosen;
  const { signal } = new AbortController();
  const inspected = v.parse(inspection, await chosen.act((actions) => actions.inspectObject(object, signal)));
  const maker = await chooseMaker(makersOf(inspected.Config?.Labels ?? {}));
  if (maker !== undefined) {
    await showMaker(editor, chosen, object.kind === 'image' ? object.id : inspected.Image, maker);
  }
}

/** Asks unless there is just one. */
async function chooseMaker(makers: readonly Maker[]): Promise<Maker | undefined> {
  const [first, second] = makers;
  if (first === undefined || second === undefined) {
    return first;
  }
  const items = makers.map((maker) => ({ ...itemOf(maker), maker }));
  const placeHolder = vscode.l10n.t('Choose what to look at');
  return (await vscode.window.showQuickPick(items, { placeHolder }))?.maker;
}

function itemOf(maker: Maker): vscode.QuickPickItem {
  const { t } = vscode.l10n;
  switch (maker.kind) {
    case 'file':
      return { label: `$(file) ${t('File')}`, description: inertText(maker.path) };
    case 'folder':
      return { label: `$(folder) ${t('Folder')}`, description: inertText(maker.path) };
    case 'job':
      return { label: `$(graph-line) ${t('Benchmark History')}`, description: inertText(maker.id) };
    case 'address':
      return { label: `$(link-external) ${t('Sources')}`, description: inertText(maker.url) };
    case 'history':
      return { label: `$(file-code) ${t('Dockerfile')}`, description: t("as the image's history tells it") };
  }
}

async function showMaker(
  editor: Editor,
  chosen: ChosenObject,
  imageId: string,
  maker: Maker,
): Promise<unknown> {
  switch (maker.kind) {
    case 'file':
      return openIfThere(editor, maker.path, (uri) => vscode.window.showTextDocument(uri));
    case 'folder':
      return openIfThere(editor, maker.path, (uri) =>
        vscode.commands.executeCommand('vscode.openFolder', uri, { forceNewWindow: true }),
      );
    case 'job':
      return editor.history.show({});
    case 'address':
      return vscode.env.openExternal(vscode.Uri.parse(maker.url, true));
    case 'history':
      return showHistory(editor, chosen, imageId);
  }
}

/** A label names a path of the machine that an object was made from, which need not be this one. */
async function openIfThere(
  { messages }: Editor,
  path: string,
  open: (uri: vscode.Uri) => Thenable<unknown>,
): Promise<void> {
  const uri = vscode.Uri.file(path);
  const isThere = await vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
  if (isThere) {
    await open(uri);
  } else {
    messages.inform(vscode.l10n.t('{0} is not on this machine, or no longer there.', path), []);
  }
}

async function showHistory(editor: Editor, { row }: ChosenObject, imageId: string): Promise<void> {
  const image = { kind: 'image', id: imageId } as const;
  const details = isObjectId(image)
    ? await editor.pools.of(row.engine).use((services) => {
        return services.readDetails(image, new AbortController().signal);
      })
    : undefined;
  if (details?.kind !== 'image') {
    editor.messages.inform(vscode.l10n.t('The engine no longer has the image of this container.'), []);
    return;
  }
  const name = plainText(row.label, maxNameLength);
  await editor.reports.showText(`${name}.dockerfile`, dockerfileOf(row.label, details.layers));
}
