/** Which series of a history were measured in the same way, so that one says something of the other. */
import type { SeriesRow } from '../model/bench.ts';

/**
 * The series of the control that was measured beside `series`: of several the one that was measured most often, since
 * a step from one control commit to the next would look like a move of the machine. `undefined` for none, and for a
 * control itself, which shows the machine's own moves.
 */
export function controlOf(
  all: readonly SeriesRow[],
  series: SeriesRow,
  variants: 'same variant' | 'any variant' = 'same variant',
): SeriesRow | undefined {
  const isOfVariant = (other: SeriesRow) => variants === 'any variant' || isSameVariant(other, series);
  const controls = all.filter(
    (other) =>
      other.role === 'control' &&
      isSameMeasurement(other, series) &&
      isSameSuite(other, series) &&
      isOfVariant(other),
  );
  return series.role === 'control'
    ? undefined
    : controls.toSorted((one, other) => other.runCount - one.runCount)[0];
}

/** The same build of the same branch, and the same benchmark. */
export function isSamePlace(one: SeriesRow, other: SeriesRow): boolean {
  return one.role === other.role && one.branch === other.branch && one.benchmark === other.benchmark;
}

export function isSameMeasurement(one: SeriesRow, other: SeriesRow): boolean {
  return one.benchmark === other.benchmark && one.metric === other.metric && one.unit === other.unit;
}

export function isSameSetup(one: SeriesRow, other: SeriesRow): boolean {
  return isSameSuite(one, other) && isSameVariant(one, other);
}

function isSameSuite(one: SeriesRow, other: SeriesRow): boolean {
  return (
    one.machine.id === other.machine.id &&
    one.platform === other.platform &&
    one.configuration === other.configuration &&
    one.suite === other.suite
  );
}

function isSameVariant({ variant: one }: SeriesRow, { variant: other }: SeriesRow): boolean {
  const names = Object.keys(one.ini);
  return (
    one.name === other.name &&
    names.length === Object.keys(other.ini).length &&
    names.every((name) => one.ini[name] === other.ini[name])
  );
}
