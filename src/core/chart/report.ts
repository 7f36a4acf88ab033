/**
 * Series as one page to publish: the chart, and changes and runs of each. It loads nothing and runs nothing; the policy in it lets a
 * browser hold it to that, and names the one style by its hash.
 */
import { formatValue, plainText } from '../text/format.ts';
import { markup } from '../text/markup.ts';
import { partText, runLabel, type SeriesChart } from './chart.ts';
import { chartStyle } from './chart-style.ts';
import type { ChartPicture } from './picture.ts';
import { inlineSvg } from './svg.ts';

const pageStyle =
  ':root{color-scheme:light dark}body{max-width:1000px;margin:2rem auto;padding:0 1rem;font:15px/1.5 system-ui,sans-serif;color:#222;background:#fff}' +
  'h1{font-size:1.5rem}h2{margin:2.5rem 0 .5rem;font-size:1.15rem;overflow-wrap:anywhere}h3{font-size:1rem}.note{color:#555}' +
  '.picture{width:100%;height:auto}.scroll{overflow-x:auto}table{width:100%;border-collapse:collapse;font-size:.9em}' +
  'th,td{padding:.25rem .75rem .25rem 0;text-align:left;vertical-align:top;border-bottom:1px solid #e2e2e6}thead th{font-weight:600}' +
  '.number{width:1%;padding-left:1rem;text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}.words{overflow-wrap:anywhere}.out{color:#767676}summary{margin:1rem 0 .5rem;cursor:pointer}' +
  '@media screen and (prefers-color-scheme:dark){body{color:#ddd;background:#1e1e1e}.note{color:#aaa}th,td{border-color:#333}.out{color:#9a9a9a}}' +
  '@media print{body{max-width:none;margin:0}section{break-inside:avoid-page}}';

/** What the page's style is, to the last letter. */
export const reportStyle = `${pageStyle}${chartStyle}`;

/** SHA-256 of {@link reportStyle} in base64; a test holds it to that. */
export const reportStyleHash = 'RAEEPREtt3UgwENnYs9H7GZUNOFB4EXFMaxhJk4Ubs4=';

const maxReasonLength = 1000;

const policy = [
  "default-src 'none'",
  `style-src 'sha256-${reportStyleHash}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** The whole document; it ends with a line end. @param madeAtMs the moment it says it is of */
export function renderReport(picture: ChartPicture, madeAtMs: number): string {
  return [
    '<!DOCTYPE html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${markup(policy)}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="referrer" content="no-referrer">',
    '<title>PHP benchmark report</title>',
    `<style>${reportStyle}</style>`,
    '</head>',
    '<body>',
    '<h1>PHP benchmark report</h1>',
    `<p class="note">Made with PHP Source Bench on ${markup(timeText(madeAtMs))}.</p>`,
    ...picture.charts.map((chart, index) => section(chart, index === 0 ? drawing(picture) : [])),
    '</body>',
    '</html>\n',
  ].join('\n');
}

function timeText(timeMs: number): string {
  return `${new Date(timeMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** The picture, and where it shows other values than the tables, what it shows. */
function drawing(picture: ChartPicture): readonly string[] {
  const note =
    picture.view.mode === 'absolute'
      ? []
      : [
          `<p class="note">In the picture, values are ${markup(lowered(picture.axis))}; in the tables, as measured.</p>`,
        ];
  return [...note, inlineSvg(picture)];
}

function lowered(sentence: string): string {
  return `${sentence.slice(0, 1).toLowerCase()}${sentence.slice(1)}`;
}

function section(chart: SeriesChart, picture: readonly string[]): string {
  return [
    '<section>',
    `<h2>${markup(chart.title)}</h2>`,
    `<p class="note">${markup(facts(chart))}</p>`,
    ...picture,
    '<h3>Changes, newest first</h3>',
    changesTable(chart),
    `<details><summary>${chart.shown.length} runs as a table</summary>`,
    runsTable(chart),
    '</details>',
    '</section>',
  ].join('\n');
}

function facts({ series, shown }: SeriesChart): string {
  const first = shown[0];
  const last = shown.at(-1);
  if (first === undefined || last === undefined) {
    return 'No runs.';
  }
  const out = shown.filter((index) => series.excluded[index] !== '').length;
  const excluded = out === 0 ? '' : `, of which ${out} excluded`;
  const [from, to] = [first, last].map((index) => timeText(series.timesMs[index] ?? 0).slice(0, 10));
  return `${shown.length} runs${excluded}, from ${from} to ${to}.`;
}

function changesTable(chart: SeriesChart): string {
  const inSight = new Set(chart.shown);
  const changes = chart.found.changes.filter(({ firstAfter }) => inSight.has(firstAfter)).reverse();
  if (changes.length === 0) {
    return '<p>No change of the level stands out from the noise.</p>';
  }
  const rows = changes.map(({ firstAfter, relative, before, after }) => [
    cell(partText(relative), 'number'),
    cell(formatValue(before, chart.unit), 'number'),
    cell(formatValue(after, chart.unit), 'number'),
    cell(runLabel(chart, firstAfter), 'words'),
  ]);
  return table(['Change', 'Before', 'After', 'First run of the new level'], [0, 1, 2], rows);
}

function runsTable(chart: SeriesChart): string {
  const { series, unit } = chart;
  const remarkOn = remarks(chart);
  const rows = [...chart.shown].reverse().map((index) => {
    const value = (column: readonly number[]) => formatValue(column[index] ?? Number.NaN, unit);
    const kind = series.excluded[index] === '' ? '' : ' out';
    return [
      cell(runLabel(chart, index), `words${kind}`),
      cell(value(series.medians), `number${kind}`),
      cell(value(series.minima), `number${kind}`),
      cell(value(series.maxima), `number${kind}`),
      cell(String(series.sampleCounts[index] ?? 0), `number${kind}`),
      cell(remarkOn(index), `words${kind}`),
    ];
  });
  return table(['Run', 'Median', 'Minimum', 'Maximum', 'Samples', 'Remark'], [1, 2, 3, 4], rows);
}

/** What to know of a run: that it does not count, that the level moves with it, or that it is a spike. */
function remarks({ series, found }: SeriesChart): (index: number) => string {
  const changes = new Map(found.changes.map(({ firstAfter, relative }) => [firstAfter, relative]));
  const spikes = new Map(found.spikes.map(({ index, relative }) => [index, relative]));
  return (index) => {
    const reason = series.excluded[index] ?? '';
    const [change, spike] = [changes.get(index), spikes.get(index)];
    return [
      ...(reason === '' ? [] : [`Excluded: ${plainText(reason, maxReasonLength)}`]),
      ...(change === undefined ? [] : [`Level ${partText(change)}`]),
      ...(spike === undefined ? [] : [`Spike ${partText(spike)}`]),
    ].join(', ');
  };
}

function cell(text: string, kind: string): string {
  return `<td class="${kind}">${markup(text)}</td>`;
}

function table(
  head: readonly string[],
  numbers: readonly number[],
  rows: readonly (readonly string[])[],
): string {
  const heads = head.map((text, column) => {
    const kind = numbers.includes(column) ? ' class="number"' : '';
    return `<th scope="col"${kind}>${markup(text)}</th>`;
  });
  const lines = rows.map((cells) => `<tr>${cells.join('')}</tr>`);
  return `<div class="scroll"><table><thead><tr>${heads.join('')}</tr></thead><tbody>\n${lines.join('\n')}\n</tbody></table></div>`;
}
