import { Command, InvalidArgumentError } from 'commander';
import { defaultRounds, iterationsPerRound } from '../core/compare/request.ts';
import type { ServiceSettings } from '../core/services.ts';
import { benchCommand } from './bench-command.ts';
import { buildCommand, sourceOf } from './build-command.ts';
import { compareCommand } from './compare-command.ts';
import type { CommandContext } from './context.ts';
import { exitCodeHelp } from './exit-codes.ts';
import { historyCommand } from './history-command.ts';
import {
  type MeasureOptions,
  measureDefaults,
  measureRequest,
  withMeasureOptions,
} from './measure-options.ts';
import { type PruneOptions, pruneAction, readRules, withPruneOptions } from './prune-options.ts';
import { recipeCommand } from './recipe-command.ts';
import {
  type ToolchainHooks,
  type ToolchainOptions,
  toolchainSettings,
  withToolchainOptions,
} from './toolchain-options.ts';
import { whole } from './whole-option.ts';

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

const defaults = {
  benchmarkIterations: measureDefaults.iterations,
  benchmarkWarmups: measureDefaults.warmups,
  benchmarkTimeLimitSeconds: measureDefaults.timeLimitSeconds,
  benchmarkMemoryLimitMb: measureDefaults.memoryLimitMb,
  compareRounds: defaultRounds,
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
    pruneRules: {},
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
  const iterations = { count: measureDefaults.iterations, help: 'measured executions' };
  withMeasureOptions(withToolchainOptions(program.command('bench'), hooks), iterations)
    .description('build a tree if need be, measure it, and keep the timings')
    .action((options: ToolchainOptions & MeasureOptions, command: Command) => {
      const global = command.optsWithGlobals<GlobalOptions>();
      const { tree: treeRoot, commit, preset, flag: configureFlags, platform } = options;
      const source = sourceOf(commit);
      const measured = measureRequest(options);
      return hooks.run(
        global,
        async () => settingsOf(global, await toolchainSettings(options, hooks)),
        (context) =>
          benchCommand(context, { ...measured, treeRoot, source, preset, configureFlags, platform }),
      );
    });
}

interface CompareFlags extends ToolchainOptions, MeasureOptions {
  readonly base: string;
  readonly control?: string;
  readonly rounds: number;
  readonly failIfSlower?: number;
}

function percent(text: string): number {
  const value = Number(text);
  if (!/^\d{1,3}(\.\d{1,3})?$/.test(text)) {
    throw new InvalidArgumentError('It must be a percentage such as 1 or 0.5.');
  }
  return value;
}

function addCompare(program: Command, hooks: ProgramHooks): void {
  const iterations = { count: iterationsPerRound, help: 'measured executions in each round' };
  withMeasureOptions(withToolchainOptions(program.command('compare'), hooks), iterations)
    .description('say whether the work tree, or --commit, is faster than another commit')
    .requiredOption('--base <commit>', 'what to compare with')
    .option('--control <commit>', 'measured beside both, to see what the machine does meanwhile')
    .option('--rounds <n>', 'how often each build is measured', whole(2, 1000), defaultRounds)
    .option('--fail-if-slower <percent>', 'exit with 8 if it is slower by this much or more', percent)
    .action((options: CompareFlags, command: Command) => {
      const global = command.optsWithGlobals<GlobalOptions>();
      const { tree: treeRoot, preset, flag: configureFlags, platform, rounds } = options;
      const request = {
        ...measureRequest(options),
        ...{ treeRoot, preset, configureFlags, platform, rounds },
        base: sourceOf(options.base),
        candidate: sourceOf(options.commit),
        control: options.control === undefined ? undefined : sourceOf(options.control),
      };
      return hooks.run(
        global,
        async () => settingsOf(global, await toolchainSettings(options, hooks)),
        (context) => compareCommand(context, { request, failIfSlowerPercent: options.failIfSlower }),
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
  withPruneOptions(program.command('prune')).action((options: PruneOptions, command: Command) => {
    const global = command.optsWithGlobals<GlobalOptions>();
    return hooks.run(
      global,
      async () => settingsOf(global, { pruneRules: await readRules(options, hooks) }),
      pruneAction(options, hooks, command),
    );
  });
}

/** The command line: `build`, `bench`, `compare`, `recipe`, `history`, `prune`. */
export function createProgram(hooks: ProgramHooks): Command {
  const program = new Command('php-source-bench')
    // Before the commands are made: each takes it over from its parent then.
    .exitOverride()
    .description('Build php-src in cached containers, benchmark it, and keep the history.')
    .version(hooks.version)
    .option(
      '--host <endpoint>',
      'Docker engine: unix://, tcp://, ssh:// or context://NAME (default: DOCKER_HOST, context, socket)',
      '',
    )
    .option('--history <file>', 'history database (default: the one the editor uses)', '')
    .option('--json', 'print one JSON document on standard output', false)
    .option('--verbose', 'print all output of builds and benchmarks', false)
    .addHelpText('after', exitCodeHelp);
  addBuild(program, hooks);
  addBench(program, hooks);
  addCompare(program, hooks);
  addRecipe(program, hooks);
  addHistory(program, hooks);
  addPrune(program, hooks);
  return program;
}
