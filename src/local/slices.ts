import { errors } from '../core/errors.ts';

/** Longest time in which nothing else runs: below what a person notices in an editor. */
const sliceMs = 8;

/**
 * Lets synchronous file system calls run in slices. For tens of thousands of small files they cost a third of what
 * their asynchronous twins do; between slices everything else gets its turn.
 */
export class Slices {
  readonly #signal: AbortSignal;
  #endsAt = performance.now() + sliceMs;

  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  /** Whether the current slice is used up; then `await next()`. */
  isOver(): boolean {
    return performance.now() >= this.#endsAt;
  }

  /** Starts the next slice. Rejects with `cancelled` if the signal has aborted. */
  async next(): Promise<void> {
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    if (this.#signal.aborted) {
      throw errors.cancelled();
    }
    this.#endsAt = performance.now() + sliceMs;
  }
}
