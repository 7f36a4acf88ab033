/** A series as a chart of characters, for a terminal. */
import { scaleLinear, scaleUtc } from 'd3-scale';
import type { JudgedChange, JudgedSeries } from '../change/judge-series.ts';
import { formatValue } from '../text/format.ts';
import { CellCanvas, dotsAcross, dotsDown, type Mark, type Paint } from './cell-canvas.ts';

export interface TerminalChart {
  readonly judged: JudgedSeries;
  /** In characters, labels included. */
  readonly width: number;
  /** In lines, without the axis and what is below it. */
  readonly height: number;
  readonly paint: Paint;
}

/** In characters, one label of the axis of time with the gap to the next. */
const timeLabelWidth = 13;
const linesPerTick = 4;
const room = 0.06;

/** The lines and columns of a chart's inner part, and where values and times are in them, in dots from the top left. */
interface Plot {
  readonly width: number;
  readonly height: number;
  readonly x: (timeMs: number) => number;
  readonly y: (value: number) => number;
  readonly timeTicks: readonly { readonly column: number; readonly label: string }[];
}

/**
 * The medians that count as dots, the levels between changes as lines, spikes as crosses (at the edge where they would
 * squeeze the others), and below the axis a triangle for each change. Ends with a line break; empty for a series
 * without a number that counts.
 */
export function renderTerminalChart({ judged, width, height, paint }: TerminalChart): string {
  if (judged.found.stretches.length === 0) {
    return '';
  }
  const range = valueRange(judged);
  const ticks = scaleLinear(range, [0, 1]).ticks(Math.max(2, Math.round(height / linesPerTick)));
  const labels = ticks.map((tick) => formatValue(tick, judged.series.unit));
  const margin = Math.max(...labels.map((label) => label.length)) + 1;
  const plot = plotOf(judged, range, { width: Math.max(1, width - margin - 1), height });
  const byRow = new Map(ticks.map((tick, index) => [rowOf(plot, tick), labels[index] ?? '']));
  const rows = drawn(plot, judged)
    .rows(paint)
    .map((row, index) => {
      const label = byRow.get(index);
      return `${(label ?? '').padStart(margin - 1)} ${label === undefined ? '│' : '┤'}${row}`;
    });
  const below = [axis(plot), timeLabels(plot), changeMarks(plot, judged, paint)]
    .filter((row) => row !== '')
    .map((row) => `${' '.repeat(margin)}${row}`);
  return [...rows, ...below].map((row) => `${row}\n`).join('');
}

/** Of all that counts but the spikes, with a little room. */
function valueRange({ values, found }: JudgedSeries): [number, number] {
  const spikes = new Set(found.spikes.map(({ index }) => index));
  const usual = values.filter((value, index) => value !== null && !spikes.has(index));
  const all = [...usual, ...found.stretches.map(({ level }) => level)].filter((value) => value !== null);
  const low = all.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const high = all.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const padding = (high - low || high) * room;
  return [low - padding, high + padding];
}

function plotOf(
  { columns: { timesMs } }: JudgedSeries,
  range: readonly [number, number],
  { width, height }: Pick<Plot, 'width' | 'height'>,
): Plot {
  const times = scaleUtc([timesMs[0] ?? 0, timesMs.at(-1) ?? 0], [0, width * dotsAcross - 1]);
  const values = scaleLinear(range, [height * dotsDown - 1, 0]).clamp(true);
  const count = Math.max(2, Math.floor(width / timeLabelWidth));
  const format = times.tickFormat(count);
  const x = (timeMs: number) => Math.round(times(timeMs));
  return {
    ...{ width, height, x },
    y: (value) => Math.round(values(value)),
    timeTicks: times.ticks(count).map((tick) => ({
      column: Math.floor(x(tick.getTime()) / dotsAcross),
      label: format(tick),
    })),
  };
}

function rowOf({ y }: Plot, value: number): number {
  return Math.floor(y(value) / dotsDown);
}

function drawn(plot: Plot, { columns: { timesMs }, values, found }: JudgedSeries): CellCanvas {
  const canvas = new CellCanvas(plot.width, plot.height);
  const columnOf = (index: number) => Math.floor(plot.x(timesMs[index] ?? 0) / dotsAcross);
  values.forEach((value, index) => {
    if (value !== null) {
      canvas.point(plot.x(timesMs[index] ?? 0), plot.y(value));
    }
  });
  for (const { first, last, level } of found.stretches) {
    for (let column = columnOf(first); column <= columnOf(last); column += 1) {
      canvas.mark(column, rowOf(plot, level), 'level', '─');
    }
  }
  for (const { index, value } of found.spikes) {
    canvas.mark(columnOf(index), rowOf(plot, value), 'spike', '×');
  }
  return canvas;
}

function axis({ width, timeTicks }: Plot): string {
  const columns = new Set(timeTicks.map(({ column }) => column));
  const line = Array.from({ length: width }, (_, column) => (columns.has(column) ? '┬' : '─'));
  return `└${line.join('')}`;
}

/** The labels below their ticks, without those that would run into the one before or over the edge. */
function timeLabels({ width, timeTicks }: Plot): string {
  let text = '';
  for (const { column, label } of timeTicks) {
    const start = Math.max(0, 1 + column - Math.floor(label.length / 2));
    if ((text === '' || start > text.length) && start + label.length <= width + 1) {
      text = text.padEnd(start) + label;
    }
  }
  return text;
}

function changeMarks(plot: Plot, { changes }: JudgedSeries, paint: Paint): string {
  const canvas = new CellCanvas(plot.width, 1);
  for (const change of changes.filter(({ verdict }) => verdict.cause !== 'spike')) {
    const [mark, text] = directionOf(change);
    canvas.mark(Math.floor(plot.x(change.point.atMs) / dotsAcross), 0, mark, text);
  }
  const row = canvas.rows(paint).join('');
  return row === '' ? '' : ` ${row}`;
}

/** Up is worse in every unit. */
function directionOf({ relative }: JudgedChange): readonly [Mark, string] {
  return relative > 0 ? ['worse', '▲'] : ['better', '▼'];
}
