/** Gathers the points of a series as columns; a series has thousands, and its query is to be quick. */
import { errors } from '../../core/errors.ts';
import type { SeriesColumns } from '../../core/model/bench.ts';
import { isMeasured } from './is-measured.ts';

/** What {@link toColumns} reads of each row, in a statement over `points p`, `runs r`, `builds b` and `commits c`. */
export const pointColumns = `r.id AS number, r.uuid, r.started_at_ms AS startedAtMs, r.dirty, r.environment_id AS environmentId, c.sha,
  c.subject, c.author, b.php_version AS phpVersion, p.sample_count AS sampleCount, p.median, p.minimum, p.maximum,
  p.excluded_because AS excludedBecause`;

type Row = Readonly<Record<string, unknown>>;
type Growing<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer V)[] ? V[] : never };

/**
 * The rows as columns. Checked by hand and in one pass, since a schema would take longer than the query.
 * @throws `history-unreadable` if a row is not as it was written
 */
export function toColumns(rows: readonly Row[], path: string): SeriesColumns {
  const columns: Growing<SeriesColumns> = {
    runIds: [],
    runNumbers: [],
    timesMs: [],
    medians: [],
    minima: [],
    maxima: [],
    sampleCounts: [],
    commits: [],
    subjects: [],
    authors: [],
    phpVersions: [],
    dirty: [],
    environments: [],
    excluded: [],
  };
  for (const row of rows) {
    addPoint(columns, row, path);
  }
  return columns;
}

function addPoint(columns: Growing<SeriesColumns>, row: Row, path: string): void {
  const { uuid, number, startedAtMs, dirty, environmentId, sha, subject, author, phpVersion } = row;
  const { sampleCount, median, minimum, maximum, excludedBecause } = row;
  if (
    !(isText(uuid) && isText(phpVersion)) ||
    !(isTextOrNull(sha) && isTextOrNull(subject) && isTextOrNull(author) && isTextOrNull(excludedBecause)) ||
    !(
      isMeasured(number) &&
      isMeasured(startedAtMs) &&
      isMeasured(environmentId) &&
      isMeasured(sampleCount)
    ) ||
    !(isMeasured(median) && isMeasured(minimum) && isMeasured(maximum))
  ) {
    throw errors.historyUnreadable(path, new Error(`run ${uuid} of a series is not as it was written`));
  }
  columns.runIds.push(uuid);
  columns.runNumbers.push(number);
  columns.timesMs.push(startedAtMs);
  columns.medians.push(median);
  columns.minima.push(minimum);
  columns.maxima.push(maximum);
  columns.sampleCounts.push(sampleCount);
  columns.commits.push(sha ?? '');
  columns.subjects.push(subject ?? '');
  columns.authors.push(author ?? '');
  columns.phpVersions.push(phpVersion);
  columns.dirty.push(dirty === 1);
  columns.environments.push(environmentId);
  columns.excluded.push(excludedBecause ?? '');
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isTextOrNull(value: unknown): value is string | null {
  return value === null || isText(value);
}
