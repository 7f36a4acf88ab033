/** A row for each kind of object but images. */
import type { BuildCacheRow } from '../../core/model/engine.ts';
import type { ContainerItem, NetworkItem, VolumeItem } from '../../core/resources/snapshot.ts';
import { formatAge } from '../age.ts';
import { bytes, date, leaf, plain, type RowContext, shortId, userNames } from './leaf.ts';
import { shortVolumeName } from './names.ts';
import type { ObjectRow } from './row.ts';

const containerIcons: Readonly<Partial<Record<ContainerItem['state'], string>>> = {
  running: 'vm-running',
  paused: 'debug-pause',
  restarting: 'sync',
  dead: 'error',
};

function containerKind({ ended, state }: ContainerItem): string {
  if (ended) {
    return 'dead-container';
  }
  return state === 'running' || state === 'paused' ? 'running-container' : 'container';
}

export function containerRow(container: ContainerItem, context: RowContext): ObjectRow {
  const { t, locale } = context;
  return leaf(
    {
      object: { kind: 'container', id: container.id },
      section: container.ended ? 'dead' : 'containers',
      type: container.ended ? t('Dead container') : t('Container'),
      label: container.name === '' ? shortId(container.id) : container.name,
      parts: [plain(container.status || container.state), bytes(container.writableBytes)],
      facts: [
        [t('Image'), container.image],
        [t('State'), container.status || container.state],
        [t('Identifier'), shortId(container.id)],
        [t('Written'), bytes(container.writableBytes)],
        [t('Created'), date(container.createdAtMs, locale)],
        [t('Volumes'), container.volumes.join(', ')],
        [t('Networks'), container.networks.join(', ')],
      ],
      icon: containerIcons[container.state] ?? 'vm-outline',
      kind: containerKind(container),
      labels: container.labels,
      madeBy: container.origin,
      inUse: !container.ended,
      bytes: container.writableBytes,
      createdAtMs: container.createdAtMs,
    },
    context,
  );
}

export function volumeRow(volume: VolumeItem, context: RowContext): ObjectRow {
  const { t, nowMs, locale } = context;
  const inUse = volume.usedBy.length > 0;
  return leaf(
    {
      object: { kind: 'volume', id: volume.name },
      section: 'volumes',
      type: t('Volume'),
      label: shortVolumeName(volume.name, volume.labels),
      parts: [
        bytes(volume.sizeBytes),
        volume.createdAtMs === undefined ? undefined : formatAge(volume.createdAtMs, nowMs, locale),
        inUse ? t('used by {0}', plain(userNames(volume.usedBy))) : undefined,
      ],
      facts: [
        [t('Name'), volume.name],
        [t('Size'), bytes(volume.sizeBytes)],
        [t('Driver'), volume.driver],
        [t('Created'), date(volume.createdAtMs, locale)],
        [t('Used by'), userNames(volume.usedBy)],
      ],
      icon: 'database',
      kind: 'volume',
      labels: volume.labels,
      madeBy: volume.origin,
      inUse,
      bytes: volume.sizeBytes,
      createdAtMs: volume.createdAtMs,
    },
    context,
  );
}

export function networkRow(network: NetworkItem, context: RowContext): ObjectRow {
  const { t, locale } = context;
  const users = network.usedBy.length;
  return leaf(
    {
      object: { kind: 'network', id: network.id },
      section: 'networks',
      type: t('Network'),
      label: network.name,
      parts: [plain(network.driver), users > 0 ? t('containers: {0}', users) : undefined],
      facts: [
        [t('Driver'), network.driver],
        [t('Identifier'), shortId(network.id)],
        [t('Created'), date(network.createdAtMs, locale)],
        [t('Used by'), userNames(network.usedBy)],
      ],
      icon: 'globe',
      kind: network.builtIn ? 'built-in-network' : 'network',
      labels: network.labels,
      madeBy: network.origin,
      inUse: network.builtIn || users > 0,
      bytes: undefined,
      createdAtMs: network.createdAtMs,
    },
    context,
  );
}

export function cacheRow(cache: BuildCacheRow, context: RowContext): ObjectRow {
  const { t, nowMs, locale } = context;
  return leaf(
    {
      object: { kind: 'build-cache', id: cache.id },
      section: 'cache',
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
      labels: {},
      madeBy: 'other',
      inUse: cache.inUse || cache.shared,
      bytes: cache.sizeBytes,
      createdAtMs: cache.createdAtMs,
    },
    context,
  );
}
