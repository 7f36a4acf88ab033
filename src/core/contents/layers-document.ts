/** The layers of an image as a Markdown document. Commands and names are foreign text and are escaped. */
import { formatBytes, formatCount, plainText } from '../text/format.ts';
import { markdownTable, markdownText } from '../text/markdown.ts';
import { markdownBlock } from '../text/markdown-table.ts';
import type { ImageStep } from './image-archive.ts';
import type { LayerFile, LayerSummary } from './layer-tally.ts';
import { typedCommand } from './typed-command.ts';

/** An image with the steps that made it. */
export interface ImageLayers {
  /** For people; foreign text. */
  readonly name: string;
  readonly id: string;
  /** The oldest first. */
  readonly steps: readonly ImageStep[];
}

const maxNameLength = 300;
const maxTitleLength = 120;
const maxCommandLength = 4000;
const maxPathLength = 1000;
const smallBytes = 1_000_000;

/** Steps with their sizes, then of each layer the command and the largest files; ends with a line end. */
export function layersDocument({ name, id, steps }: ImageLayers): string {
  const layers = steps.filter(({ layer }) => layer !== undefined);
  const known = layers.flatMap(({ layer }) => layer?.summary ?? []);
  const sizeBytes = known.reduce((sum, summary) => sum + summary.sizeBytes, 0);
  const parts = [
    `# Layers of ${markdownText(plainText(name, maxNameLength))}`,
    `${markdownText(id)}: ${formatCount(layers.length, 'layer')} with ${formatBytes(sizeBytes)} in files. The oldest stands first. What a later layer replaces or removes still takes its place in the earlier one.`,
    ...unreadableNote(layers.length - known.length),
    overview(steps),
    ...steps.flatMap((step, index) => section(step, index + 1)),
  ];
  return parts.join('\n\n').concat('\n');
}

function unreadableNote(count: number): readonly string[] {
  return count === 0
    ? []
    : [
        `**${formatCount(count, 'layer')} could not be read: not in the archive, or compressed in another way.**`,
      ];
}

function overview(steps: readonly ImageStep[]): string {
  const rows = steps.map(({ createdBy, layer }, index) => [
    String(index + 1),
    layer === undefined ? 'no layer' : sizeOf(layer.summary),
    layer?.summary === undefined ? '' : String(layer.summary.files),
    layer?.summary === undefined || layer.summary.removed === 0 ? '' : String(layer.summary.removed),
    titleOf(createdBy),
  ]);
  return markdownTable(['Step', 'Size', 'Files', 'Removed', 'Made by'], [0, 1, 2, 3], rows);
}

function section({ createdBy, layer }: ImageStep, number: number): readonly string[] {
  const summary = layer?.summary;
  if (layer === undefined || summary === undefined || summary.files + summary.removed === 0) {
    return [];
  }
  const isStoredOtherwise = layer.storedBytes < summary.sizeBytes - smallBytes;
  const facts = [
    `${formatBytes(summary.sizeBytes)} in ${formatCount(summary.files, 'file')}`,
    ...(isStoredOtherwise ? [`stored as ${formatBytes(layer.storedBytes)}`] : []),
    ...(summary.removed === 0 ? [] : [`removes ${summary.removed} of the layers below`]),
  ];
  return [
    `## Step ${number}: ${markdownText(titleOf(createdBy))}`,
    `${facts.join(', ')}.`,
    ...commandBlock(createdBy),
    ...(summary.largest.length === 0 ? [] : [filesTable(summary.largest)]),
  ];
}

function sizeOf(summary: LayerSummary | undefined): string {
  return summary === undefined ? 'unknown' : cellOf(summary.sizeBytes);
}

/** A size in one piece, in a narrow column too. */
function cellOf(bytes: number): string {
  return formatBytes(bytes).replace(' ', '\u00a0');
}

function titleOf(createdBy: string | undefined): string {
  return createdBy === undefined ? '(no command noted)' : plainText(typedCommand(createdBy), maxTitleLength);
}

/** The whole command where the title cuts it, indented: nothing is markup there. */
function commandBlock(createdBy: string | undefined): readonly string[] {
  const command = typedCommand(createdBy ?? '');
  if (plainText(command, maxCommandLength) === titleOf(createdBy)) {
    return [];
  }
  const lines = command
    .slice(0, maxCommandLength)
    .split('\n')
    .map((line) => plainText(line, maxCommandLength))
    .filter((line) => line !== '');
  return lines.length === 0 ? [] : [markdownBlock(lines)];
}

function filesTable(files: readonly LayerFile[]): string {
  return markdownTable(
    ['Size', 'Largest files'],
    [0],
    files.map(({ path, sizeBytes }) => [cellOf(sizeBytes), plainText(path, maxPathLength)]),
  );
}
