/** Hands out services for the settings of the moment, and closes those whose settings are no longer current. */
import { errors } from '../core/errors.ts';
import { connectionOf, type LoadServices, type ServiceSettings, type Services } from '../core/services.ts';

interface Entry {
  readonly key: string;
  readonly services: Promise<Services>;
  users: number;
  closed: boolean;
}

/** One set of services at a time for new work; work that has started keeps the set that it started with. */
export class ServicesPool {
  readonly #load: LoadServices;
  readonly #readSettings: (folder: string | undefined) => ServiceSettings;
  #current: Entry | undefined;
  #closed = false;

  constructor(load: LoadServices, readSettings: (folder: string | undefined) => ServiceSettings) {
    this.#load = load;
    this.#readSettings = readSettings;
  }

  /**
   * Runs `work` with services for the current settings and with those settings.
   * @param folder path of the workspace's folder whose own settings count
   * Rejects as `work` does, and with `invalid-setting` when a setting is not valid.
   */
  async use<T>(
    work: (services: Services, settings: ServiceSettings) => Promise<T>,
    folder?: string,
  ): Promise<T> {
    if (this.#closed) {
      throw errors.cancelled();
    }
    const settings = this.#readSettings(folder);
    const entry = this.#entryFor(settings);
    entry.users += 1;
    try {
      return await work(await entry.services, settings);
    } finally {
      entry.users -= 1;
      await this.#closeIfIdle(entry);
    }
  }

  /** Closes the services once the work that uses them has ended; settles at once where some has not. */
  async close(): Promise<void> {
    this.#closed = true;
    if (this.#current !== undefined) {
      await this.#closeIfIdle(this.#current);
    }
  }

  #entryFor(settings: ServiceSettings): Entry {
    // What each call brings along makes no other services, so that what runs side by side shares them.
    const connection = connectionOf(settings);
    const key = JSON.stringify(connection);
    const last = this.#current;
    if (last?.key === key) {
      return last;
    }
    const entry: Entry = { key, services: this.#load(connection), users: 0, closed: false };
    this.#current = entry;
    entry.services.catch(() => this.#forget(entry));
    if (last !== undefined) {
      void this.#closeIfIdle(last);
    }
    return entry;
  }

  /** A set that failed to load is tried anew the next time. */
  #forget(entry: Entry): void {
    if (this.#current === entry) {
      this.#current = undefined;
    }
  }

  /** Never rejects: services that failed to load, or to close, have nothing more to close. */
  async #closeIfIdle(entry: Entry): Promise<void> {
    const stale = this.#closed || this.#current !== entry;
    if (stale && entry.users === 0 && !entry.closed) {
      entry.closed = true;
      await entry.services.then((services) => services.close()).catch(() => undefined);
    }
  }
}
