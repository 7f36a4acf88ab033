import * as vscode from 'vscode';
import { errors } from '../core/errors.ts';
import { type PhpVersion, parsePhpVersion } from '../core/php/version.ts';
import { inertText } from './foreign-text.ts';

/** The file that makes a folder a php-src tree. */
export const markerPath = 'main/php_version.h';

const maxMarkerBytes = 64 * 1024;

/** An open folder that is a php-src tree. */
export interface OpenTree {
  readonly name: string;
  readonly root: string;
  readonly uri: vscode.Uri;
  /** `undefined` if the marker does not name one. */
  readonly version: PhpVersion | undefined;
}

/** The workspace's folders that are php-src trees; a folder that cannot be read is none. */
export async function findTrees(): Promise<readonly OpenTree[]> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const found = await Promise.all(folders.map(readFolder));
  return found.filter((tree) => tree !== undefined);
}

async function readFolder(folder: vscode.WorkspaceFolder): Promise<OpenTree | undefined> {
  if (folder.uri.scheme !== 'file') {
    return undefined;
  }
  try {
    const marker = vscode.Uri.joinPath(folder.uri, markerPath);
    const { size } = await vscode.workspace.fs.stat(marker);
    const text =
      size > maxMarkerBytes ? '' : new TextDecoder().decode(await vscode.workspace.fs.readFile(marker));
    return {
      name: folder.name,
      root: folder.uri.fsPath,
      uri: folder.uri,
      version: parsePhpVersion(text),
    };
  } catch {
    // No marker, or one that may not be read: the folder is no tree that could be built.
    return undefined;
  }
}

/**
 * The tree that a command is about: the only one, or the one that is chosen of several.
 * Rejects with `no-tree`, or with `cancelled` when none is chosen.
 */
export async function chooseTree(): Promise<OpenTree> {
  const trees = await findTrees();
  const [first, second] = trees;
  if (first === undefined) {
    throw errors.noTree();
  }
  if (second === undefined) {
    return first;
  }
  const items = trees.map((tree) => ({
    label: inertText(tree.name),
    description: tree.version?.text ?? '',
    detail: tree.root,
    tree,
  }));
  const chosen = await vscode.window.showQuickPick(items, {
    placeHolder: vscode.l10n.t('Choose a php-src tree'),
    matchOnDetail: true,
  });
  if (chosen === undefined) {
    throw errors.cancelled();
  }
  return chosen.tree;
}

/** Saves what is edited below the tree's root, so that a build sees it; rejects with `cancelled` if that fails. */
export async function saveEdited(tree: OpenTree): Promise<void> {
  const below = `${tree.uri.path.replace(/\/$/, '')}/`;
  const edited = vscode.workspace.textDocuments.filter(
    ({ isDirty, uri }) => isDirty && uri.scheme === tree.uri.scheme && uri.path.startsWith(below),
  );
  for (const document of edited) {
    if (!(await document.save())) {
      throw errors.cancelled();
    }
  }
}
