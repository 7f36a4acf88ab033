/** The options of every command that measures. */
import { availableParallelism } from 'node:os';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { MeasureRequest } from '../core/bench/request.ts';
import { defaults, whole } from './options.ts';

export interface MeasureOptions {
  readonly suite: string;
  readonly iterations: number;
  readonly warmups: number;
  readonly timeLimit: number;
  readonly memory: number;
  readonly cpus?: string;
}

/** CPUs as the kernel lists them. */
function cpuSet(text: string): string {
  if (!/^\d{1,4}(-\d{1,4})?(,\d{1,4}(-\d{1,4})?)*$/.test(text)) {
    throw new InvalidArgumentError('It must look like 0, 0-3 or 0,2.');
  }
  return text;
}

/** Adds the options of every command that measures; `iterations` is the default and what it counts. */
export function withMeasureOptions(
  command: Command,
  iterations: { readonly count: number; readonly help: string },
): Command {
  const cpus = `CPUs to pin to, for instance 0 or 0-1 (this machine has ${availableParallelism()})`;
  return command
    .option('--suite <script>', 'Zend/bench.php or Zend/micro_bench.php', 'Zend/bench.php')
    .option('--iterations <n>', iterations.help, whole(1, 10_000), iterations.count)
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
    .addOption(new Option('--cpus <set>', cpus).argParser(cpuSet));
}

/** What the options say of the measuring. */
export function measureRequest(options: MeasureOptions): MeasureRequest {
  return {
    suite: options.suite,
    iterations: options.iterations,
    warmups: options.warmups,
    timeLimitSeconds: options.timeLimit,
    memoryLimitBytes: options.memory * 1_000_000,
    cpuSet: options.cpus,
  };
}
