/** Executes each script of a suite once under callgrind, in the image of the debuggers, with the measured interpreter. */
import type { ContainerExit } from '../model/engine.ts';
import { label, ownLabels } from '../model/labels.ts';
import type { ContainerPort, Report } from '../ports.ts';
import type { MeasureRequest } from './request.ts';
import { type RunnerCall, type RunnerDeps, runRunner } from './run-runner.ts';

/** What one execution may take longer than without callgrind, which is about fifty times as slow. */
const slowdown = 100;
/** For callgrind itself. */
const ownMemoryBytes = 1_000_000_000;

/** What a measurement grants one execution under callgrind. */
export function countingRequest(request: MeasureRequest): MeasureRequest {
  return {
    ...request,
    iterations: 1,
    warmups: 0,
    timeLimitSeconds: request.timeLimitSeconds * slowdown,
    memoryLimitBytes: request.memoryLimitBytes + ownMemoryBytes,
  };
}

/**
 * Counts.
 * @param tools the debuggers' image for the build's toolchain
 * @param call what was timed; its request grants what a timed execution may take
 */
export function countInstructions(
  deps: RunnerDeps,
  tools: string,
  call: Omit<RunnerCall, 'counting' | 'furnish'>,
  report: Report,
  signal: AbortSignal,
): Promise<ContainerExit> {
  const labels = ownLabels('bench-container', {
    [label.job]: call.jobId,
    [label.owner]: deps.machine.owner(),
  });
  const { image, platform } = call;
  const furnish = (container: ContainerPort) =>
    deps.engine.withContainer(
      { image, command: ['true'], labels, platform, network: 'none' },
      async (source) => container.putArchive(await source.getArchive('/opt/php', signal), '/opt', signal),
      signal,
    );
  const request = countingRequest(call.request);
  return runRunner(deps, { ...call, image: tools, request, counting: 'callgrind', furnish }, report, signal);
}
