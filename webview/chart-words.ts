/** What the chart says: on its axis, of a run, and of series that it cannot draw. */
import type { Mode, TimeSpan, ViewState } from '../src/shared/panel-state.ts';
import type { PanelTexts } from '../src/shared/panel-texts.ts';
import { type Formats, fill, type Unit } from './format.ts';
import { runFacts, shortCommit, type Wording } from './run-facts.ts';
import { type DrawnSeries, factorOf, missingSeries, type Scene } from './scene.ts';

export interface Words {
  readonly texts: PanelTexts;
  readonly formats: Formats;
}

/** A series of a scene with all that is needed to put its runs into words. */
export function wordingOf({ texts, formats }: Words, scene: Scene, series: DrawnSeries): Wording {
  return { series: series.data, unit: series.unit, averageWindow: scene.view.window, texts, formats };
}

/** What the axis of values shows. */
export function axisWords(words: Words, { view, series }: Scene): string {
  const { texts } = words;
  const shown: Readonly<Record<Mode, () => string>> = {
    absolute: () => measureWords(words, series[0]?.unit),
    run: () => referenceWords(words, view.reference),
    first: () => texts.relativeToFirst,
    control: () => fill(texts.relativeToControl, shortCommit(series[0]?.data.control?.commit ?? '', texts)),
  };
  return withScale(words, view, shown[view.mode]());
}

/** The same for a low chart. */
export function shortAxisWords(words: Words, { view, series }: Scene): string {
  const { texts } = words;
  const shown: Readonly<Record<Mode, string>> = {
    absolute: measureWords(words, series[0]?.unit),
    run: texts.modeRun,
    first: texts.modeFirst,
    control: texts.modeControl,
  };
  return withScale(words, view, shown[view.mode]);
}

function withScale({ texts }: Words, { logarithmic }: Scene['view'], said: string): string {
  return logarithmic ? fill(texts.logarithmicAxis, said) : said;
}

function measureWords({ texts }: Words, unit: Unit | undefined): string {
  const measures = { ms: texts.time, bytes: texts.memory, instructions: texts.instructions };
  return unit === undefined ? '' : measures[unit];
}

function referenceWords({ texts, formats }: Words, reference: ViewState['reference']): string {
  return reference === null
    ? texts.modeRun
    : fill(texts.relativeToRun, shortCommit(reference.commit, texts), formats.time(reference.time));
}

/** How a run differs from what the axis is relative to; empty on an absolute axis. */
export function relativeWords(
  words: Words,
  scene: Scene,
  series: DrawnSeries,
  span: TimeSpan,
  index: number,
): string {
  const ratio = (series.columns.medians[index] ?? Number.NaN) * factorOf(scene, series, span);
  return scene.view.mode === 'absolute' || !Number.isFinite(ratio)
    ? ''
    : fill(words.texts.relativeValue, words.formats.part(ratio - 1), axisWords(words, scene));
}

/** A run as it is read aloud, with the name of its series where there are several. */
export function runSentence(
  words: Words,
  scene: Scene,
  series: DrawnSeries,
  span: TimeSpan,
  index: number,
): string {
  const { texts, formats } = words;
  const wording = wordingOf(words, scene, series);
  const facts = runFacts(wording, index);
  return [
    scene.series.length > 1 ? series.label : '',
    fill(texts.position, formats.count(index + 1), formats.count(series.data.times.length)),
    facts.median,
    relativeWords(words, scene, series, span, index),
    facts.average === '' ? '' : `${fill(texts.average, scene.view.window)}: ${facts.average}`,
    `PHP ${facts.version}`,
    facts.commit,
    facts.subject,
    facts.author,
    facts.remark,
    facts.time,
  ]
    .filter((part) => part !== '')
    .join(', ');
}

/** Why series that were asked for are not drawn; empty if all are. */
export function missingWords({ texts }: Words, scene: Scene, span: TimeSpan): string {
  const { otherUnits, noBase } = missingSeries(scene, span);
  const sentence = (text: string, series: readonly DrawnSeries[]) =>
    series.length === 0 ? [] : [fill(text, series.map(({ label }) => label).join('; '))];
  return [...sentence(texts.otherUnits, otherUnits), ...sentence(texts.noBase, noBase)].join(' ');
}
