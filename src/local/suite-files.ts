/** Suites files and the scripts that people keep beside them. */
import { lstat, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { errors } from '../core/errors.ts';
import type { ScriptFile, SuiteFilesPort } from '../core/ports.ts';
import { readRegularFile, realPathBelow, unreadable } from './contained-file.ts';

/** What a suite may bring. */
export interface SuiteFileLimits {
  readonly maxFiles: number;
  readonly maxBytes: number;
  /** Of the suites file itself. */
  readonly maxDefinitionBytes: number;
}

export const usualSuiteFileLimits: SuiteFileLimits = {
  maxFiles: 5000,
  maxBytes: 64 * 1024 * 1024,
  maxDefinitionBytes: 1024 * 1024,
};

/** Suites files of this machine. */
export function localSuiteFiles(limits: SuiteFileLimits = usualSuiteFileLimits): SuiteFilesPort {
  return {
    readDefinitions: (path) => readDefinitions(path, limits),
    readScripts: (folder, paths, signal) => new Collection(folder, limits, signal).read(paths),
  };
}

async function readDefinitions(path: string, limits: SuiteFileLimits): Promise<string | undefined> {
  try {
    const facts = await stat(path);
    if (!facts.isFile() || facts.size > limits.maxDefinitionBytes) {
      throw new Error(facts.isFile() ? `it has ${facts.size} bytes` : 'it is no file');
    }
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      return undefined;
    }
    const detail = error instanceof Error ? error.message : String(error);
    throw errors.suitesFileInvalid(path, `it cannot be read (${detail}).`, error);
  }
}

/** The files of one suite as they are gathered. */
class Collection {
  readonly #folder: string;
  readonly #limits: SuiteFileLimits;
  readonly #signal: AbortSignal;
  readonly #files = new Map<string, Uint8Array>();
  #bytes = 0;

  constructor(folder: string, limits: SuiteFileLimits, signal: AbortSignal) {
    this.#folder = folder;
    this.#limits = limits;
    this.#signal = signal;
  }

  async read(paths: readonly string[]): Promise<readonly ScriptFile[]> {
    for (const path of paths) {
      const real = await realPathBelow(this.#folder, path);
      if (real === undefined) {
        throw errors.scriptUnusable(path, `there is no such file in ${this.#folder}.`);
      }
      if ((await lstat(real)).isDirectory()) {
        await this.#addFolder(path);
      } else {
        await this.#addFile(path, real);
      }
    }
    return [...this.#files]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([path, content]) => ({ path, content }));
  }

  /** All that is in a folder, hidden folders (a repository's own, for instance) apart. */
  async #addFolder(path: string): Promise<void> {
    for (const entry of await this.#list(path)) {
      const below = path === '' ? entry.name : `${path}/${entry.name}`;
      if (entry.isDirectory()) {
        if (!entry.name.startsWith('.')) {
          await this.#addFolder(below);
        }
        continue;
      }
      const real = await realPathBelow(this.#folder, below);
      if (real === undefined) {
        throw errors.scriptUnusable(below, 'it is a link to nothing. Remove it, or put the file there.');
      }
      await this.#addFile(below, real);
    }
  }

  async #list(path: string) {
    try {
      return await readdir(join(this.#folder, path), { withFileTypes: true });
    } catch (error) {
      throw unreadable(path, error);
    }
  }

  async #addFile(path: string, real: string): Promise<void> {
    if (this.#signal.aborted) {
      throw errors.cancelled();
    }
    if (this.#files.has(path)) {
      return;
    }
    const { maxBytes, maxFiles } = this.#limits;
    const content = await readRegularFile(real, path, maxBytes - this.#bytes);
    this.#files.set(path, content);
    this.#bytes += content.length;
    if (this.#files.size > maxFiles) {
      throw errors.scriptUnusable(path, `its suite has more than ${maxFiles} files.`);
    }
  }
}
