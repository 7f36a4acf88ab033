/** What becomes of an event: from the engine's doing to the rows. */
import { watchResources } from '../../../src/core/resources/watch-resources.ts';
import { localClock } from '../../../src/local/clock.ts';
import { testEngine } from '../../support/engine.ts';
import type { Row } from '../framework/row.ts';
import type { BenchContext } from '../support/context.ts';
import { addToEngine } from '../support/engine-load.ts';
import { builderName } from '../support/php-builder.ts';
import { rawCall } from '../support/raw-api.ts';
import { timed } from '../support/timed.ts';
import { benchLabel, removeOwnTraces } from '../support/traces.ts';

const rawList = "the raw API's list of containers, asked for once";

/** Rows that are told of; whoever waits for one of a name hears of it. */
class Seen {
  #names: ReadonlySet<string> = new Set();
  #look = () => {};

  take(names: readonly string[]): void {
    this.#names = new Set(names);
    this.#look();
  }

  waitFor(name: string): Promise<void> {
    return new Promise((resolve) => {
      this.#look = () => {
        if (this.#names.has(name)) {
          resolve();
        }
      };
      this.#look();
    });
  }
}

export const event: Row<BenchContext> = {
  name: 'event',
  title: 'from the start of making a container until its row is known',
  unit: 'ms',
  tinyAmount: 3,
  sizes: [
    { label: '10 images and containers', amount: 10, rounds: 15, warmups: 2, goals: [] },
    {
      label: '1,000 images and containers',
      amount: 1000,
      rounds: 15,
      warmups: 2,
      goals: [{ kind: 'at-most', limit: 200 }],
    },
  ],
  withTrial: async ({ engine, signal }, { amount }, use) => {
    const open = await engine.get();
    const { socketPath } = await testEngine();
    let made = 0;
    const makeContainer = async () => {
      made += 1;
      const name = `psb-bench-event-${made}`;
      const body = { Image: 'psb-bench-0:load', Cmd: ['/nothing'], Labels: { [benchLabel]: 'event' } };
      await rawCall(socketPath, {
        method: 'POST',
        path: `/containers/create?name=${name}`,
        body: { type: 'application/json', bytes: Buffer.from(JSON.stringify(body)) },
        signal,
      });
      return name;
    };
    const ending = new AbortController();
    const seen = new Seen();
    // Sizes come after the rows and are no part of this.
    const rowsOnly = { ...open.port, diskUsage: () => new Promise<never>(() => {}) };
    try {
      await addToEngine(socketPath, amount, signal);
      const watching = watchResources(
        { engine: rowsOnly, clock: localClock },
        ({ containers }) => seen.take(containers.map(({ name }) => name)),
        AbortSignal.any([signal, ending.signal]),
      );
      // The watch ends when the run is stopped.
      const known = (name: string) => Promise.race([seen.waitFor(name), watching]);
      await known('psb-bench-0');
      await use({
        ours: {
          name: builderName.ours,
          measure: () => timed(async () => known(await makeContainer())),
        },
        others: [
          {
            name: rawList,
            role: 'limit',
            measure: () =>
              timed(async () => {
                await makeContainer();
                await rawCall(socketPath, { method: 'GET', path: '/containers/json?all=true', signal });
              }),
          },
        ],
      });
      ending.abort();
      await watching;
    } finally {
      ending.abort();
      await removeOwnTraces(open);
    }
  },
};
