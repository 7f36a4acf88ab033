/** The page: what is on it, and which of its states it is in. */

import { assignPlaces } from '../src/core/plot/looks.ts';
import type { SeriesChoice, SeriesData, ShownView } from '../src/shared/panel-messages.ts';
import type { PanelState, ViewState } from '../src/shared/panel-state.ts';
import type { PanelTexts } from '../src/shared/panel-texts.ts';
import { ChangeList } from './change-list.ts';
import { ChartSection } from './chart-section.ts';
import { createElement } from './elements.ts';
import type { Formats } from './format.ts';
import type { OpenRun } from './run-menu.ts';
import type { NamedSeries } from './scene.ts';
import { summaryItems } from './summary.ts';
import { RunTable } from './table.ts';
import { createButton, createDropdown, type DropdownControl } from './toolkit.ts';

export interface PageEvents {
  /** These series are to be shown, the main one and others beside it. */
  readonly onSelect: (seriesId: number, added: readonly number[]) => void;
  readonly onAddSeries: () => void;
  /** What is shown, or how, has changed. */
  readonly onState: (state: PanelState) => void;
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
  #places: readonly (number | undefined)[] = [];
  #shown: readonly NamedSeries[] = [];
  #averageWindow: number;

  /** Fills the body of an empty page; it says that it is loading until it is told something else. */
  constructor(body: HTMLElement, texts: PanelTexts, formats: Formats, view: ViewState, events: PageEvents) {
    this.#texts = texts;
    this.#formats = formats;
    this.#body = body;
    this.#series = createDropdown(texts.series, (value) =>
      events.onSelect(
        Number(value),
        this.#shown.slice(1).flatMap(({ data }) => (data.id === Number(value) ? [] : [data.id])),
      ),
    );
    this.#failure = createElement('p', { className: 'state-hint' });
    this.#summary = createElement('dl', { className: 'summary' });
    this.#averageWindow = view.window;
    this.#chart = new ChartSection(texts, formats, view, {
      onAddSeries: events.onAddSeries,
      onArrange: ([main = Number.NaN, ...added]) => events.onSelect(main, added),
      onView: (next) => this.#onView(next, events),
      onOpenRun: events.onOpenRun,
    });
    this.#changes = new ChangeList(texts, (index) => this.#pointAt(index), events.onSeen);
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

  /** Shows series that were offered before; others are left aside, and all if the main one is among those. */
  showSeries(series: SeriesData, added: readonly SeriesData[]): void {
    this.#places = assignPlaces(
      this.#places,
      added.map(({ id }) => id),
    );
    const [main] = this.#named(series, undefined);
    if (main === undefined) {
      return;
    }
    this.#shown = [main, ...added.flatMap((one) => this.#named(one, this.#places.indexOf(one.id)))];
    this.#become('ready');
    this.#showNumbers(main);
    this.#chart.show(this.#shown);
  }

  /** Leads to a run of the main series; whether that is shown. */
  pointAt(seriesId: number, index: number): boolean {
    const main = this.#shown[0]?.data;
    const isShown = main?.id === seriesId && index < main.times.length;
    if (isShown) {
      this.#pointAt(index);
    }
    return isShown;
  }

  #pointAt(index: number): void {
    const main = this.#shown[0]?.data;
    this.#chart.pointAt(index);
    if (main !== undefined) {
      this.#changes.mark(main, index);
    }
  }

  /** What there is to read of the main series. */
  #showNumbers({ data, unit }: NamedSeries): void {
    const [formats, texts, averageWindow] = [this.#formats, this.#texts, this.#averageWindow];
    const wording = { series: data, unit, formats, texts, averageWindow };
    this.#summary.replaceChildren(...summaryItems(wording));
    this.#changes.show(wording);
    this.#table.show(wording);
  }

  /** What is shown of the history; `undefined` while nothing is. */
  view(): ShownView | undefined {
    return this.#body.dataset.state === 'ready' ? this.#chart.view() : undefined;
  }

  #onView(view: ViewState, events: PageEvents): void {
    const [main, ...added] = this.#shown;
    if (main === undefined) {
      return;
    }
    events.onState({ ...view, seriesId: main.data.id, added: added.map(({ data }) => data.id) });
    if (view.window !== this.#averageWindow) {
      this.#averageWindow = view.window;
      this.#showNumbers(main);
    }
  }

  /** A series with its name; none if it was not offered. */
  #named(data: SeriesData, place: number | undefined): NamedSeries[] {
    const choice = this.#choices.find(({ id }) => id === data.id);
    return choice === undefined ? [] : [{ data, label: choice.label, unit: choice.unit, place }];
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
