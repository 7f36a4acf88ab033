import * as vscode from 'vscode';
import type { LoadServices } from '../core/services.ts';
import { prefix } from './command-names.ts';
import { readSettings } from './configuration.ts';
import type { ContainerTerminal } from './container-terminal.ts';
import { ContentFiles } from './contents/content-files.ts';
import { LastFileTree } from './contents/last-file-tree.ts';
import { EnginePools, settingsEngine } from './engine-pools.ts';
import { Log } from './log.ts';
import { Messages } from './messages.ts';
import { Operations } from './operations.ts';
import { HistoryPanel } from './panel/history-panel.ts';
import { Problems } from './problems.ts';
import { ReportDocuments } from './report-documents.ts';
import { ResourcesView } from './resources/resources-view.ts';
import { ViewMemory } from './resources/view-options.ts';
import { Running } from './running.ts';
import type { ServicesPool } from './services-pool.ts';
import { StatusBar } from './status-bar.ts';
import { TreeMemory } from './tree-memory.ts';

/** What the commands work with. */
export interface Editor {
  /** Services of the engine of the settings. */
  readonly services: ServicesPool;
  /** Services of each engine that is shown. */
  readonly pools: EnginePools;
  readonly memory: TreeMemory;
  readonly log: Log;
  readonly messages: Messages;
  readonly operations: Operations;
  readonly resources: ResourcesView;
  readonly history: HistoryPanel;
  readonly status: StatusBar;
  readonly problems: Problems;
  /** Reports that cannot be edited. */
  readonly reports: ReportDocuments;
  /** Files of images and containers. */
  readonly contentFiles: ContentFiles;
  readonly lastFileTree: LastFileTree;
  /** The open terminals whose program is in a container. */
  readonly terminals: Set<ContainerTerminal>;
}

/** Makes the editor's side: its views, its status bar entry and what they share. Loads nothing behind them yet. */
export function createEditor(context: vscode.ExtensionContext, load: LoadServices): Editor {
  const log = new Log();
  const messages = new Messages(log);
  const pools = new EnginePools(load, readSettings);
  const services = pools.of(settingsEngine);
  const running = new Running();
  const memory = new TreeMemory(context.workspaceState);
  const operations = new Operations(running, log, messages);
  const resources = new ResourcesView(pools, log, new ViewMemory(context.globalState));
  const history = new HistoryPanel(context.extensionUri, services, log);
  const status = new StatusBar(running, memory, messages);
  const problems = new Problems();
  const reports = new ReportDocuments();
  const contentFiles = new ContentFiles(
    pools,
    (engine) => engine === settingsEngine || resources.options.contexts.includes(engine),
  );
  running.onChange(() => {
    vscode.commands.executeCommand('setContext', `${prefix}.running`, running.all().length > 0);
  });
  context.subscriptions.push(
    log,
    resources,
    history,
    status,
    problems,
    reports,
    contentFiles,
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(`${prefix}.docker`)) {
        resources.startAnew();
      }
      if (event.affectsConfiguration(`${prefix}.history`)) {
        history.refreshIfOpen().catch((error: unknown) => messages.failure(error));
      }
    }),
  );
  return {
    services,
    pools,
    memory,
    log,
    messages,
    operations,
    resources,
    history,
    status,
    problems,
    reports,
    contentFiles,
    lastFileTree: new LastFileTree(),
    terminals: new Set(),
  };
}

/** Ends everything that the editor started, and settles when it has cleaned up. */
export async function closeEditor(editor: Editor): Promise<void> {
  await Promise.allSettled([
    editor.operations.running.abortAll(),
    ...[...editor.terminals].map((terminal) => terminal.end()),
  ]);
  editor.pools.close();
}
