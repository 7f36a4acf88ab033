import Table from 'cli-table3';
import { plainText } from '../core/text/format.ts';

const maxCellLength = 72;

/** A table for people; every cell is made safe for a terminal. `right` names the columns with numbers. */
export function renderTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  right: readonly number[] = [],
): string {
  const table = new Table({
    head: [...head],
    style: { head: [], border: [] },
    colAligns: head.map((_, index) => (right.includes(index) ? 'right' : 'left')),
    chars: {
      top: '',
      'top-mid': '',
      'top-left': '',
      'top-right': '',
      bottom: '',
      'bottom-mid': '',
      'bottom-left': '',
      'bottom-right': '',
      left: '',
      'left-mid': '',
      right: '',
      'right-mid': '',
      mid: '',
      'mid-mid': '',
      middle: '  ',
    },
  });
  table.push(...rows.map((row) => row.map((cell) => plainText(cell, maxCellLength))));
  return `${table.toString()}\n`;
}
