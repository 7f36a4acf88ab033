/** Which part of the time keys lead to. Pure. */
import type { TimeSpan } from '../src/shared/panel-state.ts';
import { moved, zoomed } from './time-window.ts';

/** What is left of the shown part after a step. */
export const zoomStep = 0.75;
/** Of the shown part's length. */
export const moveStep = 0.2;

/** The part of the time that a key on the chart leads to; `undefined` for other keys. */
export function spanAfterKey(
  { key, shiftKey }: { readonly key: string; readonly shiftKey: boolean },
  span: TimeSpan,
  around = (span.min + span.max) / 2,
): TimeSpan | undefined {
  switch (key) {
    case '+':
    case '=':
      return zoomed(span, zoomStep, around);
    case '-':
    case '_':
      return zoomed(span, 1 / zoomStep, around);
    case 'ArrowLeft':
      return shiftKey ? moved(span, -moveStep) : undefined;
    case 'ArrowRight':
      return shiftKey ? moved(span, moveStep) : undefined;
    default:
      return undefined;
  }
}

/** The part of the time that a key on the brush leads to; `undefined` for other keys. */
export function spanAfterBrushKey(key: string, span: TimeSpan, whole: TimeSpan): TimeSpan | undefined {
  const middle = (span.min + span.max) / 2;
  const length = span.max - span.min;
  switch (key) {
    case 'ArrowLeft':
      return moved(span, -moveStep);
    case 'ArrowRight':
      return moved(span, moveStep);
    case 'ArrowUp':
      return zoomed(span, zoomStep, middle);
    case 'ArrowDown':
      return zoomed(span, 1 / zoomStep, middle);
    case 'Home':
      return { min: whole.min, max: whole.min + length };
    case 'End':
      return { min: whole.max - length, max: whole.max };
    default:
      return undefined;
  }
}
