/** How figures are written, so that they can be read and compared. */

/** Of the values of a row. */
export type Unit = 'ms' | 'MB/s' | 'bytes' | '%' | 'in 1,000';

/**
 * A number with three digits that say something, in the multiple of its unit that people use: `3.21 s`, `154 ms`,
 * `0.0460 ms`, `1,240 MB/s`, `412 kB`. Units count in thousands; a ratio has none.
 */
export function formatFigure(value: number, unit: Unit | 'ratio'): string {
  const magnitude = Math.abs(value);
  switch (unit) {
    case 'ratio':
      return digits(value);
    case '%':
      return `${digits(value)} %`;
    case 'in 1,000':
      return `${digits(value)} in 1,000`;
    case 'MB/s':
      return `${digits(value)} MB/s`;
    case 'ms':
      if (magnitude >= 1000) {
        return `${digits(value / 1000)} s`;
      }
      return `${digits(value)} ms`;
    case 'bytes':
      if (magnitude >= 1e6) {
        return `${digits(value / 1e6)} MB`;
      }
      return magnitude >= 1000 ? `${digits(value / 1000)} kB` : `${digits(value)} B`;
  }
}

function digits(value: number): string {
  const magnitude = Math.abs(value);
  if (magnitude >= 100) {
    return Math.round(value).toLocaleString('en');
  }
  return magnitude === 0 ? '0' : value.toPrecision(3);
}
