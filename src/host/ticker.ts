/** Calls something once in a while, only as long as it is wanted. */
export class Ticker {
  readonly #periodMs: number;
  readonly #tick: () => void;
  #timer: NodeJS.Timeout | undefined;

  constructor(periodMs: number, tick: () => void) {
    this.#periodMs = periodMs;
    this.#tick = tick;
  }

  /** Starts it, or lets it go on. */
  start(): void {
    this.#timer ??= setInterval(this.#tick, this.#periodMs);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
