/** The chart: a scene drawn over the axes, and one cursor over its runs that mouse and keyboard move. */
import uPlot from 'uplot';
import type { TimeSpan } from '../src/shared/panel-state.ts';
import { chartData, chartOptions } from './chart-options.ts';
import { SceneDrawing } from './draw-scene.ts';
import type { Formats } from './format.ts';
import { drawnValues, nearestRun, type PointedRun } from './nearest.ts';
import { drawPicture, type PictureText } from './picture.ts';
import { type Box, multiplied, type Projection, projection, xOf, yOf } from './projection.ts';
import { factorOf, type Scene } from './scene.ts';
import { readTheme, type Theme } from './theme.ts';

/** A run under the cursor and where its point is, in pixels from the top left corner of the chart's element. */
export interface Pointed extends PointedRun {
  readonly left: number;
  readonly top: number;
  /** Where the axis of the time is. */
  readonly bottom: number;
}

export interface ChartEvents {
  /** The cursor went to a run, or out of sight. */
  readonly onPoint: (pointed: Pointed | undefined) => void;
  /** A person wants to see this part of the time; `undefined` for all of it. */
  readonly onZoom: (span: TimeSpan | undefined) => void;
}

/** What is shown: a scene, the part of the time, and what the axis says. */
export interface ChartContent {
  readonly scene: Scene;
  readonly span: TimeSpan;
  /** What the axis of values shows, from the longest words to the shortest. */
  readonly axisLabels: readonly string[];
}

export class Chart {
  readonly #element: HTMLElement;
  readonly #formats: Formats;
  readonly #events: ChartEvents;
  readonly #drawing = new SceneDrawing();
  #theme: Theme = readTheme();
  #content: ChartContent | undefined;
  #plot: uPlot | undefined;
  /** Of the element; reading it anew would lay out the page in the middle of a frame. */
  #size = { width: 0, height: 0 };
  /** What uPlot was told for good. */
  #fixed = '';
  #pointed: PointedRun | undefined;
  /** Where the mouse was when the keyboard took the cursor; it counts again once it has moved. */
  #leftMouse: { readonly left: number; readonly top: number } | undefined;

  /** Draws into `element`, as large as that is, now and after it has changed its size. */
  constructor(element: HTMLElement, formats: Formats, events: ChartEvents) {
    this.#element = element;
    this.#formats = formats;
    this.#events = events;
    new ResizeObserver(([entry]) => {
      if (entry !== undefined) {
        this.#resize(entry.contentRect);
      }
    }).observe(element);
  }

  /** Draws this; the cursor stays on its run. */
  show(content: ChartContent): void {
    this.#content = content;
    const fixed = fixedPart(content);
    if (this.#plot === undefined || fixed !== this.#fixed) {
      this.#build();
    } else {
      this.#plot.setData(chartData(content.span), true);
    }
  }

  /** Draws anew in the colours of the theme. */
  restyle(): void {
    this.#theme = readTheme();
    this.#build();
  }

  get theme(): Theme {
    return this.#theme;
  }

  /** Moves the cursor to a run of a visible series in the shown part of the time. */
  pointAt(run: PointedRun): void {
    const { left = -1, top = -1 } = this.#plot?.cursor ?? {};
    this.#leftMouse = { left, top };
    this.#point(run);
  }

  /** The run under the cursor, in sight or not. */
  get pointed(): PointedRun | undefined {
    return this.#pointed;
  }

  /** Keeps the cursor on the run that it was on, which has another index since; `undefined` if it is gone. */
  follow(run: PointedRun | undefined): void {
    this.#point(run);
  }

  /** Takes the cursor off the chart. */
  leave(): void {
    this.#leftMouse = undefined;
    this.#point(undefined);
  }

  /** What is drawn, as PNG in base64; empty before anything is. */
  picture(text: PictureText): string {
    return this.#plot === undefined ? '' : drawPicture(this.#plot.ctx.canvas, text, this.#theme);
  }

  /** The rectangle that runs are drawn in, in pixels from the top left corner of the chart's element. */
  get plotBox(): Box | undefined {
    const over = this.#plot?.over;
    return over === undefined
      ? undefined
      : {
          left: over.offsetLeft,
          top: over.offsetTop,
          width: over.clientWidth,
          height: over.clientHeight,
        };
  }

  #build(): void {
    const content = this.#content;
    const { width, height } = this.#size;
    const unit = content?.scene.series[0]?.unit;
    if (content === undefined || unit === undefined || width === 0 || height === 0) {
      return;
    }
    this.#plot?.destroy();
    this.#fixed = fixedPart(content);
    const current = () => this.#content ?? content;
    const options = chartOptions({
      ...{ width, height, unit, theme: this.#theme, formats: this.#formats, axisLabels: content.axisLabels },
      scene: () => current().scene,
      span: () => current().span,
      onDraw: (plot) => this.#draw(plot),
      onCursor: (plot) => this.#onCursor(plot),
      onZoom: (span) => this.#events.onZoom(span),
    });
    this.#plot = new uPlot(options, chartData(content.span), this.#element);
  }

  #resize({ width, height }: { readonly width: number; readonly height: number }): void {
    if (width === 0 || height === 0) {
      return;
    }
    this.#size = { width, height };
    if (this.#plot === undefined) {
      this.#build();
    } else if (this.#plot.width !== width || this.#plot.height !== height) {
      this.#plot.setSize({ width, height });
    }
  }

  #draw(plot: uPlot): void {
    const content = this.#content;
    const box = plot.bbox;
    const to = content && this.#projection(plot, content, box);
    if (content === undefined || to === undefined) {
      return;
    }
    this.#drawing.draw(
      { ctx: plot.ctx, box, shown: content.span, to, theme: this.#theme, formats: this.#formats },
      content.scene,
    );
    this.#point(this.#pointed);
  }

  #projection(plot: uPlot, { scene, span }: ChartContent, box: Box): Projection | undefined {
    const { min, max } = plot.scales.y ?? {};
    return min === undefined || max === undefined
      ? undefined
      : projection(box, span, { min, max }, scene.view.logarithmic);
  }

  #onCursor(plot: uPlot): void {
    const { left = -1, top = -1 } = plot.cursor;
    const content = this.#content;
    if (this.#leftMouse?.left === left && this.#leftMouse.top === top) {
      return;
    }
    this.#leftMouse = undefined;
    const { clientWidth: width, clientHeight: height } = plot.over;
    const to = content && this.#projection(plot, content, { left: 0, top: 0, width, height });
    const isOver = left >= 0 && content !== undefined && to !== undefined;
    this.#point(isOver ? nearestRun(content.scene, content.span, to, { x: left, y: top }) : undefined);
  }

  /** Says where the run is on the chart now, if it is in sight. */
  #point(run: PointedRun | undefined): void {
    if (run === undefined && this.#pointed === undefined) {
      return;
    }
    this.#pointed = run;
    const place = run && this.#placeOf(run);
    this.#events.onPoint(run === undefined || place === undefined ? undefined : { ...run, ...place });
  }

  #placeOf({ seriesId, index }: PointedRun): Omit<Pointed, keyof PointedRun> | undefined {
    const content = this.#content;
    const plot = this.#plot;
    const box = this.plotBox;
    const series = content?.scene.series.find(({ data }) => data.id === seriesId);
    const to = content && plot && box && this.#projection(plot, content, box);
    if (
      content === undefined ||
      series === undefined ||
      to === undefined ||
      series.hidden ||
      series.otherUnit
    ) {
      return undefined;
    }
    const left = xOf(to, series.columns.times[index] ?? Number.NaN);
    const value = drawnValues(content.scene, series)[index] ?? Number.NaN;
    const top = yOf(multiplied(to, factorOf(content.scene, series, content.span)), value);
    const visible = box !== undefined && left >= box.left - 1 && left <= box.left + box.width + 1;
    if (!visible || Number.isNaN(top)) {
      return undefined;
    }
    // An excluded run may lie beyond the scale; its mark is at the edge.
    const bottom = box.top + box.height;
    return { left, top: Math.min(Math.max(top, box.top), bottom), bottom };
  }
}

/** What uPlot cannot be told again. */
function fixedPart({ scene, axisLabels }: ChartContent): string {
  return JSON.stringify([scene.view.logarithmic, scene.view.mode, scene.series[0]?.unit, axisLabels]);
}
