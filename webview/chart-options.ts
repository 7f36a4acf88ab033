/** How the chart looks: everything that uPlot is told once. */
import uPlot from 'uplot';
import type { SeriesData } from '../src/shared/panel-messages.ts';
import { drawChanges } from './chart-changes.ts';
import { drawMarks, type RunMarks, withoutExcluded } from './chart-marks.ts';
import { drawPoints } from './chart-points.ts';
import type { Formats, Unit } from './format.ts';
import type { Theme } from './theme.ts';

/** Places of the columns in the chart's data; 0 is the time. */
export const column = { maximum: 1, minimum: 2, median: 3, average: 4, level: 5 } as const;

/** What can be shown and hidden, and the columns that it is made of. */
export const layers = {
  range: [column.maximum, column.minimum],
  median: [column.median],
  average: [column.average],
  level: [column.level],
} as const satisfies Readonly<Record<string, readonly number[]>>;

export type Layer = keyof typeof layers;

export interface ChartSetup {
  readonly width: number;
  readonly height: number;
  readonly series: SeriesData;
  readonly theme: Theme;
  readonly unit: Unit;
  readonly formats: Formats;
  readonly hidden: ReadonlySet<Layer>;
  /** Indices of the points that are spikes. */
  readonly spikes: ReadonlySet<number>;
  readonly marks: RunMarks;
  /** The run that the cursor is on, for a position of the mouse that is nearest to `hovered`. */
  readonly pickIndex: (hovered: number | null) => number | null;
  readonly onCursor: (chart: uPlot) => void;
  readonly onZoom: (chart: uPlot) => void;
}

const halfDaySeconds = 43_200;

/** The columns in the order of {@link column}. */
export function chartData(series: SeriesData, marks: RunMarks): uPlot.AlignedData {
  const counted = (values: readonly number[]) => withoutExcluded(values, marks);
  return [
    series.times,
    counted(series.maxima),
    counted(series.minima),
    counted(series.medians),
    series.movingAverage,
    series.levels,
  ];
}

export function chartOptions(setup: ChartSetup): uPlot.Options {
  const { width, height, theme, formats } = setup;
  return {
    width,
    height,
    legend: { show: false },
    padding: [12, 16, 0, 0],
    scales: {
      x: { time: true, range: timeRange },
      y: { auto: true },
    },
    axes: axes(setup),
    series: [{}, ...lines(setup)],
    bands: [{ series: [column.maximum, column.minimum], fill: theme.band }],
    cursor: {
      y: false,
      drag: { x: true, y: false, dist: 6 },
      points: { size: 12, width: 2, stroke: theme.foreground, fill: theme.point },
      // Only the median has a point to show; the other columns belong to the same run.
      dataIdx: (_, index, hovered) => (index === column.median ? setup.pickIndex(hovered) : null),
    },
    hooks: {
      drawSeries: [
        (chart, index) => {
          if (index === column.median) {
            drawPoints(chart, index, theme, setup.spikes);
          }
        },
      ],
      draw: [
        (chart) => {
          if (!setup.hidden.has('level')) {
            drawChanges(chart, setup.series, theme, formats);
          }
          if (!setup.hidden.has('median')) {
            drawMarks(chart, setup.series, setup.marks, theme);
          }
        },
      ],
      setCursor: [setup.onCursor],
      setScale: [
        (chart, key) => {
          if (key === 'x') {
            setup.onZoom(chart);
          }
        },
      ],
    },
  };
}

/** All the runs have room at both ends, so that no point is cut in half; a single moment becomes a day. */
function timeRange(chart: uPlot, min: number, max: number): [number, number] {
  const times = chart.data[0];
  const first = times[0] ?? 0;
  const last = times[times.length - 1] ?? 0;
  if (first === last) {
    return [first - halfDaySeconds, first + halfDaySeconds];
  }
  const room = min === first && max === last ? (last - first) * 0.02 : 0;
  return [min - room, max + room];
}

/** A level holds up to the first point of the next one. */
const stepped = uPlot.paths.stepped?.({ align: 1 });

function lines({ theme, hidden }: ChartSetup): uPlot.Series[] {
  const edge: uPlot.Series = {
    show: !hidden.has('range'),
    width: 0,
    points: { show: false },
  };
  return [
    edge,
    edge,
    {
      show: !hidden.has('median'),
      // The points are drawn by `drawPoints`, in the hook below.
      paths: () => null,
      points: { show: false },
    },
    {
      show: !hidden.has('average'),
      stroke: theme.average,
      width: 2,
      points: { show: false },
      // Across runs that are excluded.
      spanGaps: true,
    },
    {
      show: !hidden.has('level'),
      stroke: theme.level,
      width: 2,
      dash: [8, 5],
      points: { show: false },
      spanGaps: true,
      ...(stepped === undefined ? {} : { paths: stepped }),
    },
  ];
}

function axes({ theme, unit, formats }: ChartSetup): uPlot.Axis[] {
  const look = {
    stroke: theme.muted,
    font: theme.font,
    grid: { stroke: theme.grid, width: 1 },
    ticks: { stroke: theme.grid, width: 1, size: 6 },
  };
  return [
    {
      ...look,
      size: 48,
      space: 80,
      grid: { show: false },
      values: (_, splits, _axis, _space, increment) => formats.timeTicks(splits, increment),
    },
    {
      ...look,
      size: (chart, values, axis) => labelWidth(chart, values, axis),
      values: (_, splits, _axis, _space, increment) => formats.ticks(splits, increment, unit),
    },
  ];
}

const labelRoom = 18;
const smallestAxis = 48;

/** As wide as the longest label needs. */
function labelWidth(chart: uPlot, values: readonly string[] | null, axis: number): number {
  const longest = (values ?? []).reduce((a, b) => (b.length > a.length ? b : a), '');
  const font = chart.axes[axis]?.font?.[0];
  if (font !== undefined) {
    chart.ctx.font = font;
  }
  const width = chart.ctx.measureText(longest).width / devicePixelRatio;
  return Math.max(smallestAxis, Math.ceil(width) + labelRoom);
}
