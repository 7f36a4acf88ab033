/** Changes as people read them. */
import { confidenceText, percent, verdictWord } from '../compare/words.ts';
import type { MetricUnit } from '../model/bench.ts';
import type { Cause } from './cause.ts';
import type { JudgedChange } from './judge-series.ts';

const texts: Readonly<Record<Cause, string>> = {
  code: 'code',
  'layout-only': 'layout only',
  'instruction-only': 'instructions only',
  environment: 'environment',
  harness: 'harness',
  spike: 'spike',
};

const shownHash = 10;

/** What moved a series, in a word or two. */
export function causeText(cause: Cause): string {
  return texts[cause];
}

/** For instance `2.10 % slower`, `0.50 % less memory`. */
export function changeText({ relative, verdict }: JudgedChange, seriesUnit: MetricUnit): string {
  const unit = verdict.cause === 'instruction-only' ? 'instructions' : seriesUnit;
  const word = verdictWord({ verdict: relative > 0 ? 'slower' : 'faster', unit });
  return `${percent(Math.abs(relative)).replace('+', '')} ${word}`;
}

/** How sure it is that a change is more than usual for its series; never quite. */
export function sureText(confidence: number): string {
  return confidenceText(Math.min(999, Math.floor(confidence * 1000)) / 1000);
}

/** The commits that a change lies in, as git takes a range: `0123456789..abcdef0123`; one hash for a spike. */
export function commitRangeText({ range: [before, after] }: JudgedChange): string {
  const [from, to] = [before, after].map(({ commit }) => commit.slice(0, shownHash) || 'release');
  return from === to ? `${to}` : `${from}..${to}`;
}
