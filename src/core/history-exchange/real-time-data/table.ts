/** Tab-separated tables as php/real-time-benchmark-data has them: a header, no quoting. */

export interface TableRow {
  /** Line in the file, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly TableRow[];
}

/** Reads a table; empty lines are skipped. */
export function parseTable(text: string): Table {
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/);
  const filled = lines.flatMap((line, index) =>
    line === '' ? [] : [{ line: index + 1, cells: line.split('\t') }],
  );
  const [header, ...rows] = filled;
  return { columns: header?.cells ?? [], rows };
}

/** A row by the names of its columns; `undefined` if it has more or fewer values than there are columns. */
export function byName({ columns }: Table, { cells }: TableRow): ReadonlyMap<string, string> | undefined {
  return cells.length === columns.length
    ? new Map(columns.map((column, index) => [column, cells[index] ?? '']))
    : undefined;
}
