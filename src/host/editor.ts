import { join } from 'node:path';
import * as vscode from 'vscode';
import type { LoadServices } from '../core/services.ts';
import { prefix } from './command-names.ts';
import { readSettings } from './configuration.ts';
import type { ContainerTerminal } from './container-terminal.ts';
import { ContentFiles } from './contents/content-files.ts';
import { LastFileTree } from './contents/last-file-tree.ts';
import { EnginePools, settingsEngine } from './engine-pools.ts';
import { KeptReports } from './kept-reports.ts';
import { Log } from './log.ts';
import { Messages } from './messages.ts';
import { ChangeWatch } from './news/change-watch.ts';
import { Operations } from './operations.ts';
import { HistoryPanel } from './panel/history-panel.ts';
import { Looks } from './panel/looks.ts';
import { Problems } from './problems.ts';
import { ReportDocuments } from './report-documents.ts';
import { ResourcesView } from './resources/resources-view.ts';
import { ViewMemory } from './resources/view-options.ts';
import { Running } from './running.ts';
import { RunSelection } from './runs/run-selection.ts';
import type { ServicesPool } from './services-pool.ts';
import { clearAfterKill, SessionMark } from './session-mark.ts';
import { StatusBar } from './status-bar.ts';
import { TreeMemory } from './tree-memory.ts';

/** What the commands work with. */
export interface Editor {
  /** Set while there are services. */
  readonly mark: SessionMark;
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
  readonly changes: ChangeWatch;
  readonly selection: RunSelection;
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

/**
 * Makes the editor's side: its views, its status bar entries and what they share. Loads nothing behind them yet.
 * @param usualPath where the history is unless the setting says otherwise
 */
export function createEditor(
  context: vscode.ExtensionContext,
  load: LoadServices,
  usualPath: string,
): Editor {
  const log = new Log();
  const messages = new Messages(log);
  const mark = new SessionMark(join(context.globalStorageUri.fsPath, 'sessions'), process.pid);
  const pools = new EnginePools(async (settings) => {
    // A disk that takes no mark is no reason not to work.
    await mark.set().catch((error: unknown) => log.failure(error));
    return load(settings);
  }, readSettings);
  const services = pools.of(settingsEngine);
  const running = new Running();
  const memory = new TreeMemory(context.workspaceState);
  const operations = new Operations(running, log, messages);
  const resources = new ResourcesView(pools, log, new ViewMemory(context.globalState));
  const looks = new Looks(context.globalState);
  const history = new HistoryPanel(context.extensionUri, services, looks, log);
  const changes = new ChangeWatch({
    ...{ services, panel: history, messages, log, usualPath },
    memory: context.globalState,
  });
  const status = new StatusBar(running, memory, messages);
  const problems = new Problems();
  const reports = new ReportDocuments(new KeptReports(context.workspaceState));
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
    changes,
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
  clearAfterKill(mark, services, (title) => log.begin(title)).catch((error: unknown) => log.failure(error));
  return {
    mark,
    services,
    pools,
    memory,
    log,
    messages,
    operations,
    resources,
    history,
    changes,
    selection: new RunSelection(),
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
  await editor.pools.close();
  await editor.mark.clear();
}
