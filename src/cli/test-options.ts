import type { Command } from 'commander';
import { defaults, type ProgramHooks, runWithToolchain, whole } from './options.ts';
import { testCommand } from './test-command.ts';
import { type ToolchainOptions, withToolchainOptions } from './toolchain-options.ts';

interface TestFlags extends ToolchainOptions {
  readonly jobs: number;
  readonly timeout: number;
}

/** Adds `test`. */
export function addTest(program: Command, hooks: ProgramHooks): void {
  withToolchainOptions(program.command('test'), hooks)
    .description('build a tree and run its phpt tests')
    .argument('[paths...]', 'tests and folders of tests, below the tree (default: all)')
    .option(
      '--jobs <n>',
      'tests at once; 0 for as many as there are CPUs for them',
      whole(0, 1024),
      defaults.testJobs,
    )
    .option(
      '--timeout <seconds>',
      'silence after which a test is stopped',
      whole(1, 86_400),
      defaults.testTimeoutSeconds,
    )
    .action((paths: readonly string[], options: TestFlags, command: Command) => {
      const more = { testJobs: options.jobs, testTimeoutSeconds: options.timeout };
      const { tree, preset, flag: flags, platform } = options;
      return runWithToolchain({ command, hooks, options, more }, (context) =>
        testCommand(context, { tree, preset, flags, platform, paths }),
      );
    });
}
