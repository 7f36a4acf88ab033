/** The box beside the point under the cursor. */
import type { Pointed } from './chart.ts';
import { createElement } from './elements.ts';
import { runFacts, type Wording } from './run-facts.ts';

const distance = 14;

export interface Tooltip {
  readonly element: HTMLElement;
  readonly show: (wording: Wording, pointed: Pointed) => void;
  readonly hide: () => void;
}

/** A tooltip; its element belongs into the chart's own, whose corner its positions count from. */
export function createTooltip(): Tooltip {
  const element = createElement('div', { className: 'tooltip', attributes: { 'aria-hidden': 'true' } });
  element.hidden = true;
  return {
    element,
    show(wording, pointed) {
      element.replaceChildren(...content(wording, pointed.index));
      element.hidden = false;
      place(element, pointed);
    },
    hide() {
      element.hidden = true;
    },
  };
}

function content(wording: Wording, index: number): HTMLElement[] {
  const facts = runFacts(wording, index);
  const { texts } = wording;
  const lines = [
    createElement('div', { className: 'tooltip-value', text: facts.median }),
    createElement('div', {
      className: 'tooltip-muted',
      text: `${facts.minimum} – ${facts.maximum} (${texts.iterations}: ${facts.iterations})`,
    }),
  ];
  if (facts.remark !== '') {
    lines.push(createElement('div', { className: 'tooltip-remark', text: facts.remark }));
  }
  if (facts.average !== '') {
    lines.push(
      createElement('div', { className: 'tooltip-muted', text: `${texts.average}: ${facts.average}` }),
    );
  }
  lines.push(
    createElement('div', {
      className: 'tooltip-source',
      children: [`PHP ${facts.version} `, createElement('code', { text: facts.commit })],
    }),
  );
  if (facts.subject !== '') {
    lines.push(createElement('div', { className: 'tooltip-subject', text: facts.subject }));
  }
  lines.push(createElement('div', { className: 'tooltip-muted', text: facts.time }));
  return lines;
}

/** Right of the point, or left of it where there is more room; never beyond the chart. */
function place(element: HTMLElement, { left, top }: Pointed): void {
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
