/** What each mark of a picture stands for. */
import { looks } from '../plot/looks.ts';
import { plainText } from '../text/format.ts';
import { markup } from '../text/markup.ts';
import type { ChartPicture, DrawnChart } from './picture.ts';
import type { PictureLayer } from './picture-view.ts';

interface Entry {
  readonly layer: PictureLayer;
  /** How far its words reach, with the gap to the next, in units of the picture. */
  readonly width: number;
  readonly mark: string;
  readonly words: string;
}

/** A longer name would be drawn beyond the picture. */
const mostLetters = 120;

/** The rows of the legend, each from its left end: the marks of the main series, then each other one by its name. */
export function svgLegend(picture: ChartPicture): readonly string[] {
  const { drawn, notDrawn } = picture;
  const main = drawn.some(({ place }) => place === null) || drawn.length === 0;
  return [
    ...(main ? [layersRow(picture)] : []),
    ...drawn.flatMap(addedRow),
    ...notDrawn.map((title) => words(0, `Nothing to compare with: ${title}`)),
  ];
}

function layersRow({ view }: ChartPicture): string {
  const entries: readonly Entry[] = [
    { layer: 'median', width: 148, mark: '<circle cx="6" cy="-4" r="3"/>', words: 'median of each run' },
    {
      ...{ layer: 'average', width: 190, mark: '<path class="average" d="M0 -4H14"/>' },
      words: `${view.window}-point moving average`,
    },
    {
      layer: 'range',
      width: 152,
      mark: '<path class="spread" d="M0 -9H14V1H0Z"/>',
      words: 'fastest to slowest',
    },
    {
      layer: 'level',
      width: 185,
      mark: '<path class="level" d="M0 -4H14"/>',
      words: 'level between changes',
    },
    { layer: 'median', width: 70, mark: '<path class="spike" d="M7 -9L12 -4L7 1L2 -4Z"/>', words: 'spike' },
    {
      layer: 'median',
      width: 90,
      mark: '<path class="excluded" d="M3 -8L11 0M3 0L11 -8"/>',
      words: 'excluded',
    },
  ];
  let left = 0;
  return entries
    .filter(({ layer }) => !view.hiddenLayers.includes(layer))
    .map((entry) => {
      const at = left;
      left += entry.width;
      return `<g transform="translate(${at} 0)">${entry.mark}${words(20, entry.words)}</g>`;
    })
    .join('');
}

function addedRow({ chart, place }: DrawnChart): readonly string[] {
  const look = looks[place ?? -1];
  if (look === undefined) {
    return [];
  }
  const line = `<path class="average line-${place}" stroke-dasharray="${look.dash.join(' ')}" d="M-14 -4H14"/>`;
  const mark = `<path class="mark-${place}" transform="translate(0 -4)" d="${look.marker}"/>`;
  return [`<g transform="translate(14 0)">${line}${mark}${words(24, chart.title)}</g>`];
}

function words(x: number, text: string): string {
  return `<text x="${x}">${markup(plainText(text, mostLetters))}</text>`;
}
