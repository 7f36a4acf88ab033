import * as vscode from 'vscode';
import { ownSuitesFile, suitesTemplate } from '../core/bench/suites-template.ts';
import { readSettings } from './configuration.ts';
import { chooseTree } from './trees.ts';

/** Opens the suites file of a tree, or the one that the settings name; writes one to start from where there is none. */
export async function openSuitesCommand(): Promise<void> {
  const tree = await chooseTree();
  const { benchmarkSuitesFile } = readSettings(tree.root);
  const uri =
    benchmarkSuitesFile === ''
      ? vscode.Uri.joinPath(tree.uri, ownSuitesFile)
      : vscode.Uri.file(benchmarkSuitesFile);
  if (!(await exists(uri))) {
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(suitesTemplate));
  }
  await vscode.window.showTextDocument(uri);
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') {
      return false;
    }
    throw error;
  }
}
