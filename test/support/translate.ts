import type { Translate } from '../../src/host/translate.ts';

/** Leaves texts in English and fills in their values, as the editor does without a translation. */
export const english: Translate = (text, ...values) =>
  text.replaceAll(/\{(\d)\}/g, (place, index: string) => String(values[Number(index)] ?? place));
