/** The changes of a series as a list, newest first; each leads to its place in the chart. */
import type { SeriesChange, SeriesData } from '../src/shared/panel-messages.ts';
import type { PanelTexts } from '../src/shared/panel-texts.ts';
import { createElement } from './elements.ts';
import { fill } from './format.ts';
import { changeSize, runFacts, type Wording } from './run-facts.ts';
import { offerRunMenu } from './run-menu.ts';
import { createButton } from './toolkit.ts';

/** A year of nights has a handful; a series of ten years is not listed to its first day. */
const mostChanges = 100;

export class ChangeList {
  readonly element: HTMLElement;
  readonly #list: HTMLElement;
  readonly #none: HTMLElement;
  readonly #news: HTMLElement;
  readonly #seen: HTMLElement;
  readonly #onChoose: (index: number) => void;
  /** The run that the change begins with which a person was led to. */
  #marked: string | undefined;

  /**
   * @param onChoose called with the index of the run that a chosen change begins with
   * @param onSeen called when a person has seen what is marked as new
   */
  constructor(texts: PanelTexts, onChoose: (index: number) => void, onSeen: () => void) {
    this.#onChoose = onChoose;
    this.#news = createElement('span', { className: 'change-note' });
    this.#seen = createButton(texts.markSeen, 'secondary', onSeen);
    this.#list = createElement('ol', { className: 'change-list' });
    this.#none = createElement('p', { className: 'change-none', text: texts.noChanges });
    this.element = createElement('section', {
      className: 'changes',
      attributes: { 'aria-label': texts.changes },
      children: [
        createElement('div', {
          className: 'change-head',
          children: [createElement('h2', { text: texts.changes }), this.#news, this.#seen],
        }),
        this.#none,
        this.#list,
      ],
    });
  }

  /** Marks the change that begins with this run as the one that is looked at; none if there is none such. */
  mark({ runIds }: SeriesData, index: number): void {
    this.#marked = runIds.at(index);
    for (const item of this.#list.querySelectorAll<HTMLElement>('.change-item')) {
      this.#showMark(item, item.dataset.runId);
    }
  }

  show(wording: Wording): void {
    this.#showNews(wording);
    const newest = wording.series.changes.slice(-mostChanges).reverse();
    this.#none.hidden = newest.length > 0;
    this.#list.hidden = newest.length === 0;
    this.#list.replaceChildren(...newest.map((change) => this.#row(wording, change)));
  }

  /** How much is new since the last look; nothing where nothing is. */
  #showNews({ series, texts, formats }: Wording): void {
    const runs = series.isNew.reduce((sum, mark) => sum + mark, 0);
    this.#news.hidden = runs === 0;
    this.#seen.hidden = runs === 0;
    this.#news.textContent = fill(
      texts.sinceLastLook,
      formats.count(runs),
      formats.count(series.newChanges.length),
    );
  }

  #row(wording: Wording, change: SeriesChange): HTMLElement {
    const { formats, texts, unit } = wording;
    const facts = runFacts(wording, change.index);
    const way = change.relative > 0 ? 'slower' : 'faster';
    const levels = `${formats.value(change.before, unit)} → ${formats.value(change.after, unit)}`;
    const runs = change.latest - change.earliest + 1;
    const runId = wording.series.runIds.at(change.index) ?? '';
    const button = createElement('button', {
      className: 'change-item',
      attributes: { type: 'button', 'data-run-id': runId },
      children: [
        createElement('span', { className: `change-size change-${way}`, text: changeSize(wording, change) }),
        ...(isNew(wording.series, change)
          ? [createElement('span', { className: 'badge', text: wording.texts.isNew })]
          : []),
        createElement('span', { className: 'change-levels', text: levels }),
        createElement('span', { text: facts.time }),
        createElement('span', {
          className: 'change-commit',
          children: [createElement('code', { text: facts.commit }), ` ${facts.subject}`],
        }),
        ...(runs > 1
          ? [
              createElement('span', {
                className: 'change-note',
                text: fill(texts.withinRuns, formats.count(runs)),
              }),
            ]
          : []),
        createElement('span', { className: 'change-note', text: change.cause }),
      ],
    });
    this.#showMark(button, runId);
    offerRunMenu(button, wording.series, change.index);
    button.addEventListener('click', () => this.#onChoose(change.index));
    return createElement('li', { children: [button] });
  }

  #showMark(item: HTMLElement, runId: string | undefined): void {
    if (runId !== undefined && runId === this.#marked) {
      item.setAttribute('aria-current', 'true');
    } else {
      item.removeAttribute('aria-current');
    }
  }
}

function isNew({ newChanges }: SeriesData, { index }: SeriesChange): boolean {
  return newChanges.includes(index);
}
