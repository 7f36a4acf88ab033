/** Verdicts in words, by what was measured. */
import type { MetricUnit } from '../model/bench.ts';
import type { CompareRow } from './request.ts';
import type { Interval } from './signed-rank.ts';

const better: Readonly<Record<MetricUnit, string>> = {
  ms: 'faster',
  bytes: 'less memory',
  instructions: 'fewer instructions',
};
const worse: Readonly<Record<MetricUnit, string>> = {
  ms: 'slower',
  bytes: 'more memory',
  instructions: 'more instructions',
};

/** A part as a percentage with its sign: `+2.1 %`; small ones with a digit more. */
export function percent(part: number): string {
  if (!Number.isFinite(part)) {
    return part > 0 ? '+∞' : part < 0 ? '−∞' : '?';
  }
  const digits = Math.abs(part) < 0.001 ? 3 : Math.abs(part) < 0.1 ? 2 : 1;
  const text = (Math.abs(part) * 100).toFixed(digits);
  const sign = Number(text) === 0 ? '' : part < 0 ? '−' : '+';
  return `${sign}${text} %`;
}

/** For instance `+1.80 % to +2.40 %`. */
export function intervalText({ low, high }: Interval): string {
  return `${percent(low)} to ${percent(high)}`;
}

/** For instance `99 %`, `99.95 %`. */
export function confidenceText(confidence: number): string {
  return `${Number((confidence * 100).toFixed(2))} %`;
}

/** A cell of the table. */
export function verdictWord({ verdict, unit }: Pick<CompareRow, 'verdict' | 'unit'>): string {
  switch (verdict) {
    case 'faster':
      return better[unit];
    case 'slower':
      return worse[unit];
    case 'no-difference':
      return 'no difference shown';
    case 'too-few-rounds':
      return 'too few rounds';
    case 'not-comparable':
      return 'not comparable';
  }
}

/** The answer to "is my patch faster?", with how sure it is and what would make it surer. */
export function verdictSentence(row: CompareRow): string {
  const { verdict, change, rounds } = row;
  const sure = `at ${confidenceText(row.confidence)} confidence`;
  switch (verdict) {
    case 'faster':
    case 'slower': {
      const size = percent(Math.abs(change.estimate)).replace('+', '');
      return `${capital(verdictWord(row))} by ${size} (${intervalText(change)} ${sure}).`;
    }
    case 'no-difference':
      return `No difference that ${rounds} rounds can show: the change is between ${percent(change.low)} and ${percent(change.high)} ${sure}. ${plan(row)}`;
    case 'too-few-rounds':
      return `${rounds} rounds are too few to tell anything ${sure}. ${plan(row)}`;
    case 'not-comparable':
      return 'The base measured zero, so that no change can be given as a part of it.';
  }
}

/** What it would take to see the smallest change that one looks for. */
function plan({ roundsNeeded, rounds, smallestChange }: CompareRow): string {
  if (roundsNeeded === undefined) {
    return 'Measure more rounds.';
  }
  const size = `${Number((smallestChange * 100).toFixed(2))} %`;
  return roundsNeeded <= rounds
    ? `A change of ${size} would most likely have shown.`
    : `To show a change of ${size}, about ${roundsNeeded} rounds are needed.`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
