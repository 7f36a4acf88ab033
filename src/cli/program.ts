import { availableParallelism } from 'node:os';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { ServiceSettings } from '../core/services.ts';
import { benchCommand } from './bench-command.ts';
import { buildCommand } from './build-command.ts';
import type { CommandContext } from './context.ts';
import { exitCodeHelp } from './exit-codes.ts';
import { historyCommand } from './history-command.ts';
import { pruneCommand } from './prune-command.ts';
import { recipeCommand } from './recipe-command.ts';
import {
  type ToolchainHooks,
  type ToolchainOptions,
  toolchainSettings,
  withToolchainOptions,
} from './toolchain-options.ts';

/** Options that every command has. */
export interface GlobalOptions {
  readonly host: string;
  readonly history: string;
  readonly json: boolean;
  readonly verbose: boolean;
}

export interface ProgramHooks extends ToolchainHooks {
  readonly version: string;
  /** Writes a file whole or not at all, and makes its folder. */
  readonly writeFile: (path: string, content: string | Uint8Array) => Promise<void>;
  /** Runs a command with services of these settings, and turns its end into an exit code. */
  readonly run: (
    global: GlobalOptions,
    settings: () => Promise<ServiceSettings>,
    command: (context: CommandContext) => Promise<void>,
  ) => Promise<void>;
}

interface BenchFlags extends ToolchainOptions {
  readonly suite: string;
  readonly iterations: number;
  readonly warmups: number;
  readonly timeLimit: number;
  readonly memory: number;
  readonly cpus?: string;
}

function whole(minimum: number, maximum: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d{1,9}$/.test(text) || value < minimum || value > maximum) {
      throw new InvalidArgumentError(`It must be a whole number from ${minimum} to ${maximum}.`);
    }
    return value;
  };
}

const defaults = {
  benchmarkIterations: 10,
  benchmarkWarmups: 1,
  benchmarkTimeLimitSeconds: 300,
  benchmarkMemoryLimitMb: 2048,
};

function settingsOf(global: GlobalOptions, more: Partial<ServiceSettings>): ServiceSettings {
  return {
    dockerHost: global.host,
    historyPath: global.history,
    baseImage: '',
    bisonTarball: '',
    profiles: {},
    ccache: 'clean',
    extraPackages: [],
    preset: 'usual',
    configureFlags: [],
    ...defaults,
    ...more,
  };
}

function addBuild(program: Command, hooks: ProgramHooks): void {
  withToolchainOptions(program.command('build'), hooks)
    .description('build a tree in a container')
    .option('--clean', 'start from nothing and keep the result as an image', false)
    .option('--copy-out <file>', 'copy the interpreter to a file of this machine')
    .action((options: ToolchainOptions & { clean: boolean; copyOut?: string }, command: Command) => {
      const global = command.optsWithGlobals<GlobalOptions>();
      const source = {
        tree: options.tree,
        commit: options.commit,
        preset: options.preset,
        flags: options.flag,
        platform: options.platform,
        clean: options.clean,
        copyOut: options.copyOut,
      };
      return hooks.run(
        global,
        async () => settingsOf(global, await toolchainSettings(options, hooks)),
        (context) => buildCommand(context, source),
      );
    });
}

function addRecipe(program: Command, hooks: ProgramHooks): void {
  withToolchainOptions(program.command('recipe'), hooks)
    .description("print the Dockerfile of a tree's toolchain")
    .option('--out <dir>', 'write it and what it copies into a folder instead')
    .action((options: ToolchainOptions & { out?: string }, command: Command) => {
      const global = command.optsWithGlobals<GlobalOptions>();
      const { tree, preset, platform, out } = options;
      return hooks.run(
        global,
        async () => settingsOf(global, await toolchainSettings(options, hooks)),
        (context) => recipeCommand(context, { tree, preset, platform, out, writeFile: hooks.writeFile }),
      );
    });
}

function addBench(program: Command, hooks: ProgramHooks): void {
  withToolchainOptions(program.command('bench'), hooks)
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
      const global = command.optsWithGlobals<GlobalOptions>();
      const settings = async () =>
        settingsOf(global, {
          ...(await toolchainSettings(options, hooks)),
          benchmarkIterations: options.iterations,
          benchmarkWarmups: options.warmups,
          benchmarkTimeLimitSeconds: options.timeLimit,
          benchmarkMemoryLimitMb: options.memory,
        });
      const { tree, commit, preset, flag: flags, platform, suite, cpus } = options;
      return hooks.run(global, settings, (context) =>
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
        async () => settingsOf(global, {}),
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
        async () => settingsOf(global, {}),
        (context) => pruneCommand(context, { graceMinutes: options.grace, all: options.all }),
      );
    });
}

/** The command line: `build`, `bench`, `recipe`, `history`, `prune`. */
export function createProgram(hooks: ProgramHooks): Command {
  const program = new Command('php-source-bench')
    .description('Build php-src in cached containers, benchmark it, and keep the history.')
    .version(hooks.version)
    .option(
      '--host <endpoint>',
      'Docker engine: unix://, tcp:// or ssh:// (default: context, DOCKER_HOST, socket)',
      '',
    )
    .option('--history <file>', 'history database (default: the one the editor uses)', '')
    .option('--json', 'print one JSON document on standard output', false)
    .option('--verbose', 'print all output of builds and benchmarks', false)
    .addHelpText('after', exitCodeHelp);
  addBuild(program, hooks);
  addBench(program, hooks);
  addRecipe(program, hooks);
  addHistory(program, hooks);
  addPrune(program, hooks);
  return program;
}
