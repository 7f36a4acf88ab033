/** The chart in a real browser: how soon it is there, and whether it keeps up with the mouse. */
import type { Contender, Row, Size } from '../framework/row.ts';
import { type ChartPage, openChartPages, type PageKind, type WithChartPage } from '../support/chart-pages.ts';
import type { BenchContext } from '../support/context.ts';
import { builderName } from '../support/php-builder.ts';

const frames = 60;
/** Of 60 frames a second. */
const frameMs = 1000 / 60;

const pages: Readonly<Record<PageKind, string>> = {
  panel: builderName.ours,
  plain: 'uPlot alone, lines only',
};

function sizes(rounds: number, limit: number): readonly Size[] {
  return [1000, 10_000, 100_000].map((amount) => ({
    label: `${amount.toLocaleString('en')} points`,
    amount,
    rounds,
    warmups: 1,
    goals: [{ kind: 'at-most', limit }],
  }));
}

/** The time that 19 of 20 frames keep: what a person sees of the others is a jerk in each second. */
function slowFrame(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? Number.NaN;
}

function chartRow(
  name: string,
  title: string,
  measured: readonly Size[],
  measure: (page: ChartPage, pointCount: number) => Promise<number>,
  others: readonly PageKind[] = ['plain'],
): Row<BenchContext> {
  const contender = (kind: PageKind, withPage: WithChartPage, pointCount: number): Contender => ({
    name: pages[kind],
    // A page of its own for each turn: the script has run as little as when a person opens the panel.
    measure: () => withPage(kind, (page) => measure(page, pointCount)),
  });
  return {
    name,
    title,
    unit: 'ms',
    tinyAmount: 10,
    sizes: measured,
    withTrial: async ({ browser }, { amount }, use) => {
      const withPage = await openChartPages(await browser.get());
      await use({
        ours: contender('panel', withPage, amount),
        others: others.map((kind) => ({ ...contender(kind, withPage, amount), role: 'limit' })),
      });
    },
  };
}

export const chartFirstDraw = chartRow(
  'chart-draw',
  "from a series' arrival at the panel to the end of the frame that shows it",
  sizes(9, 100),
  (page, pointCount) => page.firstDraw(pointCount),
);

export const chartHover = chartRow(
  'chart-hover',
  'time of a frame in which the mouse moves over the chart, 95th percentile',
  sizes(6, frameMs),
  async (page, pointCount) => {
    await page.firstDraw(pointCount);
    return slowFrame(await page.hover(frames));
  },
);

export const chartZoom = chartRow(
  'chart-zoom',
  'time of a frame in which the chart is zoomed, 95th percentile',
  sizes(6, frameMs),
  async (page, pointCount) => {
    await page.firstDraw(pointCount);
    return slowFrame(await page.zoom(frames));
  },
);

export const chartPan = chartRow(
  'chart-pan',
  'time of a frame in which the zoomed chart is moved, 95th percentile',
  sizes(6, frameMs),
  async (page, pointCount) => {
    await page.firstDraw(pointCount);
    return slowFrame(await page.pan(frames));
  },
  // uPlot by itself does not move.
  [],
);
