/** Source tarballs from the network or from disk; nothing is handed out unchecked. */
import { readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type BenchError, errors, isBenchError } from '../core/errors.ts';
import type { DownloadPort, OnLine, Route, Tarball } from '../core/ports.ts';
import { readCached, writeCached } from './download/cache.ts';
import {
  FetchFailure,
  type FetchLimits,
  fetchLimited,
  findAt,
  publicAddress,
} from './download/fetch-limited.ts';
import { isCompressedAs, maxTarballBytes, plainTarballName, tarballOf } from './download/tarball.ts';

const usualLimits: FetchLimits = { maxBytes: maxTarballBytes, silenceMs: 30_000, maxRedirects: 5 };

function nameIn(address: string): string | undefined {
  try {
    return plainTarballName(basename(new URL(address).pathname));
  } catch {
    return undefined;
  }
}

function describeFailure(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}

class Downloads implements DownloadPort {
  readonly #directory: string;
  readonly #limits: FetchLimits;

  constructor(directory: string, limits: FetchLimits) {
    this.#directory = directory;
    this.#limits = limits;
  }

  async download(
    { urls, sha256 }: { readonly urls: readonly string[]; readonly sha256: string },
    route: Route,
    onLine: OnLine,
    signal: AbortSignal,
  ): Promise<Tarball> {
    if (signal.aborted) {
      throw errors.cancelled();
    }
    const kept = await this.#fromCache(urls, sha256);
    if (kept !== undefined) {
      onLine(`${kept.fileName} is in the cache`);
      return kept;
    }
    let last: BenchError = errors.bisonDownloadFailed('nowhere', 'no address is known');
    for (const address of urls) {
      onLine(`Downloading ${publicAddress(address)}`);
      try {
        const tarball = await this.#fetch(address, sha256, route, signal);
        await this.#keep(tarball, onLine);
        return tarball;
      } catch (error) {
        if (!isBenchError(error) || error.reason === 'cancelled') {
          throw error;
        }
        onLine(error.message);
        last = error;
      }
    }
    throw last;
  }

  async locate(
    { urls, sha256 }: { readonly urls: readonly string[]; readonly sha256: string },
    route: Route,
    signal: AbortSignal,
  ): Promise<string> {
    if ((await this.#fromCache(urls, sha256)) !== undefined) {
      return 'the cache';
    }
    const failures: BenchError[] = [];
    for (const address of urls) {
      const shown = publicAddress(address);
      try {
        await findAt(address, this.#limits, route, signal);
        return shown;
      } catch (error) {
        if (!(error instanceof FetchFailure)) {
          throw error;
        }
        failures.push(errors.bisonDownloadFailed(shown, error.message, error));
      }
    }
    throw failures.at(-1) ?? errors.bisonDownloadFailed('nowhere', 'no address is known');
  }

  async readTarball(path: string, sha256: string | undefined, signal: AbortSignal): Promise<Tarball> {
    const fileName = plainTarballName(basename(path));
    if (fileName === undefined) {
      throw errors.bisonUnreadable(path, new Error('its name is not that of a Bison source tarball'));
    }
    const tarball = tarballOf(fileName, await readSmallFile(path, signal));
    if (!isCompressedAs(fileName, tarball.content)) {
      throw errors.bisonUnreadable(path, new Error('its content is not compressed as its name says'));
    }
    if (sha256 !== undefined && sha256 !== tarball.sha256) {
      throw errors.bisonChecksum(path, sha256, tarball.sha256);
    }
    return tarball;
  }

  async #fromCache(urls: readonly string[], sha256: string): Promise<Tarball | undefined> {
    const fileName = urls.map(nameIn).find((name) => name !== undefined);
    if (fileName === undefined || !/^[0-9a-f]{64}$/.test(sha256)) {
      return undefined;
    }
    const content = await readCached(this.#directory, sha256, this.#limits.maxBytes);
    const tarball = content === undefined ? undefined : tarballOf(fileName, content);
    return tarball?.sha256 === sha256 ? tarball : undefined;
  }

  async #fetch(address: string, sha256: string, route: Route, signal: AbortSignal): Promise<Tarball> {
    const shown = publicAddress(address);
    const fileName = nameIn(address);
    if (fileName === undefined) {
      throw errors.bisonDownloadFailed(shown, 'it does not name a Bison source tarball');
    }
    try {
      const content = await fetchLimited(address, this.#limits, route, signal);
      const tarball = tarballOf(fileName, content);
      if (tarball.sha256 !== sha256) {
        throw errors.bisonChecksum(shown, sha256, tarball.sha256);
      }
      return tarball;
    } catch (error) {
      throw error instanceof FetchFailure ? errors.bisonDownloadFailed(shown, error.message, error) : error;
    }
  }

  /** The cache saves time, no more: without room for it the work goes on. */
  async #keep(tarball: Tarball, onLine: OnLine): Promise<void> {
    try {
      await writeCached(this.#directory, tarball.sha256, tarball.content);
    } catch (error) {
      onLine(`${tarball.fileName} could not be kept in the cache (${describeFailure(error)})`);
    }
  }
}

async function readSmallFile(path: string, signal: AbortSignal): Promise<Uint8Array> {
  try {
    const facts = await stat(path);
    if (!facts.isFile() || facts.size === 0 || facts.size > maxTarballBytes) {
      throw new Error(`it is no file of 1 to ${maxTarballBytes} bytes`);
    }
    return await readFile(path, { signal });
  } catch (error) {
    throw signal.aborted ? errors.cancelled() : errors.bisonUnreadable(path, error);
  }
}

/**
 * Downloads that are kept below `cacheDirectory` by their hash.
 * @param limits for tests
 */
export function localDownloads(cacheDirectory: string, limits: FetchLimits = usualLimits): DownloadPort {
  return new Downloads(join(cacheDirectory, 'downloads'), limits);
}
