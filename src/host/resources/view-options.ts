/** How a person wants to see the resources; it outlives the window. */
import * as v from 'valibot';
import type { Memory } from '../tree-memory.ts';

export const groupings = ['kind', 'maker'] as const;
export const orders = ['name', 'size', 'age'] as const;

export type Grouping = (typeof groupings)[number];
export type Order = (typeof orders)[number];

const maxFilterLength = 1000;
const maxContexts = 50;

const optionsSchema = v.object({
  grouping: v.optional(v.picklist(groupings), 'kind'),
  order: v.optional(v.picklist(orders), 'name'),
  /** Words that a row must have; empty for all rows. */
  filter: v.optional(v.pipe(v.string(), v.maxLength(maxFilterLength)), ''),
  /** Docker contexts that are shown beside the engine of the settings. */
  contexts: v.optional(v.pipe(v.array(v.pipe(v.string(), v.maxLength(500))), v.maxLength(maxContexts)), []),
});

export type ViewOptions = Readonly<v.InferOutput<typeof optionsSchema>>;

const key = 'resourcesView';

/** The options in the editor's memory; what is not readable there counts as nothing. */
export class ViewMemory {
  readonly #memory: Memory;

  constructor(memory: Memory) {
    this.#memory = memory;
  }

  read(): ViewOptions {
    const result = v.safeParse(optionsSchema, this.#memory.get(key));
    return result.success ? result.output : v.parse(optionsSchema, {});
  }

  async change(changed: Partial<ViewOptions>): Promise<void> {
    await this.#memory.update(key, { ...this.read(), ...changed });
  }
}
