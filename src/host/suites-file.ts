import * as vscode from 'vscode';
import { ownSuitesFile } from '../core/bench/suites-template.ts';
import { errors } from '../core/errors.ts';
import { readSettings } from './configuration.ts';
import type { OpenTree } from './trees.ts';

/** Where the suites of a tree are defined, whether the file is there or not. */
export function suitesFileOf(tree: OpenTree): vscode.Uri {
  const { benchmarkSuitesFile } = readSettings(tree.root);
  return benchmarkSuitesFile === ''
    ? vscode.Uri.joinPath(tree.uri, ownSuitesFile)
    : vscode.Uri.file(benchmarkSuitesFile);
}

/** Saves what is edited of it, so that it counts; rejects with `cancelled` if that fails. */
export async function saveSuitesFile(tree: OpenTree): Promise<void> {
  const uri = suitesFileOf(tree).toString();
  const document = vscode.workspace.textDocuments.find((open) => open.isDirty && open.uri.toString() === uri);
  if (document !== undefined && !(await document.save())) {
    throw errors.cancelled();
  }
}
