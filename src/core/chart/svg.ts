/** Series as a picture: for reports, for the command line and to keep. */
import { plainText } from '../text/format.ts';
import { markup } from '../text/markup.ts';
import { chartStyle } from './chart-style.ts';
import type { ChartPicture } from './picture.ts';
import { svgLegend } from './svg-legend.ts';
import { svgMarks } from './svg-marks.ts';
import { type Edges, type PictureScales, pictureScales } from './svg-scales.ts';

const width = 960;
const plotHeight = 324;
const margin = { right: 24, bottom: 36, left: 100 };
const titleHeight = 30;
const rowHeight = 20;
/** Below the last row of the legend. */
const legendGap = 10;

/** A picture as a complete SVG document. */
export function renderSvg(picture: ChartPicture): string {
  const { body, height } = drawing(picture);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<style>${chartStyle}</style><rect class="page" width="${width}" height="${height}"/>`,
    titleText(picture),
    body,
    '</svg>\n',
  ].join('\n');
}

/** A picture as an SVG element for an HTML document that has `chartStyle` and says what it is of. */
export function inlineSvg(picture: ChartPicture): string {
  const { body, height } = drawing(picture);
  const view = `0 ${titleHeight} ${width} ${height - titleHeight}`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${view}" class="picture">${body}</svg>`;
}

function drawing(picture: ChartPicture): { readonly body: string; readonly height: number } {
  const rows = svgLegend(picture);
  const top = titleHeight + rows.length * rowHeight + legendGap;
  const edges = { left: margin.left, right: width - margin.right, top, bottom: top + plotHeight };
  const scales = pictureScales(picture, edges);
  const body = [
    `<g class="chart" role="img" aria-label="${markup(picture.title)}">`,
    `<clipPath id="plot"><rect x="${edges.left}" y="${top}" width="${edges.right - edges.left}" height="${plotHeight}"/></clipPath>`,
    ...rows.map((row, index) => {
      const y = titleHeight + index * rowHeight + 16;
      return `<g transform="translate(${margin.left} ${y})">${row}</g>`;
    }),
    ...axes(picture, scales, edges),
    '<g clip-path="url(#plot)">',
    ...svgMarks(picture, { ...scales, top, bottom: edges.bottom }),
    '</g></g>',
  ];
  return { body: body.join('\n'), height: edges.bottom + margin.bottom };
}

function titleText({ title }: ChartPicture): string {
  return `<g class="chart"><text class="title" x="${margin.left}" y="24">${markup(plainText(title, mostLetters))}</text></g>`;
}

/** A longer title would be drawn beyond the picture. */
const mostLetters = 103;

function axes(
  { axis }: ChartPicture,
  { xTicks, yTicks }: PictureScales,
  { left, right, top, bottom }: Edges,
): readonly string[] {
  const middle = (top + bottom) / 2;
  return [
    ...yTicks.map(({ at, text }) => {
      const y = at.toFixed(1);
      return `<line class="grid" x1="${left}" x2="${right}" y1="${y}" y2="${y}"/><text x="${left - 10}" y="${y}" text-anchor="end" dominant-baseline="middle">${markup(text)}</text>`;
    }),
    ...xTicks.map(
      ({ at, text }) =>
        `<text x="${at.toFixed(1)}" y="${bottom + 22}" text-anchor="middle">${markup(text)}</text>`,
    ),
    `<text class="axis" transform="translate(18 ${middle}) rotate(-90)" text-anchor="middle">${markup(axis)}</text>`,
  ];
}
