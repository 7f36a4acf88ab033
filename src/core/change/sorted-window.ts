/**
 * A few values that are kept in order while they come and go: the median of a moving window without sorting it
 * again, which is most of the time that the search for changes takes.
 */
export class SortedWindow {
  readonly #values: Float64Array;
  #count = 0;

  /** @param capacity how many values it holds at most, plus one while the next comes before the oldest goes. */
  constructor(capacity: number) {
    this.#values = new Float64Array(capacity + 1);
  }

  add(value: number): void {
    let place = this.#count;
    for (; place > 0 && this.#at(place - 1) > value; place -= 1) {
      this.#values[place] = this.#at(place - 1);
    }
    this.#values[place] = value;
    this.#count += 1;
  }

  /** @param value one that is there. */
  remove(value: number): void {
    const place = this.#values.indexOf(value);
    this.#values.copyWithin(place, place + 1, this.#count);
    this.#count -= 1;
  }

  median(): number {
    const half = this.#count >> 1;
    const upper = this.#at(half);
    return this.#count % 2 === 0 ? (this.#at(half - 1) + upper) / 2 : upper;
  }

  /** The least distance from `middle` within which more than half of the values lie. */
  deviationFrom(middle: number): number {
    let first = 0;
    let last = this.#count - 1;
    while (last - first > this.#count >> 1) {
      if (middle - this.#at(first) > this.#at(last) - middle) {
        first += 1;
      } else {
        last -= 1;
      }
    }
    return Math.max(middle - this.#at(first), this.#at(last) - middle);
  }

  #at(place: number): number {
    return this.#values[place] ?? Number.NaN;
  }
}
