import type { Command } from 'commander';
import { benchCommand } from './bench-command.ts';
import { sourceOf } from './build-command.ts';
import {
  type MeasureOptions,
  measureSettings,
  runIterations,
  suitesFileOf,
  withMeasureOptions,
  withSuitesFile,
} from './measure-options.ts';
import { type ProgramHooks, runPlain, runWithToolchain } from './options.ts';
import { suitesCommand } from './suites-command.ts';
import { type ToolchainOptions, withCommitOption, withToolchainOptions } from './toolchain-options.ts';

/** Adds `bench`. */
export function addBench(program: Command, hooks: ProgramHooks): void {
  withMeasureOptions(withCommitOption(withToolchainOptions(program.command('bench'), hooks)), runIterations)
    .description('build a tree if need be, measure it, and keep the timings')
    .action((options: ToolchainOptions & MeasureOptions, command: Command) => {
      const { tree: treeRoot, commit, preset, flag: configureFlags, platform } = options;
      const on = { treeRoot, source: sourceOf(commit), preset, configureFlags, platform };
      const more = measureSettings(options);
      return runWithToolchain({ command, hooks, options, more }, (context) =>
        benchCommand(context, on, options),
      );
    });
}

/** Adds `suites`. */
export function addSuites(program: Command, hooks: ProgramHooks): void {
  withSuitesFile(program.command('suites'))
    .description('list what can be measured')
    .option('--tree <dir>', 'php-src checkout or release', process.cwd())
    .option('--commit <commit>', 'of this commit instead of the work tree')
    .action((options: { tree: string; commit?: string; suites?: string }, command: Command) => {
      const on = { treeRoot: options.tree, source: sourceOf(options.commit) };
      const more = async () => ({ benchmarkSuitesFile: suitesFileOf(options) });
      return runPlain({ command, hooks, more }, (context) => suitesCommand(context, on));
    });
}
