/** A nightly benchmark as a scheduler of this machine knows it. */
import { errors } from '../errors.ts';

/** Local time of day. */
export interface TimeOfDay {
  readonly hour: number;
  readonly minute: number;
}

/** The time that a text like `03:30` means; `undefined` for any other. */
export function parseTimeOfDay(text: string): TimeOfDay | undefined {
  const match = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(text);
  return match === null ? undefined : { hour: Number(match[1]), minute: Number(match[2]) };
}

/** For instance `03:30`. */
export function timeText({ hour, minute }: TimeOfDay): string {
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}

/** What a scheduler starts each day. */
export interface NightlyJob {
  /** Lower-case letters, digits and dashes. */
  readonly id: string;
  /** For people. */
  readonly title: string;
  /** Program and arguments; the program by its absolute path. */
  readonly command: readonly string[];
  readonly at: TimeOfDay;
}

export type SchedulerKind = 'systemd' | 'cron';

/** What an installation would write and run. */
export interface SchedulePreview {
  readonly scheduler: SchedulerKind;
  /** A file's path, or `crontab`, and what it gets: all of the file, or the line that is added. */
  readonly writes: readonly { readonly where: string; readonly text: string }[];
  readonly runs: readonly string[];
  /** What to know of that scheduler, as sentences. */
  readonly notes: readonly string[];
}

/** A nightly benchmark that a scheduler has. */
export interface ScheduledJob {
  readonly id: string;
  readonly scheduler: SchedulerKind;
  /** Whether it will be started. */
  readonly isActive: boolean;
  /** When, in the scheduler's own words; empty where it does not tell. */
  readonly next: string;
}

/** The schedulers of this machine. What is not ours, units and lines, is left as it is. */
export interface SchedulePort {
  /** Rejects with `schedule-unavailable`. */
  preview(job: NightlyJob): Promise<SchedulePreview>;
  /** Adds it, or takes the place of the one with this id; rejects with `schedule-unavailable` or `schedule-failed`. */
  install(job: NightlyJob): Promise<SchedulerKind>;
  list(): Promise<readonly ScheduledJob[]>;
  /** Says whether there was one. */
  remove(id: string): Promise<boolean>;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the purpose
const unwritable = /[\u0000-\u001f\u007f]/;

/**
 * The command, if it can be written into a line of a file.
 * @throws `invalid-setting` for a word with a control character
 */
export function writableCommand({ command }: NightlyJob): readonly string[] {
  const wrong = command.find((word) => unwritable.test(word));
  if (wrong !== undefined) {
    throw errors.invalidSetting(
      'nightly install',
      `${JSON.stringify(wrong)} has a control character, which no scheduler takes.`,
    );
  }
  return command;
}
