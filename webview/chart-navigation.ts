/** Moves and zooms the shown part of the time: by wheel, and by dragging with Shift. */
import type { TimeSpan } from '../src/shared/panel-state.ts';
import type { Box } from './projection.ts';
import { moveStep, zoomStep } from './time-keys.ts';
import { moved, zoomed } from './time-window.ts';

export interface Navigated {
  /** The part of the time that is shown. */
  readonly span: () => TimeSpan;
  /** Where it is drawn, in pixels from the top left corner of the element. */
  readonly box: () => Box | undefined;
  readonly onSpan: (span: TimeSpan) => void;
}

/** A wheel's notch, in pixels. */
const notch = 100;

/**
 * Listens to the mouse over an element: a wheel with Control zooms around the mouse, one with Shift or to the side
 * moves, as does dragging with Shift; a plain wheel is left to the page.
 */
export function navigateByMouse(element: HTMLElement, navigated: Navigated): void {
  element.addEventListener('wheel', (event) => onWheel(element, event, navigated), { passive: false });
  element.addEventListener('pointerdown', (event) => {
    const width = navigated.box()?.width ?? 0;
    if (event.shiftKey && event.button === 0 && width > 0) {
      const { span, onSpan } = navigated;
      const from = span();
      dragFrom(element, event, (pixels) => onSpan(moved(from, -pixels / width)));
    }
  });
}

/** Calls `onMove` with the pixels that the mouse has moved to the right since, until the button is let go. */
export function dragFrom(element: HTMLElement, down: PointerEvent, onMove: (pixels: number) => void): void {
  const move = (event: PointerEvent) => onMove(event.clientX - down.clientX);
  element.setPointerCapture(down.pointerId);
  element.addEventListener('pointermove', move);
  const end = () => {
    element.removeEventListener('pointermove', move);
    element.removeEventListener('pointerup', end);
    element.removeEventListener('pointercancel', end);
  };
  element.addEventListener('pointerup', end);
  element.addEventListener('pointercancel', end);
}

function onWheel(element: HTMLElement, event: WheelEvent, { span, box, onSpan }: Navigated): void {
  const shownBox = box();
  // Some systems turn a wheel with Shift to the side themselves.
  const sideways = event.shiftKey ? event.deltaX || event.deltaY : event.deltaX;
  if (shownBox === undefined || (!event.ctrlKey && sideways === 0)) {
    return;
  }
  event.preventDefault();
  const shown = span();
  if (event.ctrlKey) {
    const x = event.clientX - element.getBoundingClientRect().left - shownBox.left;
    const part = Math.min(Math.max(0, x / shownBox.width), 1);
    onSpan(zoomed(shown, zoomStep ** (-event.deltaY / notch), shown.min + (shown.max - shown.min) * part));
  } else {
    onSpan(moved(shown, (sideways / notch) * moveStep));
  }
}
