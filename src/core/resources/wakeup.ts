import { errors } from '../errors.ts';

/** Collects what is still to be done, for one that waits for it. */
export class Wakeup<T> {
  readonly #items = new Set<T>();
  #wake: (() => void) | undefined;

  add(item: T): void {
    this.#items.add(item);
    this.#wake?.();
  }

  isWaiting(): boolean {
    return this.#items.size > 0;
  }

  /** What was added since the last time. */
  take(): ReadonlySet<T> {
    const taken = new Set(this.#items);
    this.#items.clear();
    return taken;
  }

  /** Settles when there is something; rejects with `cancelled` when the signal aborts. */
  async wait(signal: AbortSignal): Promise<void> {
    if (signal.aborted) {
      throw errors.cancelled(signal.reason);
    }
    if (this.isWaiting()) {
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const abort = () => reject(errors.cancelled(signal.reason));
      signal.addEventListener('abort', abort, { once: true });
      this.#wake = () => {
        signal.removeEventListener('abort', abort);
        this.#wake = undefined;
        resolve();
      };
    });
  }
}
