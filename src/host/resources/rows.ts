/** Turns what an engine holds into the rows of the Docker resources tree. */
import type { ContainerItem, ImageItem, ResourceSnapshot } from '../../core/resources/snapshot.ts';
import type { RowContext } from './leaf.ts';
import { cacheRow, containerRow, imageRow, networkRow, volumeRow } from './object-rows.ts';
import type { Row } from './row.ts';

/** The tree's rows; none at all for an engine that holds nothing. */
export function resourceRows(snapshot: ResourceSnapshot, context: RowContext): readonly Row[] {
  const { t } = context;
  const { images, containers, volumes, networks, buildCache } = snapshot;
  if (images.length + containers.length + volumes.length + (buildCache?.length ?? 0) === 0) {
    return [];
  }
  const image = (item: ImageItem) => imageRow(item, context);
  const container = (item: ContainerItem) => containerRow(item, context);
  return [
    group('images', t('Images'), images.filter(({ dangling }) => !dangling).map(image), true),
    group('dangling', t('Dangling Images'), images.filter(({ dangling }) => dangling).map(image)),
    group('containers', t('Containers'), containers.filter(({ ended }) => !ended).map(container), true),
    group('dead', t('Dead Containers'), containers.filter(({ ended }) => ended).map(container)),
    group(
      'volumes',
      t('Volumes'),
      volumes.map((item) => volumeRow(item, context)),
    ),
    group(
      'networks',
      t('Networks'),
      networks.map((item) => networkRow(item, context)),
    ),
    ...(buildCache === undefined
      ? []
      : [
          group(
            'cache',
            t('Build Cache'),
            buildCache.map((item) => cacheRow(item, context)),
          ),
        ]),
  ];
}

function group(id: string, label: string, rows: readonly Row[], expanded = false): Row {
  const ordered = [...rows].sort((a, b) => Number(b.own) - Number(a.own) || compareText(a.label, b.label));
  return {
    id: `group:${id}`,
    label,
    description: String(rows.length),
    facts: [],
    icon: 'folder',
    own: false,
    kind: `group-${id}`,
    object: undefined,
    spoken: `${label}, ${rows.length}`,
    children: rows.length === 0 ? undefined : ordered,
    expanded,
  };
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
