/** The names of the shown series: each can be hidden, made the main one, and taken away. */
import type { PanelTexts } from '../src/shared/panel-texts.ts';
import { createElement } from './elements.ts';
import { fill } from './format.ts';
import type { DrawnSeries } from './scene.ts';
import { seriesMark } from './series-mark.ts';
import type { Theme } from './theme.ts';

export interface SeriesLegendEvents {
  readonly onToggle: (seriesId: number) => void;
  readonly onMakeMain: (seriesId: number) => void;
  readonly onRemove: (seriesId: number) => void;
}

export class SeriesLegend {
  readonly element: HTMLElement;
  readonly #texts: PanelTexts;
  readonly #events: SeriesLegendEvents;

  constructor(texts: PanelTexts, events: SeriesLegendEvents) {
    this.#texts = texts;
    this.#events = events;
    this.element = createElement('ul', {
      className: 'series-legend',
      attributes: { 'aria-label': texts.shownSeries },
    });
  }

  /** Lists the series; a single one needs no list. */
  show(series: readonly DrawnSeries[], theme: Theme): void {
    const focused = focusedButton(this.element);
    this.element.hidden = series.length < 2;
    this.element.replaceChildren(...series.map((one) => this.#row(one, theme)));
    if (focused !== undefined) {
      this.#focus(focused);
    }
  }

  #row({ data, label, place, hidden }: DrawnSeries, theme: Theme): HTMLElement {
    const isMain = place === undefined;
    const name = isMain ? fill(this.#texts.mainSeries, label) : label;
    const toggle = createElement('button', {
      className: 'legend-item series-name',
      attributes: {
        type: 'button',
        title: name,
        'aria-label': fill(this.#texts.showSeries, name),
        'aria-pressed': String(!hidden),
        'data-button': `toggle-${data.id}`,
      },
      children: [seriesMark(place, theme), createElement('span', { text: name })],
    });
    toggle.addEventListener('click', () => this.#events.onToggle(data.id));
    const others = isMain
      ? []
      : [
          iconButton('↑', fill(this.#texts.makeMain, label), `main-${data.id}`, () =>
            this.#events.onMakeMain(data.id),
          ),
          iconButton('✕', fill(this.#texts.removeSeries, label), `remove-${data.id}`, () =>
            this.#events.onRemove(data.id),
          ),
        ];
    return createElement('li', { className: 'series-row', children: [toggle, ...others] });
  }

  /** Gives the focus back to a button that was made anew, or to the list's first one. */
  #focus(name: string): void {
    const buttons = [...this.element.querySelectorAll('button')];
    const same = buttons.find((button) => button.dataset.button === name);
    (same ?? buttons[0])?.focus();
  }
}

function focusedButton(within: HTMLElement): string | undefined {
  const focused = document.activeElement;
  return focused instanceof HTMLElement && within.contains(focused) ? focused.dataset.button : undefined;
}

function iconButton(icon: string, label: string, name: string, onClick: () => void): HTMLButtonElement {
  const button = createElement('button', {
    className: 'icon-button',
    text: icon,
    attributes: { type: 'button', title: label, 'aria-label': label, 'data-button': name },
  });
  button.addEventListener('click', onClick);
  return button;
}
