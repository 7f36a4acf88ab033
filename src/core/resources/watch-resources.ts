/** Keeps what an engine holds in view: rows first, sizes after, then whatever changes, as it happens. */
import { type BenchError, toBenchError } from '../errors.ts';
import type { DiskUsage } from '../model/engine.ts';
import type { ObjectKind } from '../model/objects.ts';
import type { EnginePort } from '../ports.ts';
import { classify, type ResourceLists } from './classify.ts';
import { type Lister, readLists } from './read-resources.ts';
import type { ResourceSnapshot } from './snapshot.ts';
import { Wakeup } from './wakeup.ts';

export interface WatchDeps {
  readonly engine: Lister & Pick<EnginePort, 'diskUsage' | 'watchObjects'>;
  readonly clock: Clock;
}

/** Time, as the watch needs it. */
export interface Clock {
  nowMs(): number;
  /** Settles after that time, or at once when the signal aborts. */
  pause(durationMs: number, signal: AbortSignal): Promise<void>;
}

/** What is known of the sizes in a snapshot; an engine may take minutes to add them up. */
export type SizesState =
  | { readonly kind: 'reading' | 'known' }
  | { readonly kind: 'failed'; readonly error: BenchError };

export type OnResources = (snapshot: ResourceSnapshot, sizes: SizesState) => void;

/** Events come in bursts: starting one container makes half a dozen. */
const burstMs = 60;

/** Sizes are read again once the engine has been quiet for this long, or for so many times as long as that took. */
const quietMs = 2000;
const quietFactor = 10;

/**
 * Tells what the engine holds, and again after each change, until the signal aborts. Asks only for what changed.
 * Settles after an abort; rejects when the engine cannot be asked or goes away.
 */
export async function watchResources(
  { engine, clock }: WatchDeps,
  onResources: OnResources,
  signal: AbortSignal,
): Promise<void> {
  const ending = new AbortController();
  const whole = AbortSignal.any([signal, ending.signal]);
  const watch = new Watch(engine, clock, onResources, whole);
  try {
    await watch.run();
  } catch (error) {
    if (!signal.aborted) {
      throw error;
    }
  } finally {
    ending.abort();
  }
}

class Watch {
  readonly #engine: WatchDeps['engine'];
  readonly #clock: Clock;
  readonly #onResources: OnResources;
  readonly #signal: AbortSignal;
  readonly #changed = new Wakeup<ObjectKind>();
  readonly #unmeasured = new Wakeup<'sizes'>();
  #lists: ResourceLists | undefined;
  #usage: DiskUsage | undefined;
  #sizes: SizesState = { kind: 'reading' };

  constructor(engine: WatchDeps['engine'], clock: Clock, onResources: OnResources, signal: AbortSignal) {
    this.#engine = engine;
    this.#clock = clock;
    this.#onResources = onResources;
    this.#signal = signal;
  }

  /** Rejects with whatever ends it. */
  async run(): Promise<void> {
    // Listening before listing, so that no change falls between the two.
    const changes = await this.#engine.watchObjects(this.#signal);
    this.#lists = await readLists(this.#engine, this.#signal);
    this.#tell();
    this.#unmeasured.add('sizes');
    await Promise.all([this.#listen(changes), this.#follow(), this.#measure()]);
  }

  async #listen(changes: AsyncIterable<ObjectKind>): Promise<void> {
    for await (const kind of changes) {
      this.#changed.add(kind);
    }
  }

  /** Lists the changed kinds anew, a burst of events at a time. */
  async #follow(): Promise<void> {
    let tookMs = 0;
    for (;;) {
      await this.#changed.wait(this.#signal);
      // An engine that is slow to list is not asked all the time.
      await this.#clock.pause(Math.max(burstMs, tookMs), this.#signal);
      const startMs = this.#clock.nowMs();
      const changed = this.#changed.take();
      const parts = await Promise.all([...changed].map((kind) => this.#list(kind)));
      for (const part of parts) {
        this.#lists = this.#lists && { ...this.#lists, ...part };
      }
      this.#tell();
      tookMs = this.#clock.nowMs() - startMs;
      this.#unmeasured.add('sizes');
    }
  }

  async #list(kind: ObjectKind): Promise<Partial<ResourceLists>> {
    const signal = this.#signal;
    switch (kind) {
      case 'image':
        return { images: await this.#engine.listImages(signal) };
      case 'container':
        return { containers: await this.#engine.listContainers(signal) };
      case 'volume':
        return { volumes: await this.#engine.listVolumes(signal) };
      case 'network':
        return { networks: await this.#engine.listNetworks(signal) };
      case 'build-cache':
        // It comes with the sizes.
        return {};
    }
  }

  /** Adds up sizes, and looks at containers once more: at once the first time, later when the engine is quiet. */
  async #measure(): Promise<void> {
    let restMs = 0;
    for (;;) {
      await this.#unmeasured.wait(this.#signal);
      do {
        this.#unmeasured.take();
        await this.#clock.pause(restMs, this.#signal);
      } while (this.#unmeasured.isWaiting());
      const startMs = this.#clock.nowMs();
      await this.#readSizes();
      restMs = Math.max(quietMs, (this.#clock.nowMs() - startMs) * quietFactor);
    }
  }

  async #readSizes(): Promise<void> {
    await this.#lookAgain();
    try {
      this.#usage = await this.#engine.diskUsage(this.#signal);
      this.#sizes = { kind: 'known' };
    } catch (thrown) {
      const error = toBenchError(thrown);
      if (error.reason !== 'engine-failed') {
        throw error;
      }
      this.#sizes = { kind: 'failed', error };
    }
    this.#tell();
  }

  /** An engine tells of a container's end a moment before its own list shows it. */
  async #lookAgain(): Promise<void> {
    const containers = await this.#engine.listContainers(this.#signal);
    const before = this.#lists?.containers;
    if (this.#lists !== undefined && JSON.stringify(containers) !== JSON.stringify(before)) {
      this.#lists = { ...this.#lists, containers };
      this.#tell();
    }
  }

  #tell(): void {
    if (this.#lists !== undefined && !this.#signal.aborted) {
      this.#onResources(classify(this.#lists, this.#usage), this.#sizes);
    }
  }
}
