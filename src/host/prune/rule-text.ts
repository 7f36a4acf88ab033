import type { PruneRule } from '../../core/prune/rule.ts';
import { inertText } from '../foreign-text.ts';
import type { Translate } from '../translate.ts';

/** What a rule takes, in one line; see `ruleFields`. */
export function ruleText(rule: PruneRule, t: Translate): string {
  const parts = [
    rule.kinds.join(', '),
    t('made by: {0}', rule.madeBy.join(', ')),
    rule.kinds.includes('image') && rule.onlyDangling ? t('only images without a name') : undefined,
    rule.kinds.includes('container') ? t('ended at least {0} h ago', rule.deadLongerThanHours) : undefined,
    rule.olderThanDays === undefined ? undefined : t('at least {0} days old', rule.olderThanDays),
    rule.largerThanMb === undefined ? undefined : t('at least {0} MB', rule.largerThanMb),
    rule.unusedForDays === undefined ? undefined : t('not used for {0} days', rule.unusedForDays),
    rule.keepNewest === undefined ? undefined : t('keeps the newest {0} of each repository', rule.keepNewest),
    rule.keep.length === 0 ? undefined : t('keeps {0}', inertText(rule.keep.join(', '))),
    rule.freeMb === undefined ? undefined : t('until {0} MB are freed', rule.freeMb),
  ];
  return parts.filter((part) => part !== undefined).join(' · ');
}
