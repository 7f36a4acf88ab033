/** Where an engine keeps its data: as a document, in the file manager, and in a terminal. */

import * as v from 'valibot';
import * as vscode from 'vscode';
import { quoted } from '../../core/storage/reach.ts';
import type { WithSizes } from '../../core/storage/read-storage.ts';
import { storageDocument } from '../../core/storage/storage-document.ts';
import type { FolderLook } from '../../core/storage/storage-port.ts';
import type { StorageReport } from '../../core/storage/storage-report.ts';
import { commandId } from '../command-names.ts';
import type { Editor } from '../editor.ts';
import { settingsEngine } from '../engine-pools.ts';
import { inertText } from '../foreign-text.ts';
import { runs } from '../messages.ts';
import type { Row } from '../resources/row.ts';
import { placeItems } from './place-items.ts';

/** Opens the document about the engine of a row, or of the settings. */
export async function showStorageCommand(editor: Editor, clicked: unknown): Promise<void> {
  const report = await readReport(editor, await rowOf(editor, clicked), 'with sizes');
  if (report !== undefined) {
    const title = vscode.l10n.t('Where Docker Keeps Its Data ({0})', inertText(report.engine.name));
    await editor.reports.showMarkdown(title, storageDocument(report));
  }
}

/** The same as JSON. */
export async function showStorageJsonCommand(editor: Editor, clicked: unknown): Promise<void> {
  const report = await readReport(editor, await rowOf(editor, clicked), 'with sizes');
  if (report !== undefined) {
    await editor.reports.showJson(`docker-data-${inertText(report.engine.name)}`, report);
  }
}

/** Shows a folder of the engine, or a volume's, in the file manager. */
export async function revealStorageCommand(editor: Editor, clicked: unknown): Promise<void> {
  const folder = await chooseFolder(editor, clicked);
  if (folder === undefined) {
    return;
  }
  if (folder.access === 'closed') {
    editor.messages.inform(
      vscode.l10n.t('Only root may look into {0}. A terminal can, with "sudo".', folder.path),
      [
        {
          title: vscode.l10n.t('Open Terminal'),
          run: () => openTerminal(folder),
        },
      ],
    );
    return;
  }
  await vscode.commands.executeCommand('revealFileInOS', vscode.Uri.file(folder.path));
}

/** Opens a terminal in a folder of the engine, or in a volume's. */
export async function openStorageTerminalCommand(editor: Editor, clicked: unknown): Promise<void> {
  const folder = await chooseFolder(editor, clicked);
  if (folder !== undefined) {
    openTerminal(folder);
  }
}

interface Folder {
  readonly path: string;
  readonly access: Exclude<FolderLook['access'], 'absent'>;
}

/** Where the user may not go, the command that shows the folder is typed for them, and runs when they say so. */
function openTerminal({ path, access }: Folder): void {
  const name = vscode.l10n.t('Docker Data');
  if (access === 'open') {
    vscode.window.createTerminal({ name, cwd: path, isTransient: true }).show();
    return;
  }
  const terminal = vscode.window.createTerminal({ name, isTransient: true });
  terminal.show();
  terminal.sendText(`sudo ls -la ${quoted(path)}`, false);
}

async function rowOf({ resources }: Editor, clicked: unknown): Promise<Row | undefined> {
  return (await resources.rowsOf(clicked, undefined))?.[0];
}

/** Sizes are asked for only where they are shown. */
function readReport(
  editor: Editor,
  row: Row | undefined,
  sizes: WithSizes,
): Promise<StorageReport | undefined> {
  const engine = row?.engine ?? settingsEngine;
  return editor.operations.run(
    { root: `${engine}storage` },
    vscode.l10n.t('Where Docker keeps its data'),
    ({ signal }) => editor.pools.of(engine).use((services) => services.readStorage(sizes, signal)),
  );
}

/** The folder that a command is about, if it is on this machine; else says how to get there. */
async function chooseFolder(editor: Editor, clicked: unknown): Promise<Folder | undefined> {
  const row = await rowOf(editor, clicked);
  const report = await readReport(editor, row, 'without sizes');
  if (report === undefined) {
    return undefined;
  }
  if (report.reach !== 'here') {
    editor.messages.inform(report.directions.words.join(' '), [
      runs(vscode.l10n.t('Show Document'), commandId('showStorage')),
    ]);
    return undefined;
  }
  const path = (await volumeFolder(editor, row)) ?? (await choosePlace(report));
  if (path === undefined) {
    return undefined;
  }
  const access = await lookAt(editor, row, path);
  if (access === 'absent') {
    editor.messages.inform(vscode.l10n.t('There is no folder {0}.', path), []);
    return undefined;
  }
  return { path, access };
}

async function choosePlace(report: StorageReport): Promise<string | undefined> {
  const placeHolder = vscode.l10n.t('Choose a folder of the engine {0}', inertText(report.engine.name));
  return (await vscode.window.showQuickPick(placeItems(report, vscode.l10n.t), { placeHolder }))?.path;
}

async function lookAt({ pools }: Editor, row: Row | undefined, path: string): Promise<FolderLook['access']> {
  const engine = row?.engine ?? settingsEngine;
  return (await pools.of(engine).use((services) => services.lookAtFolder(path))).access;
}

const volumeInspection = v.object({ Mountpoint: v.pipe(v.string(), v.startsWith('/')) });

/** Where a volume's files are, as the engine says; `undefined` for any other row. */
async function volumeFolder({ pools }: Editor, row: Row | undefined): Promise<string | undefined> {
  const object = row?.object;
  if (row === undefined || object?.kind !== 'volume') {
    return undefined;
  }
  const { signal } = new AbortController();
  const inspected = await pools
    .of(row.engine)
    .use(async (services) => (await services.actions()).inspectObject(object, signal));
  return v.parse(volumeInspection, inspected).Mountpoint;
}
