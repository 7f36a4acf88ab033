/** A series as a picture: the medians as points, their moving average as a line. For reports and the command line. */
import { scaleLinear, scaleUtc } from 'd3-scale';
import { line } from 'd3-shape';
import type { MetricUnit, SeriesColumns } from '../model/bench.ts';
import { movingAverage } from '../stats/moving-average.ts';
import { formatValue } from '../text/format.ts';

export interface SvgChart {
  readonly title: string;
  readonly unit: MetricUnit;
  readonly series: SeriesColumns;
}

const width = 960;
const height = 420;
const margin = { top: 56, right: 24, bottom: 44, left: 84 };
const averageWindow = 5;

function escapeXml(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
  };
  return text.replaceAll(/[&<>"]/g, (character) => entities[character] ?? '').replaceAll(/\p{Cc}/gu, ' ');
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

/** The chart as a complete SVG document, readable on light and dark pages. */
export function renderSvg({ title, unit, series }: SvgChart): string {
  const day = 86_400_000;
  const [first, last] = paddedRange(series.timesMs, 0.02);
  const span = last - first < day / 24 ? [first - day / 2, last + day / 2] : [first, last];
  const x = scaleUtc(span, [margin.left, width - margin.right]);
  const y = scaleLinear(paddedRange([...series.minima, ...series.maxima], 0.1), [
    height - margin.bottom,
    margin.top,
  ]).nice(5);
  const average = movingAverage(series.medians, averageWindow);
  const path = line<number | null>()
    .defined((value) => value !== null)
    .x((_, index) => x(series.timesMs[index] ?? 0))
    .y((value) => y(value ?? 0))(average);
  const format = x.tickFormat(6);
  const parts = [
    ...y.ticks(5).map((tick) => {
      const at = y(tick).toFixed(1);
      return `<line class="grid" x1="${margin.left}" x2="${width - margin.right}" y1="${at}" y2="${at}"/><text x="${margin.left - 10}" y="${at}" text-anchor="end" dominant-baseline="middle">${escapeXml(formatValue(tick, unit))}</text>`;
    }),
    ...x.ticks(6).map((tick) => {
      const at = x(tick).toFixed(1);
      return `<text x="${at}" y="${height - margin.bottom + 22}" text-anchor="middle">${escapeXml(format(tick))}</text>`;
    }),
    ...(path === null ? [] : [`<path class="average" d="${path}"/>`]),
    ...series.medians.map((value, index) => {
      const label = `${series.phpVersions[index] ?? ''} ${series.commits[index]?.slice(0, 12) ?? ''} ${series.subjects[index] ?? ''}`;
      return `<circle cx="${x(series.timesMs[index] ?? 0).toFixed(1)}" cy="${y(value).toFixed(1)}" r="3.5"><title>${escapeXml(`${label.trim()}: ${formatValue(value, unit)}`)}</title></circle>`;
    }),
  ];
  const style =
    '.page{fill:#fff}text{font:12px system-ui,sans-serif;fill:#444}.title{font-size:15px;font-weight:600;fill:#111}.grid{stroke:#e2e2e6}circle{fill:#4f5b93}.average{fill:none;stroke:#d9822b;stroke-width:2}' +
    '@media(prefers-color-scheme:dark){.page{fill:#1e1e1e}text{fill:#bbb}.title{fill:#eee}.grid{stroke:#333}circle{fill:#8892d6}}';
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeXml(title)}">`,
    `<style>${style}</style><rect class="page" width="${width}" height="${height}"/>`,
    `<text class="title" x="${margin.left}" y="26">${escapeXml(title)}</text>`,
    `<text x="${margin.left}" y="44">● median of each run   <tspan fill="#d9822b">━</tspan> ${averageWindow}-point moving average</text>`,
    ...parts,
    '</svg>\n',
  ].join('\n');
}
