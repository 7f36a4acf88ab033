/** The chart's data as a table, newest run first, a page at a time: ten thousand rows would take seconds to lay out. */

import type { PanelTexts } from '../src/shared/panel-texts.ts';
import { createElement } from './elements.ts';
import { fill } from './format.ts';
import { type RunFacts, runFacts, type Wording } from './run-facts.ts';
import { type OpenRun, offerRunMenu, runAt } from './run-menu.ts';
import { createButton } from './toolkit.ts';

const rowsOfPage = 100;

/** A table that can be opened and closed; closed at first. */
export class RunTable {
  readonly #section: HTMLDetailsElement;
  readonly #body: HTMLTableSectionElement;
  readonly #scroll: HTMLElement;
  readonly #pager: HTMLElement;
  readonly #position: HTMLElement;
  readonly #newer: HTMLElement;
  readonly #older: HTMLElement;
  readonly #onOpen: OpenRun;
  #wording: Wording | undefined;
  /** How many newer runs are on the pages before. */
  #skipped = 0;

  constructor(texts: PanelTexts, onOpen: OpenRun) {
    this.#onOpen = onOpen;
    this.#body = createElement('tbody');
    this.#scroll = createElement('div', {
      className: 'table-content',
      attributes: { tabindex: '0', role: 'region', 'aria-label': texts.table },
      children: [
        createElement('table', {
          children: [createElement('thead', { children: [headRow(texts)] }), this.#body],
        }),
      ],
    });
    this.#position = createElement('span', { attributes: { 'aria-live': 'polite' } });
    this.#newer = createButton(texts.newer, 'secondary', () => this.#turn(-rowsOfPage));
    this.#older = createButton(texts.older, 'secondary', () => this.#turn(rowsOfPage));
    this.#pager = createElement('div', {
      className: 'table-pager',
      children: [this.#newer, this.#older, this.#position],
    });
    const summary = createElement('summary', { text: texts.table });
    // What nobody sees is not laid out; the click comes before the section opens.
    summary.addEventListener('click', () => this.#turn(0));
    this.#section = createElement('details', {
      className: 'table-section',
      children: [summary, this.#scroll, this.#pager],
    });
  }

  get element(): HTMLElement {
    return this.#section;
  }

  /** Shows a series; the page that is open stays open when it is the same one as before. */
  show(wording: Wording): void {
    if (wording.series.id !== this.#wording?.series.id) {
      this.#skipped = 0;
    }
    this.#wording = wording;
    if (this.#section.open) {
      this.#draw(wording);
    }
  }

  #turn(rows: number): void {
    if (this.#wording !== undefined) {
      this.#skipped += rows;
      this.#draw(this.#wording);
      this.#scroll.scrollTop = 0;
    }
  }

  #draw(wording: Wording): void {
    const { series, formats, texts } = wording;
    const total = series.times.length;
    const lastPage = Math.max(0, Math.ceil(total / rowsOfPage) - 1) * rowsOfPage;
    this.#skipped = Math.min(Math.max(0, this.#skipped), lastPage);
    const end = Math.min(total, this.#skipped + rowsOfPage);
    const rows: HTMLTableRowElement[] = [];
    for (let row = this.#skipped; row < end; row += 1) {
      rows.push(tableRow(wording, total - 1 - row, this.#onOpen));
    }
    this.#body.replaceChildren(...rows);
    this.#pager.hidden = total <= rowsOfPage;
    this.#newer.toggleAttribute('disabled', this.#skipped === 0);
    this.#older.toggleAttribute('disabled', end === total);
    this.#position.textContent = fill(
      texts.shown,
      formats.count(this.#skipped + 1),
      formats.count(end),
      formats.count(total),
    );
  }
}

function headRow(texts: PanelTexts): HTMLTableRowElement {
  const head = (text: string, className = '') =>
    createElement('th', { text, className, attributes: { scope: 'col' } });
  return createElement('tr', {
    children: [
      head(texts.date),
      head(texts.version),
      head(texts.commit),
      head(texts.author),
      head(texts.median, 'number'),
      head(texts.minimum, 'number'),
      head(texts.maximum, 'number'),
      head(texts.iterations, 'number'),
      head(texts.latestAverage, 'number'),
      head(texts.remark),
    ],
  });
}

function tableRow(wording: Wording, index: number, onOpen: OpenRun): HTMLTableRowElement {
  const facts = runFacts(wording, index);
  const cell = (text: string, className = '') => createElement('td', { text, className });
  const row = createElement('tr', {
    className: facts.excluded ? 'excluded' : '',
    children: [
      createElement('th', { text: facts.time, attributes: { scope: 'row' } }),
      cell(facts.version),
      createElement('td', {
        className: 'commit',
        children: [openButton(wording, index, facts, onOpen), ` ${facts.subject}`],
      }),
      cell(facts.author),
      cell(facts.median, 'number'),
      cell(facts.minimum, 'number'),
      cell(facts.maximum, 'number'),
      cell(facts.iterations, 'number'),
      cell(facts.average, 'number'),
      cell(facts.remark, 'remark'),
    ],
  });
  offerRunMenu(row, wording.series, index);
  return row;
}

function openButton({ series }: Wording, index: number, facts: RunFacts, onOpen: OpenRun): HTMLButtonElement {
  const button = createElement('button', {
    className: 'run-link',
    attributes: { type: 'button' },
    children: [createElement('code', { text: facts.commit })],
  });
  button.addEventListener('click', () => {
    const run = runAt(series, index);
    if (run !== undefined) {
      onOpen(run);
    }
  });
  return button;
}
