/** Commits and their files as read-only documents of the editor. */

import * as v from 'valibot';
import * as vscode from 'vscode';
import { errors } from '../../core/errors.ts';
import type { CommitReader } from '../../core/ports.ts';
import type { ServicesPool } from '../services-pool.ts';
import { findTrees } from '../trees.ts';

const scheme = 'php-source-bench-commit';

const placeSchema = v.object({
  root: v.string(),
  sha: v.pipe(v.string(), v.regex(/^[0-9a-f]{40}(?:[0-9a-f]{24})?$/)),
  /** The commit itself, or the file at the address's path. */
  what: v.picklist(['commit', 'file']),
});

type Place = v.InferOutput<typeof placeSchema>;

/** The address of a commit's message and changes; the editor knows by the name how to colour it. */
export function commitUri(place: Omit<Place, 'what'>): vscode.Uri {
  return uriOf({ ...place, what: 'commit' }, `/${place.sha.slice(0, 10)}.diff`);
}

/** The address of a file of a commit in an open tree. */
export function commitFileUri(place: Omit<Place, 'what'>, path: string): vscode.Uri {
  return uriOf({ ...place, what: 'file' }, `/${path}`);
}

function uriOf(place: Place, path: string): vscode.Uri {
  return vscode.Uri.from({ scheme, path, query: JSON.stringify(place) });
}

/** Registers the documents; they are read when the editor shows them. Binary files come as the text they are not. */
export function registerCommitFiles(context: vscode.ExtensionContext, services: ServicesPool): void {
  const provideTextDocumentContent = async (uri: vscode.Uri, token: vscode.CancellationToken) => {
    const controller = new AbortController();
    token.onCancellationRequested(() => controller.abort());
    const place = v.parse(v.pipe(v.string(), v.parseJson(), placeSchema), uri.query);
    await requireOpen(place.root);
    return services.use(
      (open) => read(open.commits(), place, uri.path.slice(1), controller.signal),
      place.root,
    );
  };
  context.subscriptions.push(
    vscode.workspace.registerTextDocumentContentProvider(scheme, { provideTextDocumentContent }),
  );
}

/** Anyone may open such an address: it leads to open trees of a trusted workspace and nowhere else. */
async function requireOpen(root: string): Promise<void> {
  const trees = vscode.workspace.isTrusted ? await findTrees() : [];
  if (!trees.some((tree) => tree.root === root)) {
    throw errors.noTree();
  }
}

async function read(
  commits: CommitReader,
  { root, sha, what }: Place,
  path: string,
  signal: AbortSignal,
): Promise<string> {
  if (what === 'file') {
    return (await commits.readCommitFile(root, sha, path, signal)) ?? '';
  }
  const { text, cut } = await commits.showCommit(root, sha, signal);
  return cut ? `${text}\n… ${vscode.l10n.t('The commit is too large to be shown to its end.')}\n` : text;
}
