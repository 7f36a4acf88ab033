/**
 * Who made an object of an engine, as far as its labels and names say. They are foreign text, and claims only: an image
 * hands its labels on to whatever is built on it and to every container of it, so that ours are counted as ours only
 * where they cannot be inherited.
 */
import type { ContainerRow, ImageRow } from '../model/engine.ts';
import { hasOwnKind, type Labels, label } from '../model/labels.ts';

/** The makers that are told apart. */
export const origins = ['php-source-bench', 'dev-container', 'compose', 'other'] as const;

export type Origin = (typeof origins)[number];

const ownPrefix = 'php-source-bench/';

/** No image of ours takes longer to make. */
const maxMakingMs = 6 * 3_600_000;

/** Dev containers that are built with compose carry the labels of both, and count as dev containers. */
function strangerOf(labels: Labels): Origin {
  const names = Object.keys(labels);
  if (names.some((name) => name.startsWith('devcontainer.') || name.startsWith('vsch.'))) {
    return 'dev-container';
  }
  return names.some((name) => name.startsWith('com.docker.compose.')) ? 'compose' : 'other';
}

/** Who made each image, by its id. */
export function imageOrigins(images: readonly ImageRow[]): ReadonlyMap<string, Origin> {
  const candidates = images.filter(({ labels }) => hasOwnKind('image', labels));
  const makings = Map.groupBy(candidates, ({ labels }) =>
    JSON.stringify([labels[label.kind], labels[label.startedAt]]),
  );
  const ours = new Set([...makings.values()].flatMap(oursOf));
  return new Map(
    images.map((image) => [image.id, ours.has(image) ? 'php-source-bench' : strangerOf(image.labels)]),
  );
}

/**
 * Which of the images with the labels of one making are ours: those with nothing but names of ours, and of the
 * nameless the one that was made first, within the time that a making takes. The others were built on it.
 */
function oursOf(images: readonly ImageRow[]): readonly ImageRow[] {
  const firstMs = Math.min(...images.map(({ createdAtMs }) => createdAtMs));
  const isOnlyFirst = images.filter(({ createdAtMs }) => createdAtMs === firstMs).length === 1;
  return images.filter((image) => {
    const { references, digests, createdAtMs, labels } = image;
    if (references.length > 0) {
      return references.every((reference) => reference.startsWith(ownPrefix));
    }
    const tookMs = makingTimeMs(labels, createdAtMs);
    return digests.length === 0 && isOnlyFirst && createdAtMs === firstMs && tookMs !== undefined;
  });
}

/**
 * How long an image of ours took, from the start that its label notes to the engine's time of its making; `undefined`
 * if that is not known, as for what came from the engine's cache or was made by another clock.
 */
export function makingTimeMs(labels: Labels, createdAtMs: number): number | undefined {
  const text = labels[label.startedAt] ?? '';
  const tookMs = createdAtMs - Number(text);
  // The engine's list leaves out the parts of seconds.
  return /^\d{1,15}$/.test(text) && tookMs > -1000 && tookMs <= maxMakingMs ? Math.max(0, tookMs) : undefined;
}

/** @param image the image that it is made of; `undefined` if that is not known */
export function containerOrigin(
  { labels }: Pick<ContainerRow, 'labels'>,
  image: Pick<ImageRow, 'labels'> | undefined,
): Origin {
  const isInherited = image === undefined || image.labels[label.kind] === labels[label.kind];
  return hasOwnKind('container', labels) && !isInherited ? 'php-source-bench' : strangerOf(labels);
}

/** Volumes and networks inherit nothing. */
export function originOf(kind: 'volume' | 'network', labels: Labels): Origin {
  return hasOwnKind(kind, labels) ? 'php-source-bench' : strangerOf(labels);
}
