import * as vscode from 'vscode';
import { isBenchError } from '../core/errors.ts';
import type { BuildConfiguration, BuildRequest, BuildResult } from '../core/model/build.ts';
import type { Report } from '../core/ports.ts';
import { commandId } from './command-names.ts';
import { configurationOf } from './configuration.ts';
import { configurationId, describeConfiguration } from './configuration-text.ts';
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

/** What a build is called as a task, whatever its configuration is going to be. */
export function buildTitle(tree: OpenTree, mode: BuildRequest['mode']): string {
  return mode === 'clean'
    ? vscode.l10n.t('Clean build of {0}', tree.name)
    : vscode.l10n.t('Build of {0}', tree.name);
}

/** Whoever starts a build and wants more of it than its result. */
export interface BuildFollower {
  readonly listen?: Report;
  /** Cancels the build. */
  readonly signal?: AbortSignal;
}

/** What is built, and how. */
export interface Build {
  readonly tree: OpenTree;
  readonly mode: BuildRequest['mode'];
  readonly configuration: BuildConfiguration;
}

/**
 * Builds with progress to see, and tells nothing but a failure; `undefined` if there was one, or if it was cancelled.
 * Builds of other configurations and of other trees may run at the same time.
 */
export async function runBuild(
  editor: Editor,
  tree: OpenTree,
  mode: BuildRequest['mode'],
  { listen, signal }: BuildFollower = {},
): Promise<BuildResult | undefined> {
  const configuration = configurationOf(tree);
  const name = describeConfiguration(configuration, vscode.l10n.t);
  const result = await editor.operations.run(
    tree,
    vscode.l10n.t('{0} ({1})', buildTitle(tree, mode), name),
    (context) => {
      const report: Report = (event) => {
        listen?.(event);
        context.report(event);
      };
      return buildWithin(editor, { tree, mode, configuration }, { report, signal: context.signal });
    },
    { configuration: configurationId(configuration), signal },
  );
  return result;
}

/** Builds as a part of an operation: with its compilers' messages in the Problems view, and remembered. */
export async function buildWithin(
  editor: Editor,
  what: Build,
  { report, signal }: OperationContext,
): Promise<BuildResult> {
  const { tree, mode, configuration } = what;
  await saveEdited(tree);
  const startedAtMs = Date.now();
  try {
    const source = { kind: 'work-tree' } as const;
    const request: BuildRequest = { ...configuration, treeRoot: tree.root, source, mode };
    const result = await editor.problems.watch(tree, mode === 'clean', report, (watched) =>
      editor.services.use((services) => services.build(request, watched, signal), tree.root),
    );
    await remember(editor, what, startedAtMs, result);
    return result;
  } catch (error) {
    if (isBenchError(error, 'build-failed') || isBenchError(error, 'build-interpreter-missing')) {
      await remember(editor, what, startedAtMs, undefined);
    }
    throw error;
  }
}

async function remember(
  editor: Editor,
  { tree, configuration }: Build,
  startedAtMs: number,
  result: BuildResult | undefined,
): Promise<void> {
  const nowMs = Date.now();
  await editor.memory.setLastBuild(tree.root, configurationId(configuration), {
    phpVersion: result?.phpVersion ?? tree.version?.text ?? '',
    commit: result?.source.commit?.sha ?? '',
    dirty: result?.source.dirty ?? false,
    succeeded: result !== undefined,
    atMs: nowMs,
    durationMs: nowMs - startedAtMs,
  });
}
