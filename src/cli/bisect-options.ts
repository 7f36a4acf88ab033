import type { Command } from 'commander';
import { defaultMaxRounds, fewestMaxRounds, mostMaxRounds } from '../core/bisect/bisection.ts';
import { iterationsPerRound } from '../core/compare/request.ts';
import {
  bisectCommand,
  listBisectionsCommand,
  resumeBisectCommand,
  showBisectCommand,
} from './bisect-command.ts';
import { type MeasureOptions, measureRequest, withMeasureOptions } from './measure-options.ts';
import { type GlobalOptions, type ProgramHooks, runPlain, runWithToolchain, settingsOf } from './options.ts';
import {
  type ToolchainOptions,
  type ToolOptions,
  toolSettings,
  withToolchainOptions,
  withToolOptions,
} from './toolchain-options.ts';
import { whole } from './whole-option.ts';

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
    .action((id: string, options: ToolOptions & { maxRounds?: number }, command: Command) => {
      const global = command.optsWithGlobals<GlobalOptions>();
      const settings = async () => settingsOf(global, await toolSettings(options, hooks));
      return hooks.run(global, settings, (context) =>
        resumeBisectCommand(context, { id, maxRounds: options.maxRounds }),
      );
    });
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
  const iterations = { count: iterationsPerRound, help: 'measured executions in each round' };
  withMeasureOptions(withToolchainOptions(bisect.command('start', { isDefault: true }), hooks), iterations)
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
      const { tree: treeRoot, preset, flag: configureFlags, platform, from, to, benchmark, metric } = options;
      const measuring = { ...measureRequest(options), treeRoot, preset, configureFlags, platform };
      const wanted = benchmark === undefined ? undefined : { benchmark, metric };
      const request = { measuring, from, to, wanted, maxRounds: options.maxRounds };
      return runWithToolchain({ command, hooks, options }, (context) => bisectCommand(context, request));
    });
}
