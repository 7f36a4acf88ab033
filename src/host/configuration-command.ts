import * as vscode from 'vscode';
import type { KnownBuild } from '../core/build/find-build.ts';
import type { BuildConfiguration } from '../core/model/build.ts';
import type { PresetName } from '../core/php/presets.ts';
import { commandId, prefix } from './command-names.ts';
import { configurationOf } from './configuration.ts';
import { type ConfigurationItem, configurationItems } from './configuration-items.ts';
import type { Editor } from './editor.ts';
import { runs } from './messages.ts';
import { chooseTree, type OpenTree } from './trees.ts';

/** Lets a preset be chosen for a tree, and writes it into the settings of the tree's folder. */
export async function selectConfigurationCommand(editor: Editor): Promise<void> {
  const tree = await chooseTree();
  const current = configurationOf(tree);
  const preset = await choosePreset(editor, tree, current);
  if (preset === undefined || preset === current.preset) {
    return;
  }
  await vscode.workspace
    .getConfiguration(prefix, tree.uri)
    .update('build.preset', preset, vscode.ConfigurationTarget.WorkspaceFolder);
  const message = vscode.l10n.t('{0} is built as "{1}" from now on.', tree.name, preset);
  editor.messages.inform(message, [runs(vscode.l10n.t('Build'), commandId('build'))]);
}

/** Shows the list at once; the ages of builds follow when the engine has told them. */
function choosePreset(
  editor: Editor,
  tree: OpenTree,
  current: BuildConfiguration,
): Promise<PresetName | undefined> {
  const list = vscode.window.createQuickPick<vscode.QuickPickItem & ConfigurationItem>();
  list.placeholder = vscode.l10n.t('Choose what {0} is built with', tree.name);
  list.matchOnDetail = true;
  const fill = (builds: readonly KnownBuild[] | undefined) => {
    const context = { nowMs: Date.now(), locale: vscode.env.language, t: vscode.l10n.t };
    const focused = list.activeItems[0]?.preset ?? current.preset;
    list.items = configurationItems(current, tree.version, builds, context);
    list.activeItems = list.items.filter(({ preset }) => preset === focused);
  };
  const reading = new AbortController();
  return new Promise((resolve) => {
    list.onDidAccept(() => {
      resolve(list.activeItems[0]?.preset);
      list.hide();
    });
    list.onDidHide(() => {
      reading.abort();
      resolve(undefined);
      list.dispose();
    });
    fill(undefined);
    list.busy = true;
    list.show();
    editor.services
      .use((services) => services.listBuilds(tree.root, reading.signal), tree.root)
      .then(
        (builds) => {
          if (!reading.signal.aborted) {
            fill(builds);
            list.busy = false;
          }
        },
        (error: unknown) => {
          // A choice can be made without an engine; why it does not answer is in the log.
          if (!reading.signal.aborted) {
            list.busy = false;
            editor.log.failure(error);
          }
        },
      );
  });
}
