/** What a build needs before it can be measured: the runner, a look at its machine, and a run to keep numbers under. */
import type { RunStart } from '../model/bench.ts';
import type { BuildResult } from '../model/build.ts';
import type { EnginePort, MachinePort, Report } from '../ports.ts';
import { type RunnerImageDeps, readRunner } from '../recipe/ensure-runner.ts';
import type { PreparedSuite } from './prepare-suite.ts';
import { probe } from './probe.ts';
import type { MeasureRequest } from './request.ts';
import type { Equipment } from './run-runner.ts';
import { startRun } from './run-start.ts';

export interface EquipDeps extends RunnerImageDeps {
  readonly engine: RunnerImageDeps['engine'] & Pick<EnginePort, 'withContainer'>;
  readonly machine: MachinePort;
}

/** A build that is ready to be measured. */
export interface EquippedBuild {
  readonly build: BuildResult;
  readonly equipment: Equipment;
  /** Not in the history yet. */
  readonly run: RunStart;
  /** Of the engine's machine. */
  readonly cpuCount: number;
}

/**
 * Gets a build ready.
 * @throws those of `readRunner` and {@link probe}
 */
export async function equipBuild(
  deps: EquipDeps,
  request: MeasureRequest,
  { build, suite }: { readonly build: BuildResult; readonly suite: PreparedSuite },
  report: Report,
  signal: AbortSignal,
): Promise<EquippedBuild> {
  const runner = await readRunner(deps, build, report, signal);
  const [image, toolchain, engine] = await Promise.all([
    deps.engine.findImage(build.image ?? '', signal),
    deps.engine.findImage(build.toolchainImage, signal),
    deps.engine.describe(signal),
  ]);
  const probed = await probe(deps, build, request, suite.interpreterArguments, report, signal);
  const facts = { build, engine, probed, suite, imageId: image?.id, toolchainId: toolchain?.id };
  return {
    build,
    equipment: { runner, suite },
    run: startRun(deps.machine, request, facts),
    cpuCount: engine.cpuCount,
  };
}
