/** Services for each engine that is shown: the one of the settings, and those of further Docker contexts. */
import { contextScheme } from '../core/model/endpoint.ts';
import type { LoadServices, ServiceSettings } from '../core/services.ts';
import { ServicesPool } from './services-pool.ts';

/** The name of the engine of the settings. */
export const settingsEngine = '';

type ReadSettings = (folder: string | undefined) => ServiceSettings;

/** Pools by the engine's name: empty for that of the settings, else a Docker context's. */
export class EnginePools {
  readonly #load: LoadServices;
  readonly #readSettings: ReadSettings;
  readonly #pools = new Map<string, ServicesPool>();

  constructor(load: LoadServices, readSettings: ReadSettings) {
    this.#load = load;
    this.#readSettings = readSettings;
  }

  /** The pool of an engine; made on first use, kept until `close`. */
  of(engine: string): ServicesPool {
    const known = this.#pools.get(engine);
    if (known !== undefined) {
      return known;
    }
    const pool = new ServicesPool(this.#load, (folder) => {
      const settings = this.#readSettings(folder);
      return engine === settingsEngine ? settings : { ...settings, dockerHost: `${contextScheme}${engine}` };
    });
    this.#pools.set(engine, pool);
    return pool;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#pools.values()].map((pool) => pool.close()));
  }
}
