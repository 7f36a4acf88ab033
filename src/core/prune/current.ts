/** What the next build starts from. It is never ticked: without it, everything after it is made again too. */
import { label } from '../model/labels.ts';
import type { ImageItem, ResourceSnapshot } from '../resources/snapshot.ts';

const startingKinds: ReadonlySet<string> = new Set(['base', 'toolchain', 'tools', 'runner']);

/**
 * Toolchains that a build volume was made with, of bases and toolchains the newest of each platform, and of the images
 * that go with one of these toolchains (debuggers, runner) the newest.
 */
export function currentImages({ images, volumes }: ResourceSnapshot): ReadonlySet<ImageItem> {
  const starting = images.filter(
    ({ origin, labels, references }) =>
      origin === 'php-source-bench' && references.length > 0 && startingKinds.has(labels[label.kind] ?? ''),
  );
  const recipesInUse = new Set(
    volumes
      .filter(({ origin, labels }) => origin === 'php-source-bench' && labels[label.kind] === 'build-volume')
      .map(({ labels }) => labels[label.recipe]),
  );
  const newest = [
    ...Map.groupBy(starting, ({ labels }) =>
      JSON.stringify([labels[label.kind], labels[label.platform], labels[label.toolchain]]),
    ).values(),
  ].map((group) => group.reduce((best, image) => (image.createdAtMs > best.createdAtMs ? image : best)));
  const inUse = starting.filter(
    ({ labels }) => labels[label.kind] === 'toolchain' && recipesInUse.has(labels[label.recipe]),
  );
  const current = [...newest, ...inUse];
  const toolchains = new Set(
    current
      .filter(({ labels }) => labels[label.kind] === 'toolchain')
      .map(({ labels }) => labels[label.recipe]),
  );
  return new Set(
    current.filter(
      ({ labels }) => labels[label.toolchain] === undefined || toolchains.has(labels[label.toolchain]),
    ),
  );
}
