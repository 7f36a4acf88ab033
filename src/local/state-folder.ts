/** States of long work: a folder with a JSON file for each, which survives its process. */
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import type { Parse } from '../core/automation/measuring-schema.ts';
import type { StateStore, StoredState } from '../core/automation/ports.ts';
import { errors, toBenchError } from '../core/errors.ts';
import { holderOf, lockedAtOnce } from './locked.ts';
import { replaceWhole } from './whole-file.ts';

export interface StateKind<S> {
  /** For people, for instance `backfill`. */
  readonly name: string;
  /** The format that is written, and the only one that is read. */
  readonly version: number;
  readonly parse: Parse<S>;
}

const maxFileBytes = 64 * 1024 * 1024;
const idForm = /^[a-z0-9-]{1,64}$/;
const suffix = '.json';

const envelopeSchema = v.looseObject({ version: v.pipe(v.number(), v.safeInteger(), v.minValue(1)) });

/** The states of one kind, in `directory`, which is made when the first is written. */
export class StateFolder<S extends { readonly id: string }> implements StateStore<S> {
  readonly #directory: string;
  readonly #kind: StateKind<S>;

  constructor(directory: string, kind: StateKind<S>) {
    this.#directory = directory;
    this.#kind = kind;
  }

  async list(): Promise<readonly StoredState<S>[]> {
    const names = await readdir(this.#directory).catch(ignoreMissing);
    const ids = (names ?? [])
      .filter((name) => name.endsWith(suffix))
      .map((name) => name.slice(0, -suffix.length))
      .filter((id) => idForm.test(id));
    return Promise.all(ids.sort().map((id) => this.#readStored(id)));
  }

  async read(id: string): Promise<S> {
    const path = this.#path(id);
    const content = parseJson(await this.#readText(id, path), path);
    const envelope = v.safeParse(envelopeSchema, content);
    if (!envelope.success) {
      throw errors.stateUnreadable(path, 'it names no version of its format');
    }
    const { version, ...state } = envelope.output;
    if (version !== this.#kind.version) {
      throw errors.stateTooNew(path, version, this.#kind.version);
    }
    const parsed = this.#kind.parse(state);
    if ('problem' in parsed) {
      throw errors.stateUnreadable(path, parsed.problem);
    }
    if (parsed.value.id !== id) {
      throw errors.stateUnreadable(path, `it is that of "${parsed.value.id}"`);
    }
    return parsed.value;
  }

  async write(state: S): Promise<void> {
    const text = `${JSON.stringify({ version: this.#kind.version, ...state }, undefined, 1)}\n`;
    // Flushed before it takes the old one's place, so that a power failure leaves one of the two.
    await replaceWhole(this.#path(state.id), (beside) =>
      writeFile(beside, text, { flag: 'wx', mode: 0o600, flush: true }),
    );
  }

  async hold<T>(id: string, work: () => Promise<T>): Promise<T> {
    const path = this.#lockPath(id);
    await mkdir(this.#directory, { recursive: true, mode: 0o700 }).catch((error: unknown) => {
      throw errors.fileUnwritable(path, error);
    });
    return lockedAtOnce(path, work, (pid) => errors.alreadyRunning(`The ${this.#kind.name} ${id}`, pid));
  }

  async holder(id: string): Promise<number | undefined> {
    return holderOf(this.#lockPath(id));
  }

  async askToPause(id: string): Promise<void> {
    await replaceWhole(this.#pausePath(id), (beside) => writeFile(beside, '', { flag: 'wx' }));
  }

  async isAskedToPause(id: string): Promise<boolean> {
    return (await stat(this.#pausePath(id)).catch(ignoreMissing)) !== undefined;
  }

  async forgetPause(id: string): Promise<void> {
    await rm(this.#pausePath(id), { force: true });
  }

  async #readStored(id: string): Promise<StoredState<S>> {
    try {
      return { id, state: await this.read(id) };
    } catch (error) {
      return { id, error: toBenchError(error) };
    }
  }

  async #readText(id: string, path: string): Promise<string> {
    try {
      if ((await stat(path)).size > maxFileBytes) {
        throw new Error('it is too large');
      }
      return await readFile(path, 'utf8');
    } catch (error) {
      throw isMissing(error)
        ? errors.stateMissing(this.#kind.name, id)
        : errors.stateUnreadable(path, toBenchError(error).message, error);
    }
  }

  #path(id: string): string {
    if (!idForm.test(id)) {
      throw errors.stateMissing(this.#kind.name, id);
    }
    return join(this.#directory, `${id}${suffix}`);
  }

  #lockPath(id: string): string {
    return `${this.#path(id)}.lock`;
  }

  #pausePath(id: string): string {
    return `${this.#path(id)}.pause`;
  }
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw errors.stateUnreadable(path, 'it is not JSON', error);
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

function ignoreMissing(error: unknown): undefined {
  if (isMissing(error)) {
    return undefined;
  }
  throw error;
}
