/** Nights of a benchmark as php/real-time-benchmark-data has them, one folder for each. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tsv } from './real-time-data.ts';

const dayMs = 86_400_000;
const firstMs = Date.UTC(2026, 0, 1, 2);

/** The commit of a night, as short as the data has it. */
export function nightCommit(night: number): string {
  return (0xabc0000000 + night).toString(16);
}

/** Writes the nights from `from` on into `folder`, a median in seconds for each: a script on the branch `master`. */
export async function writeNights(
  folder: string,
  from: number,
  medians: readonly number[],
  script = 'bench.php',
): Promise<void> {
  for (const [index, median] of medians.entries()) {
    const night = from + index;
    const path = join(folder, `night-${night}`);
    await mkdir(path, { recursive: true });
    await writeFile(join(path, 'environment.tsv'), environmentOf(night, script));
    await writeFile(join(path, 'result.tsv'), resultOf(night, median, script));
  }
}

function environmentOf(night: number, script: string): string {
  const time = new Date(firstMs + night * dayMs).toISOString().slice(0, 19).replace('T', '~');
  return tsv('URI ID Architecture Time', `2026/${script}-${night} box x86_64 ${time}`);
}

function resultOf(night: number, median: number, script: string): string {
  const [value, least, most] = [median, median * 0.99, median * 1.01].map((seconds) => seconds.toFixed(6));
  return tsv(
    'Test~name PHP PHP~Commit~hash Test~iterations Min Median Max',
    `${script} PHP~-~master ${nightCommit(night)} 50 ${least} ${value} ${most}`,
  );
}
