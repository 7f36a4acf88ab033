/** The chart of one series: points, moving average, spread; mouse and keyboard move one cursor over its runs. */
import uPlot from 'uplot';
import type { SeriesData } from '../src/shared/panel-messages.ts';
import { type RunMarks, runMarks } from './chart-marks.ts';
import { chartData, chartOptions, column, type Layer, layers } from './chart-options.ts';
import type { Formats, Unit } from './format.ts';
import { drawPicture, type PictureText } from './picture.ts';
import { readTheme, type Theme } from './theme.ts';

/** A run under the cursor and where its point is, in pixels from the top left corner of the chart's element. */
export interface Pointed {
  readonly index: number;
  readonly left: number;
  readonly top: number;
}

export interface ChartEvents {
  /** The cursor went to a run, or off the chart. */
  readonly onPoint: (pointed: Pointed | undefined) => void;
  /** Only a part of the runs is shown, or all of them again. */
  readonly onZoom: (zoomed: boolean) => void;
}

interface Shown {
  readonly series: SeriesData;
  readonly unit: Unit;
  readonly marks: RunMarks;
}

export class Chart {
  readonly #element: HTMLElement;
  readonly #formats: Formats;
  readonly #events: ChartEvents;
  readonly #hidden = new Set<Layer>();
  #shown: Shown | undefined;
  #plot: uPlot | undefined;
  /** Set while the keyboard moves the cursor: runs at the same time cannot be told apart by a position. */
  #keyed: number | undefined;
  #index: number | undefined;

  /** Draws into `element`, as large as that is, now and after it has changed its size. */
  constructor(element: HTMLElement, formats: Formats, events: ChartEvents) {
    this.#element = element;
    this.#formats = formats;
    this.#events = events;
    new ResizeObserver(() => this.#resize()).observe(element);
  }

  /** Draws a series; what was zoomed and pointed at is forgotten when it is another one. */
  show(series: SeriesData, unit: Unit): void {
    const another = this.#shown?.series.id !== series.id;
    // Of the series as it was: one that has grown since is not zoomed.
    const zoomed = another ? undefined : this.#zoomed();
    this.#shown = { series, unit, marks: runMarks(series) };
    this.#draw(zoomed);
  }

  /** Draws anew in the colours of the theme. */
  restyle(): void {
    this.#draw(this.#zoomed());
  }

  /** Shows or hides a layer. */
  setLayer(layer: Layer, visible: boolean): void {
    if (visible) {
      this.#hidden.delete(layer);
    } else {
      this.#hidden.add(layer);
    }
    for (const index of layers[layer]) {
      this.#plot?.setSeries(index, { show: visible });
    }
  }

  /** Moves the cursor to a run, and the shown part of the runs along with it. */
  pointAt(index: number): void {
    const plot = this.#plot;
    const series = this.#shown?.series;
    const time = series?.times[index];
    if (plot === undefined || series === undefined || time === undefined) {
      return;
    }
    this.#reveal(plot, time);
    this.#keyed = index;
    plot.setCursor({
      left: plot.valToPos(time, 'x'),
      top: within(plot, plot.valToPos(series.medians[index] ?? 0, 'y')),
    });
    this.#keyed = undefined;
  }

  /** The run under the cursor. */
  get index(): number | undefined {
    return this.#index;
  }

  /** Takes the cursor off the chart. */
  leave(): void {
    this.#plot?.setCursor({ left: -10, top: -10 });
  }

  isShown(layer: Layer): boolean {
    return !this.#hidden.has(layer);
  }

  /** What is drawn, as PNG in base64; empty before anything is. */
  picture(text: PictureText, theme: Theme): string {
    return this.#plot === undefined ? '' : drawPicture(this.#plot.ctx.canvas, text, theme);
  }

  resetZoom(): void {
    if (this.#plot !== undefined && this.#shown !== undefined) {
      this.#plot.setData(chartData(this.#shown.series, this.#shown.marks), true);
    }
  }

  #draw(zoom: { min: number; max: number } | undefined): void {
    const shown = this.#shown;
    const { clientWidth: width, clientHeight: height } = this.#element;
    if (shown === undefined || width === 0 || height === 0) {
      return;
    }
    this.#plot?.destroy();
    this.#setPoint(undefined);
    const options = chartOptions({
      width,
      height,
      series: shown.series,
      spikes: new Set(shown.series.spikes.map(({ index }) => index)),
      marks: shown.marks,
      theme: readTheme(),
      unit: shown.unit,
      formats: this.#formats,
      hidden: this.#hidden,
      pickIndex: (hovered) => this.#keyed ?? hovered,
      onCursor: (chart) => this.#onCursor(chart),
      onZoom: (chart) => this.#events.onZoom(isZoomed(chart, shown.series)),
    });
    this.#plot = new uPlot(options, chartData(shown.series, shown.marks), this.#element);
    if (zoom !== undefined) {
      this.#plot.setScale('x', zoom);
    }
  }

  #resize(): void {
    const { clientWidth: width, clientHeight: height } = this.#element;
    if (width === 0 || height === 0) {
      return;
    }
    if (this.#plot === undefined) {
      this.#draw(undefined);
    } else if (this.#plot.width !== width || this.#plot.height !== height) {
      this.#plot.setSize({ width, height });
    }
  }

  /** Both ends of the time that is shown, in seconds, if it is not all. */
  get range(): [number, number] | undefined {
    const zoomed = this.#zoomed();
    return zoomed === undefined ? undefined : [zoomed.min, zoomed.max];
  }

  #zoomed(): { min: number; max: number } | undefined {
    const plot = this.#plot;
    const series = this.#shown?.series;
    if (plot === undefined || series === undefined || !isZoomed(plot, series)) {
      return undefined;
    }
    const { min, max } = plot.scales.x ?? {};
    return min === undefined || max === undefined ? undefined : { min, max };
  }

  /** Moves the shown part of the time so that `time` is in it. */
  #reveal(plot: uPlot, time: number): void {
    const { min, max } = plot.scales.x ?? {};
    if (min !== undefined && max !== undefined && (time < min || time > max)) {
      const half = (max - min) / 2;
      plot.batch(() => plot.setScale('x', { min: time - half, max: time + half }));
    }
  }

  #onCursor(plot: uPlot): void {
    const index = plot.cursor.idxs?.[column.median] ?? undefined;
    const series = this.#shown?.series;
    const time = index === undefined ? undefined : series?.times[index];
    const median = index === undefined ? undefined : series?.medians[index];
    const away = (plot.cursor.left ?? -1) < 0;
    if (away || index === undefined || time === undefined || median === undefined) {
      this.#setPoint(undefined);
      return;
    }
    this.#setPoint({
      index,
      left: plot.over.offsetLeft + plot.valToPos(time, 'x'),
      top: plot.over.offsetTop + within(plot, plot.valToPos(median, 'y')),
    });
  }

  #setPoint(pointed: Pointed | undefined): void {
    this.#index = pointed?.index;
    this.#events.onPoint(pointed);
  }
}

/** An excluded run may lie beyond the scale; its mark is at the edge. */
function within(plot: uPlot, top: number): number {
  return Math.min(Math.max(0, top), plot.over.clientHeight);
}

function isZoomed(plot: uPlot, series: SeriesData): boolean {
  const { min, max } = plot.scales.x ?? {};
  const first = series.times[0];
  const last = series.times.at(-1);
  if (min === undefined || max === undefined || first === undefined || last === undefined) {
    return false;
  }
  return min > first || max < last;
}
