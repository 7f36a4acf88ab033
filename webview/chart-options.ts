/** How the chart looks: everything that uPlot is told once. It keeps scales, axes and the mouse; what is drawn is ours. */
import type uPlot from 'uplot';
import { logarithmicSplits } from '../src/core/plot/ticks.ts';
import type { TimeSpan } from '../src/shared/panel-state.ts';
import { axisLabels, fittingLabel } from './axis-values.ts';
import type { Formats, Unit } from './format.ts';
import { type Scene, valueRange } from './scene.ts';
import type { Theme } from './theme.ts';

export interface ChartSetup {
  readonly width: number;
  readonly height: number;
  readonly theme: Theme;
  readonly unit: Unit;
  readonly formats: Formats;
  /** What the axis of values shows, from the longest words to the shortest. */
  readonly axisLabels: readonly string[];
  readonly scene: () => Scene;
  /** The part of the time to show. */
  readonly span: () => TimeSpan;
  readonly onDraw: (chart: uPlot) => void;
  readonly onCursor: (chart: uPlot) => void;
  /** A person has drawn a rectangle over this part of the time; `undefined` for all of it. */
  readonly onZoom: (span: TimeSpan | undefined) => void;
}

/** uPlot knows of the time only where it begins and ends: the points are no business of its. */
export function chartData({ min, max }: TimeSpan): uPlot.AlignedData {
  return [
    [min, max],
    [null, null],
  ];
}

export function chartOptions(setup: ChartSetup): uPlot.Options {
  const { width, height, scene } = setup;
  const { logarithmic } = scene().view;
  return {
    width,
    height,
    legend: { show: false },
    padding: [12, 16, 0, 0],
    scales: {
      x: { time: true, range: () => ends(setup.span()) },
      y: {
        distr: logarithmic ? 3 : 1,
        range: () => ends(valueRange(scene(), setup.span())),
      },
    },
    axes: axes(setup),
    series: [{}, { scale: 'y', auto: false, paths: () => null, points: { show: false } }],
    cursor: cursor(setup),
    hooks: {
      draw: [setup.onDraw],
      setCursor: [setup.onCursor],
      setSelect: [(chart) => selectSpan(chart, setup)],
    },
  };
}

function ends({ min, max }: { readonly min: number; readonly max: number }): [number, number] {
  return [min, max];
}

function cursor({ onZoom }: ChartSetup): uPlot.Cursor {
  return {
    x: false,
    y: false,
    points: { show: false },
    drag: { x: true, y: false, dist: 6, setScale: false },
    bind: {
      // With Shift, the mouse moves the shown part instead.
      mousedown: (_chart, _target, handler) => (event) => {
        if (!event.shiftKey) {
          handler(event);
        }
        return null;
      },
      dblclick: () => () => {
        onZoom(undefined);
        return null;
      },
    },
  };
}

function selectSpan(chart: uPlot, { onZoom }: ChartSetup): void {
  const { left, width } = chart.select;
  if (width > 0) {
    onZoom({ min: chart.posToVal(left, 'x'), max: chart.posToVal(left + width, 'x') });
    chart.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
  }
}

function axes(setup: ChartSetup): uPlot.Axis[] {
  const { theme, unit, formats, axisLabels: words, scene } = setup;
  const look = axisLook(theme);
  const { mode, logarithmic } = scene().view;
  return [
    timeAxis(theme, formats),
    {
      ...look,
      // uPlot has set the label's font by then, and draws in pixels of the screen.
      label: ({ ctx, bbox }) => fittingLabel(words, bbox.height, (text) => ctx.measureText(text).width),
      labelFont: theme.font,
      labelSize: 20,
      size: (chart, values, axis) => labelWidth(chart, values, axis),
      ...(logarithmic
        ? {
            splits: (_, _axis, min, max, increment) => logarithmicSplits(min, max, increment),
            filter: (_, splits) => splits,
          }
        : {}),
      values: (_, splits, _axis, _space, increment) => axisLabels(formats, mode, unit, splits, increment),
    },
  ];
}

function axisLook(theme: Theme): uPlot.Axis {
  return {
    stroke: theme.muted,
    font: theme.font,
    grid: { stroke: theme.grid, width: 1 },
    ticks: { stroke: theme.grid, width: 1, size: 6 },
  };
}

/** The axis of the time, below a chart. */
export function timeAxis(theme: Theme, formats: Formats): uPlot.Axis {
  return {
    ...axisLook(theme),
    size: 48,
    space: 80,
    grid: { show: false },
    values: (_, splits, _axis, _space, increment) => formats.timeTicks(splits, increment),
  };
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
