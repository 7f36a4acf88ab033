/** Nightly results in the format of php/real-time-benchmark-data: a real copy if this machine has one. */
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { environment, tsv } from './real-time-data.ts';

const usualFolder = join(import.meta.dirname, '..', '..', '..', 'shared', 'data', 'real-time-benchmark-data');
const nights = 80;

/** The folder of a copy (`PSB_DATA`, or beside this repository), or else of nights that are made up below `directory`. */
export async function nightlyFolder(directory: string): Promise<string> {
  const copy = process.env.PSB_DATA ?? usualFolder;
  if (existsSync(copy)) {
    return copy;
  }
  const folder = join(directory, 'nights');
  for (let night = 0; night < nights; night += 1) {
    const day = new Date(Date.UTC(2025, 0, 1 + night)).toISOString().slice(0, 10);
    const path = join(folder, '2025', `${day.replaceAll('-', '_')}_00_50_09_1_aws`);
    await mkdir(path, { recursive: true });
    await writeFile(
      join(path, 'environment.tsv'),
      environment.replace('2024-09-26', day).replace('2024/night1', `2025/${day}`),
    );
    await writeFile(join(path, 'result.tsv'), resultsOf(night));
  }
  return folder;
}

/** A step of 5 % in the middle, and a scatter of half a percent. */
function resultsOf(night: number): string {
  const median = (night < nights / 2 ? 0.44 : 0.462) * (1 + 0.005 * Math.sin(night * 12.9898));
  const [low, high] = [median * 0.995, median * 1.01];
  const commit = (0xabc0000000 + night).toString(16);
  const numbers = [low, high, 0.001, median, 0, median, 0].map((value) => value.toFixed(5)).join(' ');
  return tsv(
    'Test~name Test~warmup Test~iterations Test~requests PHP PHP~Commit~hash PHP~Commit~URL Min Max Std~dev Average Average~diff~% Median Median~diff~% Instruction~count Memory~usage',
    `bench.php 10 30 100 PHP~-~master ${commit} https://example.org/${commit} ${numbers} 537062327 41.80`,
  );
}
