/** What it would take to make again what a prune removes, from the times that were noted when it was made. */
import type { ImageRow } from '../model/engine.ts';
import { type Labels, label } from '../model/labels.ts';
import type { ImageItem, VolumeItem } from '../resources/snapshot.ts';

/** The engine's clock may be another machine's: more than this says nothing. */
const maxRemakeMs = 24 * 3_600_000;

/** How long an image of ours took, from the start that its label notes to the engine's time of its making. */
export function remakeOfImage({ labels, createdAtMs }: Pick<ImageRow, 'labels' | 'createdAtMs'>) {
  const text = labels[label.startedAt] ?? '';
  const tookMs = createdAtMs - Number(text);
  // What was taken from the engine's cache is older than the start.
  return /^\d{1,15}$/.test(text) && tookMs > 0 && tookMs <= maxRemakeMs ? tookMs : undefined;
}

const sameBuild = [label.tree, label.recipe, label.platform, label.configuration];

function isSameBuild(a: Labels, b: Labels): boolean {
  return sameBuild.every((name) => a[name] !== undefined && a[name] === b[name]);
}

/** How long the last build from nothing took that was made of the same tree and configuration. */
export function remakeOfVolume(
  { labels, origin }: Pick<VolumeItem, 'labels' | 'origin'>,
  images: readonly ImageItem[],
): number | undefined {
  if (origin !== 'php-source-bench') {
    return undefined;
  }
  return images
    .filter((image) => image.origin === 'php-source-bench' && isSameBuild(image.labels, labels))
    .toSorted((a, b) => b.createdAtMs - a.createdAtMs)
    .map(remakeOfImage)
    .find((tookMs) => tookMs !== undefined);
}
