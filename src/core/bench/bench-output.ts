/**
 * Reads what `Zend/bench.php` and `Zend/micro_bench.php` print: a row a benchmark (name, padding, seconds), a line of
 * dashes, and a `Total`. micro_bench prints a second number on most rows, the time without the loop's own.
 * Numbers are matched from the right: names contain spaces, digits and signs, a long name and a large number touch,
 * and numbers over 999 have commas. What stands for no time (`nan`, a clock that went backwards) is found too, so that
 * it is told and not passed over; the time without the loop's own may be negative on a noisy machine, and is left out.
 */
import { errors } from '../errors.ts';
import type { Sample } from '../model/bench.ts';

// A name may end in a minus, so a sign counts only after a space.
const number = String.raw`((?:(?<=\s)-)?(?:\d{1,3}(?:,\d{3})+|\d+)\.\d{3}|(?<=\s)-?(?:nan|inf))`;
const row = new RegExp(String.raw`^(\S.*?)\s*${number}(?:\s+${number})?\s*$`, 'i');
const maxNameLength = 120;
const maxRows = 1000;
/** No row is longer; what is would keep the expression busy for ever. */
const maxRowLength = 400;

function milliseconds(text: string): number {
  // Seconds with three decimals: through an integer, so that 0.057 s is 57 ms and not 57.00000000000001.
  return Math.round(Number(text.replaceAll(',', '')) * 1000);
}

function isName(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are exactly what is refused here
  return text.length <= maxNameLength && !/[\u0000-\u001f\u007f-\u009f]/.test(text);
}

/** @throws `benchmark-output` for a time that is none */
function rowSamples(suite: string, line: string): readonly Sample[] {
  const match = line.length > maxRowLength ? null : row.exec(line);
  const name = match?.[1];
  if (match === null || name === undefined || !isName(name)) {
    return [];
  }
  const [, , time, netTime] = match;
  const samples: Sample[] = [];
  if (time !== undefined) {
    const value = milliseconds(time);
    if (!(value >= 0 && Number.isFinite(value))) {
      throw errors.benchmarkOutput(suite, `it says that ${name} took ${time} s`);
    }
    samples.push({ benchmark: name, metric: 'time', unit: 'ms', value });
  }
  if (netTime !== undefined) {
    const value = milliseconds(netTime);
    if (value >= 0 && Number.isFinite(value)) {
      samples.push({ benchmark: name, metric: 'net-time', unit: 'ms', value });
    }
  }
  return samples;
}

/**
 * All the times of one execution.
 * @throws `benchmark-output` if there is no `Total`, or a name twice, or far too many rows
 */
export function parseBenchOutput(suite: string, output: string): readonly Sample[] {
  const samples = output
    .split('\n')
    .slice(0, maxRows)
    .flatMap((line) => rowSamples(suite, line));
  if (!samples.some((sample) => sample.benchmark === 'Total')) {
    throw errors.benchmarkOutput(suite, 'it has no line "Total"');
  }
  const names = new Set<string>();
  for (const { benchmark, metric } of samples) {
    const name = `${metric} of ${benchmark}`;
    if (names.has(name)) {
      throw errors.benchmarkOutput(suite, `it has the ${name} twice`);
    }
    names.add(name);
  }
  return samples;
}
