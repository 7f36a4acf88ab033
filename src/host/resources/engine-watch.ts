/** One engine in view: what is known of it, kept up to date while somebody looks. */
import { setTimeout as delay } from 'node:timers/promises';
import { type BenchError, toBenchError } from '../../core/errors.ts';
import type { ResourceSnapshot } from '../../core/resources/snapshot.ts';
import type { SizesState } from '../../core/resources/watch-resources.ts';
import type { ServicesPool } from '../services-pool.ts';

export type EngineState =
  | { readonly kind: 'unread' }
  | { readonly kind: 'rows'; readonly snapshot: ResourceSnapshot; readonly sizes: SizesState }
  | { readonly kind: 'failed'; readonly error: BenchError };

/** An engine that went away, as for an update, usually comes back. */
const comeBackMs = 5000;

/** How long a lost engine is left alone before it is tried again; an abort ends it. */
export async function leaveAlone(signal: AbortSignal): Promise<void> {
  await delay(comeBackMs, undefined, { signal }).catch(() => undefined);
}

export interface EngineListener {
  /** Called after each change of the state. */
  readonly onChange: () => void;
  /** Called with what went wrong. */
  readonly onFailure: (error: BenchError) => void;
}

/** Watches an engine between `start` and `stop`; in between, it asks for nothing and knows what it knew. */
export class EngineWatch {
  readonly #services: ServicesPool;
  readonly #listener: EngineListener;
  readonly #rest: (signal: AbortSignal) => Promise<void>;
  #state: EngineState = { kind: 'unread' };
  #running: AbortController | undefined;
  #first = Promise.withResolvers<void>();

  /** @param rest settles when a lost engine may be tried again, or when the signal aborts */
  constructor(
    services: ServicesPool,
    listener: EngineListener,
    rest: (signal: AbortSignal) => Promise<void>,
  ) {
    this.#services = services;
    this.#rest = rest;
    this.#listener = listener;
  }

  get state(): EngineState {
    return this.#state;
  }

  /** Settles when there are rows or a failure to show. */
  get first(): Promise<void> {
    return this.#first.promise;
  }

  /** Begins to watch, unless it does already. An engine that answered once is tried again when it is lost. */
  async start(): Promise<void> {
    if (this.#running !== undefined) {
      return;
    }
    if (this.#state.kind === 'failed') {
      this.#forget();
    }
    const controller = new AbortController();
    this.#running = controller;
    const { signal } = controller;
    let answered = false;
    do {
      answered = (await this.#watch(controller)) || answered;
      if (!answered || signal.aborted) {
        break;
      }
      await this.#rest(signal);
    } while (!signal.aborted);
    if (this.#running === controller) {
      this.#running = undefined;
    }
  }

  stop(): void {
    this.#running?.abort();
    this.#running = undefined;
  }

  /** Stops and forgets what is known, as when it is another engine now. */
  forget(): void {
    this.stop();
    this.#forget();
  }

  #forget(): void {
    this.#state = { kind: 'unread' };
    // Whoever waits for what was forgotten looks again.
    this.#first.resolve();
    this.#first = Promise.withResolvers<void>();
  }

  /** One watch to its end; settles to whether the engine answered. */
  async #watch(controller: AbortController): Promise<boolean> {
    let answered = false;
    try {
      await this.#services.use((services) =>
        services.watchResources((snapshot, sizes) => {
          answered = true;
          this.#become(controller, { kind: 'rows', snapshot, sizes });
        }, controller.signal),
      );
    } catch (thrown) {
      const error = toBenchError(thrown);
      if (!controller.signal.aborted && this.#state.kind !== 'failed') {
        this.#listener.onFailure(error);
        this.#become(controller, { kind: 'failed', error });
      }
    }
    return answered;
  }

  #become(controller: AbortController, state: EngineState): void {
    if (this.#running !== controller) {
      return;
    }
    this.#state = state;
    this.#first.resolve();
    this.#listener.onChange();
  }
}
