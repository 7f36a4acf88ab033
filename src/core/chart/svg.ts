/** Series as a picture: for reports, for the command line and to keep. */
import { scaleLinear, scaleUtc } from 'd3-scale';
import { formatValue, plainText } from '../text/format.ts';
import { markup } from '../text/markup.ts';
import { averageWindow, type SeriesChart } from './chart.ts';
import { type Plot, svgMarks } from './svg-marks.ts';

const width = 960;
const height = 420;
const margin = { top: 60, right: 24, bottom: 36, left: 84 };
const titleHeight = 30;
const dayMs = 86_400_000;

/** Readable on light and dark screens, and on paper. */
export const chartStyle =
  '.page{fill:#fff}.chart text{font:12px system-ui,sans-serif;fill:#444}.chart .title{font-size:15px;font-weight:600;fill:#111}' +
  '.grid{stroke:#e2e2e6}.spread{fill:#4f5b93;fill-opacity:.15}circle{fill:#4f5b93}.average{fill:none;stroke:#b5651d;stroke-width:2}' +
  '.level{stroke:#7b3fb0;stroke-width:2;stroke-dasharray:8 5}.spike{fill:none;stroke:#c62828;stroke-width:2}' +
  '.excluded{fill:none;stroke:#767676;stroke-width:2}.slower line{stroke:#c62828}.faster line{stroke:#2e7d32}' +
  '.chart .slower text{fill:#c62828;font-weight:600}.chart .faster text{fill:#2e7d32;font-weight:600}' +
  '@media screen and (prefers-color-scheme:dark){.page{fill:#1e1e1e}.chart text{fill:#bbb}.chart .title{fill:#eee}.grid{stroke:#333}' +
  '.spread,circle{fill:#8892d6}.spread{fill-opacity:.22}.average{stroke:#e8a15c}.level{stroke:#c9a0f0}.spike,.slower line{stroke:#ff7b72}.faster line{stroke:#7ee787}' +
  '.excluded{stroke:#9a9a9a}.chart .slower text{fill:#ff7b72}.chart .faster text{fill:#7ee787}}';

/** The charts one below the other, as a complete SVG document. */
export function renderSvg(charts: readonly SeriesChart[]): string {
  const total = height * Math.max(1, charts.length);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${total}" viewBox="0 0 ${width} ${total}">`,
    `<style>${chartStyle}</style><rect class="page" width="${width}" height="${total}"/>`,
    ...charts.map(
      (chart, index) =>
        `<g transform="translate(0 ${height * index})">${titleText(chart)}${chartGroup(chart, index)}</g>`,
    ),
    '</svg>\n',
  ].join('\n');
}

/**
 * One chart as an SVG element for an HTML document that has {@link chartStyle} and says what it is of.
 * @param number tells it from the others of the document
 */
export function inlineSvg(chart: SeriesChart, number: number): string {
  const view = `0 ${titleHeight} ${width} ${height - titleHeight}`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${view}" class="picture">${chartGroup(chart, number)}</svg>`;
}

/** The range of some values with a little room on both sides; never empty. */
function paddedRange(values: readonly number[], room: number): [number, number] {
  const low = values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const high = values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  if (!Number.isFinite(low) || !Number.isFinite(high)) {
    return [0, 1];
  }
  const padding = (high - low || Math.abs(high) || 1) * room;
  return [low - padding, high + padding];
}

function timeScale({ series, shown }: SeriesChart) {
  const times = shown.map((index) => series.timesMs[index] ?? Number.NaN);
  const [first, last] = paddedRange(times, 0.02);
  const span = last - first < dayMs / 24 ? [first - dayMs / 2, last + dayMs / 2] : [first, last];
  return scaleUtc(span, [margin.left, width - margin.right]);
}

/** Excluded runs have no say in the scale: what they measured is often why they are excluded. */
function valueScale({ series, shown }: SeriesChart) {
  const counted = shown.filter((index) => series.excluded[index] === '');
  const values = (counted.length > 0 ? counted : shown).flatMap((index) => [
    series.minima[index] ?? Number.NaN,
    series.maxima[index] ?? Number.NaN,
  ]);
  return scaleLinear(paddedRange(values, 0.1), [height - margin.bottom, margin.top]).nice(5);
}

function chartGroup(chart: SeriesChart, number: number): string {
  const x = timeScale(chart);
  const y = valueScale(chart);
  const plot: Plot = { x, y, top: margin.top, bottom: height - margin.bottom };
  const [inner, tall] = [width - margin.left - margin.right, plot.bottom - plot.top];
  return [
    `<g class="chart" role="img" aria-label="${markup(chart.title)}">`,
    `<clipPath id="plot-${number}"><rect x="${margin.left}" y="${margin.top}" width="${inner}" height="${tall}"/></clipPath>`,
    legend(),
    ...axes(chart, x, y),
    `<g clip-path="url(#plot-${number})">`,
    ...svgMarks(chart, plot),
    '</g></g>',
  ].join('\n');
}

function titleText({ title }: SeriesChart): string {
  return `<g class="chart"><text class="title" x="${margin.left}" y="24">${markup(plainText(title, mostLetters))}</text></g>`;
}

/** A longer title would be drawn beyond the picture. */
const mostLetters = 105;

/** What each mark stands for, with the mark itself before its words. */
function legend(): string {
  const entries = [
    { at: 0, mark: '<circle cx="6" cy="-4" r="3"/>', words: 'median of each run' },
    { at: 148, mark: '<path class="average" d="M0 -4H14"/>', words: `${averageWindow}-point moving average` },
    { at: 338, mark: '<path class="spread" d="M0 -9H14V1H0Z"/>', words: 'fastest to slowest' },
    { at: 490, mark: '<path class="level" d="M0 -4H14"/>', words: 'level between changes' },
    { at: 675, mark: '<path class="spike" d="M7 -9L12 -4L7 1L2 -4Z"/>', words: 'spike' },
    { at: 745, mark: '<path class="excluded" d="M3 -8L11 0M3 0L11 -8"/>', words: 'excluded' },
  ];
  const parts = entries.map(
    ({ at, mark, words }) =>
      `<g transform="translate(${margin.left + at} 46)">${mark}<text x="20">${markup(words)}</text></g>`,
  );
  return parts.join('');
}

function axes(
  { unit }: SeriesChart,
  x: ReturnType<typeof timeScale>,
  y: ReturnType<typeof valueScale>,
): readonly string[] {
  const format = x.tickFormat(6);
  return [
    ...y.ticks(5).map((tick) => {
      const at = y(tick).toFixed(1);
      return `<line class="grid" x1="${margin.left}" x2="${width - margin.right}" y1="${at}" y2="${at}"/><text x="${margin.left - 10}" y="${at}" text-anchor="end" dominant-baseline="middle">${markup(formatValue(tick, unit))}</text>`;
    }),
    ...x.ticks(6).map((tick) => {
      const at = x(tick).toFixed(1);
      return `<text x="${at}" y="${height - margin.bottom + 22}" text-anchor="middle">${markup(format(tick))}</text>`;
    }),
  ];
}
