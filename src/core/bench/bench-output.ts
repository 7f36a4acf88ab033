/**
 * Reads what `Zend/bench.php` and `Zend/micro_bench.php` print: a row a benchmark (name, padding, seconds), a line of
 * dashes, and a `Total`. micro_bench prints a second number on most rows, the time without the loop's own.
 * Numbers are matched from the right: names contain spaces, digits and signs, a long name and a large number touch,
 * and numbers over 999 have commas.
 */
import { errors } from '../errors.ts';
import type { Sample } from '../model/bench.ts';

const number = String.raw`((?:\d{1,3}(?:,\d{3})+|\d+)\.\d{3})`;
const row = new RegExp(String.raw`^(\S.*?)\s*${number}(?:\s+${number})?\s*$`);
const maxNameLength = 120;
const maxRows = 1000;

function milliseconds(text: string): number {
  // Seconds with three decimals: through an integer, so that 0.057 s is 57 ms and not 57.00000000000001.
  return Math.round(Number(text.replaceAll(',', '')) * 1000);
}

function isName(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are exactly what is refused here
  return text.length <= maxNameLength && !/[\u0000-\u001f\u007f-\u009f]/.test(text);
}

function rowSamples(line: string): readonly Sample[] {
  const match = row.exec(line);
  const name = match?.[1];
  if (match === null || name === undefined || !isName(name)) {
    return [];
  }
  const [, , time, netTime] = match;
  const samples: Sample[] = [];
  if (time !== undefined) {
    samples.push({ benchmark: name, metric: 'time', unit: 'ms', value: milliseconds(time) });
  }
  if (netTime !== undefined) {
    samples.push({ benchmark: name, metric: 'net-time', unit: 'ms', value: milliseconds(netTime) });
  }
  return samples;
}

/**
 * All the times of one execution.
 * @throws `benchmark-output` if there is no `Total`, or a name twice, or far too many rows
 */
export function parseBenchOutput(suite: string, output: string): readonly Sample[] {
  const samples = output.split('\n').slice(0, maxRows).flatMap(rowSamples);
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
