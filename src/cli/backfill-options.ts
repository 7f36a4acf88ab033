import { type Command, Option } from 'commander';
import type { Step } from '../core/backfill/select-commits.ts';
import {
  backfillCommand,
  listBackfillsCommand,
  pauseBackfillCommand,
  resumeBackfillCommand,
  showBackfillCommand,
} from './backfill-command.ts';
import {
  type MeasureOptions,
  measureSettings,
  runIterations,
  withMeasureOptions,
} from './measure-options.ts';
import { type ProgramHooks, runPlain, runWithToolchain, runWithTools } from './options.ts';
import { sinceOption, stepOption } from './range-options.ts';
import {
  type ToolchainOptions,
  type ToolOptions,
  withToolchainOptions,
  withToolOptions,
} from './toolchain-options.ts';

const usualStep: Step = { kind: 'daily' };

interface BackfillFlags extends ToolchainOptions, MeasureOptions {
  readonly from?: string;
  readonly since?: number;
  readonly to: string;
  readonly step: Step;
  readonly branch?: string;
  readonly dryRun: boolean;
}

/** `backfill` with its subcommands. */
export function addBackfill(program: Command, hooks: ProgramHooks): void {
  const backfill = program.command('backfill').description('measure past commits of a tree');
  addStart(backfill, hooks);
  withToolOptions(backfill.command('resume <id>'), hooks)
    .description('go on with one after a pause, a crash or a restart')
    .option('--retry', 'try again what was skipped', false)
    .action((id: string, options: ToolOptions & { retry: boolean }, command: Command) =>
      runWithTools({ command, hooks, options }, (context) =>
        resumeBackfillCommand(context, { id, retry: options.retry }),
      ),
    );
  backfill
    .command('pause <id>')
    .description('stop it after the commit that it measures, whichever process that is')
    .action((id: string, _: object, command: Command) =>
      runPlain({ command, hooks }, (context) => pauseBackfillCommand(context, id)),
    );
  backfill
    .command('show <id>')
    .description('each commit of one, and why what was skipped was')
    .action((id: string, _: object, command: Command) =>
      runPlain({ command, hooks }, (context) => showBackfillCommand(context, id)),
    );
  backfill
    .command('list')
    .description('all of them, the newest first')
    .action((_: object, command: Command) => runPlain({ command, hooks }, listBackfillsCommand));
}

function addStart(backfill: Command, hooks: ProgramHooks): void {
  withMeasureOptions(
    withToolchainOptions(backfill.command('start', { isDefault: true }), hooks),
    runIterations,
  )
    .description('plan one and work on it to its end')
    .option('--from <commit>', 'oldest commit, on the line of first parents')
    .option('--since <date>', 'no commit before this day in UTC: 2026-08-01, or 90d for 90 days', sinceOption)
    .option('--to <commit>', 'newest commit', 'HEAD')
    .addOption(
      new Option('--step <step>', 'every, daily, weekly, or how many commits to take')
        .argParser(stepOption)
        .default(usualStep, 'daily'),
    )
    .option('--branch <name>', "count the runs to this branch's series, as its nightly benchmark does")
    .option('--dry-run', 'only show the plan and how long it takes', false)
    .action((options: BackfillFlags, command: Command) => {
      const { tree: treeRoot, preset, flag: configureFlags, platform, branch } = options;
      const { from, since: sinceMs, to, step, dryRun } = options;
      const on = { treeRoot, preset, configureFlags, platform, branch };
      return runWithToolchain({ command, hooks, options, more: measureSettings(options) }, (context) =>
        backfillCommand(context, { on, measure: options, range: { from, sinceMs, to, step }, dryRun }),
      );
    });
}
