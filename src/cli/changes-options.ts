/** What shows and lists changes of series: `history show` and `changes`. */
import { styleText } from 'node:util';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { type Cause, causes } from '../core/change/cause.ts';
import type { Since } from '../core/change/list-changes.ts';
import type { Mark, Paint } from '../core/chart/cell-canvas.ts';
import { changesCommand } from './changes-command.ts';
import { type ProgramHooks, percentage, runPlain, whole } from './options.ts';
import { sinceOption } from './range-options.ts';
import { showCommand } from './show-command.ts';

interface ChangesFlags {
  readonly since?: Since;
  readonly series: readonly number[];
  readonly minSize: number;
  readonly cause: readonly Cause[];
}

interface ShowFlags {
  readonly width?: number;
  readonly height: number;
}

const hourMs = 3_600_000;
const weekDays = 7;
const usualWidth = 80;
const leastWidth = 40;

const seriesNumber = whole(1, 999_999_999);

const colours: Readonly<Record<Mark, 'cyan' | 'red' | 'green' | 'yellow'>> = {
  level: 'cyan',
  worse: 'red',
  better: 'green',
  spike: 'yellow',
};

/** Leaves text as it is where standard output is no terminal, and where NO_COLOR asks for that. */
const paintForOutput: Paint = (mark, text) => styleText(colours[mark], text, { stream: process.stdout });

/** Adds `changes`. */
export function addChanges(program: Command, hooks: ProgramHooks): void {
  program
    .command('changes')
    .description(
      'list where the series of the history moved, the newest first; exits with 9 if any got worse',
    )
    .option(
      '--since <when>',
      'a date, a commit, or a time back: 2026-08-01, 0123abc, 36h, 7d, 2w',
      changesSinceOption,
    )
    .option('--series <id>', 'only this one, repeatable (default: all that are watched)', seriesNumbers, [])
    .option('--min-size <percent>', 'leave out smaller ones', percentage, 0)
    .addOption(
      new Option('--cause <cause...>', 'only these')
        .choices(causes)
        .default(causes.filter((cause) => cause !== 'spike')),
    )
    .action(({ since, series, minSize, cause }: ChangesFlags, command: Command) => {
      const filter = { since, seriesIds: series, leastSize: minSize / 100, causes: cause };
      return runPlain({ command, hooks }, (context) => changesCommand(context, filter));
    });
}

/** Adds `show` below `history`. */
export function addShow(history: Command, hooks: ProgramHooks): void {
  history
    .command('show')
    .description('draw a series in the terminal, with its levels, changes and spikes')
    .argument('[series]', 'its number in "history --list"', seriesNumber)
    .option('--width <n>', "characters (default: the terminal's)", whole(leastWidth, 1000))
    .option('--height <n>', 'lines of the chart', whole(4, 200), 16)
    .action((series: number | undefined, { width, height }: ShowFlags, command: Command) => {
      const options = {
        series,
        width: width ?? Math.max(leastWidth, process.stdout.columns ?? usualWidth),
        height,
        paint: paintForOutput,
      };
      return runPlain({ command, hooks }, (context) => showCommand(context, options));
    });
}

function seriesNumbers(text: string, before: readonly number[]): readonly number[] {
  return [...before, seriesNumber(text)];
}

/**
 * A commit by seven or more of its hash's characters; else the start of a day in UTC (`2026-08-01`, `7d`, `2w`), or so
 * many hours back (`36h`).
 */
export function changesSinceOption(text: string): Since {
  if (/^[0-9a-f]{7,64}$/.test(text)) {
    return { kind: 'commit', hash: text };
  }
  if (!/^(\d{4}-\d\d-\d\d|\d{1,4}[hdw])$/.test(text)) {
    throw new InvalidArgumentError(
      'It must be a date such as 2026-08-01, a commit, or a time back such as 36h, 7d or 2w.',
    );
  }
  const [, count, unit] = /^(\d{1,4})([hw])$/.exec(text) ?? [];
  if (unit === 'h') {
    return { kind: 'time', atMs: Date.now() - Number(count) * hourMs };
  }
  const atMs = sinceOption(unit === 'w' ? `${Number(count) * weekDays}d` : text);
  return { kind: 'time', atMs };
}
