/** The page: what is on it, and which of its states it is in. */
import type { SeriesChoice, SeriesData, ShownView } from '../src/shared/panel-messages.ts';
import type { PanelTexts } from '../src/shared/panel-texts.ts';
import { ChangeList } from './change-list.ts';
import { type ChartSection, createChartSection } from './chart-section.ts';
import { createElement } from './elements.ts';
import type { Formats } from './format.ts';
import type { OpenRun } from './run-menu.ts';
import { summaryItems } from './summary.ts';
import { RunTable } from './table.ts';
import { createButton, createDropdown, type DropdownControl } from './toolkit.ts';

export interface PageEvents {
  readonly onSelect: (seriesId: number) => void;
  readonly onRefresh: () => void;
  readonly onRunBenchmark: () => void;
  readonly onExport: () => void;
  readonly onOpenRun: OpenRun;
  readonly onSeen: () => void;
}

type State = 'loading' | 'empty' | 'failed' | 'ready';

export class Page {
  readonly #texts: PanelTexts;
  readonly #formats: Formats;
  readonly #body: HTMLElement;
  readonly #series: DropdownControl;
  readonly #failure: HTMLElement;
  readonly #summary: HTMLElement;
  readonly #chart: ChartSection;
  readonly #changes: ChangeList;
  readonly #table: RunTable;
  #choices: readonly SeriesChoice[] = [];

  /** Fills the body of an empty page; it says that it is loading until it is told something else. */
  constructor(body: HTMLElement, texts: PanelTexts, formats: Formats, events: PageEvents) {
    this.#texts = texts;
    this.#formats = formats;
    this.#body = body;
    this.#series = createDropdown(texts.series, (value) => events.onSelect(Number(value)));
    this.#failure = createElement('p', { className: 'state-hint' });
    this.#summary = createElement('dl', { className: 'summary' });
    this.#chart = createChartSection(texts, formats, events.onOpenRun);
    this.#changes = new ChangeList(texts, (index) => this.#chart.pointAt(index), events.onSeen);
    this.#table = new RunTable(texts, events.onOpenRun);
    const run = () => createButton(texts.runBenchmark, 'primary', events.onRunBenchmark);
    const exportChart = createButton(texts.exportChart, 'secondary', events.onExport);
    const refresh = createButton(texts.refresh, 'secondary', events.onRefresh);
    const toolbar = createElement('header', {
      className: 'toolbar',
      children: [
        createElement('h1', { text: texts.title }),
        this.#series.element,
        createElement('div', { className: 'toolbar-buttons', children: [exportChart, refresh, run()] }),
      ],
    });
    const retry = createButton(texts.tryAgain, 'primary', events.onRefresh);
    body.append(
      createElement('main', {
        children: [
          stateSection('loading', 'status', [createElement('p', { text: texts.loading })]),
          stateSection('empty', 'status', [
            createElement('h1', { text: texts.emptyTitle }),
            createElement('p', { className: 'state-hint', text: texts.emptyHint }),
            run(),
          ]),
          stateSection('failed', 'alert', [
            createElement('h1', { text: texts.failedTitle }),
            this.#failure,
            retry,
          ]),
          createElement('div', {
            className: 'ready',
            children: [
              toolbar,
              this.#summary,
              this.#chart.element,
              this.#changes.element,
              this.#table.element,
            ],
          }),
        ],
      }),
    );
    this.#become('loading');
  }

  /** Offers these series; none at all makes the page an empty one. */
  showChoices(choices: readonly SeriesChoice[], selected: number | null): void {
    this.#choices = choices;
    if (choices.length === 0) {
      this.#become('empty');
      return;
    }
    this.#series.setEntries(
      choices.map(({ id, label }) => ({ value: String(id), label })),
      String(selected),
    );
  }

  /** Shows a series that was offered before; another one is left aside. */
  showSeries(series: SeriesData): void {
    const choice = this.#choices.find(({ id }) => id === series.id);
    if (choice === undefined) {
      return;
    }
    const wording = { series, unit: choice.unit, formats: this.#formats, texts: this.#texts };
    this.#become('ready');
    this.#summary.replaceChildren(...summaryItems(wording));
    this.#chart.show(wording, choice.label);
    this.#changes.show(wording);
    this.#table.show(wording);
  }

  /** What is shown of the history; `undefined` while nothing is. */
  view(): ShownView | undefined {
    return this.#body.dataset.state === 'ready' ? this.#chart.view() : undefined;
  }

  showFailure(message: string): void {
    this.#failure.textContent = message;
    this.#become('failed');
  }

  #become(state: State): void {
    this.#body.dataset.state = state;
  }
}

function stateSection(state: State, role: string, children: readonly HTMLElement[]): HTMLElement {
  return createElement('section', { className: `state state-${state}`, attributes: { role }, children });
}
