/** The texts of the history panel's page, in the reader's language; the extension writes them into the page. */
import * as v from 'valibot';

const text = v.pipe(v.string(), v.maxLength(500));

const panelTextsSchema = v.strictObject({
  title: text,
  series: text,
  refresh: text,
  runBenchmark: text,
  loading: text,
  emptyTitle: text,
  emptyHint: text,
  failedTitle: text,
  tryAgain: text,
  median: text,
  /** `{0}`: how many runs it covers. */
  average: text,
  range: text,
  level: text,
  resetZoom: text,
  zoomIn: text,
  zoomOut: text,
  addSeries: text,
  /** `{0}`: the series. */
  mainSeries: text,
  showSeries: text,
  makeMain: text,
  removeSeries: text,
  shownSeries: text,
  mode: text,
  modeAbsolute: text,
  time: text,
  memory: text,
  instructions: text,
  modeRun: text,
  modeFirst: text,
  modeControl: text,
  useSelectedRun: text,
  /** `{0}`: a commit or a word for a release, `{1}`: a date. */
  relativeToRun: text,
  relativeToFirst: text,
  /** `{0}`: a commit. */
  relativeToControl: text,
  /** `{0}`: by how much, `{1}`: relative to what. */
  relativeValue: text,
  logarithmic: text,
  /** `{0}`: what the axis shows. */
  logarithmicAxis: text,
  averageWindow: text,
  /** `{0}`: the series. */
  otherUnits: text,
  /** `{0}`: the series. */
  noBase: text,
  author: text,
  overview: text,
  overviewKeys: text,
  /** From `{0}` to `{1}`. */
  timeSpan: text,
  /** `{0}`: the series. */
  chart: text,
  chartKeys: text,
  chartRole: text,
  latest: text,
  latestAverage: text,
  fastest: text,
  runs: text,
  /** `{0}`: a difference, for instance `+0.4 %`. */
  change: text,
  changes: text,
  noChanges: text,
  /** `{0}`: how many runs a change lies within. */
  withinRuns: text,
  /** `{0}`: by how much, for instance `+8.1%`. */
  levelMoved: text,
  spike: text,
  remark: text,
  /** `{0}`: the reason. */
  excluded: text,
  isNew: text,
  /** `{0}` runs, `{1}` changes. */
  sinceLastLook: text,
  markSeen: text,
  exportChart: text,
  table: text,
  date: text,
  version: text,
  commit: text,
  minimum: text,
  maximum: text,
  iterations: text,
  /** Of a run without a commit. */
  release: text,
  /** Of a run on a changed tree. */
  changed: text,
  /** Runs `{0}` to `{1}` of `{2}`, counted from the newest. */
  shown: text,
  newer: text,
  older: text,
  /** Run `{0}` of `{1}`. */
  position: text,
});

export type PanelTexts = v.InferOutput<typeof panelTextsSchema>;

/** The texts of a JSON document; `undefined` if that is not what it holds. */
export function parsePanelTexts(json: string): PanelTexts | undefined {
  try {
    const result = v.safeParse(panelTextsSchema, JSON.parse(json));
    return result.success ? result.output : undefined;
  } catch {
    return undefined;
  }
}
