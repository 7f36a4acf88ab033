const units = [
  ['year', 31_557_600_000],
  ['month', 2_629_800_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

/**
 * How long ago something was, for instance `3 days ago`, in the reader's language; empty for a time that is not
 * known (0 or less). A time in the future counts as now: an engine's clock may be ahead of ours.
 */
export function formatAge(
  atMs: number,
  nowMs: number,
  locale: string,
  style: Intl.RelativeTimeFormatStyle = 'long',
): string {
  if (atMs <= 0 || !Number.isFinite(atMs)) {
    return '';
  }
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style });
  const agoMs = Math.max(0, nowMs - atMs);
  for (const [unit, lengthMs] of units) {
    if (agoMs >= lengthMs) {
      return format.format(-Math.floor(agoMs / lengthMs), unit);
    }
  }
  return format.format(0, 'second');
}
