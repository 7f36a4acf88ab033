/** Remembers the last reports across a reload of the window, as what they tell was long in the making. */
import * as v from 'valibot';
import type { Memory } from './tree-memory.ts';

const reportsKey = 'reports';
const maxReports = 20;
/** In characters, all together: the editor wants little to be kept in its memory. */
const maxLength = 400_000;

const reportsSchema = v.array(v.object({ address: v.string(), text: v.string() }));

/** The newest reports of a workspace, by their address. Anything unreadable counts as nothing. */
export class KeptReports {
  readonly #memory: Memory;

  constructor(memory: Memory) {
    this.#memory = memory;
  }

  read(address: string): string | undefined {
    return this.#all().find((report) => report.address === address)?.text;
  }

  /** Keeps a report in the place of one of the same address; what is older goes when it becomes too much. */
  async keep(address: string, text: string): Promise<void> {
    const others = this.#all().filter((report) => report.address !== address);
    await this.#memory.update(reportsKey, fitting([{ address, text }, ...others].slice(0, maxReports)));
  }

  #all(): v.InferOutput<typeof reportsSchema> {
    const result = v.safeParse(reportsSchema, this.#memory.get(reportsKey));
    return result.success ? result.output : [];
  }
}

/** As many of the first as there is room for. */
function fitting<T extends { readonly text: string }>(reports: readonly T[]): readonly T[] {
  const lengths = reports.map((_, index) =>
    reports.slice(0, index + 1).reduce((sum, { text }) => sum + text.length, 0),
  );
  return reports.filter((_, index) => (lengths[index] ?? 0) <= maxLength);
}
