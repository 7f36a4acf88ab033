/** What the history panel's page keeps for itself, so that a reload of the window brings it back as it was. */
import * as v from 'valibot';

/** Series that can be shown beside the main one: more could not be told apart. */
export const maxAddedSeries = 8;

/** What of the main series can be shown and hidden. */
export const layers = ['median', 'average', 'level', 'range'] as const;

export type Layer = (typeof layers)[number];

/**
 * What is drawn: the numbers themselves; their ratio to those of one run, or of the first run that is shown; or to
 * what the control said in the same night.
 */
export const modes = ['absolute', 'run', 'first', 'control'] as const;

export type Mode = (typeof modes)[number];

/** How many runs the moving average may cover. */
export const averageWindows = { least: 3, usual: 5, most: 50 } as const;

const finite = v.pipe(v.number(), v.finite());
const seriesId = v.pipe(v.number(), v.safeInteger());

/** A part of the time, in seconds since 1970. */
const timeSpan = v.pipe(
  v.object({ min: finite, max: finite }),
  v.check(({ min, max }) => min < max),
);

export type TimeSpan = v.InferOutput<typeof timeSpan>;

/** A run that others are compared with, whichever series they are of: by its commit, else by its time. */
const reference = v.object({ time: finite, commit: v.pipe(v.string(), v.maxLength(100)) });

export type Reference = v.InferOutput<typeof reference>;

const window = v.pipe(
  v.number(),
  v.integer(),
  v.minValue(averageWindows.least),
  v.maxValue(averageWindows.most),
);

/** How series are drawn, without fallbacks: what is sent is whole. */
export const drawnEntries = {
  mode: v.picklist(modes),
  reference: v.nullable(reference),
  window,
  logarithmic: v.boolean(),
  hiddenLayers: v.pipe(v.array(v.picklist(layers)), v.maxLength(layers.length)),
};

const panelStateSchema = v.object({
  seriesId,
  added: v.fallback(v.pipe(v.array(seriesId), v.maxLength(maxAddedSeries)), []),
  mode: v.fallback(v.picklist(modes), 'absolute'),
  reference: v.fallback(v.nullable(reference), null),
  window: v.fallback(window, averageWindows.usual),
  logarithmic: v.fallback(v.boolean(), false),
  /** The part of the time that is shown; `null` for all of it. */
  zoom: v.fallback(v.nullable(timeSpan), null),
  hiddenLayers: v.fallback(v.array(v.picklist(layers)), []),
  hiddenSeries: v.fallback(v.array(seriesId), []),
});

export type PanelState = v.InferOutput<typeof panelStateSchema>;

/** How series are drawn, whichever they are. */
export type ViewState = Omit<PanelState, 'seriesId' | 'added'>;

/** How a page begins that nothing was kept of. */
export const usualView: ViewState = {
  mode: 'absolute',
  reference: null,
  window: averageWindows.usual,
  logarithmic: false,
  zoom: null,
  hiddenLayers: [],
  hiddenSeries: [],
};

/** The state that was kept, its parts that cannot be read as usual; `undefined` if it does not name a series. */
export function parsePanelState(data: unknown): PanelState | undefined {
  const result = v.safeParse(panelStateSchema, data);
  return result.success ? result.output : undefined;
}
