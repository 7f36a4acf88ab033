/** Files of commits as read-only documents of the editor, for both sides of its differences. */

import * as v from 'valibot';
import * as vscode from 'vscode';
import { errors } from '../../core/errors.ts';
import type { ServicesPool } from '../services-pool.ts';
import { findTrees } from '../trees.ts';

const scheme = 'php-source-bench-commit';

const placeSchema = v.object({
  root: v.string(),
  sha: v.pipe(v.string(), v.regex(/^[0-9a-f]{40}(?:[0-9a-f]{24})?$/)),
});

/** The address of a file of a commit in an open tree. */
export function commitFileUri(place: v.InferOutput<typeof placeSchema>, path: string): vscode.Uri {
  return vscode.Uri.from({ scheme, path: `/${path}`, query: JSON.stringify(place) });
}

/** Registers the documents; they are read when the editor shows them. Binary files come as the text they are not. */
export function registerCommitFiles(context: vscode.ExtensionContext, services: ServicesPool): void {
  const provideTextDocumentContent = async (uri: vscode.Uri, token: vscode.CancellationToken) => {
    const controller = new AbortController();
    token.onCancellationRequested(() => controller.abort());
    return readCommitFile(services, uri, controller.signal);
  };
  context.subscriptions.push(
    vscode.workspace.registerTextDocumentContentProvider(scheme, { provideTextDocumentContent }),
  );
}

/** Anyone may open such an address: it leads to open trees of a trusted workspace and nowhere else. */
async function readCommitFile(services: ServicesPool, uri: vscode.Uri, signal: AbortSignal): Promise<string> {
  const place = v.parse(v.pipe(v.string(), v.parseJson(), placeSchema), uri.query);
  const trees = vscode.workspace.isTrusted ? await findTrees() : [];
  if (!trees.some(({ root }) => root === place.root)) {
    throw errors.noTree();
  }
  const content = await services.use(
    (open) => open.commits().readCommitFile(place.root, place.sha, uri.path.slice(1), signal),
    place.root,
  );
  return content ?? '';
}
