import * as vscode from 'vscode';
import { backfillCommand, pauseBackfillCommand } from './backfill-command.ts';
import { benchmarkCommand } from './benchmark-command.ts';
import { bisectCommand } from './bisect-command.ts';
import { buildCommand } from './build-command.ts';
import { BuildTasks, taskType } from './build-tasks.ts';
import { type CommandName, commandId, commandNames } from './command-names.ts';
import { compareCommand } from './compare-command.ts';
import { selectConfigurationCommand } from './configuration-command.ts';
import { openFileCommand, showLayersCommand } from './contents/content-commands.ts';
import { showMakerCommand } from './contents/maker-command.ts';
import { copyInterpreterCommand } from './copy-command.ts';
import { checkSetupCommand } from './doctor-command.ts';
import type { Editor } from './editor.ts';
import { exportChartCommand } from './export-chart-command.ts';
import { exportHistoryCommand, importHistoryCommand } from './history-commands.ts';
import { nightlyCommand } from './nightly-command.ts';
import {
  containerChangesCommand,
  copyIdCommand,
  inspectCommand,
  startContainerCommand,
  stopContainerCommand,
  tagImageCommand,
} from './objects/object-commands.ts';
import { containerExecCommand, containerLogCommand } from './objects/object-terminals.ts';
import { openSettings } from './open-settings.ts';
import { pruneCommand } from './prune/prune-command.ts';
import { exportRecipeCommand, showRecipeCommand } from './recipe-commands.ts';
import { contextsCommand, filterCommand, groupCommand, sortCommand } from './resources/view-commands.ts';
import { showRunChangesCommand, showRunCommitCommand } from './runs/commit-commands.ts';
import { bisectRunCommand, compareRunsCommand, measureRunCommand } from './runs/measure-commands.ts';
import { runActionsCommand } from './runs/run-actions.ts';
import {
  copyRunCommitCommand,
  excludeRunCommand,
  includeRunCommand,
  selectRunCommand,
  showRunCommand,
} from './runs/run-commands.ts';
import { settingId } from './settings.ts';
import {
  openStorageTerminalCommand,
  revealStorageCommand,
  showStorageCommand,
  showStorageJsonCommand,
} from './storage/storage-commands.ts';
import { openSuitesCommand } from './suites-command.ts';
import { containerShellCommand, phpShellCommand, runFileCommand } from './terminal-commands.ts';
import { mayRun } from './trust.ts';

interface Command {
  /** Whether it runs what the workspace holds, so that it needs a trusted one. */
  readonly needsTrust: boolean;
  /** @param clicked and @param selected what a menu hands over, or whoever else calls it: to be checked */
  readonly run: (editor: Editor, clicked?: unknown, selected?: unknown) => Promise<void>;
}

/** Every command of package.json; one that is forgotten here does not compile. */
const table: Readonly<Record<CommandName, Command>> = {
  build: { needsTrust: true, run: (editor) => buildCommand(editor, 'incremental') },
  cleanBuild: { needsTrust: true, run: (editor) => buildCommand(editor, 'clean') },
  selectConfiguration: { needsTrust: true, run: selectConfigurationCommand },
  runBenchmark: { needsTrust: true, run: benchmarkCommand },
  compareBenchmark: { needsTrust: true, run: compareCommand },
  openSuites: { needsTrust: true, run: () => openSuitesCommand() },
  backfillHistory: { needsTrust: true, run: backfillCommand },
  pauseBackfill: { needsTrust: true, run: pauseBackfillCommand },
  bisectPerformance: { needsTrust: true, run: bisectCommand },
  nightlyBenchmark: { needsTrust: true, run: nightlyCommand },
  showRecipe: { needsTrust: true, run: showRecipeCommand },
  exportRecipe: { needsTrust: true, run: exportRecipeCommand },
  showHistory: { needsTrust: false, run: (editor) => editor.history.show({}) },
  showNewChanges: { needsTrust: false, run: (editor) => editor.changes.showNew() },
  importHistory: { needsTrust: false, run: importHistoryCommand },
  exportHistory: { needsTrust: false, run: exportHistoryCommand },
  exportChart: { needsTrust: false, run: exportChartCommand },
  showRunActions: { needsTrust: false, run: runActionsCommand },
  showRunCommit: { needsTrust: true, run: showRunCommitCommand },
  showRunChanges: { needsTrust: true, run: showRunChangesCommand },
  showRun: { needsTrust: false, run: showRunCommand },
  selectRun: { needsTrust: false, run: selectRunCommand },
  compareRuns: { needsTrust: true, run: compareRunsCommand },
  bisectRun: { needsTrust: true, run: bisectRunCommand },
  measureRun: { needsTrust: true, run: measureRunCommand },
  copyRunCommit: { needsTrust: false, run: copyRunCommitCommand },
  excludeRun: { needsTrust: false, run: excludeRunCommand },
  includeRun: { needsTrust: false, run: includeRunCommand },
  openShell: { needsTrust: true, run: phpShellCommand },
  openContainerShell: { needsTrust: true, run: containerShellCommand },
  runFile: { needsTrust: true, run: (editor) => runFileCommand(editor) },
  runFileUnderGdb: { needsTrust: true, run: (editor) => runFileCommand(editor, 'gdb') },
  runFileUnderValgrind: { needsTrust: true, run: (editor) => runFileCommand(editor, 'valgrind') },
  copyInterpreter: { needsTrust: true, run: copyInterpreterCommand },
  refreshResources: { needsTrust: false, run: (editor) => editor.resources.refresh() },
  pruneResources: {
    needsTrust: false,
    run: async (editor, clicked, selected) =>
      pruneCommand(editor, await editor.resources.rowsOf(clicked, selected)),
  },
  inspectObject: { needsTrust: false, run: inspectCommand },
  showContainerLog: { needsTrust: false, run: containerLogCommand },
  openShellInContainer: { needsTrust: false, run: containerExecCommand },
  startContainer: { needsTrust: false, run: startContainerCommand },
  stopContainer: { needsTrust: false, run: stopContainerCommand },
  showContainerChanges: { needsTrust: false, run: containerChangesCommand },
  tagImage: { needsTrust: false, run: tagImageCommand },
  copyObjectId: { needsTrust: false, run: copyIdCommand },
  openFileInside: { needsTrust: false, run: openFileCommand },
  showLayers: { needsTrust: false, run: showLayersCommand },
  showMaker: { needsTrust: false, run: showMakerCommand },
  showStorage: { needsTrust: false, run: showStorageCommand },
  showStorageJson: { needsTrust: false, run: showStorageJsonCommand },
  revealStorage: { needsTrust: false, run: revealStorageCommand },
  openStorageTerminal: { needsTrust: false, run: openStorageTerminalCommand },
  groupResources: { needsTrust: false, run: groupCommand },
  sortResources: { needsTrust: false, run: sortCommand },
  filterResources: { needsTrust: false, run: filterCommand },
  clearResourceFilter: { needsTrust: false, run: ({ resources }) => resources.changeOptions({ filter: '' }) },
  chooseContexts: { needsTrust: false, run: contextsCommand },
  openEngineSetting: { needsTrust: false, run: () => openSettings(settingId('docker.host')) },
  checkSetup: { needsTrust: false, run: checkSetupCommand },
  showLog: { needsTrust: false, run: async (editor) => editor.log.show() },
  showActions: { needsTrust: false, run: showActions },
  cancel: { needsTrust: false, run: (editor) => editor.operations.cancel() },
};

/** Registers the commands; whatever one of them rejects with is told to the person. */
export function registerCommands(context: vscode.ExtensionContext, editor: Editor): void {
  for (const name of commandNames) {
    const command = table[name];
    const run = async (clicked?: unknown, selected?: unknown): Promise<void> => {
      // The palette hides these in an untrusted workspace, but a key binding or another extension may still call.
      if (command.needsTrust && !mayRun(editor.messages)) {
        return;
      }
      try {
        await command.run(editor, clicked, selected);
      } catch (error) {
        editor.messages.failure(error);
      }
    };
    context.subscriptions.push(vscode.commands.registerCommand(commandId(name), run));
  }
}

/** Offers the builds as tasks. */
export function registerTasks(context: vscode.ExtensionContext, editor: Editor): void {
  context.subscriptions.push(vscode.tasks.registerTaskProvider(taskType, new BuildTasks(editor)));
}

/** The list behind the status bar entry: what can be done now. */
async function showActions(editor: Editor): Promise<void> {
  const { t } = vscode.l10n;
  const item = (icon: string, label: string, name: CommandName) => ({ label: `$(${icon}) ${label}`, name });
  const isRunning = editor.operations.running.all().length > 0;
  const items = [
    ...(isRunning ? [item('stop-circle', t('Cancel What Is Running'), 'cancel')] : []),
    item('tools', t('Build'), 'build'),
    item('package', t('Clean Build'), 'cleanBuild'),
    item('settings', t('Select Build Configuration'), 'selectConfiguration'),
    item('dashboard', t('Run Benchmark'), 'runBenchmark'),
    item('compare-changes', t('Compare Performance with Commit'), 'compareBenchmark'),
    item('list-flat', t('Open Benchmark Suites File'), 'openSuites'),
    item('history', t('Backfill History'), 'backfillHistory'),
    item('debug-pause', t('Pause or Resume Backfill'), 'pauseBackfill'),
    item('git-commit', t('Bisect Performance Change'), 'bisectPerformance'),
    item('calendar', t('Nightly Benchmark'), 'nightlyBenchmark'),
    item('terminal', t('Open PHP Shell'), 'openShell'),
    item('terminal-linux', t('Open Container Shell'), 'openContainerShell'),
    item('play', t('Run Current File'), 'runFile'),
    item('debug-alt', t('Run Current File under gdb'), 'runFileUnderGdb'),
    item('bug', t('Run Current File under Valgrind'), 'runFileUnderValgrind'),
    item('save-as', t('Copy Interpreter to…'), 'copyInterpreter'),
    item('graph-line', t('Show History'), 'showHistory'),
    item('bell', t('Show New Changes'), 'showNewChanges'),
    item('pulse', t('Check Docker Setup'), 'checkSetup'),
    item('output', t('Show Log'), 'showLog'),
  ];
  const chosen = await vscode.window.showQuickPick(items, { placeHolder: 'PHP Source Bench' });
  if (chosen !== undefined) {
    await vscode.commands.executeCommand(commandId(chosen.name));
  }
}
