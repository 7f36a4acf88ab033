/** The marks of a chart as SVG: spread, average, levels, changes, and a point for each run. */
import { area, line } from 'd3-shape';
import { formatValue, plainText } from '../text/format.ts';
import { markup } from '../text/markup.ts';
import { partText, runLabel, type SeriesChart } from './chart.ts';

/** Where things are, in the units of the picture. */
export interface Plot {
  readonly x: (timeMs: number) => number;
  readonly y: (value: number) => number;
  readonly top: number;
  readonly bottom: number;
}

/** More points than that have no names, which would be most of the file. */
const mostNamed = 5000;
const maxReasonLength = 300;
const crossArm = 4.5;
const diamondArm = 5;

/** All marks, from the back to the front. */
export function svgMarks(chart: SeriesChart, plot: Plot): readonly string[] {
  return [
    ...spread(chart, plot),
    ...average(chart, plot),
    ...levels(chart, plot),
    ...changes(chart, plot),
    ...points(chart, plot),
  ];
}

function timeOf({ series }: SeriesChart, index: number): number {
  return series.timesMs[index] ?? Number.NaN;
}

function counts({ series }: SeriesChart, index: number): boolean {
  return series.excluded[index] === '';
}

function spread(chart: SeriesChart, { x, y }: Plot): readonly string[] {
  const { series, shown } = chart;
  const path = area<number>()
    .defined((index) => counts(chart, index))
    .x((index) => x(timeOf(chart, index)))
    .y0((index) => y(series.minima[index] ?? 0))
    .y1((index) => y(series.maxima[index] ?? 0))
    .digits(1)(shown);
  return path === null ? [] : [`<path class="spread" d="${path}"/>`];
}

function average(chart: SeriesChart, { x, y }: Plot): readonly string[] {
  const averaged = chart.shown.filter((index) => typeof chart.average[index] === 'number');
  const path = line<number>()
    .x((index) => x(timeOf(chart, index)))
    .y((index) => y(chart.average[index] ?? 0))
    .digits(1)(averaged);
  return path === null ? [] : [`<path class="average" d="${path}"/>`];
}

/** A level holds up to the first point of the next one. */
function levels(chart: SeriesChart, { x, y }: Plot): readonly string[] {
  const { stretches } = chart.found;
  return stretches.map(({ first, last, level }, index) => {
    const end = stretches[index + 1]?.first ?? last;
    const [from, to, at] = [x(timeOf(chart, first)), x(timeOf(chart, end)), y(level)].map(round);
    return `<line class="level" x1="${from}" x2="${to}" y1="${at}" y2="${at}"/>`;
  });
}

function changes(chart: SeriesChart, { x, top, bottom }: Plot): readonly string[] {
  const inSight = new Set(chart.shown);
  return chart.found.changes
    .filter(({ firstAfter }) => inSight.has(firstAfter))
    .map(({ firstAfter, relative }) => {
      const at = x(timeOf(chart, firstAfter));
      const [middle, label] = [round(at), round(at + 4)];
      const name = markup(runLabel(chart, firstAfter));
      const kind = relative > 0 ? 'slower' : 'faster';
      return `<g class="${kind}"><title>${name}</title><line x1="${middle}" x2="${middle}" y1="${round(top)}" y2="${round(bottom)}"/><text x="${label}" y="${round(top + 11)}">${markup(partText(relative))}</text></g>`;
    });
}

function points(chart: SeriesChart, { x, y, top, bottom }: Plot): readonly string[] {
  const spikes = new Set(chart.found.spikes.map(({ index }) => index));
  return chart.shown.map((index) => {
    const value = chart.series.medians[index] ?? 0;
    const at = x(timeOf(chart, index));
    const title = chart.shown.length > mostNamed ? '' : `<title>${markup(pointName(chart, index))}</title>`;
    if (!counts(chart, index)) {
      // It may lie beyond the scale, which follows the others.
      return cross(at, Math.min(Math.max(y(value), top), bottom), title);
    }
    return spikes.has(index)
      ? diamond(at, y(value), title)
      : `<circle cx="${round(at)}" cy="${round(y(value))}" r="3">${title}</circle>`;
  });
}

function pointName(chart: SeriesChart, index: number): string {
  const value = formatValue(chart.series.medians[index] ?? 0, chart.unit);
  const reason = chart.series.excluded[index] ?? '';
  const excluded = reason === '' ? '' : ` (excluded: ${plainText(reason, maxReasonLength)})`;
  return `${runLabel(chart, index)}: ${value}${excluded}`;
}

function cross(x: number, y: number, title: string): string {
  const [left, right, high, low] = [x - crossArm, x + crossArm, y - crossArm, y + crossArm].map(round);
  return `<path class="excluded" d="M${left} ${high}L${right} ${low}M${left} ${low}L${right} ${high}">${title}</path>`;
}

function diamond(x: number, y: number, title: string): string {
  const [left, right, high, low] = [x - diamondArm, x + diamondArm, y - diamondArm, y + diamondArm].map(
    round,
  );
  return `<path class="spike" d="M${round(x)} ${high}L${right} ${round(y)}L${round(x)} ${low}L${left} ${round(y)}Z">${title}</path>`;
}

function round(value: number): string {
  return value.toFixed(1);
}
