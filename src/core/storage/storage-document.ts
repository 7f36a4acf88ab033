/** Where an engine keeps its data, as a Markdown document. What the engine says is foreign text and is escaped. */
import { formatBytes, plainText } from '../text/format.ts';
import { markdownTable, markdownText } from '../text/markdown.ts';
import { markdownBlock } from '../text/markdown-table.ts';
import type { Reach } from './reach.ts';
import type { LargeObject, SizedPlace, StorageReport } from './storage-report.ts';

const maxTextLength = 1000;
const maxNameLength = 120;

/** The whole document; ends with a line end. */
export function storageDocument(report: StorageReport): string {
  const { engine, places, directions } = report;
  return [
    `# Where Docker keeps its data on ${text(engine.name)}`,
    `Engine ${text(engine.serverVersion)} on ${text(engine.operatingSystem)}, reached at ${text(engine.endpoint)}.`,
    `**${text(summary(report))}**`,
    placeTable(places),
    '"Could go" is what nothing uses: "Prune..." in the sidebar shows it object by object before anything is removed. What several unused images share is not counted there, so that more may come free.',
    '## How to get there',
    ...directions.words.map(text),
    ...(directions.commands.length === 0 ? [] : [markdownBlock(directions.commands.map(line))]),
    '## What lies where',
    places.map(({ title, note }) => `- **${text(title)}**: ${text(note)}`).join('\n'),
    ...largestSection(report.largest),
    '## How it is stored',
    factTable(report),
  ]
    .join('\n\n')
    .concat('\n');
}

function summary({ places, disk, reach }: StorageReport): string {
  const sum = (of: (place: SizedPlace) => number | undefined) =>
    places.reduce((total, place) => total + (of(place) ?? 0), 0);
  const held = formatBytes(sum(({ sizeBytes }) => sizeBytes));
  const free = formatBytes(sum(({ reclaimableBytes }) => reclaimableBytes));
  const space =
    disk === undefined
      ? ''
      : ` Its disk has ${formatBytes(disk.freeBytes)} of ${formatBytes(disk.totalBytes)} free.`;
  const isKnown = places.some(({ reclaimableBytes }) => reclaimableBytes !== undefined);
  return isKnown
    ? `About ${held} ${whereWords[reach]}, of which at least ${free} could go.${space}`
    : `How much it is, ${whereWords[reach]}, is not known: the engine could not add it up.${space}`;
}

const whereWords: Readonly<Record<Reach, string>> = {
  here: 'on this machine',
  hidden: 'on this machine, out of sight from here',
  'docker-desktop': "inside Docker Desktop's virtual machine",
  'virtual-machine': 'in a virtual machine or behind a tunnel',
  'other-machine': 'on another machine',
};

function placeTable(places: readonly SizedPlace[]): string {
  return markdownTable(
    ['What', 'Objects', 'Size', 'Could go', 'Where'],
    [1, 2, 3],
    places.map(({ title, paths, sizeBytes, reclaimableBytes, count }) => [
      title,
      count === undefined ? '' : String(count),
      size(sizeBytes),
      size(reclaimableBytes),
      paths.length === 0 ? 'see below' : paths.map(line).join(', '),
    ]),
  );
}

/** In one piece, in a narrow column too. */
function size(bytes: number | undefined): string {
  return bytes === undefined ? '' : formatBytes(bytes).replace(' ', '\u00a0');
}

function largestSection(objects: readonly LargeObject[]): readonly string[] {
  if (objects.length === 0) {
    return [];
  }
  const rows = objects.map(({ kind, name, sizeBytes, inUse, path }) => [
    size(sizeBytes),
    kind.replace('-', ' '),
    plainText(name, maxNameLength),
    inUse ? 'in use' : 'unused',
    path === undefined ? '' : line(path),
  ]);
  return ['## The largest', markdownTable(['Size', 'Kind', 'Name', 'Use', 'Where'], [0], rows)];
}

function factTable({ storage, engine }: StorageReport): string {
  const store = storage.containerdStore
    ? `containerd's image store, snapshotter ${storage.driver}`
    : `the engine's own store, storage driver ${storage.driver}`;
  return markdownTable(
    ['Fact', 'Value'],
    [],
    [
      ['Data root', storage.dataRoot],
      ['Images', store],
      ['File system below', storage.backingFilesystem],
      ['containerd', storage.containerdAddress ?? ''],
      ['Log driver', storage.loggingDriver],
      ['Rootless', storage.rootless ? 'yes' : 'no'],
      ['Kernel', engine.kernelVersion],
    ]
      .filter(([, value]) => value !== '')
      .map((cells) => cells.map(line)),
  );
}

function line(foreign: string): string {
  return plainText(foreign, maxTextLength);
}

function text(foreign: string): string {
  return markdownText(line(foreign));
}
