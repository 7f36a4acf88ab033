/** Turns what an engine holds into the rows of the Docker resources tree. */
import { type Origin, origins } from '../../core/resources/origin.ts';
import type { ResourceSnapshot } from '../../core/resources/snapshot.ts';
import { formatBytes } from '../../core/text/format.ts';
import type { Translate } from '../translate.ts';
import { matcherOf } from './filter.ts';
import { imageRow } from './image-row.ts';
import type { RowContext } from './leaf.ts';
import { cacheRow, containerRow, networkRow, volumeRow } from './object-rows.ts';
import { type ObjectRow, type Row, type Section, sections } from './row.ts';
import type { Order, ViewOptions } from './view-options.ts';

/** The rows as a person wants to see them, and how many there are of how many. */
export interface Arranged {
  readonly rows: readonly Row[];
  readonly shown: number;
  readonly all: number;
}

/** The tree's rows; none at all for an engine that holds nothing. */
export function resourceRows(
  snapshot: ResourceSnapshot,
  options: ViewOptions,
  context: RowContext,
): Arranged {
  const all = objectRows(snapshot, context);
  if (all.every(({ section }) => section === 'networks')) {
    return { rows: [], shown: 0, all: 0 };
  }
  const found = all.filter(matcherOf(options.filter)).toSorted(comparisons[options.order]);
  const isFiltered = options.filter.trim() !== '';
  const rows =
    options.grouping === 'kind'
      ? kindGroups(found, { context, sizes: snapshot.sizesKnown, empty: !isFiltered })
      : makerGroups(found, { context, sizes: snapshot.sizesKnown, empty: false });
  return { rows, shown: found.length, all: all.length };
}

function objectRows(snapshot: ResourceSnapshot, context: RowContext): readonly ObjectRow[] {
  const { images, containers, volumes, networks, buildCache = [] } = snapshot;
  return [
    ...images.map((image) => imageRow(image, context)),
    ...containers.map((container) => containerRow(container, context)),
    ...volumes.map((volume) => volumeRow(volume, context)),
    ...networks.map((network) => networkRow(network, context)),
    ...buildCache.map((cache) => cacheRow(cache, context)),
  ];
}

const byName = (a: ObjectRow, b: ObjectRow) =>
  Number(b.own) - Number(a.own) || (a.label < b.label ? -1 : Number(a.label > b.label));

/** What is not known comes last. */
const comparisons: Readonly<Record<Order, (a: ObjectRow, b: ObjectRow) => number>> = {
  name: byName,
  size: (a, b) => (b.bytes ?? -1) - (a.bytes ?? -1) || byName(a, b),
  age: (a, b) => (b.createdAtMs ?? 0) - (a.createdAtMs ?? 0) || byName(a, b),
};

interface Grouped {
  readonly context: RowContext;
  /** Whether sizes are known, so that those of a group can be added up. */
  readonly sizes: boolean;
  /** Whether groups without rows are shown. */
  readonly empty: boolean;
  /** Before the identifiers of the groups. */
  readonly prefix?: string;
}

function kindGroups(found: readonly ObjectRow[], grouped: Grouped): readonly Row[] {
  const { context, sizes, empty, prefix = '' } = grouped;
  const bySection = Map.groupBy(found, ({ section }) => section);
  return sections
    .map((section) => [section, bySection.get(section) ?? []] as const)
    .filter(([section, rows]) => rows.length > 0 || (empty && (section !== 'cache' || sizes)))
    .map(([section, rows]) =>
      groupRow(
        {
          id: `${prefix}${section}`,
          kind: `group-${section}`,
          label: sectionTitle(section, context.t),
          icon: 'folder',
          expanded: section === 'images' || section === 'containers',
        },
        rows,
        rows,
        grouped,
      ),
    );
}

function makerGroups(found: readonly ObjectRow[], grouped: Grouped): readonly Row[] {
  const byMaker = Map.groupBy(found, ({ madeBy }) => madeBy);
  return origins.flatMap((maker) => {
    const rows = byMaker.get(maker) ?? [];
    const group = {
      id: `by-${maker}`,
      kind: 'group-maker',
      label: makerTitle(maker, grouped.context.t),
      icon: makerIcons[maker],
      expanded: true,
    };
    const children = kindGroups(rows, { ...grouped, prefix: `${maker}-` });
    return rows.length === 0 ? [] : [groupRow(group, rows, children, grouped)];
  });
}

const makerIcons: Readonly<Record<Origin, string>> = {
  'php-source-bench': 'beaker',
  'dev-container': 'remote-explorer',
  compose: 'layers',
  other: 'circle-outline',
};

function makerTitle(maker: Origin, t: Translate): string {
  switch (maker) {
    case 'php-source-bench':
      return 'PHP Source Bench';
    case 'dev-container':
      return t('Dev Containers');
    case 'compose':
      return 'Compose';
    case 'other':
      return t('Others');
  }
}

function sectionTitle(section: Section, t: Translate): string {
  switch (section) {
    case 'images':
      return t('Images');
    case 'dangling':
      return t('Dangling Images');
    case 'containers':
      return t('Containers');
    case 'dead':
      return t('Dead Containers');
    case 'volumes':
      return t('Volumes');
    case 'networks':
      return t('Networks');
    case 'cache':
      return t('Build Cache');
  }
}

function groupRow(
  { id, ...row }: Pick<Row, 'id' | 'kind' | 'label' | 'icon' | 'expanded'>,
  objects: readonly ObjectRow[],
  children: readonly Row[],
  { context, sizes }: Grouped,
): Row {
  const held = objects.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0);
  const parts = [String(objects.length), ...(sizes && held > 0 ? [formatBytes(held)] : [])];
  return {
    ...row,
    id: `${context.engine}group:${id}`,
    engine: context.engine,
    description: parts.join(' · '),
    facts: [],
    own: false,
    object: undefined,
    spoken: [row.label, ...parts].join(', '),
    children: children.length === 0 ? undefined : children,
  };
}
