/** A history of nights with a control and a JIT variant, imported as php/real-time-benchmark-data is. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { localArchive } from '../../../src/local/history/local-archive.ts';
import { normal, seeded } from '../../support/noise.ts';
import { environment, tsv } from '../../support/real-time-data.ts';

/** A checkout of the real data to test with instead of nights that are made up. */
const dataVariable = 'PSB_DATA';

const nights = 120;
const firstNightMs = Date.UTC(2024, 8, 26, 0, 49, 34);
const dayMs = 86_400_000;

/** Seconds of each test. */
const tests: Readonly<Record<string, number>> = {
  'bench.php': 0.43,
  'micro_bench.php': 1.6,
  'Wordpress~6.2~main~page': 0.9,
};

const header =
  'Test~name Test~warmup Test~iterations PHP PHP~Commit~hash Min Max Std~dev Mean Median Instruction~count Memory~usage';

/** Writes the history at `path`; `folder` holds the nights that are made up. */
export async function importNights(path: string, folder: string): Promise<void> {
  const given = process.env[dataVariable];
  if (given === undefined) {
    await writeNights(folder);
  }
  await localArchive(path).importFrom(given ?? folder, () => {}, new AbortController().signal);
}

async function writeNights(folder: string): Promise<void> {
  const random = seeded(5);
  for (let night = 0; night < nights; night += 1) {
    const directory = join(folder, `night${night}`);
    await mkdir(directory, { recursive: true });
    const time = new Date(firstNightMs + night * dayMs).toISOString().slice(0, 19).replace('T', ' ');
    const facts = environment
      .replace('2024-09-26 00:49:34', time)
      .replace('2024/night1', `2024/night${night}`);
    await writeFile(join(directory, 'environment.tsv'), facts);
    // The machine is slower on some nights, which the control sees too.
    const machine = 1 + 0.01 * normal(random);
    await writeFile(join(directory, 'result.tsv'), tsv(header, ...rows(night, machine, random)));
  }
}

function rows(night: number, machine: number, random: () => number): readonly string[] {
  const slower = night < nights / 2 ? 1 : 1.06;
  const commit = (0x1000000000 + night).toString(16);
  const builds: readonly (readonly [name: string, commit: string, factor: number])[] = [
    ['PHP~-~baseline@d5f6', 'd5f6e56610', 1],
    ['PHP~-~master', commit, slower],
    ['PHP~-~master~(JIT)', commit, slower * 0.4],
  ];
  return Object.entries(tests).flatMap(([test, seconds]) =>
    builds.map(([name, hash, factor]) => {
      const median = seconds * factor * machine * (1 + 0.002 * normal(random));
      const [minimum, mean, maximum] = [0.99, 1.001, 1.02].map((part) => (median * part).toFixed(5));
      const instructions = Math.round(1e9 * factor * seconds);
      return `${test} 10 30 ${name} ${hash} ${minimum} ${maximum} 0.001 ${mean} ${median.toFixed(5)} ${instructions} 41.8`;
    }),
  );
}
