import type { Iteration } from '../model/bench.ts';

/** Gathers the parts of iterations, one of each script, until they are whole. */
export class IterationParts {
  readonly #scripts: number;
  readonly #parts = new Map<number, Iteration[]>();
  readonly #whole: Iteration[] = [];

  /** @param scripts how many parts an iteration has */
  constructor(scripts: number) {
    this.#scripts = scripts;
  }

  /** The iterations that are whole, in the order in which they became so. */
  get whole(): readonly Iteration[] {
    return this.#whole;
  }

  /** The parts of an iteration that are there. */
  of(index: number): readonly Iteration[] {
    return this.#parts.get(index) ?? [];
  }

  /** Whether one part more makes an iteration whole. */
  isLast(index: number): boolean {
    return this.of(index).length === this.#scripts - 1;
  }

  /** Adds a part of a script that had none in this iteration. */
  add(part: Iteration): void {
    const isLast = this.isLast(part.index);
    const parts = [...this.of(part.index), part];
    this.#parts.set(part.index, parts);
    if (isLast) {
      this.#whole.push({ index: part.index, samples: parts.flatMap(({ samples }) => samples) });
    }
  }
}
