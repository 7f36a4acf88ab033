/** The options of every command that measures. */
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { findSuite, findVariants } from '../core/bench/list-suites.ts';
import { type MeasureRequest, measureRequest } from '../core/bench/request.ts';
import { isCpuSet, type MeasureLimits } from '../core/bench/suite.ts';
import { iterationsPerRound } from '../core/compare/request.ts';
import { errors } from '../core/errors.ts';
import type { SourceChoice } from '../core/model/build.ts';
import { type ServiceSettings, usualLimits } from '../core/services.ts';
import type { CommandContext } from './context.ts';
import { defaults, whole } from './options.ts';
import { collect } from './toolchain-options.ts';

export interface MeasureOptions {
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

/** CPUs as the kernel lists them. */
function cpuSet(text: string): string {
  if (!isCpuSet(text)) {
    throw new InvalidArgumentError('It must look like 0, 0-3 or 0,2.');
  }
  return text;
}

function usually(value: number): string {
  return `(default: the suite's, else ${value})`;
}

/** What `--iterations` counts where a run is measured by itself. */
export const runIterations = `measured executions ${usually(defaults.benchmarkIterations)}`;

/** What it counts where builds are measured in turns. */
export const roundIterations = `measured executions in each round (default: ${iterationsPerRound})`;

/** Adds the option for a suites file. */
export function withSuitesFile(command: Command): Command {
  return command.option(
    '--suites <file>',
    "suites file (default: the tree's own, .vscode/php-benchmarks.json)",
  );
}

/** Adds the options of every command that measures; `iterations` says what is counted. */
export function withMeasureOptions(command: Command, iterations: string): Command {
  const cpus = `CPUs to pin to, for instance 0 or 0-1 (this machine has ${availableParallelism()})`;
  return withSuitesFile(command)
    .option('--suite <name>', 'what to measure; "suites" lists what there is', 'Zend/bench.php')
    .option('--variant <name>', "of the suite's variants, repeatable (default: the suite's)", collect, [])
    .option('--iterations <n>', iterations, whole(1, 10_000))
    .option('--warmups <n>', `executions before them ${usually(defaults.benchmarkWarmups)}`, whole(0, 1000))
    .option(
      '--time-limit <seconds>',
      `for one execution ${usually(defaults.benchmarkTimeLimitSeconds)}`,
      whole(1, 86_400),
    )
    .option(
      '--memory <MB>',
      `memory limit of the container ${usually(defaults.benchmarkMemoryLimitMb)}`,
      whole(16, 1_048_576),
    )
    .addOption(new Option('--cpus <set>', cpus).argParser(cpuSet));
}

/** The file that `--suites` names, as the settings have it. */
export function suitesFileOf({ suites }: Pick<MeasureOptions, 'suites'>): string {
  return suites === undefined ? '' : resolve(suites);
}

/** What the options say of the settings. */
export function measureSettings(
  options: MeasureOptions,
): Pick<ServiceSettings, 'benchmarkCpuSet' | 'benchmarkSuitesFile'> {
  return { benchmarkCpuSet: options.cpus ?? '', benchmarkSuitesFile: suitesFileOf(options) };
}

function askedLimits({ iterations, warmups, timeLimit, memory }: MeasureOptions): Partial<MeasureLimits> {
  return {
    ...(iterations === undefined ? {} : { iterations }),
    ...(warmups === undefined ? {} : { warmups }),
    ...(timeLimit === undefined ? {} : { timeLimitSeconds: timeLimit }),
    ...(memory === undefined ? {} : { memoryLimitBytes: memory * bytesInMb }),
  };
}

/**
 * What is to be measured, one request for each variant, at least one.
 * @throws `suite-missing`, `variant-unavailable`, and those of `readSuites`
 */
export async function measureRequests(
  { services, settings, signal }: Pick<CommandContext, 'services' | 'settings' | 'signal'>,
  options: MeasureOptions,
  { treeRoot, source }: { readonly treeRoot: string; readonly source: SourceChoice },
): Promise<readonly MeasureRequest[]> {
  const suitesFile = settings.benchmarkSuitesFile;
  const suite = findSuite(await services.readSuites({ treeRoot, source, suitesFile }, signal), options.suite);
  return findVariants(suite, options.variant).map((variant) =>
    measureRequest(suite, variant, usualLimits(settings), askedLimits(options)),
  );
}

/**
 * What is to be measured by something that measures one variant.
 * @throws `invalid-setting` if several are asked for, or none is and the suite has several, and what
 * {@link measureRequests} throws
 */
export async function oneMeasureRequest(
  context: Pick<CommandContext, 'services' | 'settings' | 'signal'>,
  options: MeasureOptions,
  on: { readonly treeRoot: string; readonly source: SourceChoice },
): Promise<MeasureRequest> {
  const [measured, second] = await measureRequests(context, options, on);
  if (measured === undefined || second !== undefined) {
    throw errors.invalidSetting('--variant', 'this measures one variant: name one of the suite.');
  }
  return measured;
}

/** The same, in turns: what a suite says of iterations is for a run, not for a round. */
export async function roundMeasureRequest(
  context: Pick<CommandContext, 'services' | 'settings' | 'signal'>,
  options: MeasureOptions,
  on: { readonly treeRoot: string; readonly source: SourceChoice },
): Promise<MeasureRequest> {
  const measured = await oneMeasureRequest(context, options, on);
  return { ...measured, iterations: options.iterations ?? iterationsPerRound };
}
