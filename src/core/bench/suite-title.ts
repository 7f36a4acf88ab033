import type { MeasureRequest } from './request.ts';

/** For instance `Zend/bench.php`, or `Zend/bench.php (jit)`, of the names of both. */
export function suiteTitle({ suite, variant }: { readonly suite: string; readonly variant: string }): string {
  return variant === 'default' ? suite : `${suite} (${variant})`;
}

/** The same of what is to be measured. */
export function measuringTitle({ suite, variant }: Pick<MeasureRequest, 'suite' | 'variant'>): string {
  return suiteTitle({ suite: suite.name, variant: variant.name });
}
