/**
 * `npm run bench:detect`: scores our detection of changes, and the rules of others, on real nightly results with
 * injected steps. Prints tables as Markdown and, after them, everything as JSON.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readNightlyData } from '../test/bench/detect/nightly-data.ts';
import { makeReport, reportAsMarkdown } from '../test/bench/detect/report.ts';
import { runScript } from './setup/main.ts';
import { SetupError } from './setup/setup-error.ts';

const usualFolder = join(import.meta.dirname, '..', '..', 'shared', 'data', 'real-time-benchmark-data');

await runScript(async () => {
  const { values } = parseArgs({ options: { data: { type: 'string' } } });
  const folder = values.data ?? process.env.PSB_DATA ?? usualFolder;
  if (!existsSync(folder)) {
    throw new SetupError(
      `There is no nightly data in ${folder}. Name a copy of php/real-time-benchmark-data with --data or PSB_DATA.`,
    );
  }
  const data = readNightlyData(folder);
  if (data.series.length === 0) {
    throw new SetupError(
      `${folder} has no series of 100 nights. Name the folder that holds one for each year.`,
    );
  }
  console.error(
    `${data.nights} nights, ${data.series.length} series, ${data.malformedRows} malformed rows left out.`,
  );
  const report = makeReport(data, (line) => console.error(line));
  console.log(reportAsMarkdown(report));
  console.log(`\n\`\`\`json\n${JSON.stringify(report)}\n\`\`\``);
  return 0;
});
