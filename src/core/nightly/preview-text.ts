import { type NightlyJob, timeText } from './schedule.ts';
import type { PreparedNightly } from './scheduling.ts';

/** What an installation would start, write and run, for a person to read. */
export function previewText({ job, preview }: Pick<PreparedNightly, 'job' | 'preview'>): string {
  const { writes, runs, notes } = preview;
  const files = writes.map(({ where, text }) => {
    const what = where === 'crontab' ? 'To your crontab is added:' : `${where}:`;
    return `${what}\n\n${indented(text.trimEnd())}`;
  });
  return `${[
    `Each day at ${timeText(job.at)} it starts:\n\n${indented(commandLines(job))}`,
    ...files,
    `Then it runs:\n\n${indented(runs.join('\n'))}`,
    ...notes,
  ].join('\n\n')}\n`;
}

/** The command with each of its options on a line of its own, as a file has it on one. */
function commandLines({ command }: NightlyJob): string {
  return command
    .map((word, index) => (index > 0 && word.startsWith('--') ? `\n  ${word}` : word))
    .join(' ')
    .replaceAll(' \n', '\n');
}

function indented(text: string): string {
  return text.replace(/^/gm, '    ');
}
