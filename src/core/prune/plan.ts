/** Decides what a prune would remove and says why, item by item. Pure: nothing is removed here. */
import { label } from '../model/labels.ts';
import type { ContainerItem, ImageItem, ResourceSnapshot, VolumeItem } from '../resources/snapshot.ts';

export interface PruneRules {
  /** A container counts as dead when it ended at least this long ago. */
  readonly graceMs: number;
  readonly nowMs: number;
  /** When containers ended, by id; one that is missing stays. */
  readonly finishedAtMs: ReadonlyMap<string, number>;
  /** Reference of the current toolchain, which is never ticked. */
  readonly keepReferences: ReadonlySet<string>;
}

export interface PruneItem {
  readonly kind: 'container' | 'image' | 'volume';
  readonly id: string;
  readonly name: string;
  /** Whether it is ticked to go. */
  readonly remove: boolean;
  /** Why it goes or stays, for people. */
  readonly reason: string;
  /** About how many bytes only it holds; `undefined` if unknown. */
  readonly bytes: number | undefined;
}

export interface PrunePlan {
  readonly engineName: string;
  readonly endpoint: string;
  /** Children before parents: containers, then images, then volumes. */
  readonly items: readonly PruneItem[];
  /** About how much the ticked items free, as far as it is known. */
  readonly freedBytes: number;
}

interface Verdict {
  readonly remove: boolean;
  readonly reason: string;
}

const go = (reason: string): Verdict => ({ remove: true, reason });
const stay = (reason: string): Verdict => ({ remove: false, reason });

function isOurs(labels: Readonly<Record<string, string>>): boolean {
  return labels[label.kind] !== undefined;
}

function judgeContainer(container: ContainerItem, rules: PruneRules): Verdict {
  if (!container.ended) {
    return stay(`it is ${container.state}`);
  }
  const finishedAtMs = rules.finishedAtMs.get(container.id);
  if (finishedAtMs === undefined) {
    return stay('when it ended is unknown');
  }
  if (rules.nowMs - finishedAtMs < rules.graceMs) {
    return stay('it ended only a short while ago');
  }
  return isOurs(container.labels)
    ? go('it has ended, and the extension made it')
    : stay('the extension did not make it');
}

function judgeImage(image: ImageItem, rules: PruneRules, goingNames: ReadonlySet<string>): Verdict {
  const users = image.usedBy.filter((name) => !goingNames.has(name));
  if (users.length > 0) {
    return stay(`used by ${users.join(', ')}`);
  }
  if (image.references.some((reference) => rules.keepReferences.has(reference))) {
    return stay('it is the current toolchain');
  }
  if (image.references.length > 0) {
    return stay('it has a tag');
  }
  if (!image.dangling) {
    return stay('another image is built on it');
  }
  return isOurs(image.labels)
    ? go('it lost its tag and has no child image, and the extension made it')
    : stay('the extension did not make it');
}

function judgeVolume(volume: VolumeItem): Verdict {
  return volume.usedBy.length > 0
    ? stay(`used by ${volume.usedBy.join(', ')}`)
    : stay('volumes hold data: remove them by hand');
}

/** The plan for an engine's objects; see {@link PruneRules}. */
export function planPrune(snapshot: ResourceSnapshot, rules: PruneRules): PrunePlan {
  const containers = snapshot.containers.map(
    (container): PruneItem => ({
      kind: 'container',
      id: container.id,
      name: container.name,
      bytes: container.writableBytes,
      ...judgeContainer(container, rules),
    }),
  );
  const goingNames = new Set(containers.filter((item) => item.remove).map((item) => item.name));
  const images = snapshot.images.map(
    (image): PruneItem => ({
      kind: 'image',
      id: image.id,
      name: image.references[0] ?? image.id.replace('sha256:', '').slice(0, 12),
      bytes: image.exclusiveBytes,
      ...judgeImage(image, rules, goingNames),
    }),
  );
  const volumes = snapshot.volumes.map(
    (volume): PruneItem => ({
      kind: 'volume',
      id: volume.name,
      name: volume.name,
      bytes: volume.sizeBytes,
      ...judgeVolume(volume),
    }),
  );
  const items = [...containers, ...images, ...volumes];
  return {
    engineName: snapshot.engine.name,
    endpoint: snapshot.engine.endpoint,
    items,
    freedBytes: items.reduce((sum, item) => sum + (item.remove ? (item.bytes ?? 0) : 0), 0),
  };
}
