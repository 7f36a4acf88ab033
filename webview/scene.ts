/** What the chart draws: the series with their columns, in the order in which they are drawn. Pure. */
import { referenceFactor } from '../src/core/plot/ratios.ts';
import { firstFrom } from '../src/core/plot/time-order.ts';
import type { SeriesData } from '../src/shared/panel-messages.ts';
import type { Layer, Mode, TimeSpan, ViewState } from '../src/shared/panel-state.ts';
import type { Unit } from './format.ts';
import { firstFactor, type Plotted, plotted } from './plotted.ts';
import type { Indices } from './trace.ts';

/** A series as it was sent, and as people call it. */
export interface NamedSeries {
  readonly data: SeriesData;
  readonly label: string;
  readonly unit: Unit;
  /** Its place in `looks`; `undefined` for the main series. */
  readonly place: number | undefined;
}

export interface DrawnSeries extends NamedSeries {
  readonly columns: Plotted;
  /** What the columns are multiplied by, where that does not depend on the time; `NaN` if they cannot be compared. */
  readonly factor: number;
  /** A person has hidden it. */
  readonly hidden: boolean;
  /** Its unit is not that of the axis. */
  readonly otherUnit: boolean;
}

/** All of how series are drawn but the part of the time. */
export type SceneView = Omit<ViewState, 'zoom'>;

export interface Scene {
  /** The main series first. */
  readonly series: readonly DrawnSeries[];
  readonly view: SceneView;
  readonly hiddenLayers: ReadonlySet<Layer>;
}

/** Everything that can be computed before it is known which part of the time is shown. */
export function sceneOf(series: readonly NamedSeries[], view: SceneView, before?: Scene): Scene {
  const unit = series[0]?.unit;
  return {
    series: series.map((one) => ({
      ...one,
      ...comparable(one.data, view, before),
      hidden: view.hiddenSeries.includes(one.data.id),
      otherUnit: view.mode === 'absolute' && one.unit !== unit,
    })),
    view,
    hiddenLayers: new Set(view.hiddenLayers),
  };
}

function comparable(
  data: SeriesData,
  view: SceneView,
  before: Scene | undefined,
): Pick<DrawnSeries, 'columns' | 'factor'> {
  const columns = columnsOf(data, view, before);
  if (view.mode === 'run') {
    return { columns, factor: referenceFactor(data, view.reference) };
  }
  return { columns, factor: columns.medians.some((value) => !Number.isNaN(value)) ? 1 : Number.NaN };
}

/** Columns are made anew only when they would be others. */
function columnsOf(data: SeriesData, view: SceneView, before: Scene | undefined): Plotted {
  const same = before?.series.find((one) => one.data === data);
  const kept = same !== undefined && isControlled(before?.view.mode) === isControlled(view.mode);
  return kept && before?.view.window === view.window ? same.columns : plotted(data, view.mode, view.window);
}

function isControlled(mode: Mode | undefined): boolean {
  return mode === 'control';
}

/** The series that can be seen at all. */
export function visibleSeries({ series }: Scene): readonly DrawnSeries[] {
  return series.filter(({ hidden, otherUnit }) => !hidden && !otherUnit);
}

/** The factor of a series in the shown part of the time; `NaN` if it cannot be drawn in this mode. */
export function factorOf({ view }: Scene, { columns, factor }: DrawnSeries, shown: TimeSpan): number {
  return view.mode === 'first' ? firstFactor(columns, shown) : factor;
}

/** The points within the shown part of the time, and one more on each side for the lines that lead there. */
export function shownIndices({ times }: Plotted, shown: TimeSpan): Indices {
  const first = firstFrom(times, shown.min);
  const after = firstFrom(times, shown.max);
  return { first: Math.max(0, first - 1), last: Math.min(times.length - 1, after) };
}

const padPart = 0.06;
const padFlat = 0.05;

/** The values that the axis has room for: those of every visible layer in the shown part of the time. */
export function valueRange(scene: Scene, shown: TimeSpan): { readonly min: number; readonly max: number } {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (const series of visibleSeries(scene)) {
    const factor = factorOf(scene, series, shown);
    const first = firstFrom(series.columns.times, shown.min);
    const end = firstFrom(series.columns.times, shown.max);
    for (const values of rangedColumns(scene, series)) {
      for (let index = first; index < end; index += 1) {
        const value = (values[index] ?? Number.NaN) * factor;
        if (value < min) {
          min = value;
        }
        if (value > max) {
          max = value;
        }
      }
    }
  }
  return padded(min, max, scene.view.logarithmic);
}

function rangedColumns({ hiddenLayers }: Scene, { columns, place }: DrawnSeries): readonly Float64Array[] {
  return [
    hiddenLayers.has('median') ? columns.average : columns.medians,
    ...(place === undefined && !hiddenLayers.has('range') ? [columns.minima, columns.maxima] : []),
  ];
}

/** A logarithm has no place for zero and less. */
const smallest = 1e-12;

function padded(min: number, max: number, logarithmic: boolean): { min: number; max: number } {
  if (!(min <= max)) {
    return logarithmic ? { min: 0.5, max: 2 } : { min: 0, max: 1 };
  }
  if (logarithmic) {
    const low = Math.max(min, smallest);
    const high = Math.max(max, low);
    const room = high > low ? (high / low) ** padPart : 1 + padFlat;
    return { min: low / room, max: high * room };
  }
  const room = max > min ? (max - min) * padPart : Math.abs(max) * padFlat || 1;
  return { min: min - room, max: max + room };
}

/** Series that were asked for and cannot be drawn, and why. */
export function missingSeries(
  scene: Scene,
  shown: TimeSpan,
): { readonly otherUnits: readonly DrawnSeries[]; readonly noBase: readonly DrawnSeries[] } {
  return {
    otherUnits: scene.series.filter(({ otherUnit }) => otherUnit),
    noBase: scene.series.filter(
      (series) => !series.otherUnit && !Number.isFinite(factorOf(scene, series, shown)),
    ),
  };
}

/** How many points are in the shown part of the time, of all visible series. */
export function shownCount(scene: Scene, shown: TimeSpan): number {
  return visibleSeries(scene).reduce((sum, { columns }) => {
    const { first, last } = shownIndices(columns, shown);
    return sum + Math.max(0, last - first + 1);
  }, 0);
}
