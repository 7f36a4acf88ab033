/** Series drawn together, in the way that the chart of the history shows them. */
import { firstFactor, medianWithin, nightlyFactors, product, referenceFactor } from '../plot/ratios.ts';
import { movingAverageOf } from '../stats/moving-average.ts';
import { averageWindow, type SeriesChart, type TimeRange } from './chart.ts';
import type { PictureView } from './picture-view.ts';

/** A fixed build that was measured beside a series. */
export interface ControlRuns {
  /** Its commit, for people. */
  readonly name: string;
  readonly timesMs: readonly number[];
  readonly medians: readonly number[];
}

/** A series that is to be drawn. */
export interface ShownChart {
  readonly chart: SeriesChart;
  /** Its place in the `looks` of added series; `null` for the main one, which is drawn with all details. */
  readonly place: number | null;
  readonly control: ControlRuns | null;
}

/** Numbers as they are drawn: in the series' unit, or ratios; `NaN` where there is nothing to draw. */
export interface DrawnColumns {
  /** Of all runs; in the other columns those that are excluded are left out. */
  readonly all: Float64Array;
  readonly medians: Float64Array;
  readonly minima: Float64Array;
  readonly maxima: Float64Array;
  readonly average: Float64Array;
  /** Each holds from its first run on. */
  readonly stretches: readonly { readonly first: number; readonly last: number; readonly level: number }[];
}

export interface DrawnChart {
  readonly chart: SeriesChart;
  readonly place: number | null;
  readonly columns: DrawnColumns;
}

export interface ChartPicture {
  readonly title: string;
  /** What was to be drawn, the main series first. */
  readonly charts: readonly SeriesChart[];
  readonly drawn: readonly DrawnChart[];
  /** The titles of series that have nothing to be compared with. */
  readonly notDrawn: readonly string[];
  readonly view: PictureView;
  readonly range: TimeRange | undefined;
  /** What the axis of values shows. */
  readonly axis: string;
}

/** One series as it is. */
export function plainPicture(chart: SeriesChart): ChartPicture {
  return chartPicture([{ chart, place: null, control: null }], plainView, undefined);
}

const plainView: PictureView = {
  ...{ mode: 'absolute', reference: null, logarithmic: false, window: averageWindow, hiddenLayers: [] },
};

/** @param shown the main series first; where values are absolute, all of one unit */
export function chartPicture(
  shown: readonly ShownChart[],
  view: PictureView,
  range: TimeRange | undefined,
): ChartPicture {
  const all = shown.map(({ chart, place, control }) => {
    const columns = columnsOf(chart, control, view, range);
    return { chart, place, columns, isDrawn: columns.all.some((value) => !Number.isNaN(value)) };
  });
  const hasRuns = ({ chart }: { readonly chart: SeriesChart }) => chart.series.medians.length > 0;
  return {
    title: shown[0]?.chart.title ?? '',
    charts: shown.map(({ chart }) => chart),
    drawn: all.filter(({ isDrawn }) => isDrawn),
    notDrawn: all.filter((one) => !one.isDrawn && hasRuns(one)).map(({ chart }) => chart.title),
    ...{ view, range },
    axis: axisWords(shown[0], view),
  };
}

function columnsOf(
  { series, found }: SeriesChart,
  control: ControlRuns | null,
  view: PictureView,
  range: TimeRange | undefined,
): DrawnColumns {
  const times = secondsOf(series.timesMs);
  const raw = Float64Array.from(series.medians);
  const isExcluded = (index: number) => series.excluded[index] !== '';
  const counted = (column: Float64Array) =>
    column.map((value, index) => (isExcluded(index) ? Number.NaN : value));
  const factors = factorsOf(
    { times, medians: raw, commits: series.commits },
    counted(raw),
    control,
    view,
    range,
  );
  const drawn = (column: readonly number[]) => drawable(product(Float64Array.from(column), factors), view);
  const medians = counted(drawn(series.medians));
  return {
    all: drawn(series.medians),
    medians,
    minima: counted(drawn(series.minima)),
    maxima: counted(drawn(series.maxima)),
    average: movingAverageOf(medians, view.window),
    stretches: found.stretches.map(({ first, last, level }) => ({
      ...{ first, last },
      level: view.mode === 'control' ? medianWithin(medians, first, last) : level * (factors[first] ?? 1),
    })),
  };
}

/** A logarithm has no place for zero and less. */
function drawable(column: Float64Array, { logarithmic }: PictureView): Float64Array {
  return logarithmic ? column.map((value) => (value > 0 ? value : Number.NaN)) : column;
}

/** For each run what its numbers are multiplied by. */
function factorsOf(
  columns: Parameters<typeof referenceFactor>[0],
  counted: Float64Array,
  control: ControlRuns | null,
  { mode, reference }: PictureView,
  range: TimeRange | undefined,
): Float64Array {
  const { times } = columns;
  switch (mode) {
    case 'absolute':
      return times.map(() => 1);
    case 'run': {
      const factor = referenceFactor(columns, reference);
      return times.map(() => factor);
    }
    case 'first': {
      const factor = firstFactor(times, counted, (range?.[0] ?? Number.NEGATIVE_INFINITY) / 1000);
      return times.map(() => factor);
    }
    case 'control':
      return nightlyFactors(
        times,
        control && { times: secondsOf(control.timesMs), medians: Float64Array.from(control.medians) },
      );
  }
}

function secondsOf(timesMs: readonly number[]): Float64Array {
  return Float64Array.from(timesMs, (timeMs) => timeMs / 1000);
}

const measures = { ms: 'Time', bytes: 'Memory', instructions: 'Instructions' } as const;
const shownHash = 10;

function axisWords(main: ShownChart | undefined, view: PictureView): string {
  const words = modeWords(main, view);
  return view.logarithmic && words !== '' ? `${words}, log scale` : words;
}

function modeWords(main: ShownChart | undefined, { mode, reference }: PictureView): string {
  switch (mode) {
    case 'absolute':
      return main === undefined ? '' : measures[main.chart.unit];
    case 'run':
      return reference === null ? 'Relative to a run' : `Relative to ${runWords(reference)}`;
    case 'first':
      return 'Relative to the first run shown';
    case 'control':
      return `Relative to the control ${main?.control?.name ?? ''} of the same night`.replace('  ', ' ');
  }
}

function runWords({ commit, time }: NonNullable<PictureView['reference']>): string {
  const day = new Date(time * 1000).toISOString().slice(0, 10);
  return `${commit === '' ? 'the release' : commit.slice(0, shownHash)} of ${day}`;
}
