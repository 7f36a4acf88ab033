/** The box beside the point under the cursor. */
import { createElement } from './elements.ts';
import { fill } from './format.ts';
import { runFacts, type Wording } from './run-facts.ts';

const distance = 14;

/** What there is to say of a run, and where its point is, in pixels from the corner of the chart's element. */
export interface TooltipContent {
  readonly wording: Wording;
  readonly index: number;
  /** The name of its series with its mark, where there are several. */
  readonly heading: HTMLElement | undefined;
  /** How it differs from what the axis is relative to; empty on an absolute axis. */
  readonly relative: string;
  readonly left: number;
  readonly top: number;
}

export interface Tooltip {
  readonly element: HTMLElement;
  readonly show: (content: TooltipContent) => void;
  readonly hide: () => void;
}

/** A tooltip; its element belongs into the chart's own, whose corner its positions count from. */
export function createTooltip(): Tooltip {
  const element = createElement('div', { className: 'tooltip', attributes: { 'aria-hidden': 'true' } });
  element.hidden = true;
  return {
    element,
    show(content) {
      element.replaceChildren(...lines(content));
      element.hidden = false;
      place(element, content);
    },
    hide() {
      element.hidden = true;
    },
  };
}

function lines({ wording, index, heading, relative }: TooltipContent): HTMLElement[] {
  const facts = runFacts(wording, index);
  const { texts } = wording;
  const line = (className: string, text: string) =>
    text === '' ? [] : [createElement('div', { className, text })];
  return [
    ...(heading === undefined ? [] : [heading]),
    createElement('div', { className: 'tooltip-value', text: facts.median }),
    ...line('tooltip-relative', relative),
    createElement('div', {
      className: 'tooltip-muted',
      text: `${facts.minimum} – ${facts.maximum} (${texts.iterations}: ${facts.iterations})`,
    }),
    ...line('tooltip-remark', facts.remark),
    ...line(
      'tooltip-muted',
      facts.average === '' ? '' : `${fill(texts.average, wording.averageWindow)}: ${facts.average}`,
    ),
    createElement('div', {
      className: 'tooltip-source',
      children: [`PHP ${facts.version} `, createElement('code', { text: facts.commit })],
    }),
    ...line('tooltip-subject', facts.subject),
    ...line('tooltip-author', facts.author),
    ...line('tooltip-muted', facts.time),
  ];
}

/** Right of the point, or left of it where there is more room; never beyond the chart. */
function place(element: HTMLElement, { left, top }: TooltipContent): void {
  const room = element.parentElement;
  if (room === null) {
    return;
  }
  const { offsetWidth: width, offsetHeight: height } = element;
  const right = left + distance;
  const x = right + width <= room.clientWidth ? right : left - distance - width;
  const y = Math.min(Math.max(0, top - height / 2), Math.max(0, room.clientHeight - height));
  element.style.transform = `translate(${Math.max(0, Math.round(x))}px, ${Math.round(y)}px)`;
}
