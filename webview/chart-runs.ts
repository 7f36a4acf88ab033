/** The way from a point of the chart to what can be done with its run: a click, Enter, or the menu. */
import type { SeriesData } from '../src/shared/panel-messages.ts';
import type { Pointed } from './chart.ts';
import type { PointedRun } from './nearest.ts';
import { type OpenRun, offerRunMenu, runAt } from './run-menu.ts';

/** A click that far from the point beside it, in pixels, is not meant for it. */
const reach = 24;

export class ChartRuns {
  readonly #element: HTMLElement;
  readonly #find: (seriesId: number) => SeriesData | undefined;
  #pointed: Pointed | undefined;
  /** Where the cursor was last: whoever comes back with the keyboard goes on from there. */
  #kept: PointedRun | undefined;

  /**
   * @param element the chart's, which the positions of points count from
   * @param find a series that is shown
   */
  constructor(element: HTMLElement, find: (seriesId: number) => SeriesData | undefined, onOpen: OpenRun) {
    this.#element = element;
    this.#find = find;
    const open = (pointed: PointedRun | undefined) => {
      const series = pointed && find(pointed.seriesId);
      const run = pointed && series && runAt(series, pointed.index);
      if (run !== undefined) {
        onOpen(run);
      }
    };
    element.addEventListener('click', (event) => {
      if (this.#isNear(event)) {
        open(this.#pointed);
      }
    });
    element.addEventListener('keydown', (event) => {
      if (event.key === 'Enter') {
        event.preventDefault();
        open(this.#pointed);
      }
    });
  }

  /** The cursor went to a run, or out of sight. */
  point(pointed: Pointed | undefined): void {
    this.#pointed = pointed;
    this.#kept = pointed ?? this.#kept;
    offerRunMenu(this.#element, pointed && this.#find(pointed.seriesId), pointed?.index);
  }

  /** The run to come back to, if it is still there. */
  get kept(): PointedRun | undefined {
    const kept = this.#kept;
    return kept !== undefined && this.#find(kept.seriesId)?.times[kept.index] !== undefined
      ? kept
      : undefined;
  }

  #isNear({ clientX, clientY }: MouseEvent): boolean {
    if (this.#pointed === undefined) {
      return false;
    }
    const { left, top } = this.#element.getBoundingClientRect();
    return Math.hypot(clientX - left - this.#pointed.left, clientY - top - this.#pointed.top) <= reach;
  }
}
