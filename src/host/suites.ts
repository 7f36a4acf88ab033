/** The suites of a tree as rows to choose from. */
import type { Suite } from '../core/bench/suite.ts';
import type { Variant } from '../core/model/bench.ts';
import { plainText } from '../core/text/format.ts';
import type { Translate } from './translate.ts';

/** A suite with the variants to measure. */
export interface SuiteItem {
  /** Unique among the items. */
  readonly label: string;
  readonly description: string;
  readonly suite: Suite;
  readonly variants: readonly Variant[];
}

/**
 * Each suite as it is measured when nothing else is asked for, then each with one of its variants.
 * @param last the label of what was measured last: it comes first
 */
export function suiteItems(
  suites: readonly Suite[],
  last: string | undefined,
  t: Translate,
): readonly SuiteItem[] {
  const items = [...suites.map(wholeItem), ...suites.flatMap(variantItems)].map((item) => ({
    ...item,
    description: item.label === last ? t('measured last') : item.description,
  }));
  return [...items.filter(({ label }) => label === last), ...items.filter(({ label }) => label !== last)];
}

function wholeItem(suite: Suite): SuiteItem {
  const names = suite.variants.map(({ name }) => name).join(', ');
  const described = [names === 'default' ? '' : names, suite.description].filter((part) => part !== '');
  return { label: labelOf(suite), description: described.join(' · '), suite, variants: suite.variants };
}

function variantItems(suite: Suite): readonly SuiteItem[] {
  const several = suite.variants.length > 1 ? suite.variants : [];
  return [...several, ...suite.otherVariants].map((variant) => ({
    label: `${labelOf(suite)} (${variant.name})`,
    description: '',
    suite,
    variants: [variant],
  }));
}

function labelOf({ name }: Suite): string {
  return plainText(name, 100);
}
