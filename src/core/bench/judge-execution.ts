import { type BenchError, errors } from '../errors.ts';
import type { ContainerExit } from '../model/engine.ts';
import type { Intake } from './intake.ts';
import { failureOf } from './interpret.ts';
import type { MeasureLimits } from './suite.ts';

/**
 * Why what a container measured counts as failed, or `undefined` if it went well.
 *
 * @param limits what the container was granted
 * @param intake has taken the reports of this container, and perhaps of others before it
 * @param expected how many iterations it must have by now
 */
export function failureOfExecution(
  limits: Pick<MeasureLimits, 'timeLimitSeconds'>,
  intake: Pick<Intake, 'last' | 'failure' | 'iterations' | 'reading'>,
  expected: number,
  exit: ContainerExit,
): BenchError | undefined {
  const { last, reading } = intake;
  const failure = last === undefined ? undefined : failureOf(last, reading, limits);
  if (failure !== undefined || intake.failure !== undefined) {
    return failure ?? intake.failure;
  }
  if (exit.outOfMemory) {
    return errors.benchmarkOutOfMemory(reading.suite);
  }
  if (exit.exitCode !== 0) {
    return errors.benchmarkFailed(reading.suite, `its container ended with exit code ${exit.exitCode}`);
  }
  return intake.iterations.length === expected ? undefined : errors.benchmarkSilent(reading.suite);
}
