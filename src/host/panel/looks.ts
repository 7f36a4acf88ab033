/** Remembers up to where a person has seen each series, across restarts of the editor. */
import * as v from 'valibot';
import type { Memory } from '../tree-memory.ts';

const key = 'seriesLooks';

/** Series come and go; those that were looked at longest ago are forgotten. */
const maxSeries = 1000;

const looksSchema = v.record(v.string(), v.pipe(v.number(), v.safeInteger(), v.minValue(0)));

/** A series of a history: numbers of series say nothing without the file. */
export interface SeriesPlace {
  readonly historyPath: string;
  readonly seriesId: number;
}

/** What a person has seen. A look lasts as long as the panel is open, so that what is new stays marked meanwhile. */
export class Looks {
  readonly #memory: Memory;
  /** The numbers that the looks of now began with. */
  readonly #begun = new Map<string, number>();

  constructor(memory: Memory) {
    this.#memory = memory;
  }

  /**
   * Begins a look at a series, or goes on with it, and remembers that its runs have been seen.
   * @param runNumbers of the series, as the history has them
   * @returns the number up to which its runs are not new; at the first look ever, that of its newest run
   */
  look(place: SeriesPlace, runNumbers: readonly number[]): number {
    const name = nameOf(place);
    const newest = runNumbers.reduce((most, number) => Math.max(most, number), 0);
    const looks = this.#read();
    const seen = this.#begun.get(name) ?? looks[name] ?? newest;
    this.#begun.set(name, seen);
    if (looks[name] !== newest) {
      // The last look comes last, so that what is cut off is what was looked at longest ago.
      const { [name]: _, ...others } = looks;
      this.#write({ ...others, [name]: newest });
    }
    return seen;
  }

  /** Ends all looks: nothing that was shown so far is new any more. */
  endAll(): void {
    this.#begun.clear();
  }

  /** What is not readable in the memory counts as nothing. */
  #read(): Readonly<Record<string, number>> {
    const result = v.safeParse(looksSchema, this.#memory.get(key));
    return result.success ? result.output : {};
  }

  /** Nobody waits for it: a look that is not remembered costs no more than marks that are shown once more. */
  #write(looks: Readonly<Record<string, number>>): void {
    const kept = Object.fromEntries(Object.entries(looks).slice(-maxSeries));
    this.#memory.update(key, kept).then(undefined, () => undefined);
  }
}

function nameOf({ historyPath, seriesId }: SeriesPlace): string {
  return `${historyPath}#${seriesId}`;
}
