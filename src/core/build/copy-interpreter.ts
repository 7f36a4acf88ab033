/** Copies the interpreter of a build out of the engine, and says what it needs where it is going to run. */
import { errors } from '../errors.ts';
import type { BuildResult } from '../model/build.ts';
import type { ContainerSpec } from '../model/engine.ts';
import { label, ownLabels } from '../model/labels.ts';
import type { ContainerPort, EnginePort, FilePort, MachinePort } from '../ports.ts';
import { interpreterPath } from './build-tree.ts';
import { LineSplitter } from './lines.ts';
import { containerPath, volumeLock } from './names.ts';
import { toldAsBuiltElsewhere } from './send-source.ts';

export interface CopyDeps {
  readonly engine: Pick<EnginePort, 'withContainer'>;
  readonly files: FilePort;
  readonly machine: Pick<MachinePort, 'owner'>;
}

export interface CopiedInterpreter {
  /** Where it was written. */
  readonly path: string;
  readonly sizeBytes: number;
  readonly phpVersion: string;
  readonly needs: LinkedLibraries;
}

export interface LinkedLibraries {
  /** The oldest C library that it runs with, for instance `2.34`; `undefined` for one that is not glibc. */
  readonly glibc: string | undefined;
  /** Names that the loader looks for, glibc's own left out. */
  readonly libraries: readonly string[];
}

const maxLineLength = 4096;
const maxLibraries = 500;
const glibcOwn = /^(?:ld-linux|ld64|lib(?:c|m|dl|rt|pthread|resolv|util)\.so)/;

/** Reads the output of `readelf -d` and `readelf -V`, line by line. */
export class LinkReader {
  readonly #libraries = new Set<string>();
  #glibc: readonly number[] = [];

  push(line: string): void {
    const library = /^ *0x[0-9a-f]+ \(NEEDED\) +Shared library: \[([\w.+-]{1,200})\]$/.exec(line)?.[1];
    if (library !== undefined && !glibcOwn.test(library) && this.#libraries.size < maxLibraries) {
      this.#libraries.add(library);
    }
    const version = /Name: GLIBC_(\d{1,4}(?:\.\d{1,4}){1,2})\b/.exec(line)?.[1];
    if (version !== undefined) {
      const numbers = version.split('.').map(Number);
      this.#glibc = isNewer(numbers, this.#glibc) ? numbers : this.#glibc;
    }
  }

  read(): LinkedLibraries {
    const glibc = this.#glibc.length === 0 ? undefined : this.#glibc.join('.');
    return { glibc, libraries: [...this.#libraries].sort() };
  }
}

function isNewer(numbers: readonly number[], than: readonly number[]): boolean {
  const index = numbers.findIndex((number, at) => number !== (than[at] ?? 0));
  return index !== -1 && (numbers[index] ?? 0) > (than[index] ?? 0);
}

interface Place {
  readonly spec: Pick<ContainerSpec, 'image' | 'mounts' | 'name'>;
  readonly path: string;
}

/** Where the interpreter is: in the tree's volume, or in the image of a clean build. */
function placeOf({ volume, image, toolchainImage, treeRoot }: BuildResult): Place {
  if (volume === undefined) {
    return { spec: { image: image ?? '' }, path: interpreterPath };
  }
  const path = containerPath(treeRoot);
  return {
    // The name that a build holds: no half-linked file can be copied.
    spec: {
      name: volumeLock(volume),
      image: toolchainImage,
      mounts: [{ volume, path, readOnly: true }],
    },
    path: `${path}/sapi/cli/php`,
  };
}

/**
 * Copies a build's interpreter to a file, whole or not at all.
 * @throws `build-interpreter-missing`, `file-unwritable`, `disk-full`, `engine-object-busy` while the tree is built
 */
export async function copyInterpreter(
  { engine, files, machine }: CopyDeps,
  build: BuildResult,
  path: string,
  signal: AbortSignal,
): Promise<CopiedInterpreter> {
  const place = placeOf(build);
  const labels = ownLabels('build-container', {
    [label.tree]: build.treeRoot,
    [label.owner]: machine.owner(),
  });
  const command = ['/bin/sh', '-c', 'readelf -d "$0" && readelf -V "$0"', place.path];
  try {
    return await engine.withContainer(
      { ...place.spec, command, labels, platform: build.platform, network: 'none' },
      async (container) => {
        const needs = await readLibraries(container, signal);
        const sizeBytes = await files.saveExecutable(
          await container.getArchive(place.path, signal),
          path,
          signal,
        );
        return { path, sizeBytes, phpVersion: build.phpVersion, needs };
      },
      signal,
    );
  } catch (error) {
    throw toldAsBuiltElsewhere(error);
  }
}

async function readLibraries(container: ContainerPort, signal: AbortSignal): Promise<LinkedLibraries> {
  const reader = new LinkReader();
  const splitter = new LineSplitter((line) => reader.push(line), maxLineLength);
  const { exitCode } = await container.run((stream, chunk) => {
    if (stream === 'stdout') {
      splitter.push(chunk);
    }
  }, signal);
  splitter.end();
  if (exitCode !== 0) {
    throw errors.buildInterpreterMissing();
  }
  return reader.read();
}
