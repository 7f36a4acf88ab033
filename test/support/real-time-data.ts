/** Tables as php/real-time-benchmark-data has had them over the years; the numbers are made up. */

/** Joins words with tabs; a `~` stands for a space within one. */
export function tsv(...rows: readonly string[]): string {
  return `${rows.map((row) => row.split(' ').join('\t').replaceAll('~', ' ')).join('\n')}\n`;
}

export const environment = tsv(
  'URI ID Name Environment Instance~type Architecture CPU CPU~cores RAM Kernel OS GCC Time',
  '2024/night1 aws-x86 AWS~x86 aws c7i.metal x86_64  48 188~GB 6.1.0 Amazon~Linux 11.4.1 2024-09-26~00:49:34',
);

const resultColumns =
  'Test~name Test~warmup Test~iterations Test~requests PHP PHP~Commit~hash PHP~Commit~URL Min Max Std~dev';
const commitUrl = 'https://example.org/d5f6e56610';

/** The header and four builds of 2024. */
export const results2024 = tsv(
  `${resultColumns} Average Average~diff~% Median Median~diff~% Instruction~count Memory~usage`,
  `bench.php 10 30 100 PHP~-~baseline@d5f6 d5f6e56610 ${commitUrl} 0.43775 0.43950 0.00050 0.43849 0.00 0.43839 0.00 0 41.86`,
  `bench.php 10 30 100 PHP~-~previous~master 2a3dae18ed ${commitUrl} 0.4 0.5 0.01 0.46 0.00 0.45 0.01 0 41.80`,
  `bench.php 10 30 100 PHP~-~master 531b94359e ${commitUrl} 0.4 0.5 0.01 0.46 0.00 0.45 0.01 537062327 41.80`,
  `bench.php 10 30 100 PHP~-~master~(JIT) 531b94359e ${commitUrl} 0.1 0.2 0.01 0.16 0.00 0.15 0.01 0 0`,
);

/** Columns in another order, renamed, added and removed, and a header of which one column ate the next. */
export const results2026 = tsv(
  'PHP Test~name Median Min Max Mean Std~dev PHP~Commit~hash Test~iterations Skewness',
  'PHP~-~master bench.php 0.45 0.4 0.5 0.46 0.01 531b94359e 50 1.2',
);
export const resultsShifted = tsv(
  'PHP Test~name Median Min Max Mean Std~dev\\Rel~std~dev~% PHP~Commit~hash Test~iterations',
  'PHP~-~master bench.php 0.45 0.4 0.5 0.46 0.01 0.2 531b94359e 50',
);
