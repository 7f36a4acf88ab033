/** Remembers the last build of each configuration of a tree across restarts of the editor. */
import * as v from 'valibot';

/** The part of the editor's memory that is used. */
export interface Memory {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

const lastBuildSchema = v.object({
  phpVersion: v.pipe(v.string(), v.maxLength(100)),
  /** Full hash; empty for a release tree. */
  commit: v.pipe(v.string(), v.maxLength(64)),
  dirty: v.boolean(),
  succeeded: v.boolean(),
  atMs: v.number(),
  durationMs: v.number(),
});

/** How the last build of a configuration ended. */
export type LastBuild = v.InferOutput<typeof lastBuildSchema>;

const buildsSchema = v.record(v.string(), lastBuildSchema);
const suitesSchema = v.record(v.string(), v.pipe(v.string(), v.maxLength(4096)));
const buildsKey = 'lastBuilds';
const suitesKey = 'lastSuites';

/** Configurations come and go; what was built longest ago is forgotten. */
const maxBuilds = 100;

function buildKey(treeRoot: string, configuration: string): string {
  return JSON.stringify([treeRoot, configuration]);
}

/** What the editor remembers of each tree, by its root. Anything unreadable counts as nothing. */
export class TreeMemory {
  readonly #memory: Memory;

  constructor(memory: Memory) {
    this.#memory = memory;
  }

  /** @param configuration tells one configuration of a tree from another */
  lastBuild(treeRoot: string, configuration: string): LastBuild | undefined {
    return this.#read(buildsKey, buildsSchema)[buildKey(treeRoot, configuration)];
  }

  async setLastBuild(treeRoot: string, configuration: string, build: LastBuild): Promise<void> {
    const key = buildKey(treeRoot, configuration);
    const others = Object.entries(this.#read(buildsKey, buildsSchema))
      .filter(([other]) => other !== key)
      .sort(([, a], [, b]) => b.atMs - a.atMs)
      .slice(0, maxBuilds - 1);
    await this.#memory.update(buildsKey, Object.fromEntries([[key, build], ...others]));
  }

  /** The suite that was measured last. */
  lastSuite(treeRoot: string): string | undefined {
    return this.#read(suitesKey, suitesSchema)[treeRoot];
  }

  async setLastSuite(treeRoot: string, suite: string): Promise<void> {
    await this.#memory.update(suitesKey, { ...this.#read(suitesKey, suitesSchema), [treeRoot]: suite });
  }

  #read<T>(key: string, schema: v.GenericSchema<unknown, Record<string, T>>): Record<string, T> {
    const result = v.safeParse(schema, this.#memory.get(key));
    return result.success ? result.output : {};
  }
}
