/** What it would take to make again what a prune removes, from the times that were noted when it was made. */
import { type Labels, label } from '../model/labels.ts';
import { makingTimeMs } from '../resources/origin.ts';
import type { ImageItem, VolumeItem } from '../resources/snapshot.ts';

/** How long an image of ours took to make. */
export function remakeOfImage({ origin, labels, createdAtMs }: ImageItem): number | undefined {
  return origin === 'php-source-bench' ? makingTimeMs(labels, createdAtMs) : undefined;
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
