/** Values as the cells of a CSV file hold them; an empty cell stands for what is not known. */
import { errors } from '../errors.ts';
import { parseImportedJson } from './check-imported.ts';

export function timeCell(timeMs: number | undefined): string {
  return timeMs === undefined ? '' : new Date(timeMs).toISOString();
}

export function numberCell(value: number | undefined): string {
  return value === undefined ? '' : String(value);
}

const numberForm = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i;
const timeForm = /^([+-]\d{6}|\d{4})-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** The cells of a row by the names of their columns. */
export class Row {
  readonly where: string;
  readonly #places: ReadonlyMap<string, number>;
  readonly #cells: readonly string[];

  /**
   * @param places of the columns among the cells
   * @param where the file and the line, for people
   */
  constructor(places: ReadonlyMap<string, number>, cells: readonly string[], where: string) {
    this.#places = places;
    this.#cells = cells;
    this.where = where;
  }

  text(column: string): string {
    return this.#cells[this.#places.get(column) ?? -1] ?? '';
  }

  /** @throws `import-refused` for what is no number; whether it may be missing is for the schema to say */
  number(column: string): number | undefined {
    const text = this.text(column);
    if (text === '') {
      return undefined;
    }
    return numberForm.test(text) ? Number(text) : this.#refuse(column, 'is no number');
  }

  /** Milliseconds since 1970. @throws `import-refused` */
  time(column: string): number | undefined {
    const text = this.text(column);
    if (text === '') {
      return undefined;
    }
    const timeMs = timeForm.test(text) ? Date.parse(text) : Number.NaN;
    return Number.isNaN(timeMs) ? this.#refuse(column, 'is no date like 2026-11-25T12:00:00.000Z') : timeMs;
  }

  /** `true` or `false`, in capitals too, as spreadsheets write them. @throws `import-refused` */
  truth(column: string): boolean {
    switch (this.text(column).toLowerCase()) {
      case 'true':
        return true;
      case 'false':
        return false;
      default:
        return this.#refuse(column, 'is neither true nor false');
    }
  }

  /** @throws `import-refused` */
  json(column: string): unknown {
    return parseImportedJson(this.text(column), `${this.where}, ${column}`);
  }

  #refuse(column: string, detail: string): never {
    throw errors.importRefused(`${this.where}, ${column}`, `it ${detail}`);
  }
}
