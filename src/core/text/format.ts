/** Numbers and foreign text as people read them, the same in the editor and on a terminal. */

const byteUnits = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** Bytes in decimal units, as Docker shows them: `999 B`, `1.2 MB`. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < byteUnits.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit === 0 || value >= 99.95 ? 0 : 1;
  return `${value.toFixed(digits)} ${byteUnits[unit] ?? 'B'}`;
}

/** A duration: `350 ms`, `12.3 s`, `4 min 05 s`. */
export function formatDuration(durationMs: number): string {
  if (durationMs < 999.5) {
    return `${Math.round(durationMs)} ms`;
  }
  const seconds = durationMs / 1000;
  if (seconds < 59.95) {
    return `${seconds.toFixed(1)} s`;
  }
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
}

/** A number of things: `1 run`, `2 runs`. */
export function formatCount(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** A metric's value in its unit: milliseconds with three digits that matter, bytes in decimal units. */
export function formatValue(value: number, unit: 'ms' | 'bytes' | 'instructions'): string {
  switch (unit) {
    case 'ms':
      return value >= 1000 ? `${(value / 1000).toFixed(3)} s` : `${value.toFixed(value < 10 ? 2 : 1)} ms`;
    case 'bytes':
      return formatBytes(value);
    case 'instructions':
      return Math.round(value).toLocaleString('en-US');
  }
}

/** Foreign text on one line without control characters, cut to `maxLength` characters. */
export function plainText(text: string, maxLength: number): string {
  const plain = text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim();
  return plain.length > maxLength ? `${plain.slice(0, Math.max(0, maxLength - 1))}…` : plain;
}
