/** The chart with its bar, its legends, its overview, its tooltip, its keys and what is said aloud. */
import type { ShownView } from '../src/shared/panel-messages.ts';
import type { ViewState } from '../src/shared/panel-state.ts';
import type { PanelTexts } from '../src/shared/panel-texts.ts';
import { Chart, type Pointed } from './chart.ts';
import { navigateByMouse } from './chart-navigation.ts';
import { ChartRuns } from './chart-runs.ts';
import { ChartState, movedRun } from './chart-state.ts';
import {
  axisWords,
  missingWords,
  relativeWords,
  runSentence,
  shortAxisWords,
  type Words,
  wordingOf,
} from './chart-words.ts';
import { createElement } from './elements.ts';
import { type Formats, fill } from './format.ts';
import { createLayerLegend, type LayerLegend } from './layer-legend.ts';
import { type PointedRun, runAfterKey } from './nearest.ts';
import { Overview } from './overview.ts';
import { pictureLegend } from './picture-legend.ts';
import type { OpenRun } from './run-menu.ts';
import { type DrawnSeries, type NamedSeries, type Scene, visibleSeries } from './scene.ts';
import { SeriesLegend } from './series-legend.ts';
import { seriesHeading } from './series-mark.ts';
import { onThemeChange, type Theme } from './theme.ts';
import { spanAfterKey } from './time-keys.ts';
import { zoomed } from './time-window.ts';
import { createTooltip } from './tooltip.ts';
import { createViewBar, type ViewBar } from './view-bar.ts';

export interface ChartSectionEvents {
  readonly onAddSeries: () => void;
  /** These series are to be shown, the main one first. */
  readonly onArrange: (seriesIds: readonly number[]) => void;
  /** The way in which series are drawn has changed. */
  readonly onView: (view: ViewState) => void;
  readonly onOpenRun: OpenRun;
}

export class ChartSection {
  readonly element: HTMLElement;
  readonly #words: Words;
  readonly #events: ChartSectionEvents;
  readonly #state: ChartState;
  readonly #canvas: HTMLElement;
  readonly #spoken = createElement('p', { className: 'unseen', attributes: { 'aria-live': 'polite' } });
  readonly #missing = createElement('p', { className: 'missing-series', attributes: { role: 'status' } });
  readonly #marker = createElement('div', { className: 'chart-marker' });
  readonly #line = createElement('div', { className: 'chart-line' });
  readonly #tooltip = createTooltip();
  readonly #chart: Chart;
  readonly #runs: ChartRuns;
  readonly #overview: Overview;
  readonly #bar: ViewBar;
  readonly #layers: LayerLegend;
  readonly #legend: SeriesLegend;
  /** What does not depend on the shown part of the time, as it was drawn last. */
  #drawn:
    | { readonly scene: Scene; readonly theme: Theme; readonly axisLabels: readonly string[] }
    | undefined;

  /** The section; the chart is drawn when its element is in the page and visible. */
  constructor(texts: PanelTexts, formats: Formats, view: ViewState, events: ChartSectionEvents) {
    this.#words = { texts, formats };
    this.#events = events;
    this.#state = new ChartState(view, () => this.#draw());
    this.#canvas = chartElement(texts, [this.#line, this.#marker, this.#tooltip.element]);
    this.#chart = new Chart(this.#canvas, formats, {
      onPoint: (pointed) => this.#onPoint(pointed),
      onZoom: (span) => this.#state.zoomTo(span),
    });
    this.#runs = new ChartRuns(this.#canvas, (id) => this.#find(id)?.data, events.onOpenRun);
    this.#onPoint(undefined);
    this.#overview = new Overview(texts, formats, (span) => this.#state.zoomTo(span));
    this.#bar = this.#createBar(texts);
    this.#layers = createLayerLegend(texts, (layer) =>
      this.#state.change({ hiddenLayers: toggled(this.#state.view.hiddenLayers, layer) }),
    );
    this.#legend = this.#createLegend(texts);
    this.#listen();
    const keys = createElement('p', {
      className: 'unseen',
      text: texts.chartKeys,
      attributes: { id: 'chart-keys' },
    });
    this.element = createElement('section', {
      className: 'chart-section',
      children: [
        ...[this.#bar.element, this.#canvas, this.#overview.element, this.#missing],
        ...[keys, this.#spoken, this.#legend.element, this.#layers.element],
      ],
    });
  }

  /** Shows these series, the main one first. */
  show(series: readonly NamedSeries[]): void {
    const label = series[0]?.label ?? '';
    this.#canvas.setAttribute('aria-label', fill(this.#words.texts.chart, label));
    const [before, { pointed }] = [this.#state.scene.series, this.#chart];
    this.#state.showSeries(series);
    this.#chart.follow(pointed && movedRun(pointed, before, series));
    this.#comeBack();
  }

  /** What is shown at this moment, and what it looks like; `undefined` before there is a series. */
  view(): ShownView | undefined {
    const { scene, view } = this.#state;
    const { mode, reference, window, logarithmic, hiddenLayers } = view;
    const { theme } = this.#chart;
    const shown = visibleSeries(scene);
    const title = scene.series[0]?.label ?? '';
    const picture = this.#chart.picture({ title, legend: pictureLegend(this.#words.texts, scene, theme) });
    return picture === '' || shown.length === 0
      ? undefined
      : {
          series: shown.map(({ data, place = null }) => ({ id: data.id, place })),
          ...{ mode, reference, window, logarithmic, hiddenLayers: [...hiddenLayers] },
          range: view.zoom === null ? null : [view.zoom.min, view.zoom.max],
          picture,
        };
  }

  /** Moves the cursor to a run of the main series, which it shows if it was hidden, and says it aloud. */
  pointAt(index: number): void {
    const main = this.#state.scene.series[0];
    const { hiddenSeries } = this.#state.view;
    this.#canvas.focus();
    if (main !== undefined) {
      if (hiddenSeries.includes(main.data.id)) {
        this.#state.change({ hiddenSeries: toggled(hiddenSeries, main.data.id) });
      }
      this.#goTo({ seriesId: main.data.id, index });
    }
  }

  #createBar(texts: PanelTexts): ViewBar {
    const state = this.#state;
    const zoomBy = (factor: number) => {
      const { min, max } = state.span;
      state.zoomTo(zoomed(state.span, factor, (min + max) / 2));
    };
    return createViewBar(texts, {
      onMode: (mode) => state.change({ mode, ...(mode === 'run' ? { reference: state.reference() } : {}) }),
      onReference: () => state.change({ reference: state.reference() }),
      onLogarithmic: (logarithmic) => state.change({ logarithmic }),
      onWindow: (window) => state.change({ window }),
      onAddSeries: this.#events.onAddSeries,
      onZoomIn: () => zoomBy(0.5),
      onZoomOut: () => zoomBy(2),
      onResetZoom: () => state.zoomTo(undefined),
    });
  }

  #createLegend(texts: PanelTexts): SeriesLegend {
    const shown = () => this.#state.scene.series.map(({ data }) => data.id);
    return new SeriesLegend(texts, {
      onToggle: (id) => this.#state.change({ hiddenSeries: toggled(this.#state.view.hiddenSeries, id) }),
      onMakeMain: (id) => this.#events.onArrange([id, ...shown().filter((one) => one !== id)]),
      onRemove: (id) => this.#events.onArrange(shown().filter((one) => one !== id)),
    });
  }

  #listen(): void {
    navigateByMouse(this.#canvas, {
      span: () => this.#state.span,
      box: () => this.#chart.plotBox,
      onSpan: (span) => this.#state.zoomTo(span),
    });
    onThemeChange(() => {
      this.#chart.restyle();
      this.#draw();
    });
    this.#canvas.addEventListener('keydown', (event) => this.#onKey(event));
    this.#canvas.addEventListener('blur', () => this.#chart.leave());
    this.#canvas.addEventListener('focus', () => this.#comeBack());
    this.#canvas.addEventListener('click', () => {
      if (this.#chart.pointed !== undefined) {
        this.#state.select(this.#chart.pointed);
      }
    });
  }

  /** Whoever comes back with the keyboard, from a menu for instance, goes on where they were. */
  #comeBack(): void {
    const { kept } = this.#runs;
    if (kept !== undefined && this.#chart.pointed === undefined && this.#canvas.matches(':focus-visible')) {
      this.#chart.pointAt(kept);
    }
  }

  #draw(): void {
    const { scene, span, whole, view } = this.#state;
    const { theme } = this.#chart;
    if (scene.series.length === 0) {
      return;
    }
    this.#bar.show(
      view,
      scene.series.some(({ data }) => data.control !== null),
    );
    if (scene !== this.#drawn?.scene || theme !== this.#drawn.theme) {
      this.#layers.show(view.hiddenLayers, view.window);
      this.#legend.show(scene.series, theme);
      this.#drawn = { scene, theme, axisLabels: this.#axisLabels(scene) };
    }
    const missing = missingWords(this.#words, scene, span);
    if (missing !== this.#missing.textContent) {
      this.#missing.textContent = missing;
    }
    this.#chart.show({ scene, span, axisLabels: this.#drawn.axisLabels });
    this.#overview.show({ scene, whole, span, theme });
    this.#events.onView(view);
  }

  #axisLabels(scene: Scene): readonly string[] {
    return [axisWords(this.#words, scene), shortAxisWords(this.#words, scene)];
  }

  #onKey(event: KeyboardEvent): void {
    const { scene, span } = this.#state;
    const { pointed } = this.#chart;
    const time = pointed && this.#find(pointed.seriesId)?.data.times[pointed.index];
    const nextSpan = spanAfterKey(event, span, time);
    const nextRun =
      nextSpan === undefined ? runAfterKey(visibleSeries(scene), event.key, pointed) : undefined;
    if (nextSpan !== undefined) {
      event.preventDefault();
      this.#state.zoomTo(nextSpan);
    } else if (nextRun !== undefined) {
      event.preventDefault();
      this.#goTo(nextRun);
    } else if (event.key === 'Escape') {
      this.#chart.leave();
      this.#state.zoomTo(undefined);
    }
  }

  #goTo(run: PointedRun): void {
    const series = this.#find(run.seriesId);
    if (series !== undefined) {
      this.#state.select(run);
      this.#state.reveal(run);
      this.#chart.pointAt(run);
      const { scene, span } = this.#state;
      this.#spoken.textContent = runSentence(this.#words, scene, series, span, run.index);
    }
  }

  #onPoint(pointed: Pointed | undefined): void {
    const series = pointed && this.#find(pointed.seriesId);
    const isPointed = pointed !== undefined && series !== undefined;
    this.#runs.point(isPointed ? pointed : undefined);
    this.#marker.hidden = !isPointed;
    this.#line.hidden = !isPointed;
    if (!isPointed) {
      this.#tooltip.hide();
      return;
    }
    const { index, left, top, bottom } = pointed;
    const { scene, span } = this.#state;
    this.#marker.style.transform = `translate(${left}px, ${top}px)`;
    this.#line.style.transform = `translateX(${left}px)`;
    this.#line.style.height = `${bottom}px`;
    this.#tooltip.show({
      wording: wordingOf(this.#words, scene, series),
      index,
      heading:
        scene.series.length > 1 ? seriesHeading(series.label, series.place, this.#chart.theme) : undefined,
      relative: relativeWords(this.#words, scene, series, span, index),
      left,
      top,
    });
  }

  #find(seriesId: number): DrawnSeries | undefined {
    return this.#state.scene.series.find(({ data }) => data.id === seriesId);
  }
}

function chartElement(texts: PanelTexts, children: readonly HTMLElement[]): HTMLElement {
  return createElement('div', {
    className: 'chart',
    attributes: {
      id: 'chart',
      tabindex: '0',
      role: 'application',
      'aria-roledescription': texts.chartRole,
      'aria-describedby': 'chart-keys',
    },
    children,
  });
}

/** The list without the item, or with it if it was not there. */
function toggled<T>(list: readonly T[], item: T): T[] {
  return list.includes(item) ? list.filter((one) => one !== item) : [...list, item];
}
