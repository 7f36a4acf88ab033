/** The way from a point of the chart to what can be done with its run: a click, Enter, or the menu. */
import type { SeriesData } from '../src/shared/panel-messages.ts';
import type { Pointed } from './chart.ts';
import { type OpenRun, offerRunMenu, runAt } from './run-menu.ts';

/** A click that far from the point beside it, in pixels, is not meant for it. */
const reach = 24;

export class ChartRuns {
  readonly #element: HTMLElement;
  #series: SeriesData | undefined;
  #pointed: Pointed | undefined;
  /** Where the cursor was last: whoever comes back with the keyboard goes on from there. */
  #kept: number | undefined;

  /** @param element the chart's, which the positions of points count from */
  constructor(element: HTMLElement, onOpen: OpenRun) {
    this.#element = element;
    const open = (index: number | undefined) => {
      const run = index === undefined || this.#series === undefined ? undefined : runAt(this.#series, index);
      if (run !== undefined) {
        onOpen(run);
      }
    };
    element.addEventListener('click', (event) => {
      if (this.#isNear(event)) {
        open(this.#pointed?.index);
      }
    });
    element.addEventListener('keydown', (event) => {
      if (event.key === 'Enter') {
        event.preventDefault();
        open(this.#pointed?.index);
      }
    });
  }

  /** Another series has no place to come back to. */
  show(series: SeriesData): void {
    if (series.id !== this.#series?.id) {
      this.#kept = undefined;
    }
    this.#series = series;
  }

  /** The cursor went to a run, or off the chart. */
  point(pointed: Pointed | undefined): void {
    this.#pointed = pointed;
    this.#kept = pointed?.index ?? this.#kept;
    if (this.#series !== undefined) {
      offerRunMenu(this.#element, this.#series, pointed?.index);
    }
  }

  /** The run to come back to. */
  get kept(): number | undefined {
    return this.#kept;
  }

  #isNear({ clientX, clientY }: MouseEvent): boolean {
    if (this.#pointed === undefined) {
      return false;
    }
    const { left, top } = this.#element.getBoundingClientRect();
    return Math.hypot(clientX - left - this.#pointed.left, clientY - top - this.#pointed.top) <= reach;
  }
}
