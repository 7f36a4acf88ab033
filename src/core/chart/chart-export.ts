/** What a chart can be kept as: a picture of the screen, or what it shows of the history. */
export type ChartExport =
  | { readonly format: 'png'; readonly picture: Uint8Array }
  | {
      readonly format: 'svg' | 'csv' | 'html';
      readonly seriesIds: readonly number[];
      /** Both ends of the time to show, in milliseconds since 1970; `undefined` for all of it. */
      readonly range: readonly [fromMs: number, toMs: number] | undefined;
    };

export type ChartFormat = ChartExport['format'];
