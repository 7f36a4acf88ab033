import { type BenchError, errors } from '../errors.ts';
import type { ContainerExit } from '../model/engine.ts';
import type { Intake } from './intake.ts';
import { failureOf } from './interpret.ts';
import type { MeasureRequest } from './request.ts';

/**
 * Why what a container measured counts as failed, or `undefined` if it went well.
 *
 * @param intake has taken the reports of this container, and perhaps of others before it
 * @param expected how many iterations it must have by now
 */
export function failureOfExecution(
  request: MeasureRequest,
  intake: Pick<Intake, 'last' | 'failure' | 'iterations'>,
  expected: number,
  exit: ContainerExit,
): BenchError | undefined {
  const { last } = intake;
  const failure = last === undefined ? undefined : failureOf(last, request);
  if (failure !== undefined || intake.failure !== undefined) {
    return failure ?? intake.failure;
  }
  if (exit.outOfMemory) {
    return errors.benchmarkOutOfMemory(request.suite);
  }
  if (exit.exitCode !== 0) {
    return errors.benchmarkFailed(request.suite, `its container ended with exit code ${exit.exitCode}`);
  }
  return intake.iterations.length === expected ? undefined : errors.benchmarkSilent(request.suite);
}
