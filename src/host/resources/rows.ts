/** Turns what an engine holds into the rows of the Docker resources tree. */

import type { BuildCacheRow, NetworkRow } from '../../core/model/engine.ts';
import { label as labelName } from '../../core/model/labels.ts';
import type {
  ContainerItem,
  ImageItem,
  ResourceSnapshot,
  VolumeItem,
} from '../../core/resources/snapshot.ts';
import { formatBytes, plainText } from '../../core/text/format.ts';
import type { Translate } from '../translate.ts';
import { formatAge } from './age.ts';
import type { Row } from './row.ts';

/** What rows depend on besides the objects. */
export interface RowContext {
  readonly nowMs: number;
  /** BCP 47, for ages. */
  readonly locale: string;
  readonly t: Translate;
}

const maxNameLength = 200;
const shortIdLength = 12;

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
    spoken: `${label}, ${rows.length}`,
    children: rows.length === 0 ? undefined : ordered,
    expanded,
  };
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

interface Leaf {
  readonly id: string;
  readonly type: string;
  readonly label: string;
  readonly parts: readonly (string | undefined)[];
  readonly facts: readonly (readonly [string, string | undefined])[];
  readonly icon: string;
  readonly kind: string;
  readonly ownKind: string | undefined;
}

/** Puts a row together; parts and facts that are not known are left out. */
function leaf({ id, type, label, parts, facts, icon, kind, ownKind }: Leaf, { t }: RowContext): Row {
  const own = ownKind === undefined ? [] : [plain(ownKind)];
  const known = parts.filter((part) => part !== undefined && part !== '');
  const name = plain(label);
  const ownFact = ownKind === undefined ? [] : [[t('Made by PHP Source Bench'), plain(ownKind)] as const];
  return {
    id,
    label: name,
    description: [...own, ...known].join(' · '),
    facts: [
      ...facts.flatMap(([key, value]) =>
        value === undefined || value === '' ? [] : [[key, plain(value)] as const],
      ),
      ...ownFact,
    ],
    icon,
    own: ownKind !== undefined,
    kind,
    spoken: [type, name, ...own, ...known].join(', '),
    children: undefined,
    expanded: false,
  };
}

function plain(text: string): string {
  return plainText(text, maxNameLength);
}

function shortId(id: string): string {
  return id.replace(/^sha256:/, '').slice(0, shortIdLength);
}

function date(ms: number | undefined, locale: string): string | undefined {
  return ms === undefined || ms <= 0 ? undefined : new Date(ms).toLocaleString(locale);
}

function bytes(value: number | undefined): string | undefined {
  return value === undefined || value < 0 ? undefined : formatBytes(value);
}

function imageRow(image: ImageItem, context: RowContext): Row {
  const { t, nowMs, locale } = context;
  const platform = image.labels[labelName.platform];
  return leaf(
    {
      id: `image:${image.id}`,
      type: image.dangling ? t('Dangling image') : t('Image'),
      label: image.references[0] ?? shortId(image.id),
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
        [t('Used by'), image.usedBy.join(', ')],
      ],
      icon: image.dangling ? 'question' : 'package',
      kind: image.dangling ? 'dangling-image' : 'image',
      ownKind: image.labels[labelName.kind],
    },
    context,
  );
}

const containerIcons: Readonly<Partial<Record<ContainerItem['state'], string>>> = {
  running: 'vm-running',
  paused: 'debug-pause',
  restarting: 'sync',
  dead: 'error',
};

function containerRow(container: ContainerItem, context: RowContext): Row {
  const { t, locale } = context;
  return leaf(
    {
      id: `container:${container.id}`,
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
      ],
      icon: containerIcons[container.state] ?? 'vm-outline',
      kind: container.ended ? 'dead-container' : 'container',
      ownKind: container.labels[labelName.kind],
    },
    context,
  );
}

function volumeRow(volume: VolumeItem, context: RowContext): Row {
  const { t, nowMs, locale } = context;
  return leaf(
    {
      id: `volume:${volume.name}`,
      type: t('Volume'),
      label: volume.name,
      parts: [
        bytes(volume.sizeBytes),
        volume.createdAtMs === undefined ? undefined : formatAge(volume.createdAtMs, nowMs, locale),
        volume.usedBy.length > 0 ? t('in use') : undefined,
      ],
      facts: [
        [t('Size'), bytes(volume.sizeBytes)],
        [t('Driver'), volume.driver],
        [t('Created'), date(volume.createdAtMs, locale)],
        [t('Used by'), volume.usedBy.join(', ')],
        [t('Tree'), volume.labels[labelName.tree]],
      ],
      icon: 'database',
      kind: 'volume',
      ownKind: volume.labels[labelName.kind],
    },
    context,
  );
}

function networkRow(network: NetworkRow, context: RowContext): Row {
  const { t } = context;
  return leaf(
    {
      id: `network:${network.id}`,
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

function cacheRow(cache: BuildCacheRow, context: RowContext): Row {
  const { t, nowMs, locale } = context;
  return leaf(
    {
      id: `cache:${cache.id}`,
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
