/** Where the values and times of a picture are, and what its axes say. */
import { scaleLinear, scaleLog, scaleUtc } from 'd3-scale';
import { logarithmicSplits } from '../plot/ticks.ts';
import { formatValue } from '../text/format.ts';
import type { ChartPicture, DrawnChart } from './picture.ts';

/** A label of an axis and where it is. */
export interface Tick {
  readonly at: number;
  readonly text: string;
}

export interface PictureScales {
  readonly x: (timeMs: number) => number;
  readonly y: (value: number) => number;
  readonly xTicks: readonly Tick[];
  readonly yTicks: readonly Tick[];
}

/** The edges of the part that is drawn in. */
export interface Edges {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const dayMs = 86_400_000;
const timeTicks = 6;
const valueTicks = 5;

export function pictureScales(picture: ChartPicture, edges: Edges): PictureScales {
  const times = timeScale(picture, edges);
  const format = times.tickFormat(timeTicks);
  return {
    x: times,
    xTicks: times.ticks(timeTicks).map((tick) => ({ at: times(tick), text: format(tick) })),
    ...valueScale(picture, edges),
  };
}

/** The range of some values with a little room on both sides; never empty. */
function paddedRange(values: readonly number[], room: number): [number, number] {
  const [low, high] = endsOf(values);
  if (low > high) {
    return [0, 1];
  }
  const padding = (high - low || Math.abs(high) || 1) * room;
  return [low - padding, high + padding];
}

/** The least and the greatest; the first is greater than the second if there is none. */
function endsOf(values: readonly number[]): readonly [number, number] {
  const finite = values.filter((value) => Number.isFinite(value));
  return [
    finite.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY),
    finite.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY),
  ];
}

/** The time that was asked for, or all that there are runs of, but no less than an hour. */
function timeScale({ drawn, range }: ChartPicture, { left, right }: Edges) {
  const times = drawn.flatMap(({ chart: { series, shown } }) =>
    [shown[0], shown.at(-1)].map((index) => series.timesMs[index ?? -1] ?? Number.NaN),
  );
  const [first, last] = range ?? paddedRange(times, 0.02);
  const span =
    last - first < dayMs / 24 && range === undefined ? [first - dayMs / 2, last + dayMs / 2] : [first, last];
  return scaleUtc(span, [left, right]);
}

function valueScale(picture: ChartPicture, { top, bottom }: Edges): Pick<PictureScales, 'y' | 'yTicks'> {
  const values = picture.drawn.flatMap((one) => rangedValues(picture, one));
  const scale = picture.view.logarithmic
    ? scaleLog(logarithmicRange(values), [bottom, top])
    : scaleLinear(paddedRange(values, 0.1), [bottom, top]).nice(valueTicks);
  const ticks = ticksOf(picture, scale.domain());
  const step = (ticks[1] ?? 0) - (ticks[0] ?? 0);
  return {
    y: scale,
    yTicks: ticks.map((tick) => ({ at: scale(tick), text: tickText(picture, tick, step) })),
  };
}

/** A logarithm has no place for zero and less. */
function logarithmicRange(values: readonly number[]): [number, number] {
  const [low, high] = endsOf(values.filter((value) => value > 0));
  if (low > high) {
    return [0.5, 2];
  }
  const room = high > low ? (high / low) ** 0.06 : 1.05;
  return [low / room, high * room];
}

function ticksOf({ view }: ChartPicture, [min = 0, max = 1]: readonly number[]): readonly number[] {
  const even = scaleLinear([min, max], [0, 1]).ticks(valueTicks);
  return view.logarithmic ? logarithmicSplits(min, max, (even[1] ?? max) - (even[0] ?? min)) : even;
}

/** Excluded runs have no say in the scale, as long as others are there: what they measured is often why. */
function rangedValues({ view }: ChartPicture, { chart, place, columns }: DrawnChart): readonly number[] {
  const hides = (layer: (typeof view.hiddenLayers)[number]) => view.hiddenLayers.includes(layer);
  const inSight = (column: Float64Array) =>
    chart.shown.flatMap((index) => (Number.isNaN(column[index]) ? [] : [column[index] ?? Number.NaN]));
  const counted = [
    hides('median') ? columns.average : columns.medians,
    ...(place === null && !hides('range') ? [columns.minima, columns.maxima] : []),
  ].flatMap(inSight);
  return counted.length > 0 ? counted : inSight(columns.all);
}

function tickText({ view, drawn }: ChartPicture, tick: number, step: number): string {
  if (view.mode === 'absolute') {
    return formatValue(tick, drawn[0]?.chart.unit ?? 'ms');
  }
  const percent = 100 * (tick - 1);
  const digits = Math.min(4, Math.max(0, Math.ceil(-Math.log10(Math.abs(100 * step) || 1) - 1e-9)));
  const text = percent.toFixed(digits);
  return `${Number(text) > 0 ? '+' : ''}${Number(text) === 0 ? '0' : text} %`;
}
