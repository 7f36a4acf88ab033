/** The line of a crontab for a nightly benchmark; see crontab(5). Lines of others are never changed. */
import { type NightlyJob, writableCommand } from './schedule.ts';

const markerForm = / # php-source-bench nightly ([a-z0-9-]{1,64})$/;

/** The shell takes the marker at the line's end for a comment. */
export function cronLine(job: NightlyJob): string {
  const command = writableCommand(job).map(quoted).join(' ');
  // cron itself takes an unescaped % for the end of the line, whatever the shell's quotes.
  return `${job.at.minute} ${job.at.hour} * * * ${command.replaceAll('%', '\\%')} # php-source-bench nightly ${job.id}`;
}

function quoted(word: string): string {
  return /^[\w/.,:=@+-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

/** The ids of the nightly benchmarks in a crontab that are not commented out. */
export function idsInCrontab(crontab: string): readonly string[] {
  return crontab.split('\n').flatMap((line) => idOfLine(line) ?? []);
}

function idOfLine(line: string): string | undefined {
  return line.startsWith('#') ? undefined : markerForm.exec(line)?.[1];
}

/** The crontab without the line of this id. */
export function withoutCronLine(crontab: string, id: string): string {
  return crontab
    .split('\n')
    .filter((line) => idOfLine(line) !== id)
    .join('\n');
}

/** The crontab with this line in the place of the one with the same id, else at its end. */
export function withCronLine(crontab: string, id: string, line: string): string {
  const lines = crontab.split('\n');
  const place = lines.findIndex((each) => idOfLine(each) === id);
  if (place === -1) {
    const separator = crontab === '' || crontab.endsWith('\n') ? '' : '\n';
    return `${crontab}${separator}${line}\n`;
  }
  return lines
    .map((each, index) => (index === place ? line : each))
    .filter((each, index) => index === place || idOfLine(each) !== id)
    .join('\n');
}
