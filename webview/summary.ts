/** The few numbers above the chart. */
import { createElement } from './elements.ts';
import { fill } from './format.ts';
import { averageAt, type Wording } from './run-facts.ts';

/** Latest run, moving average, fastest run and how many there are; nothing for a series without runs. */
export function summaryItems(wording: Wording): HTMLElement[] {
  const { series, unit, formats, texts } = wording;
  const latest = series.medians.at(-1);
  if (latest === undefined) {
    return [];
  }
  const before = series.medians.at(-2);
  const average = averageAt(wording, series.times.length - 1);
  const fastest = series.medians.reduce((least, value) => Math.min(least, value), latest);
  const change = before === undefined ? '' : formats.change(latest, before);
  const value = (number: number) => formats.value(number, unit);
  return [
    item(texts.latest, value(latest), change === '' ? '' : fill(texts.change, change)),
    ...(average === undefined ? [] : [item(texts.latestAverage, value(average), '')]),
    item(texts.fastest, value(fastest), ''),
    item(texts.runs, formats.count(series.times.length), ''),
  ];
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
