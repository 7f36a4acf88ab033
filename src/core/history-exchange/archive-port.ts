/** Whole histories going in and out, and what is kept of them. */
import type { Report } from '../ports.ts';
import type { ImportReport } from './import-report.ts';

export type ExportFormat = 'json' | 'csv';

export interface ExportReport {
  /** The file, or for CSV the folder. */
  readonly path: string;
  readonly format: ExportFormat;
  readonly runs: number;
  readonly points: number;
  readonly samples: number;
  /** Runs that had not ended, and were left out. */
  readonly runningRuns: number;
}

export interface BackupReport {
  readonly path: string;
  readonly sizeBytes: number;
}

/** Samples of old runs; their points stay. */
export interface PruneReport {
  /** What started before has its samples removed. */
  readonly beforeMs: number;
  /** Whether they were removed, or only counted. */
  readonly removed: boolean;
  readonly runs: number;
  readonly samples: number;
  /** Start of the oldest and the newest of these runs; `undefined` if there is none. */
  readonly oldestMs: number | undefined;
  readonly newestMs: number | undefined;
  /** How much smaller the file is afterwards; 0 for a count. */
  readonly freedBytes: number;
}

/** Each call opens the database for itself and keeps no writer waiting for longer than it takes to store. */
export interface HistoryArchivePort {
  /**
   * Takes in an export (a file in JSON Lines, a folder with CSV tables) or folders of php/real-time-benchmark-data,
   * all of it or nothing; runs that are there already stay as they are. Rejects with `import-refused`.
   */
  importFrom(source: string, report: Report, signal: AbortSignal): Promise<ImportReport>;
  /**
   * Writes all runs that have ended, whole or not at all: JSON to a file, in the place of one that is there, CSV to a
   * folder that does not exist yet. Rejects with `file-unwritable`, `disk-full`.
   */
  exportTo(target: string, format: ExportFormat, report: Report, signal: AbortSignal): Promise<ExportReport>;
  /** Copies the database as it is at one moment to a file, whole or not at all, in the place of one that is there. */
  backup(target: string): Promise<BackupReport>;
  /** Removes the single samples of runs that started before a moment, or only counts them. */
  prune(beforeMs: number, dryRun: boolean): Promise<PruneReport>;
}
