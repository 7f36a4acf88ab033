import type { Command } from 'commander';
import { sourceOf } from './build-command.ts';
import { compareCommand } from './compare-command.ts';
import {
  type MeasureOptions,
  measureSettings,
  roundIterations,
  withMeasureOptions,
} from './measure-options.ts';
import { defaults, type ProgramHooks, percentage, runWithToolchain, whole } from './options.ts';
import { type ToolchainOptions, withCommitOption, withToolchainOptions } from './toolchain-options.ts';

interface CompareFlags extends ToolchainOptions, MeasureOptions {
  readonly base: string;
  readonly control?: string;
  readonly rounds: number;
  readonly failIfSlower?: number;
}

/** Adds `compare`. */
export function addCompare(program: Command, hooks: ProgramHooks): void {
  withMeasureOptions(
    withCommitOption(withToolchainOptions(program.command('compare'), hooks)),
    roundIterations,
  )
    .description('say whether the work tree, or --commit, is faster than another commit')
    .requiredOption('--base <commit>', 'what to compare with')
    .option('--control <commit>', 'measured beside both, to see what the machine does meanwhile')
    .option('--rounds <n>', 'how often each build is measured', whole(2, 1000), defaults.compareRounds)
    .option('--fail-if-slower <percent>', 'exit with 9 if it is slower by this much or more', percentage)
    .action((options: CompareFlags, command: Command) => {
      const { tree: treeRoot, preset, flag: configureFlags, platform, rounds, control } = options;
      const on = {
        ...{ treeRoot, preset, configureFlags, platform, rounds },
        base: sourceOf(options.base),
        candidate: sourceOf(options.commit),
        control: control === undefined ? undefined : sourceOf(control),
      };
      const failIfSlowerPercent = options.failIfSlower;
      return runWithToolchain({ command, hooks, options, more: measureSettings(options) }, (context) =>
        compareCommand(context, { on, measure: options, failIfSlowerPercent }),
      );
    });
}
