import type { Command } from 'commander';
import { benchCommand } from './bench-command.ts';
import { sourceOf } from './build-command.ts';
import { type MeasureOptions, measureRequest, withMeasureOptions } from './measure-options.ts';
import { defaults, type ProgramHooks, runWithToolchain } from './options.ts';
import { type ToolchainOptions, withCommitOption, withToolchainOptions } from './toolchain-options.ts';

/** Adds `bench`. */
export function addBench(program: Command, hooks: ProgramHooks): void {
  const command = withCommitOption(withToolchainOptions(program.command('bench'), hooks));
  const iterations = { count: defaults.benchmarkIterations, help: 'measured executions' };
  withMeasureOptions(command, iterations)
    .description('build a tree if need be, measure it, and keep the timings')
    .action((options: ToolchainOptions & MeasureOptions) => {
      const { tree: treeRoot, commit, preset, flag: configureFlags, platform } = options;
      const request = {
        ...measureRequest(options),
        ...{ treeRoot, preset, configureFlags, platform },
        source: sourceOf(commit),
      };
      return runWithToolchain({ command, hooks, options }, (context) => benchCommand(context, request));
    });
}
