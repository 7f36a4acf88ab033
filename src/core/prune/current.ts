/** What the next build starts from. It is never ticked: without it, everything after it is made again too. */
import { label, type ResourceKind } from '../model/labels.ts';
import type { ImageItem, ResourceSnapshot } from '../resources/snapshot.ts';

/**
 * All bases, toolchains that a build volume was made with, and of toolchains and debuggers' images the newest of each
 * platform. A base that is made again is another one, and so is every toolchain after it.
 */
export function currentImages({ images, volumes }: ResourceSnapshot): ReadonlySet<ImageItem> {
  const named = images.filter(
    ({ origin, references }) => origin === 'php-source-bench' && references.length > 0,
  );
  const ofKind = (kind: ResourceKind) => named.filter(({ labels }) => labels[label.kind] === kind);
  const recipesInUse = new Set(
    volumes
      .filter(({ origin, labels }) => origin === 'php-source-bench' && labels[label.kind] === 'build-volume')
      .map(({ labels }) => labels[label.recipe]),
  );
  return new Set([
    ...ofKind('base'),
    ...ofKind('toolchain').filter(({ labels }) => recipesInUse.has(labels[label.recipe])),
    ...newestOfEachPlatform(ofKind('toolchain')),
    ...newestOfEachPlatform(ofKind('tools')),
  ]);
}

function newestOfEachPlatform(images: readonly ImageItem[]): readonly ImageItem[] {
  const groups = Map.groupBy(images, ({ labels }) => labels[label.platform]);
  return [...groups.values()].map((group) =>
    group.reduce((best, image) => (image.createdAtMs > best.createdAtMs ? image : best)),
  );
}
