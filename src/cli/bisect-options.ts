import type { Command } from 'commander';
import { defaultMaxRounds, fewestMaxRounds, mostMaxRounds } from '../core/bisect/bisection.ts';
import {
  bisectCommand,
  listBisectionsCommand,
  resumeBisectCommand,
  showBisectCommand,
} from './bisect-command.ts';
import {
  type MeasureOptions,
  measureSettings,
  roundIterations,
  withMeasureOptions,
} from './measure-options.ts';
import { type ProgramHooks, runPlain, runWithToolchain, runWithTools, whole } from './options.ts';
import {
  type ToolchainOptions,
  type ToolOptions,
  withToolchainOptions,
  withToolOptions,
} from './toolchain-options.ts';

interface BisectFlags extends ToolchainOptions, MeasureOptions {
  readonly from: string;
  readonly to: string;
  readonly benchmark?: string;
  readonly metric: string;
  readonly maxRounds: number;
}

/** `bisect` with its subcommands. */
export function addBisect(program: Command, hooks: ProgramHooks): void {
  const bisect = program
    .command('bisect')
    .description('find the commit that made a benchmark faster or slower');
  addStart(bisect, hooks);
  withToolOptions(bisect.command('resume <id>'), hooks)
    .description('go on with one, after a crash or with more rounds')
    .option('--max-rounds <n>', 'most rounds for each decision', whole(fewestMaxRounds, mostMaxRounds))
    .action((id: string, options: ToolOptions & { maxRounds?: number }, command: Command) =>
      runWithTools({ command, hooks, options }, (context) =>
        resumeBisectCommand(context, { id, maxRounds: options.maxRounds }),
      ),
    );
  bisect
    .command('show <id>')
    .description('what one has found until now')
    .action((id: string, _: object, command: Command) =>
      runPlain({ command, hooks }, (context) => showBisectCommand(context, id)),
    );
  bisect
    .command('list')
    .description('all of them, the newest first')
    .action((_: object, command: Command) => runPlain({ command, hooks }, listBisectionsCommand));
}

function addStart(bisect: Command, hooks: ProgramHooks): void {
  withMeasureOptions(
    withToolchainOptions(bisect.command('start', { isDefault: true }), hooks),
    roundIterations,
  )
    .description('search between two commits')
    .requiredOption('--from <commit>', 'a commit from before the change')
    .option('--to <commit>', 'a commit from after it, which --from leads to by first parents', 'HEAD')
    .option('--benchmark <name>', "a line of the suite's output, for instance mandel() (default: the total)")
    .option('--metric <name>', 'with --benchmark: time, wall, user, peak-memory', 'time')
    .option(
      '--max-rounds <n>',
      'most rounds for each decision',
      whole(fewestMaxRounds, mostMaxRounds),
      defaultMaxRounds,
    )
    .action((options: BisectFlags, command: Command) => {
      const { tree: treeRoot, preset, flag: configureFlags, platform } = options;
      const { from, to, benchmark, metric, maxRounds } = options;
      const on = { treeRoot, preset, configureFlags, platform };
      const wanted = benchmark === undefined ? undefined : { benchmark, metric };
      return runWithToolchain({ command, hooks, options, more: measureSettings(options) }, (context) =>
        bisectCommand(context, { on, measure: options, search: { from, to, wanted, maxRounds } }),
      );
    });
}
