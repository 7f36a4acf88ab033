/** The marks of a picture as SVG: spread, averages, levels, changes, and a point for each run. */
import { area, line } from 'd3-shape';
import { looks } from '../plot/looks.ts';
import { formatValue, plainText } from '../text/format.ts';
import { markup } from '../text/markup.ts';
import { partText, runLabel, type SeriesChart } from './chart.ts';
import type { ChartPicture, DrawnChart } from './picture.ts';
import type { PictureLayer } from './picture-view.ts';

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
const addedSize = 0.7;
/** Between two markers on the line of an added series. */
const markerDistance = 90;
const markerSize = 1.3;

/** All marks, from the back to the front: the main series lies above the others. */
export function svgMarks(picture: ChartPicture, plot: Plot): readonly string[] {
  const shows = (layer: PictureLayer) => !picture.view.hiddenLayers.includes(layer);
  const order = picture.drawn.toReversed();
  const main = order.filter(({ place }) => place === null);
  const isNamed = picture.drawn.reduce((sum, { chart }) => sum + chart.shown.length, 0) <= mostNamed;
  const namer = isNamed ? titleOf(picture) : () => '';
  return [
    ...(shows('range') ? main.flatMap((one) => spread(one, plot)) : []),
    ...(shows('average') ? order.flatMap((one) => average(one, plot)) : []),
    ...(shows('level') ? main.flatMap((one) => [...levels(one, plot), ...changes(one, plot)]) : []),
    ...(shows('median') ? order.flatMap((one) => points(one, plot, namer)) : []),
  ];
}

function timeOf({ series }: SeriesChart, index: number): number {
  return series.timesMs[index] ?? Number.NaN;
}

function counts({ series }: SeriesChart, index: number): boolean {
  return series.excluded[index] === '';
}

function at(column: Float64Array, index: number): number {
  return column[index] ?? Number.NaN;
}

/** The runs that lines lead through: those in sight, and one more on each side. */
function lineIndices({ shown, series }: SeriesChart): readonly number[] {
  const [first, last] = [shown[0], shown.at(-1)];
  return [
    ...(first === undefined || first === 0 ? [] : [first - 1]),
    ...shown,
    ...(last === undefined || last + 1 >= series.timesMs.length ? [] : [last + 1]),
  ];
}

function spread({ chart, columns }: DrawnChart, { x, y }: Plot): readonly string[] {
  const path = area<number>()
    .defined((index) => !Number.isNaN(at(columns.minima, index)))
    .x((index) => x(timeOf(chart, index)))
    .y0((index) => y(at(columns.minima, index)))
    .y1((index) => y(at(columns.maxima, index)))
    .digits(1)(lineIndices(chart));
  return path === null ? [] : [`<path class="spread" d="${path}"/>`];
}

/** An excluded run leaves no gap in it, a run that cannot be compared does. */
function average({ chart, columns, place }: DrawnChart, { x, y }: Plot): readonly string[] {
  const indices = lineIndices(chart).filter((index) => counts(chart, index));
  const path = line<number>()
    .defined((index) => !Number.isNaN(at(columns.average, index)))
    .x((index) => x(timeOf(chart, index)))
    .y((index) => y(at(columns.average, index)))
    .digits(1)(indices);
  if (path === null) {
    return [];
  }
  const look = looks[place ?? -1];
  if (look === undefined) {
    return [`<path class="average" d="${path}"/>`];
  }
  return [
    `<path class="average line-${place}" stroke-dasharray="${look.dash.join(' ')}" d="${path}"/>`,
    ...lineMarkers({ chart, columns, place }, { x, y }),
  ];
}

/** The marker of an added series on its line every so often, always at a run. */
function lineMarkers(
  { chart, columns, place }: DrawnChart,
  { x, y }: Pick<Plot, 'x' | 'y'>,
): readonly string[] {
  let next = Number.NEGATIVE_INFINITY;
  return chart.shown.flatMap((index) => {
    const [left, value] = [x(timeOf(chart, index)), at(columns.average, index)];
    if (Number.isNaN(value) || left < next) {
      return [];
    }
    next = left + markerDistance;
    return [marker(place, left, y(value), markerSize, '')];
  });
}

function marker(place: number | null, x: number, y: number, size: number, title: string): string {
  const shape = looks[place ?? -1]?.marker ?? '';
  return `<path class="mark-${place}" transform="translate(${round(x)} ${round(y)}) scale(${size})" d="${shape}">${title}</path>`;
}

/** A level holds up to the first point of the next one. */
function levels({ chart, columns: { stretches } }: DrawnChart, { x, y }: Plot): readonly string[] {
  return stretches.flatMap(({ first, last, level }, index) => {
    const end = stretches[index + 1]?.first ?? last;
    const [from, to, height] = [x(timeOf(chart, first)), x(timeOf(chart, end)), y(level)];
    return Number.isNaN(height)
      ? []
      : [
          `<line class="level" x1="${round(from)}" x2="${round(to)}" y1="${round(height)}" y2="${round(height)}"/>`,
        ];
  });
}

function changes({ chart }: DrawnChart, { x, top, bottom }: Plot): readonly string[] {
  const inSight = new Set(chart.shown);
  return chart.found.changes
    .filter(({ firstAfter }) => inSight.has(firstAfter))
    .map(({ firstAfter, relative }) => {
      const place = x(timeOf(chart, firstAfter));
      const [middle, label] = [round(place), round(place + 4)];
      const name = markup(runLabel(chart, firstAfter));
      const kind = relative > 0 ? 'slower' : 'faster';
      return `<g class="${kind}"><title>${name}</title><line x1="${middle}" x2="${middle}" y1="${round(top)}" y2="${round(bottom)}"/><text x="${label}" y="${round(top + 11)}">${markup(partText(relative))}</text></g>`;
    });
}

function points(
  drawn: DrawnChart,
  { x, y, top, bottom }: Plot,
  titleAt: (drawn: DrawnChart, index: number) => string,
): readonly string[] {
  const { chart, columns, place } = drawn;
  const spikes = new Set(place === null ? chart.found.spikes.map(({ index }) => index) : []);
  return chart.shown.flatMap((index) => {
    const value = at(columns.all, index);
    if (Number.isNaN(value) || (place !== null && !counts(chart, index))) {
      return [];
    }
    const [left, height, title] = [x(timeOf(chart, index)), y(value), titleAt(drawn, index)];
    if (!counts(chart, index)) {
      // It may lie beyond the scale, which follows the others.
      return [cross(left, Math.min(Math.max(height, top), bottom), title)];
    }
    if (place !== null) {
      return [marker(place, left, height, addedSize, title)];
    }
    return [
      spikes.has(index)
        ? diamond(left, height, title)
        : `<circle cx="${round(left)}" cy="${round(height)}" r="3">${title}</circle>`,
    ];
  });
}

/** A run by its name, with what was measured, and by how much that differs from what the axis is relative to. */
function titleOf({ view }: ChartPicture): (drawn: DrawnChart, index: number) => string {
  return ({ chart, columns }, index) => {
    const value = formatValue(chart.series.medians[index] ?? 0, chart.unit);
    const part = view.mode === 'absolute' ? '' : ` (${partText(at(columns.all, index) - 1)})`;
    const reason = chart.series.excluded[index] ?? '';
    const excluded = reason === '' ? '' : ` (excluded: ${plainText(reason, maxReasonLength)})`;
    return `<title>${markup(`${runLabel(chart, index)}: ${value}${part}${excluded}`)}</title>`;
  };
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
