import { resolve } from 'node:path';
import type { ExportFormat, ExportReport, PruneReport } from '../core/history-exchange/archive-port.ts';
import { type ImportReport, notUnderstoodLines } from '../core/history-exchange/import-report.ts';
import { formatBytes, formatCount, plainText } from '../core/text/format.ts';
import type { CommandContext } from './context.ts';

const longestLine = 600;

function contentText(runs: number, points: number, samples: number): string {
  return `${formatCount(runs, 'run')} with ${formatCount(points, 'point')} and ${formatCount(samples, 'sample')}`;
}

function importText(report: ImportReport): string {
  const { runsAdded, runsKnown, pointsAdded, samplesAdded } = report;
  const lines = [
    `Imported ${contentText(runsAdded, pointsAdded, samplesAdded)}. There already: ${formatCount(runsKnown, 'run')}.`,
    ...notUnderstoodLines(report.notUnderstood),
  ];
  return `${lines.map((line) => plainText(line, longestLine)).join('\n')}\n`;
}

/** `history import`. */
export async function importCommand(context: CommandContext, path: string): Promise<void> {
  const archive = context.services.archive();
  const report = await archive.importFrom(resolve(path), context.progress.report, context.signal);
  context.print(report, () => importText(report));
}

function exportText({ path, runs, points, samples, runningRuns }: ExportReport): string {
  const left = runningRuns === 0 ? '' : ` Left out, because not ended: ${formatCount(runningRuns, 'run')}.`;
  return `Wrote ${contentText(runs, points, samples)} to ${path}.${left}\n`;
}

/** `history export`. */
export async function exportCommand(
  context: CommandContext,
  path: string,
  format: ExportFormat,
): Promise<void> {
  const archive = context.services.archive();
  const report = await archive.exportTo(resolve(path), format, context.progress.report, context.signal);
  context.print(report, () => exportText(report));
}

/** `history backup`. */
export async function backupCommand(context: CommandContext, file: string): Promise<void> {
  const report = await context.services.archive().backup(resolve(file));
  context.print(report, () => `Copied the history to ${report.path} (${formatBytes(report.sizeBytes)}).\n`);
}

function day(timeMs: number | undefined): string {
  return timeMs === undefined ? '' : new Date(timeMs).toISOString().slice(0, 10);
}

function pruneText(report: PruneReport, dryRun: boolean): string {
  const { runs, samples, oldestMs, newestMs, beforeMs, freedBytes } = report;
  if (runs === 0) {
    return `No run from before ${day(beforeMs)} has samples left.\n`;
  }
  const what = `${formatCount(samples, 'sample')} of ${formatCount(runs, 'run')} from ${day(oldestMs)} to ${day(newestMs)}`;
  return dryRun
    ? `Would remove ${what}; their points stay. Nothing was removed.\n`
    : `Removed ${what}, which freed ${formatBytes(freedBytes)}; their points stay.\n`;
}

/** `history prune`. */
export async function pruneHistoryCommand(
  context: CommandContext,
  beforeMs: number,
  dryRun: boolean,
): Promise<void> {
  const report = await context.services.archive().prune(beforeMs, dryRun);
  context.print(report, () => pruneText(report, dryRun));
}
