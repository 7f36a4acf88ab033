/**
 * What a build volume holds, as the volume itself says it, beside the sources.
 *
 * The whole list of files is large, so a sync writes what has changed since it was written, and a program remembers
 * what it has read of a generation: the next one reads only that the generation is still the same.
 */
import * as v from 'valibot';
import { LastUsed } from '../last-used.ts';
import type { ContextFile } from '../model/engine.ts';
import type { ContainerPort } from '../ports.ts';
import { type KnownBlobs, parseBlobs, serializeBlobs } from './known-blobs.ts';
import type { Manifest } from './sync-plan.ts';

/** What builds keep beside the sources, in the same volume. */
export const stateDirectory = '.php-source-bench';
/** Small files that are read before each build. */
const marksDirectory = `${stateDirectory}/marks`;
/** Names the generation that the volume holds, from the tree on. */
export const generationMark = `${marksDirectory}/generation`;
/** Says that the build of what the volume holds ended well, from the tree on. */
export const builtMark = `${marksDirectory}/built`;
const maxStateBytes = 64 * 1024 * 1024;
const maxMarkBytes = 64;
/** So many changed paths are written beside the whole list, before that is written anew. */
const maxChanges = 1000;

const print = v.pipe(v.string(), v.maxLength(5000));
const generation = v.pipe(v.string(), v.minLength(1), v.maxLength(maxMarkBytes));
const manifestSchema = v.object({ version: v.literal(2), generation, files: v.record(v.string(), print) });
const changesSchema = v.object({
  version: v.literal(1),
  /** The generation of the whole list that these are the changes of. */
  since: generation,
  changed: v.record(v.string(), print),
  removed: v.array(v.string()),
});

/** The files of a volume, in the two parts that it keeps them in. */
export interface HeldFiles {
  /** Names what the volume holds: another sync, another generation. Empty for a volume that nothing was sent to. */
  readonly generation: string;
  /** Names the whole list that was written last. */
  readonly since: string;
  /** All. */
  readonly files: Manifest;
  /** What has changed since that list was written; `undefined` for a file that is gone. */
  readonly changes: ReadonlyMap<string, string | undefined>;
}

/** What a volume holds. */
export interface Held extends HeldFiles {
  readonly blobs: KnownBlobs;
  /** Whether the build of these files ended well. */
  readonly built: boolean;
}

export const emptyVolume: Held = {
  generation: '',
  since: '',
  files: new Map(),
  changes: new Map(),
  blobs: new Map(),
  built: false,
};

/** What a program has read of volumes, for as long as it runs. */
export class HeldStates {
  readonly #states: LastUsed<Held>;

  /** @param limit how many volumes are remembered; the state of one takes some megabytes */
  constructor(limit = 3) {
    this.#states = new LastUsed(limit);
  }

  of(volume: string): Held | undefined {
    return this.#states.get(volume);
  }

  remember(volume: string, held: Held): void {
    this.#states.set(volume, held);
  }

  forget(volume: string): void {
    this.#states.delete(volume);
  }
}

/** Parses what is JSON of this shape; `undefined` for anything else. */
function parse<TSchema extends v.GenericSchema>(
  schema: TSchema,
  bytes: Uint8Array | undefined,
): v.InferOutput<TSchema> | undefined {
  try {
    const result = v.safeParse(schema, JSON.parse(textOf(bytes)));
    return result.success ? result.output : undefined;
  } catch {
    return undefined;
  }
}

function textOf(bytes: Uint8Array | undefined): string {
  return new TextDecoder().decode(bytes);
}

/** The files of a generation, from the two files that say so; `undefined` if these are not whole, or not of one sync. */
export function parseHeldFiles(
  generationText: string,
  manifestFile: Uint8Array | undefined,
  changesFile: Uint8Array | undefined,
): HeldFiles | undefined {
  const manifest = parse(manifestSchema, manifestFile);
  const changes = parse(changesSchema, changesFile);
  if (manifest === undefined || changes === undefined || changes.since !== manifest.generation) {
    return undefined;
  }
  const files = new Map(Object.entries(manifest.files));
  const all = new Map<string, string | undefined>(Object.entries(changes.changed));
  for (const path of changes.removed) {
    all.set(path, undefined);
  }
  applyChanges(files, all);
  return { generation: generationText, since: manifest.generation, files, changes: all };
}

function applyChanges(files: Map<string, string>, changes: ReadonlyMap<string, string | undefined>): void {
  for (const [path, one] of changes) {
    if (one === undefined) {
      files.delete(path);
    } else {
      files.set(path, one);
    }
  }
}

/** What the volume will hold after a sync that changes this. */
export function nextFiles(
  held: HeldFiles,
  generationText: string,
  changes: ReadonlyMap<string, string | undefined>,
): HeldFiles {
  const files = new Map(held.files);
  applyChanges(files, changes);
  const since = new Map([...held.changes, ...changes]);
  return held.since === '' || since.size > maxChanges
    ? { generation: generationText, since: generationText, files, changes: new Map() }
    : { generation: generationText, since: held.since, files, changes: since };
}

/** The files for the state directory that say so, under the names from which the build script puts them in place. */
export function filesOfState(next: HeldFiles): readonly ContextFile[] {
  const inState = (name: string, content: string) => ({ path: `${stateDirectory}/${name}`, content });
  const changed = [...next.changes].flatMap(([path, one]) =>
    one === undefined ? [] : [[path, one] as const],
  );
  const removed = [...next.changes].flatMap(([path, one]) => (one === undefined ? [path] : []));
  const changes = { version: 1, since: next.since, changed: Object.fromEntries(changed), removed };
  const manifest = { version: 2, generation: next.generation, files: Object.fromEntries(next.files) };
  return [
    ...(next.since === next.generation ? [inState('manifest.next', JSON.stringify(manifest))] : []),
    inState('changes.next', JSON.stringify(changes)),
    inState('generation.next', next.generation),
  ];
}

/** What says, from the first moment of a sync to its end, that the volume is in no known state. */
export const syncMark: ContextFile = { path: `${marksDirectory}/sync-in-progress`, content: '' };

type Reader = Pick<ContainerPort, 'readFiles'>;

/**
 * Reads what a volume holds; `undefined` if that is unknown, as after a sync that did not end.
 * @param path the tree's path in the container
 * @param remembered what was read or written of this volume before
 */
export async function readHeld(
  container: Reader,
  path: string,
  remembered: Held | undefined,
  signal: AbortSignal,
): Promise<Held | undefined> {
  const names = ['sync-in-progress', 'built', 'generation'];
  const marks = await container.readFiles(`${path}/${marksDirectory}`, names, maxMarkBytes, signal);
  const present = marks.get('generation');
  if (marks.has('sync-in-progress') || present === undefined) {
    return undefined;
  }
  const built = marks.has('built');
  const generationText = textOf(present);
  if (remembered?.generation === generationText) {
    return { ...remembered, built };
  }
  const large = ['manifest.json', 'changes.json', 'blobs.json'];
  const state = await container.readFiles(`${path}/${stateDirectory}`, large, maxStateBytes, signal);
  const files = parseHeldFiles(generationText, state.get('manifest.json'), state.get('changes.json'));
  return files === undefined
    ? undefined
    : { ...files, blobs: parseBlobs(textOf(state.get('blobs.json'))), built };
}

/** The file that keeps the names that git has for what the volume holds. */
export function blobsFile(blobs: KnownBlobs): ContextFile {
  return { path: `${stateDirectory}/blobs.json`, content: serializeBlobs(blobs) };
}
