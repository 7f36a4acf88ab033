import type { SchedulePreview } from './schedule.ts';

/** What an installation would write and run, for a person to read. */
export function previewText({ writes, runs, notes }: SchedulePreview): string {
  const files = writes.map(({ where, text }) => {
    const what = where === 'crontab' ? 'To your crontab is added:' : `${where}:`;
    return `${what}\n\n${text.trimEnd().replace(/^/gm, '    ')}`;
  });
  const commands = `Then it runs:\n\n${runs.map((command) => `    ${command}`).join('\n')}`;
  return `${[...files, commands, ...notes].join('\n\n')}\n`;
}
