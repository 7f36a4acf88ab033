/** The commands that measure, and list what can be measured. */
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { isCpuSet, type MeasureLimits } from '../core/bench/suite.ts';
import { benchCommand } from './bench-command.ts';
import { type GlobalOptions, type ProgramHooks, settingsOf, whole } from './program-hooks.ts';
import { suitesCommand } from './suites-command.ts';
import {
  collect,
  type ToolchainOptions,
  toolchainSettings,
  withToolchainOptions,
} from './toolchain-options.ts';

interface BenchFlags extends ToolchainOptions {
  readonly suite: string;
  readonly suites?: string;
  readonly variant: readonly string[];
  readonly iterations?: number;
  readonly warmups?: number;
  readonly timeLimit?: number;
  readonly memory?: number;
  readonly cpus?: string;
}

/** As `--memory` counts. */
const bytesInMb = 1_000_000;

function cpuSet(text: string): string {
  if (!isCpuSet(text)) {
    throw new InvalidArgumentError('It must look like 0, 0-3 or 0,2.');
  }
  return text;
}

/** What was asked for by an option, instead of what the suite or the defaults say. */
function askedLimits({ iterations, warmups, timeLimit, memory }: BenchFlags): Partial<MeasureLimits> {
  return {
    ...(iterations === undefined ? {} : { iterations }),
    ...(warmups === undefined ? {} : { warmups }),
    ...(timeLimit === undefined ? {} : { timeLimitSeconds: timeLimit }),
    ...(memory === undefined ? {} : { memoryLimitBytes: memory * bytesInMb }),
  };
}

/** `bench` */
export function addBench(program: Command, hooks: ProgramHooks): void {
  withToolchainOptions(program.command('bench'), hooks)
    .description('build a tree if need be, measure it, and keep the timings')
    .option('--suite <name>', 'what to measure; "suites" lists what there is', 'Zend/bench.php')
    .option('--suites <file>', "suites file (default: the tree's own, .vscode/php-benchmarks.json)")
    .option('--variant <name>', "of the suite's variants, repeatable (default: the suite's)", collect, [])
    .option('--iterations <n>', "measured executions (default: the suite's, else 10)", whole(1, 10_000))
    .option('--warmups <n>', "executions before them (default: the suite's, else 1)", whole(0, 1000))
    .option('--time-limit <seconds>', "for one execution (default: the suite's, else 300)", whole(1, 86_400))
    .option(
      '--memory <MB>',
      "memory limit of the container (default: the suite's, else 2048)",
      whole(16, 1_048_576),
    )
    .addOption(
      new Option(
        '--cpus <set>',
        `CPUs to pin to, for instance 0 or 0-1 (this machine has ${availableParallelism()})`,
      ).argParser(cpuSet),
    )
    .action((options: BenchFlags, command: Command) => {
      const global = command.optsWithGlobals<GlobalOptions>();
      const settings = async () =>
        settingsOf(global, {
          ...(await toolchainSettings(options, hooks)),
          benchmarkCpuSet: options.cpus ?? '',
          benchmarkSuitesFile: options.suites === undefined ? '' : resolve(options.suites),
        });
      const { tree, commit, preset, flag: flags, platform, suite, variant: variants } = options;
      const asked = askedLimits(options);
      return hooks.run(global, settings, (context) =>
        benchCommand(context, { tree, commit, preset, flags, platform, suite, variants, asked }),
      );
    });
}

/** `suites` */
export function addSuites(program: Command, hooks: ProgramHooks): void {
  program
    .command('suites')
    .description('list what can be measured')
    .option('--tree <dir>', 'php-src checkout or release', process.cwd())
    .option('--commit <commit>', 'of this commit instead of the work tree')
    .option('--suites <file>', "suites file (default: the tree's own, .vscode/php-benchmarks.json)")
    .action((options: { tree: string; commit?: string; suites?: string }, command: Command) => {
      const global = command.optsWithGlobals<GlobalOptions>();
      const benchmarkSuitesFile = options.suites === undefined ? '' : resolve(options.suites);
      const { tree, commit } = options;
      return hooks.run(
        global,
        async () => settingsOf(global, { benchmarkSuitesFile }),
        (context) => suitesCommand(context, { tree, commit }),
      );
    });
}
