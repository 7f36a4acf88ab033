/** What is known of a history's changes from one look to the next, as its file keeps it. */
import * as v from 'valibot';
import { idSchema, type Parse, parserOf, timeSchema } from '../automation/measuring-schema.ts';
import { causes } from '../change/cause.ts';

const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

const newChangeSchema = v.object({
  seriesId: whole,
  /** Tells the series from all others in any history: see `seriesKey`. */
  seriesKey: v.string(),
  /** For people. */
  title: v.string(),
  unit: v.picklist(['ms', 'bytes', 'instructions']),
  cause: v.picklist(causes),
  relative: v.pipe(v.number(), v.finite()),
  /** When the first run of the new level started. */
  atMs: timeSchema,
  /** Where the commit that did it lies, the first one excluded; abbreviated or empty where the history has no more. */
  commits: v.object({ after: v.string(), upTo: v.string() }),
});

/** A change that a look has found. */
export type NewChange = Readonly<v.InferOutput<typeof newChangeSchema>>;

const knownSeriesSchema = v.object({
  key: v.string(),
  /** How many runs it had at the last look. */
  runCount: whole,
  /** Whether its changes are not to be told. */
  isMuted: v.boolean(),
  told: v.array(v.object({ isUpward: v.boolean(), fromMs: timeSchema, toMs: timeSchema })),
});

export type KnownSeries = Readonly<v.InferOutput<typeof knownSeriesSchema>>;

const stateSchema = v.object({
  id: idSchema,
  /** Of which history, for people. */
  historyPath: v.string(),
  series: v.array(knownSeriesSchema),
  /** Told, and not looked at since; the newest first. */
  unseen: v.array(newChangeSchema),
});

export interface NewsState {
  readonly id: string;
  readonly historyPath: string;
  readonly series: readonly KnownSeries[];
  readonly unseen: readonly NewChange[];
}

export const parseNews: Parse<NewsState> = parserOf(stateSchema);
