/** What `environment.tsv` of a night says: the machine, and when it measured. */
import type { Environment, MachineIdentity } from '../../model/bench.ts';
import { isPlatform, type Platform, platformOf } from '../../model/platform.ts';
import { byName, parseTable } from './table.ts';

export const dataSource = 'php/real-time-benchmark-data';

export interface Night {
  /** Its folder in the public repository, whichever folder it was read from. */
  readonly uri: string;
  readonly machine: MachineIdentity;
  readonly platform: Platform;
  readonly startedAtMs: number;
  readonly environment: Environment;
}

const needed = ['URI', 'ID', 'Architecture', 'Time'];
const namedOtherwise = new Set([...needed, 'Name', 'CPU', 'CPU cores', 'Kernel', 'OS', 'GCC']);
const timeForm = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/;

/** @returns why it cannot be understood, as the end of a sentence, instead of a night */
export function readNight(text: string): Night | string {
  const table = parseTable(text);
  const [row] = table.rows;
  if (row === undefined || table.rows.length > 1) {
    return 'it does not have exactly one row';
  }
  const values = byName(table, row);
  if (values === undefined) {
    return `it has ${row.cells.length} values for ${table.columns.length} columns`;
  }
  const missing = needed.filter((column) => (values.get(column) ?? '') === '');
  if (missing.length > 0) {
    return `it has no ${missing.join(', ')}`;
  }
  const value = (column: string) => values.get(column) ?? '';
  const platform = platformOf(value('Architecture'));
  const time = value('Time');
  const startedAtMs = timeForm.test(time) ? Date.parse(`${time.replace(' ', 'T')}Z`) : Number.NaN;
  if (!isPlatform(platform) || Number.isNaN(startedAtMs)) {
    return 'its Architecture or Time is not of a known form';
  }
  const machine = { id: `${dataSource}:${value('ID')}`, name: value('Name') || value('ID') };
  return { uri: value('URI'), machine, platform, startedAtMs, environment: environmentOf(values) };
}

/** Columns without a field of their own stay under their names, also those that are yet to come. */
function environmentOf(values: ReadonlyMap<string, string>): Environment {
  const text = (column: string) => values.get(column) || undefined;
  const gcc = text('GCC');
  const cores = text('CPU cores') ?? '';
  const other = [...values].filter(([column, value]) => !namedOtherwise.has(column) && value !== '');
  return {
    cpuModel: text('CPU'),
    cpuCount: /^\d{1,6}$/.test(cores) ? Number(cores) : undefined,
    operatingSystem: text('OS'),
    kernelVersion: text('Kernel'),
    compiler: gcc === undefined ? undefined : `gcc ${gcc}`,
    other: Object.fromEntries(other),
  };
}
