import { availableParallelism } from 'node:os';
import { Command, InvalidArgumentError, Option } from 'commander';
import { benchCommand } from './bench-command.ts';
import { buildCommand } from './build-command.ts';
import { exitCodeHelp } from './exit-codes.ts';
import { historyCommand } from './history-command.ts';
import {
  defaults,
  type GlobalOptions,
  type ProgramHooks,
  runWithToolchain,
  settingsOf,
  whole,
} from './options.ts';
import { pruneCommand } from './prune-command.ts';
import { recipeCommand } from './recipe-command.ts';
import { addTest } from './test-options.ts';
import { type ToolchainOptions, withCommitOption, withToolchainOptions } from './toolchain-options.ts';

interface BenchFlags extends ToolchainOptions {
  readonly suite: string;
  readonly iterations: number;
  readonly warmups: number;
  readonly timeLimit: number;
  readonly memory: number;
  readonly cpus?: string;
}

function addBuild(program: Command, hooks: ProgramHooks): void {
  withCommitOption(withToolchainOptions(program.command('build'), hooks))
    .description('build a tree in a container')
    .option('--clean', 'start from nothing and keep the result as an image', false)
    .option('--copy-out <file>', 'copy the interpreter to a file of this machine')
    .action((options: ToolchainOptions & { clean: boolean; copyOut?: string }, command: Command) => {
      const source = {
        tree: options.tree,
        commit: options.commit,
        preset: options.preset,
        flags: options.flag,
        platform: options.platform,
        clean: options.clean,
        copyOut: options.copyOut,
      };
      return runWithToolchain({ command, hooks, options }, (context) => buildCommand(context, source));
    });
}

function addRecipe(program: Command, hooks: ProgramHooks): void {
  withToolchainOptions(program.command('recipe'), hooks)
    .description("print the Dockerfile of a tree's toolchain")
    .option('--out <dir>', 'write it and what it copies into a folder instead')
    .action((options: ToolchainOptions & { out?: string }, command: Command) => {
      const { tree, preset, platform, out } = options;
      return runWithToolchain({ command, hooks, options }, (context) =>
        recipeCommand(context, { tree, preset, platform, out, writeFile: hooks.writeFile }),
      );
    });
}

function addBench(program: Command, hooks: ProgramHooks): void {
  withCommitOption(withToolchainOptions(program.command('bench'), hooks))
    .description('build a tree if need be, measure it, and keep the timings')
    .option('--suite <script>', 'Zend/bench.php or Zend/micro_bench.php', 'Zend/bench.php')
    .option('--iterations <n>', 'measured executions', whole(1, 10_000), defaults.benchmarkIterations)
    .option('--warmups <n>', 'executions before them', whole(0, 1000), defaults.benchmarkWarmups)
    .option(
      '--time-limit <seconds>',
      'for one execution',
      whole(1, 86_400),
      defaults.benchmarkTimeLimitSeconds,
    )
    .option(
      '--memory <MB>',
      'memory limit of the container',
      whole(16, 1_000_000),
      defaults.benchmarkMemoryLimitMb,
    )
    .addOption(
      new Option(
        '--cpus <set>',
        `CPUs to pin to, for instance 0 or 0-1 (this machine has ${availableParallelism()})`,
      ).argParser((text: string) => {
        if (!/^\d{1,4}(-\d{1,4})?(,\d{1,4}(-\d{1,4})?)*$/.test(text)) {
          throw new InvalidArgumentError('It must look like 0, 0-3 or 0,2.');
        }
        return text;
      }),
    )
    .action((options: BenchFlags, command: Command) => {
      const more = {
        benchmarkIterations: options.iterations,
        benchmarkWarmups: options.warmups,
        benchmarkTimeLimitSeconds: options.timeLimit,
        benchmarkMemoryLimitMb: options.memory,
      };
      const { tree, commit, preset, flag: flags, platform, suite, cpus } = options;
      return runWithToolchain({ command, hooks, options, more }, (context) =>
        benchCommand(context, { tree, commit, preset, flags, platform, suite, cpus }),
      );
    });
}

function addHistory(program: Command, hooks: ProgramHooks): void {
  program
    .command('history')
    .description('show a series of the history')
    .option('--list', 'list the series instead', false)
    .option('--series <id>', 'which one; the total time with the most runs otherwise', whole(1, 999_999_999))
    .option('--limit <n>', 'rows to print, the newest', whole(1, 100_000), 30)
    .option('--svg <file>', 'write a picture of the chart')
    .action((options: { list: boolean; series?: number; limit: number; svg?: string }, command: Command) => {
      const global = command.optsWithGlobals<GlobalOptions>();
      const { list, series, limit, svg } = options;
      return hooks.run(
        global,
        async () => settingsOf(global),
        (context) => historyCommand(context, { list, series, limit, svg, writeFile: hooks.writeFile }),
      );
    });
}

function addPrune(program: Command, hooks: ProgramHooks): void {
  program
    .command('prune')
    .description('show what could be removed from the engine, and why')
    .requiredOption('--dry-run', 'only show the plan (this version removes nothing)')
    .option('--grace <minutes>', 'how long ago a container must have ended', whole(0, 525_600), 60)
    .option('--all', 'show what stays, too', false)
    .action((options: { grace: number; all: boolean }, command: Command) => {
      const global = command.optsWithGlobals<GlobalOptions>();
      return hooks.run(
        global,
        async () => settingsOf(global),
        (context) => pruneCommand(context, { graceMinutes: options.grace, all: options.all }),
      );
    });
}

/** The command line: `build`, `test`, `bench`, `recipe`, `history`, `prune`. */
export function createProgram(hooks: ProgramHooks): Command {
  const program = new Command('php-source-bench')
    .description('Build php-src in cached containers, test it, benchmark it, and keep the history.')
    .version(hooks.version)
    .option(
      '--host <endpoint>',
      'Docker engine: unix://, tcp:// or ssh:// (default: context, DOCKER_HOST, socket)',
      '',
    )
    .option('--history <file>', 'history database (default: the one the editor uses)', '')
    .option('--json', 'print one JSON document on standard output', false)
    .option('--verbose', 'print all output of builds, tests and benchmarks', false)
    .addHelpText('after', exitCodeHelp);
  addBuild(program, hooks);
  addTest(program, hooks);
  addBench(program, hooks);
  addRecipe(program, hooks);
  addHistory(program, hooks);
  addPrune(program, hooks);
  return program;
}
