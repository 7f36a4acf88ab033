/** The two units of systemd for a nightly benchmark; see systemd.service(5), systemd.timer(5), systemd.syntax(7). */
import { plainText } from '../text/format.ts';
import { type NightlyJob, timeText, writableCommand } from './schedule.ts';

const namePrefix = 'php-source-bench-nightly-';

/** The file names of both units. */
export function unitNames(id: string): { readonly service: string; readonly timer: string } {
  return { service: `${namePrefix}${id}.service`, timer: `${namePrefix}${id}.timer` };
}

/** The id in a timer's file name; `undefined` for a name that is none of ours. */
export function idOfTimer(name: string): string | undefined {
  return /^php-source-bench-nightly-([a-z0-9-]{1,64})\.timer$/.exec(name)?.[1];
}

function marker(id: string): string {
  return `# php-source-bench nightly ${id}: made by PHP Source Bench, which replaces and removes it.`;
}

/** Whether a unit's text is one that was made for this id. */
export function isOwnUnit(text: string, id: string): boolean {
  return text.startsWith(`${marker(id)}\n`);
}

export function serviceUnit(job: NightlyJob): string {
  return unit(job, [
    ['Service', ['Type=oneshot', `ExecStart=${writableCommand(job).map(quoted).join(' ')}`]],
  ]);
}

/** A time that passed while the machine was off is made up for at its next start. */
export function timerUnit(job: NightlyJob): string {
  return unit(job, [
    ['Timer', [`OnCalendar=*-*-* ${timeText(job.at)}:00`, 'Persistent=true']],
    ['Install', ['WantedBy=timers.target']],
  ]);
}

function unit(job: NightlyJob, sections: readonly (readonly [string, readonly string[]])[]): string {
  const description = `Description=PHP Source Bench, nightly: ${withoutSpecifiers(plainText(job.title, 200))}`;
  const all = [['Unit', [description]] as const, ...sections];
  const text = all.map(([name, lines]) => [`[${name}]`, ...lines].join('\n')).join('\n\n');
  return `${marker(job.id)}\n${text}\n`;
}

/** `%` starts a specifier in every setting; a backslash at a line's end would join lines. */
function withoutSpecifiers(text: string): string {
  return text.replaceAll('%', '%%').replaceAll('\\', '/');
}

/** A word of a command line, with nothing in it replaced. */
function quoted(word: string): string {
  const escaped = word
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replaceAll('%', '%%')
    .replaceAll('$', '$$$$');
  return `"${escaped}"`;
}
