/** Whether a value of the database is a number as measurements are: finite, and not negative. */
export function isMeasured(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}
