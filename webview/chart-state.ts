/** Which series the chart shows and how; everything that is drawn follows from it. Pure. */
import type { SeriesData } from '../src/shared/panel-messages.ts';
import type { Reference, TimeSpan, ViewState } from '../src/shared/panel-state.ts';
import type { PointedRun } from './nearest.ts';
import { type NamedSeries, type Scene, type SceneView, sceneOf } from './scene.ts';
import { containing, fitted, wholeSpan } from './time-window.ts';

export class ChartState {
  readonly #onChange: () => void;
  #view: ViewState;
  #series: readonly NamedSeries[] = [];
  #scene: Scene;
  #whole: TimeSpan = wholeSpan([]);
  #selected: PointedRun | undefined;

  /** @param onChange called after each change of what is shown */
  constructor(view: ViewState, onChange: () => void) {
    this.#view = view;
    this.#scene = sceneOf([], view);
    this.#onChange = onChange;
  }

  get view(): ViewState {
    return this.#view;
  }

  get scene(): Scene {
    return this.#scene;
  }

  /** The part of the time that is shown. */
  get span(): TimeSpan {
    return this.#view.zoom ?? this.#whole;
  }

  /** All of the time that there is. */
  get whole(): TimeSpan {
    return this.#whole;
  }

  /** Shows these series, the main one first, in the same way and the same part of the time, as far as there is any. */
  showSeries(series: readonly NamedSeries[]): void {
    this.#selected = this.#selected && movedRun(this.#selected, this.#series, series);
    this.#series = series;
    this.#whole = wholeSpan(series.map(({ data }) => data.times));
    this.#scene = sceneOf(series, this.#view, this.#scene);
    this.zoomTo(this.#view.zoom ?? undefined);
  }

  /** Changes how the series are drawn. */
  change(parts: Partial<SceneView>): void {
    this.#view = { ...this.#view, ...parts };
    this.#scene = sceneOf(this.#series, this.#view, this.#scene);
    this.#onChange();
  }

  /** Shows a part of the time, as far as that is possible; `undefined` for all of it. */
  zoomTo(span: TimeSpan | undefined): void {
    // The scene does not depend on it, and zooming is to be quick.
    this.#view = { ...this.#view, zoom: (span && fitted(span, this.#whole)) ?? null };
    this.#onChange();
  }

  /** Moves the shown part of the time so that a run is in it. */
  reveal(run: PointedRun): void {
    const time = this.#find(run.seriesId)?.times[run.index];
    if (time !== undefined && (time < this.span.min || time > this.span.max)) {
      this.zoomTo(containing(this.span, time));
    }
  }

  /** Remembers the run that a person has chosen. */
  select(run: PointedRun): void {
    this.#selected = run;
  }

  /** The chosen run, or the latest of the main series, as others can be compared with it. */
  reference(): Reference | null {
    const main = this.#series[0]?.data;
    const run = this.#selected;
    const data = (run && this.#find(run.seriesId)) ?? main;
    const index = run === undefined ? (main?.times.length ?? 0) - 1 : run.index;
    const time = data?.times[index];
    return data === undefined || time === undefined ? null : { time, commit: data.commits.at(index) ?? '' };
  }

  #find(seriesId: number): SeriesData | undefined {
    return this.#series.find(({ data }) => data.id === seriesId)?.data;
  }
}

/** The same run in a series that has been read again, whose runs may have other indices; `undefined` if it is gone. */
export function movedRun(
  run: PointedRun,
  before: readonly NamedSeries[],
  now: readonly NamedSeries[],
): PointedRun | undefined {
  const find = (series: readonly NamedSeries[]) => series.find(({ data }) => data.id === run.seriesId)?.data;
  const [old, next] = [find(before), find(now)];
  const time = old?.times[run.index];
  const commit = old?.commits.at(run.index);
  const index =
    next?.times.findIndex((one, place) => one === time && next.commits.at(place) === commit) ?? -1;
  return index < 0 ? undefined : { seriesId: run.seriesId, index };
}
