import type { TimeRange } from './chart.ts';
import type { PictureView } from './picture-view.ts';

/** A series that is shown. */
export interface ExportedSeries {
  readonly id: number;
  /** See `ShownChart.place`. */
  readonly place: number | null;
}

/** What a chart can be kept as: a picture of the screen, or what it shows of the history. */
export type ChartExport =
  | { readonly format: 'png'; readonly picture: Uint8Array }
  | {
      readonly format: 'svg' | 'csv' | 'html';
      /** The main series first. */
      readonly series: readonly ExportedSeries[];
      readonly view: PictureView;
      /** `undefined` for all of the time. */
      readonly range: TimeRange | undefined;
    };

export type ChartFormat = ChartExport['format'];
