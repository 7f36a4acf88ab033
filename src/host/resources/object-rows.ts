/** A row for each kind of object. */
import type { BuildCacheRow, NetworkRow } from '../../core/model/engine.ts';
import { type Labels, label as labelName } from '../../core/model/labels.ts';
import type { ContainerItem, ImageItem, VolumeItem } from '../../core/resources/snapshot.ts';
import { formatAge } from '../age.ts';
import { bytes, date, leaf, plain, type RowContext, shortId } from './leaf.ts';
import type { Row } from './row.ts';

export function imageRow(image: ImageItem, context: RowContext): Row {
  const { t, nowMs, locale } = context;
  const platform = image.labels[labelName.platform];
  return leaf(
    {
      object: { kind: 'image', id: image.id },
      type: image.dangling ? t('Dangling image') : t('Image'),
      label: shortImageName(image.references[0]) ?? shortId(image.id),
      parts: [
        bytes(image.sizeBytes),
        platform?.replace(/^linux\//, '').slice(0, 20),
        formatAge(image.createdAtMs, nowMs, locale),
        image.usedBy.length > 0 ? t('in use') : undefined,
      ],
      facts: [
        [t('Tags'), image.references.join(', ')],
        [t('Identifier'), shortId(image.id)],
        [t('Size'), bytes(image.sizeBytes)],
        [t('Only in this image'), bytes(image.exclusiveBytes)],
        [t('Platform'), platform],
        [t('Created'), date(image.createdAtMs, locale)],
        [t('Used by'), image.usedBy.map(({ name }) => name).join(', ')],
      ],
      icon: image.dangling ? 'question' : 'package',
      kind: image.dangling ? 'dangling-image' : 'image',
      ownKind: image.labels[labelName.kind],
    },
    context,
  );
}

/** The words of our own image names that a row does not say elsewhere: the whole name would push them out of sight. */
function shortImageName(reference: string | undefined): string | undefined {
  return reference
    ?.replace(/^php-source-bench\/tools:(.+)-[0-9a-f]{16}$/, 'gdb-valgrind-$1')
    .replace(/^php-source-bench\/[a-z]+:(.+)-[0-9a-f]{16}$/, '$1');
}

/** The folder that a volume of ours builds, instead of that folder's hash. */
function shortVolumeName(name: string, labels: Labels): string {
  const folder = labels[labelName.tree]?.split(/[\\/]/).findLast((part) => part !== '');
  const architecture = /^php-source-bench-[0-9a-f]{12}-(.+)-[0-9a-f]{12}$/.exec(name)?.[1];
  return folder === undefined || architecture === undefined ? name : `${folder}-${architecture}`;
}

const containerIcons: Readonly<Partial<Record<ContainerItem['state'], string>>> = {
  running: 'vm-running',
  paused: 'debug-pause',
  restarting: 'sync',
  dead: 'error',
};

export function containerRow(container: ContainerItem, context: RowContext): Row {
  const { t, locale } = context;
  return leaf(
    {
      object: { kind: 'container', id: container.id },
      type: container.ended ? t('Dead container') : t('Container'),
      label: container.name === '' ? shortId(container.id) : container.name,
      parts: [plain(container.status || container.state), bytes(container.writableBytes)],
      facts: [
        [t('Image'), container.image],
        [t('State'), container.status || container.state],
        [t('Identifier'), shortId(container.id)],
        [t('Platform'), container.labels[labelName.platform]],
        [t('Written'), bytes(container.writableBytes)],
        [t('Created'), date(container.createdAtMs, locale)],
        [t('Volumes'), container.volumes.join(', ')],
      ],
      icon: containerIcons[container.state] ?? 'vm-outline',
      kind: container.ended ? 'dead-container' : 'container',
      ownKind: container.labels[labelName.kind],
    },
    context,
  );
}

export function volumeRow(volume: VolumeItem, context: RowContext): Row {
  const { t, nowMs, locale } = context;
  return leaf(
    {
      object: { kind: 'volume', id: volume.name },
      type: t('Volume'),
      label: shortVolumeName(volume.name, volume.labels),
      parts: [
        bytes(volume.sizeBytes),
        volume.createdAtMs === undefined ? undefined : formatAge(volume.createdAtMs, nowMs, locale),
        volume.usedBy.length > 0 ? t('in use') : undefined,
      ],
      facts: [
        [t('Name'), volume.name],
        [t('Size'), bytes(volume.sizeBytes)],
        [t('Driver'), volume.driver],
        [t('Created'), date(volume.createdAtMs, locale)],
        [t('Used by'), volume.usedBy.map(({ name }) => name).join(', ')],
        [t('Tree'), volume.labels[labelName.tree]],
        [t('Platform'), volume.labels[labelName.platform]],
      ],
      icon: 'database',
      kind: 'volume',
      ownKind: volume.labels[labelName.kind],
    },
    context,
  );
}

export function networkRow(network: NetworkRow, context: RowContext): Row {
  const { t } = context;
  return leaf(
    {
      object: { kind: 'network', id: network.id },
      type: t('Network'),
      label: network.name,
      parts: [plain(network.driver)],
      facts: [
        [t('Driver'), network.driver],
        [t('Identifier'), shortId(network.id)],
      ],
      icon: 'globe',
      kind: 'network',
      ownKind: network.labels[labelName.kind],
    },
    context,
  );
}

export function cacheRow(cache: BuildCacheRow, context: RowContext): Row {
  const { t, nowMs, locale } = context;
  return leaf(
    {
      object: { kind: 'build-cache', id: cache.id },
      type: t('Build cache'),
      label: cache.description === '' ? shortId(cache.id) : cache.description,
      parts: [
        bytes(cache.sizeBytes),
        cache.lastUsedAtMs === undefined ? undefined : formatAge(cache.lastUsedAtMs, nowMs, locale),
        cache.inUse ? t('in use') : undefined,
        cache.shared ? t('shared') : undefined,
      ],
      facts: [
        [t('Size'), bytes(cache.sizeBytes)],
        [t('Last used'), date(cache.lastUsedAtMs, locale)],
        [t('Identifier'), shortId(cache.id)],
      ],
      icon: 'archive',
      kind: 'build-cache',
      ownKind: undefined,
    },
    context,
  );
}
