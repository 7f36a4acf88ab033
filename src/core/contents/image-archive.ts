/**
 * An image as an engine saves it, in either layout: that of `docker save` (a folder for each layer, `manifest.json`)
 * and that of OCI (`blobs/sha256`, `index.json`; Docker adds a `manifest.json` to it from version 25 on).
 */
import * as v from 'valibot';
import { errors } from '../errors.ts';
import type { LayerSummary } from './layer-tally.ts';

export interface ArchivedLayer {
  /** As it is stored, compressed or not. */
  readonly storedBytes: number;
  /** `undefined` if it is in a form that cannot be read. */
  readonly summary: LayerSummary | undefined;
}

/** What is kept of an archive that streamed by. */
export interface ImageArchive {
  /** Texts of its small JSON files, by their paths. */
  readonly documents: ReadonlyMap<string, string>;
  /** By their paths. */
  readonly layers: ReadonlyMap<string, ArchivedLayer>;
  /** Where links lead, by their paths: an older engine stores the same layer once. */
  readonly links: ReadonlyMap<string, string>;
}

/** A step in the making of an image, the oldest first. */
export interface ImageStep {
  /** The command, as the builder noted it; `undefined` if nobody did. */
  readonly createdBy: string | undefined;
  /** `undefined` for a step that changes no file. */
  readonly layer: ArchivedLayer | undefined;
}

const digest = v.pipe(v.string(), v.regex(/^[a-z0-9]{1,20}:[0-9a-f]{32,128}$/, 'no digest'));
const descriptor = v.object({
  digest,
  annotations: v.nullish(v.record(v.string(), v.unknown()), {}),
});
const dockerManifest = v.pipe(
  v.array(v.object({ Config: v.string(), Layers: v.nullish(v.array(v.string()), []) })),
  v.minLength(1),
);
const ociIndex = v.object({ manifests: v.array(descriptor) });
const ociManifest = v.object({ config: descriptor, layers: v.array(descriptor) });
const imageConfig = v.object({
  history: v.nullish(
    v.array(
      v.object({
        created_by: v.nullish(v.string(), ''),
        empty_layer: v.nullish(v.boolean(), false),
      }),
    ),
    [],
  ),
});

interface Plan {
  readonly config: string;
  readonly layers: readonly string[];
}

/** The steps of an image's making with their layers. Rejects with `engine-failed` for an archive of neither layout. */
export function stepsOf(archive: ImageArchive): readonly ImageStep[] {
  const plan = dockerPlan(archive) ?? ociPlan(archive);
  if (plan === undefined) {
    throw errors.engineFailed('save the image', 'its archive has no manifest.');
  }
  const layers = plan.layers.map((path) => layerAt(archive, path));
  const history = read(archive, plan.config, imageConfig)?.history ?? [];
  const stated = history.filter(({ empty_layer: isEmpty }) => !isEmpty);
  if (stated.length !== layers.length) {
    // An imported image has no history, and one that was squashed has another.
    return layers.map((layer) => ({ createdBy: undefined, layer }));
  }
  const remaining = layers.values();
  return history.map(({ created_by: createdBy, empty_layer: isEmpty }) => ({
    createdBy: createdBy === '' ? undefined : createdBy,
    layer: isEmpty ? undefined : remaining.next().value,
  }));
}

/** A document of the archive, if it is there and of that form. */
function read<TSchema extends v.GenericSchema>(
  { documents }: ImageArchive,
  path: string,
  schema: TSchema,
): v.InferOutput<TSchema> | undefined {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), schema), documents.get(path));
  return parsed.success ? parsed.output : undefined;
}

function dockerPlan(archive: ImageArchive): Plan | undefined {
  const [image] = read(archive, 'manifest.json', dockerManifest) ?? [];
  return image && { config: image.Config, layers: image.Layers };
}

/** The first image of the index, or of those it leads to, whose layers came along; those of other platforms did not. */
function ociPlan(archive: ImageArchive): Plan | undefined {
  // A set goes on to what is added to it meanwhile, and takes each only once, however an index leads back to itself.
  const paths = new Set(['index.json']);
  for (const path of paths) {
    const manifest = read(archive, path, ociManifest);
    const layers = manifest?.layers.map((layer) => blobPath(layer.digest));
    if (manifest !== undefined && layers?.every((layer) => archive.layers.has(layer))) {
      return { config: blobPath(manifest.config.digest), layers };
    }
    const index = read(archive, path, ociIndex);
    for (const { digest: found, annotations } of index?.manifests ?? []) {
      // What builders note on an image has the form of one.
      if (annotations['vnd.docker.reference.type'] === undefined) {
        paths.add(blobPath(found));
      }
    }
  }
  return undefined;
}

function blobPath(text: string): string {
  return `blobs/${text.replace(':', '/')}`;
}

/** A layer; the unreadable one of no bytes for what the archive should have and has not. */
function layerAt({ layers, links }: ImageArchive, path: string): ArchivedLayer {
  const target = links.get(path);
  const linked = target === undefined ? undefined : layers.get(beside(path, target));
  return layers.get(path) ?? linked ?? { storedBytes: 0, summary: undefined };
}

/** Where a link in a folder of an archive leads, as a path of the archive. */
function beside(path: string, target: string): string {
  const parts: string[] = path.split('/').slice(0, -1);
  for (const part of target.split('/')) {
    if (part === '..') {
      parts.pop();
    } else if (part !== '' && part !== '.') {
      parts.push(part);
    }
  }
  return parts.join('/');
}
