import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { judgeSeries } from '../../core/change/judge-series.ts';
import { controlOf } from '../../core/change/same-setup.ts';
import { toBenchError } from '../../core/errors.ts';
import type { SeriesRow } from '../../core/model/bench.ts';
import type { HistoryPort } from '../../core/ports.ts';
import {
  type FromPanel,
  parseFromPanel,
  parseToPanel,
  type SeriesMessage,
  type ToPanel,
} from '../../shared/panel-messages.ts';
import { parsePanelState } from '../../shared/panel-state.ts';
import { commandId, prefix } from '../command-names.ts';
import type { Log } from '../log.ts';
import type { ServicesPool } from '../services-pool.ts';
import { seriesChoices, type Wanted } from './choices.ts';
import type { Looks } from './looks.ts';
import { panelPage } from './page.ts';
import { pickSeries } from './pick-series.ts';
import { controlData, seriesData } from './series-data.ts';
import { chooseShown } from './shown-series.ts';
import { panelTexts } from './texts.ts';
import { placeOfChange, type WantedChange } from './wanted-change.ts';

const viewType = `${prefix}.history`;

/** The panel with the chart of the history. There is one; the editor restores it after a reload of the window. */
export class HistoryPanel implements vscode.WebviewPanelSerializer, vscode.Disposable {
  readonly #root: vscode.Uri;
  readonly #icon: { readonly light: vscode.Uri; readonly dark: vscode.Uri };
  readonly #services: ServicesPool;
  readonly #looks: Looks;
  readonly #log: Log;
  readonly #serializer: vscode.Disposable;
  #panel: vscode.WebviewPanel | undefined;
  #wanted: Wanted = {};
  /** To be led to, until the page says that it has: it may have to be made anew first. */
  #change: WantedChange | undefined;

  constructor(extensionUri: vscode.Uri, services: ServicesPool, looks: Looks, log: Log) {
    this.#root = vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
    this.#icon = {
      light: vscode.Uri.joinPath(extensionUri, 'media', 'history-light.svg'),
      dark: vscode.Uri.joinPath(extensionUri, 'media', 'history-dark.svg'),
    };
    this.#services = services;
    this.#looks = looks;
    this.#log = log;
    this.#serializer = vscode.window.registerWebviewPanelSerializer(viewType, this);
  }

  /**
   * Opens the panel or brings it to the front, with the history as it is now.
   * @param change of the wanted series, to be led to
   */
  async show(wanted: Wanted, change?: WantedChange): Promise<void> {
    this.#want(wanted);
    this.#change = change;
    if (this.#panel === undefined) {
      // The page asks for its data when it is ready.
      this.#adopt(
        vscode.window.createWebviewPanel(
          viewType,
          vscode.l10n.t('Benchmark History'),
          { viewColumn: vscode.ViewColumn.Active, preserveFocus: false },
          this.#options(),
        ),
      );
      return;
    }
    this.#panel.reveal();
    await this.#send();
  }

  /** Shows what was added to the history, if the panel is open. */
  async refreshIfOpen(): Promise<void> {
    if (this.#panel !== undefined) {
      await this.#send();
    }
  }

  /** Asks the page for an export of what it shows; whether there is a page that could answer. */
  async requestExport(): Promise<boolean> {
    if (this.#panel === undefined) {
      return false;
    }
    await post(this.#panel, { type: 'draw-picture' });
    return true;
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const kept = parsePanelState(state);
    this.#want({ seriesId: kept?.seriesId, added: kept?.added });
    panel.webview.options = this.#options();
    this.#panel?.dispose();
    this.#adopt(panel);
  }

  dispose(): void {
    this.#serializer.dispose();
    this.#panel?.dispose();
  }

  /** A suite that was just measured wins over the series shown so far. */
  #want(wanted: Wanted): void {
    this.#wanted = wanted.suite === undefined ? { ...this.#wanted, ...wanted } : wanted;
  }

  #options(): vscode.WebviewOptions {
    return { enableScripts: true, enableForms: false, localResourceRoots: [this.#root] };
  }

  #adopt(panel: vscode.WebviewPanel): void {
    const { webview } = panel;
    const uri = (name: string) => webview.asWebviewUri(vscode.Uri.joinPath(this.#root, name)).toString();
    this.#panel = panel;
    panel.iconPath = this.#icon;
    panel.onDidDispose(() => {
      if (this.#panel === panel) {
        this.#panel = undefined;
        this.#looks.endAll();
      }
    });
    webview.onDidReceiveMessage((data: unknown) => this.#receive(data));
    webview.html = panelPage({
      cspSource: webview.cspSource,
      scriptUri: uri('panel.js'),
      styleUri: uri('panel.css'),
      nonce: newNonce(),
      styleNonce: newNonce(),
      language: vscode.env.language,
      texts: panelTexts(vscode.l10n.t),
    });
  }

  async #receive(data: unknown): Promise<void> {
    const message = parseFromPanel(data);
    if (message !== undefined) {
      await this.#answer(message);
    }
  }

  async #answer(message: FromPanel): Promise<void> {
    switch (message.type) {
      case 'ready':
      case 'refresh':
        return this.#send();
      case 'select':
        this.#wanted = { seriesId: message.seriesId, added: message.added };
        this.#change = undefined;
        return this.#send();
      case 'add-series':
        return this.#addSeries();
      case 'run-benchmark':
        await vscode.commands.executeCommand(commandId('runBenchmark'));
        return;
      case 'open-run':
        await vscode.commands.executeCommand(commandId('showRunActions'), message);
        return;
      case 'pointed':
        this.#change = undefined;
        return;
      case 'seen':
        this.#looks.endAll();
        return this.#send();
      case 'export':
        await vscode.commands.executeCommand(commandId('exportChart'), message.view);
    }
  }

  /** Lets a person tick the series that are shown beside the main one. */
  async #addSeries(): Promise<void> {
    await this.#tellingFailure(async () => {
      const series = await this.#services.use(async (services) => (await services.history()).listSeries());
      const { main, added } = chooseShown(series, this.#wanted);
      const others = seriesChoices(series).filter(({ id }) => id !== main);
      const chosen = await pickSeries(others, added);
      if (chosen !== undefined) {
        this.#wanted = { seriesId: main, added: chosen };
        await this.#send();
      }
    });
  }

  /** Reads the history and sends what there is to choose from and the chosen series. */
  async #send(): Promise<void> {
    await this.#tellingFailure((panel) =>
      this.#services.use(async (services) => {
        const history = await services.history();
        const series = history.listSeries();
        const { main, added } = chooseShown(series, this.#wanted);
        await post(panel, { type: 'choices', choices: seriesChoices(series), selected: main ?? null });
        if (main !== undefined) {
          const [shown, ...others] = [main, ...added].flatMap((id) =>
            this.#read(history, series, id, id === main),
          );
          if (shown !== undefined) {
            await post(panel, { type: 'series', series: shown, added: others });
            await this.#lead(panel, shown);
          }
        }
      }),
    );
  }

  /** Leads to the change that a person asked for, if it is of this series. */
  async #lead(panel: vscode.WebviewPanel, series: SeriesMessage): Promise<void> {
    const change = this.#change;
    const index = change?.seriesId === series.id ? placeOfChange(series, change) : undefined;
    if (index !== undefined) {
      await post(panel, { type: 'point-at', seriesId: series.id, index });
    }
  }

  /** A series with its control; only the main one is looked at. */
  #read(history: HistoryPort, all: readonly SeriesRow[], id: number, isMain: boolean): SeriesMessage[] {
    const judged = judgeSeries(history, id, all);
    if (judged === undefined) {
      return [];
    }
    const found = controlOf(all, judged.series);
    const control = found === undefined ? null : controlData(found.branch, history.readSeries(found.id));
    const place = { historyPath: history.path, seriesId: id };
    const seen = isMain ? this.#looks.look(place, judged.columns.runNumbers) : Number.POSITIVE_INFINITY;
    return [seriesData(judged, { control, seen }, vscode.l10n.t)];
  }

  /** Does something for the open panel, which shows why it failed. */
  async #tellingFailure(work: (panel: vscode.WebviewPanel) => Promise<void>): Promise<void> {
    const panel = this.#panel;
    if (panel === undefined) {
      return;
    }
    try {
      await work(panel);
    } catch (thrown) {
      const error = toBenchError(thrown);
      this.#log.failure(error);
      await post(panel, { type: 'failure', message: error.message });
    }
  }
}

function newNonce(): string {
  return randomBytes(18).toString('base64url');
}

/** Sends a message that the page will take; one that it would refuse shows as a failure instead of as nothing. */
async function post(panel: vscode.WebviewPanel, message: ToPanel): Promise<void> {
  const isOurs = parseToPanel(message) !== undefined;
  await panel.webview.postMessage(
    isOurs
      ? message
      : { type: 'failure', message: vscode.l10n.t('The history holds values that cannot be shown.') },
  );
}
