import * as vscode from 'vscode';
import { isBenchError } from '../core/errors.ts';
import type { BuildRequest, BuildResult } from '../core/model/build.ts';
import type { Report } from '../core/ports.ts';
import { commandId } from './command-names.ts';
import { describeBuild } from './describe-result.ts';
import type { Editor } from './editor.ts';
import { runs } from './messages.ts';
import type { OperationContext } from './operations.ts';
import { chooseTree, type OpenTree, saveEdited } from './trees.ts';

/** Builds the open tree, remembers how that ended and tells what was built. */
export async function buildCommand(editor: Editor, mode: BuildRequest['mode']): Promise<void> {
  const tree = await chooseTree();
  const result = await runBuild(editor, tree, mode);
  if (result === undefined) {
    return;
  }
  const next =
    mode === 'clean'
      ? runs(vscode.l10n.t('Show History'), commandId('showHistory'))
      : runs(vscode.l10n.t('Open PHP Shell'), commandId('openShell'));
  editor.messages.inform(describeBuild(result, vscode.l10n.t), [
    runs(vscode.l10n.t('Run Benchmark'), commandId('runBenchmark')),
    next,
    editor.messages.showLog(),
  ]);
}

/** What a build is called, in messages and as a task. */
export function buildTitle(tree: OpenTree, mode: BuildRequest['mode']): string {
  return mode === 'clean'
    ? vscode.l10n.t('Clean build of {0}', tree.name)
    : vscode.l10n.t('Build of {0}', tree.name);
}

/** Builds with progress to see, and tells nothing but a failure; `undefined` if there was one, or if it was cancelled. */
export async function runBuild(
  editor: Editor,
  tree: OpenTree,
  mode: BuildRequest['mode'],
  listen: Report = () => {},
): Promise<BuildResult | undefined> {
  const result = await editor.operations.run(tree, buildTitle(tree, mode), ({ report, signal }) => {
    const both: Report = (event) => {
      listen(event);
      report(event);
    };
    return build(editor, tree, mode, { report: both, signal });
  });
  editor.resources.markStale();
  return result;
}

async function build(
  editor: Editor,
  tree: OpenTree,
  mode: BuildRequest['mode'],
  { report, signal }: OperationContext,
): Promise<BuildResult> {
  await saveEdited(tree);
  const startedAtMs = Date.now();
  try {
    const result = await editor.problems.watch(tree, mode === 'clean', report, (watched) =>
      editor.services.use((services, settings) =>
        services.build(
          {
            treeRoot: tree.root,
            source: { kind: 'work-tree' },
            mode,
            preset: settings.preset,
            configureFlags: settings.configureFlags,
            platform: undefined,
          },
          watched,
          signal,
        ),
      ),
    );
    await remember(editor, tree, startedAtMs, result);
    return result;
  } catch (error) {
    if (isBenchError(error, 'build-failed') || isBenchError(error, 'build-interpreter-missing')) {
      await remember(editor, tree, startedAtMs, undefined);
    }
    throw error;
  }
}

async function remember(
  editor: Editor,
  tree: OpenTree,
  startedAtMs: number,
  result: BuildResult | undefined,
): Promise<void> {
  const nowMs = Date.now();
  await editor.memory.setLastBuild(tree.root, {
    phpVersion: result?.phpVersion ?? tree.version?.text ?? '',
    commit: result?.source.commit?.sha ?? '',
    dirty: result?.source.dirty ?? false,
    succeeded: result !== undefined,
    atMs: nowMs,
    durationMs: nowMs - startedAtMs,
  });
}
