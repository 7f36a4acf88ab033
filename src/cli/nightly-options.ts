import { resolve } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { defaultDays, mostDays } from '../core/nightly/nightly.ts';
import { parseTimeOfDay, type TimeOfDay } from '../core/nightly/schedule.ts';
import type { NightlySettings } from '../core/nightly/scheduling.ts';
import {
  type MeasureOptions,
  measureSettings,
  runIterations,
  withMeasureOptions,
} from './measure-options.ts';
import {
  installNightlyCommand,
  type NightlyOptions,
  nightlyCommand,
  nightlyStatusCommand,
  removeNightlyCommand,
} from './nightly-command.ts';
import { type ProgramHooks, runPlain, runWithToolchain, whole } from './options.ts';
import { type ToolchainOptions, withToolchainOptions } from './toolchain-options.ts';

const usualTime: TimeOfDay = { hour: 3, minute: 0 };

interface NightlyFlags extends ToolchainOptions, MeasureOptions {
  readonly branch: string;
  readonly fetch?: string;
  readonly days: number;
  readonly control?: string;
  readonly repeat?: boolean;
}

/** `nightly` with its subcommands. */
export function addNightly(program: Command, hooks: ProgramHooks): void {
  const nightly = program.command('nightly').description("measure each day's last commit, missed days too");
  withNightlyOptions(nightly.command('run', { isDefault: true }), hooks)
    .description('measure the days that are not measured yet')
    .action((options: NightlyFlags, command: Command) =>
      runWithToolchain({ command, hooks, options, more: measureSettings(options) }, (context) =>
        nightlyCommand(context, nightlyOptions(options)),
      ),
    );
  withNightlyOptions(nightly.command('install'), hooks)
    .description('let systemd or cron run it each day')
    .addOption(
      new Option('--at <time>', 'local time of day').argParser(timeOption).default(usualTime, '03:00'),
    )
    .option('--dry-run', 'only show what would be written', false)
    .action((options: NightlyFlags & { at: TimeOfDay; dryRun: boolean }, command: Command) =>
      runWithToolchain({ command, hooks, options, more: measureSettings(options) }, (context) =>
        installNightlyCommand(context, {
          nightly: nightlyOptions(options),
          ...{ at: options.at, dryRun: options.dryRun },
          settings: withAbsolutePaths(context.settings),
        }),
      ),
    );
  nightly
    .command('status')
    .description('what is scheduled, and how each ended last')
    .action((_: object, command: Command) => runPlain({ command, hooks }, nightlyStatusCommand));
  nightly
    .command('remove [id]')
    .description('take one out of the scheduler; what it measured stays')
    .action((id: string | undefined, _: object, command: Command) =>
      runPlain({ command, hooks }, (context) => removeNightlyCommand(context, id)),
    );
}

function withNightlyOptions(command: Command, hooks: ProgramHooks): Command {
  return withMeasureOptions(withToolchainOptions(command, hooks), runIterations)
    .option('--branch <name>', 'branch to follow', 'HEAD')
    .option('--fetch <remote>', 'first fetch the branch from this remote of the repository')
    .option('--days <n>', 'how many days are made up for, today among them', whole(1, mostDays), defaultDays)
    .option('--control <commit>', 'measure this commit each night too, to see the machine move')
    .option('--repeat', 'measure the last commit of the night before again; usual with a control')
    .option('--no-repeat', 'do not');
}

function timeOption(text: string): TimeOfDay {
  const time = parseTimeOfDay(text);
  if (time === undefined) {
    throw new InvalidArgumentError('It must look like 03:30.');
  }
  return time;
}

function nightlyOptions(options: NightlyFlags): NightlyOptions {
  const { tree: treeRoot, preset, flag: configureFlags, platform, branch, fetch: remote, days } = options;
  const on = { treeRoot, preset, configureFlags, platform };
  const { control, repeat = control !== undefined } = options;
  return { on, measure: options, branch, remote, days, control, repeat };
}

/** A scheduler starts it in another folder. */
function withAbsolutePaths(settings: NightlySettings): NightlySettings {
  const absolute = (path: string) => (path === '' ? '' : resolve(path));
  return {
    ...settings,
    historyPath: absolute(settings.historyPath),
    bisonTarball: absolute(settings.bisonTarball),
  };
}
