/** What an import did, and what it could not make sense of. */
import { formatCount } from '../text/format.ts';

export type ImportSource = 'json' | 'csv' | 'real-time-benchmark-data';

/** Things of one kind that were left out for one reason. */
export interface NotUnderstood {
  readonly kind: 'file' | 'column' | 'row';
  /** Why, for people. */
  readonly reason: string;
  readonly count: number;
  /** The first few, for people. */
  readonly examples: readonly string[];
}

/** How much was stored, and how much of it was there already. */
export interface ImportCounts {
  readonly runsAdded: number;
  readonly runsKnown: number;
  readonly pointsAdded: number;
  readonly samplesAdded: number;
}

export interface ImportReport extends ImportCounts {
  readonly source: ImportSource;
  readonly notUnderstood: readonly NotUnderstood[];
}

/** The same for people: a line for each reason, with examples. */
export function notUnderstoodLines(groups: readonly NotUnderstood[]): readonly string[] {
  return groups.flatMap(({ kind, reason, count, examples }) => {
    const more = count > examples.length ? `, and ${count - examples.length} more` : '';
    return `Not understood, ${formatCount(count, kind)}: ${reason} (${examples.join('; ')}${more})`;
  });
}

const maxExamples = 3;

/** Gathers what is left out, by kind and reason. */
export class LeftOut {
  readonly #groups = new Map<
    string,
    { kind: NotUnderstood['kind']; reason: string; all: string[]; count: number }
  >();

  add(kind: NotUnderstood['kind'], reason: string, example: string): void {
    const key = JSON.stringify([kind, reason]);
    const group = this.#groups.get(key) ?? { kind, reason, all: [], count: 0 };
    this.#groups.set(key, group);
    group.count += 1;
    if (group.all.length < maxExamples) {
      group.all.push(example);
    }
  }

  /** In the order in which each first came. */
  list(): readonly NotUnderstood[] {
    return [...this.#groups.values()].map(({ kind, reason, all, count }) => ({
      kind,
      reason,
      count,
      examples: all,
    }));
  }
}
