/** The few numbers above the chart. */

import type { SeriesData } from '../src/shared/panel-messages.ts';
import { createElement } from './elements.ts';
import { fill } from './format.ts';
import { averageAt, isExcluded, type Wording } from './run-facts.ts';

/** Latest run, moving average, fastest run of those that count, and how many there are; nothing where none counts. */
export function summaryItems(wording: Wording): HTMLElement[] {
  const { series, unit, formats, texts } = wording;
  const counted = series.medians.filter((_, index) => !isExcluded(series, index));
  const latest = counted.at(-1);
  if (latest === undefined) {
    return [];
  }
  const before = counted.at(-2);
  const average = averageAt(wording, lastCounted(series));
  const fastest = counted.reduce((least, value) => Math.min(least, value), latest);
  const change = before === undefined ? '' : formats.change(latest, before);
  const value = (number: number) => formats.value(number, unit);
  return [
    item(texts.latest, value(latest), change === '' ? '' : fill(texts.change, change)),
    ...(average === undefined ? [] : [item(texts.latestAverage, value(average), '')]),
    item(texts.fastest, value(fastest), ''),
    item(texts.runs, formats.count(series.times.length), ''),
  ];
}

function lastCounted(series: SeriesData): number {
  let index = series.times.length - 1;
  while (index > 0 && isExcluded(series, index)) {
    index -= 1;
  }
  return index;
}

function item(name: string, value: string, note: string): HTMLElement {
  return createElement('div', {
    className: 'summary-item',
    children: [
      createElement('dt', { text: name }),
      createElement('dd', {
        children: [
          createElement('span', { className: 'summary-value', text: value }),
          ...(note === '' ? [] : [createElement('span', { className: 'summary-note', text: note })]),
        ],
      }),
    ],
  });
}
