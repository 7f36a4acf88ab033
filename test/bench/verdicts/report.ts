/** What came of comparisons whose answer is known, as a table. */
import type { KnownComparison } from './measure.ts';

const percent = (part: number) => `${(100 * part).toFixed(1)} %`;

/** A line for a comparison as it ends. */
export function comparisonLine({ injected, verdict, estimate, low, high }: KnownComparison): string {
  const what = injected === 0 ? 'the same build' : `slower by ${percent(injected)}`;
  return `${what}: ${verdict}, ${percent(estimate)} [${percent(low)} to ${percent(high)}]`;
}

/** Whether a comparison said what is true. */
function isRight({ injected, verdict }: KnownComparison): boolean {
  return verdict === (injected === 0 ? 'no-difference' : 'slower');
}

/** The table: how many of each kind were right, and how wide their intervals were. */
export function verdictsReport(comparisons: readonly KnownComparison[]): string {
  const kinds = [...new Set(comparisons.map(({ injected }) => injected))];
  return [
    '| candidate | comparisons | right | widest interval |',
    '| --- | --: | --: | --: |',
    ...kinds.map((injected) => {
      const own = comparisons.filter((comparison) => comparison.injected === injected);
      const widest = own.reduce((width, { low, high }) => Math.max(width, high - low), 0);
      const what = injected === 0 ? 'the same build' : `slower by ${percent(injected)}`;
      return `| ${what} | ${own.length} | ${own.filter(isRight).length} | ${percent(widest)} |`;
    }),
    '',
  ].join('\n');
}
