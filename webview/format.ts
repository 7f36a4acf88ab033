/** Numbers, dates and differences as the page shows them, in the reader's language. Pure. */
import type { SeriesChoice } from '../src/shared/panel-messages.ts';

export type Unit = SeriesChoice['unit'];

interface Step {
  /** The smallest magnitude that is shown in this step. */
  readonly from: number;
  readonly divisor: number;
  readonly suffix: string;
}

const steps: Readonly<Record<Unit, readonly Step[]>> = {
  ms: [
    { from: 1e4, divisor: 1e3, suffix: ' s' },
    { from: 0.1, divisor: 1, suffix: ' ms' },
    { from: 0, divisor: 1e-3, suffix: ' µs' },
  ],
  bytes: [
    { from: 1e9, divisor: 1e9, suffix: ' GB' },
    { from: 1e6, divisor: 1e6, suffix: ' MB' },
    { from: 1e3, divisor: 1e3, suffix: ' kB' },
    { from: 0, divisor: 1, suffix: ' B' },
  ],
  instructions: [
    { from: 1e9, divisor: 1e9, suffix: ' G' },
    { from: 1e6, divisor: 1e6, suffix: ' M' },
    { from: 1e3, divisor: 1e3, suffix: ' k' },
    { from: 0, divisor: 1, suffix: '' },
  ],
};

const usual: Step = { from: 0, divisor: 1, suffix: '' };
const maxFractionDigits = 6;

function stepFor(unit: Unit, magnitude: number): Step {
  return steps[unit].find(({ from }) => magnitude >= from) ?? usual;
}

/** Formats of one language. Making one of the editor's own formats takes long, so each is made only once. */
export class Formats {
  readonly #language: string;
  readonly #numbers = new Map<string, Intl.NumberFormat>();
  readonly #dates = new Map<string, Intl.DateTimeFormat>();

  /** @param language BCP 47 */
  constructor(language: string) {
    this.#language = language;
  }

  /** A whole number. */
  count(value: number): string {
    return this.#number({ maximumFractionDigits: 0 }).format(value);
  }

  /** A value with its unit: times with five digits that matter (`351.20 ms`), the rest with at most five. */
  value(value: number, unit: Unit): string {
    const { divisor, suffix } = stepFor(unit, Math.abs(value));
    const format = this.#number({
      minimumSignificantDigits: unit === 'ms' ? 5 : 1,
      maximumSignificantDigits: 5,
    });
    return `${format.format(value / divisor)}${suffix}`;
  }

  /** An axis's values: all in the same unit, with just as many digits as their distance needs. */
  ticks(values: readonly number[], increment: number, unit: Unit): string[] {
    const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const { divisor, suffix } = stepFor(unit, largest);
    const digits = fractionDigits(increment / divisor);
    const format = this.#number({ minimumFractionDigits: digits, maximumFractionDigits: digits });
    return values.map((value) => `${format.format(value / divisor)}${suffix}`);
  }

  /** How much `value` differs from `base`, for instance `+0.42%`; empty if that cannot be said. */
  change(value: number, base: number): string {
    const ratio = value / base - 1;
    return Number.isFinite(ratio) ? this.part(ratio) : '';
  }

  /** A difference as a part, for instance `+0.42%`. */
  part(ratio: number): string {
    const format = this.#number({ style: 'percent', signDisplay: 'exceptZero', maximumFractionDigits: 2 });
    return format.format(ratio);
  }

  /** An axis's differences as parts: all with just as many digits as their distance needs. */
  partTicks(ratios: readonly number[], increment: number): string[] {
    const digits = fractionDigits(increment * 100);
    const format = this.#number({
      style: 'percent',
      signDisplay: 'exceptZero',
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    });
    return ratios.map((ratio) => format.format(ratio));
  }

  /** A point in time with date and minutes. */
  time(seconds: number): string {
    return this.#date({ dateStyle: 'medium', timeStyle: 'short' }).format(seconds * 1000);
  }

  /** A time axis's labels; the second line says the day or the year where it changes. */
  timeTicks(values: readonly number[], incrementSeconds: number): string[] {
    const [first, second] = timeLines(incrementSeconds);
    let last = '';
    return values.map((seconds) => {
      const label = this.#date(first).format(seconds * 1000);
      const below = second === undefined ? '' : this.#date(second).format(seconds * 1000);
      if (below === last) {
        return label;
      }
      last = below;
      return `${label}\n${below}`;
    });
  }

  #number(options: Intl.NumberFormatOptions): Intl.NumberFormat {
    const key = JSON.stringify(options);
    const format = this.#numbers.get(key) ?? new Intl.NumberFormat(this.#language, options);
    this.#numbers.set(key, format);
    return format;
  }

  #date(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
    const key = JSON.stringify(options);
    const format = this.#dates.get(key) ?? new Intl.DateTimeFormat(this.#language, options);
    this.#dates.set(key, format);
    return format;
  }
}

/** Digits after the point that tell multiples of an increment apart: 2.5 needs one more than its magnitude says. */
function fractionDigits(increment: number): number {
  const exponent = Math.floor(Math.log10(increment) + 1e-9);
  const scaled = increment / 10 ** exponent;
  const digits = -exponent + (Math.abs(scaled - Math.round(scaled)) > 1e-6 ? 1 : 0);
  return Number.isFinite(digits) ? Math.min(Math.max(digits, 0), maxFractionDigits) : 0;
}

const daySeconds = 86_400;

function timeLines(
  incrementSeconds: number,
): [Intl.DateTimeFormatOptions, Intl.DateTimeFormatOptions | undefined] {
  if (incrementSeconds >= 360 * daySeconds) {
    return [{ year: 'numeric' }, undefined];
  }
  if (incrementSeconds >= 28 * daySeconds) {
    return [{ month: 'short' }, { year: 'numeric' }];
  }
  if (incrementSeconds >= daySeconds) {
    return [{ day: 'numeric', month: 'short' }, { year: 'numeric' }];
  }
  const seconds: Intl.DateTimeFormatOptions = incrementSeconds < 60 ? { second: '2-digit' } : {};
  return [
    { hour: '2-digit', minute: '2-digit', ...seconds },
    { day: 'numeric', month: 'short' },
  ];
}

/** Puts values in the places `{0}`, `{1}` ... of a text; a value is never read as a place itself. */
export function fill(text: string, ...values: readonly (string | number)[]): string {
  return text.replaceAll(/\{(\d)\}/g, (place, index: string) => String(values[Number(index)] ?? place));
}
