/** Every row, in the order in which they run. */
import type { Row } from '../framework/row.ts';
import type { BenchContext } from '../support/context.ts';
import { firstBuild, rebuildOfHeader, rebuildOfNothing, rebuildOfSource } from './build.ts';
import { chartFirstDraw, chartHover, chartPan, chartZoom } from './chart.ts';
import { detectAlarms, detectRecall, detectTime } from './detect.ts';
import { activation, loadSize, packageSize } from './editor.ts';
import { event } from './event.ts';
import { historyImport, historyQuery } from './history.ts';
import { job } from './job.ts';
import { listing } from './listing.ts';
import { streams } from './streams.ts';
import { toolchain } from './toolchain.ts';
import { treeRow } from './tree.ts';

/** Those that open a browser or an editor. */
export const windowRows: readonly Row<BenchContext>[] = [
  chartFirstDraw,
  chartHover,
  chartZoom,
  chartPan,
  activation,
  loadSize,
  packageSize,
];

/** The first build comes first, so that the others find their trees built. */
export const allRows: readonly Row<BenchContext>[] = [
  firstBuild,
  rebuildOfNothing,
  rebuildOfSource,
  rebuildOfHeader,
  job,
  toolchain,
  treeRow,
  streams,
  listing,
  event,
  historyImport,
  historyQuery,
  detectTime,
  detectRecall,
  detectAlarms,
  ...windowRows,
];
