/** Series as the panel's page has them. */
import type { SeriesData } from '../../src/shared/panel-messages.ts';
import { packTexts, TextColumn } from '../../src/shared/text-column.ts';

/** A series with these medians, an hour apart; its spread is a tenth on both sides, its commits are `c0`, `c1` ... */
export function panelSeries(
  id: number,
  medians: readonly number[],
  parts: Partial<SeriesData> = {},
): SeriesData {
  const values = Float64Array.from(medians);
  const texts = (text: (index: number) => string) =>
    new TextColumn(packTexts(medians.map((_, index) => text(index))));
  return {
    id,
    runIds: texts((index) => `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`),
    times: values.map((_, index) => index * 3600),
    medians: values,
    minima: values.map((value) => value * 0.9),
    maxima: values.map((value) => value * 1.1),
    sampleCounts: values.map(() => 5),
    commits: texts((index) => `c${index}`),
    subjects: texts((index) => `Change ${index}`),
    authors: texts(() => 'Somebody'),
    phpVersions: texts(() => '8.2.32'),
    dirty: new Uint8Array(medians.length),
    excluded: texts(() => ''),
    isNew: new Uint8Array(medians.length),
    levels: values.map(() => Number.NaN),
    changes: [],
    spikes: [],
    newChanges: [],
    control: null,
    ...parts,
  };
}
