import * as vscode from 'vscode';
import { suitesTemplate } from '../core/bench/suites-template.ts';
import { suitesFileOf } from './suites-file.ts';
import { chooseTree } from './trees.ts';

/** Opens the suites file of a tree, or the one that the settings name; writes one to start from where there is none. */
export async function openSuitesCommand(): Promise<void> {
  const uri = suitesFileOf(await chooseTree());
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
