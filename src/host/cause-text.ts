import type { Cause } from '../core/change/cause.ts';
import type { Translate } from './translate.ts';

/** What moved a series, for instance `Cause: the code`. */
export function causeText(cause: Cause, t: Translate): string {
  return t('Cause: {0}', causeName(cause, t));
}

function causeName(cause: Cause, t: Translate): string {
  const names: Readonly<Record<Cause, string>> = {
    code: t('the code'),
    'layout-only': t('only where code lies in memory'),
    'instruction-only': t('instructions only'),
    environment: t('the environment'),
    harness: t('the harness'),
    spike: t('a spike'),
  };
  return names[cause];
}
