/** What the next build starts from. It is never ticked: without it, everything after it is made again too. */
import { type Labels, label, type ResourceKind } from '../model/labels.ts';
import type { ImageItem, ResourceSnapshot } from '../resources/snapshot.ts';

/**
 * All bases, toolchains that a build volume was made with and the newest of each platform, and the newest debuggers'
 * image and runner of each of these toolchains. A base that is made again is another one, and so is every toolchain
 * after it.
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
  const toolchains = [
    ...ofKind('toolchain').filter(({ labels }) => recipesInUse.has(labels[label.recipe])),
    ...newestOfEach(ofKind('toolchain'), ({ [label.platform]: platform }) => platform),
  ];
  const keys = new Set(toolchains.map(({ labels }) => labels[label.recipe]));
  const companions = (['tools', 'runner'] as const)
    .flatMap((kind) => newestOfEach(ofKind(kind), toolchainOf))
    // Those of earlier versions do not say what they go with.
    .filter(({ labels }) => labels[label.toolchain] === undefined || keys.has(labels[label.toolchain]));
  return new Set([...ofKind('base'), ...toolchains, ...companions]);
}

function toolchainOf({ [label.platform]: platform, [label.toolchain]: toolchain }: Labels): string {
  return JSON.stringify([platform, toolchain]);
}

function newestOfEach(
  images: readonly ImageItem[],
  groupOf: (labels: Labels) => string | undefined,
): readonly ImageItem[] {
  return [...Map.groupBy(images, ({ labels }) => groupOf(labels)).values()].map((group) =>
    group.reduce((best, image) => (image.createdAtMs > best.createdAtMs ? image : best)),
  );
}
