/** What the history is told of a run before its first number. */
import type { MachineFacts, RunStart } from '../model/bench.ts';
import type { BuildResult } from '../model/build.ts';
import type { EngineInfo } from '../model/engine.ts';
import type { MachinePort } from '../ports.ts';
import { environmentRecord } from './environment.ts';
import type { PreparedSuite } from './prepare-suite.ts';
import type { ProbedFacts } from './probe.ts';
import type { MeasureRequest } from './request.ts';
import { iniOf } from './suite.ts';

/** What is known of a job once its build is there and a container of it has answered. */
export interface RunFacts {
  readonly build: BuildResult;
  readonly engine: EngineInfo;
  readonly probed: ProbedFacts;
  readonly suite: PreparedSuite;
  /** Ids of the images of the build and of its toolchain, as far as the engine knows them. */
  readonly imageId: string | undefined;
  readonly toolchainId: string | undefined;
}

/** Describes a run that begins now, with an id of its own. */
export function startRun(machine: MachinePort, request: MeasureRequest, facts: RunFacts): RunStart {
  const { build, engine, probed } = facts;
  return {
    id: machine.uuid(),
    build: {
      key: build.key ?? '',
      phpVersion: build.phpVersion,
      sourceId: build.source.id ?? '',
      commit: build.source.commit,
      dirty: build.source.dirty,
      platform: build.platform,
      toolchainKey: build.toolchainKey,
      configureFlags: build.configureFlags,
    },
    machine: machineFacts(machine, engine, probed),
    suite: request.suite.name,
    variant: request.variant.name,
    startedAtMs: machine.nowMs(),
    plannedIterations: request.iterations,
    environment: environmentRecord({
      image: build.image ?? '',
      imageId: facts.imageId,
      toolchainImage: build.toolchainImage,
      toolchainId: facts.toolchainId,
      ...machineState(engine, build, probed),
      cpuSet: request.cpuSet ?? 'all',
      memoryLimitBytes: request.memoryLimitBytes,
      timeLimitSeconds: request.timeLimitSeconds,
      warmups: request.warmups,
      counting: request.suite.counting,
      ini: JSON.stringify(iniOf(request.suite, request.variant)).slice(0, 4000),
      scripts: hashOf(machine, facts.suite),
    }),
  };
}

function machineState(engine: EngineInfo, build: BuildResult, probed: ProbedFacts) {
  const { compiler, cpuModel, governor, turbo, load: loadBefore } = probed;
  return {
    ...{ compiler, cpuModel, governor, turbo, loadBefore },
    operatingSystem: engine.operatingSystem,
    kernelVersion: engine.kernelVersion,
    engineVersion: engine.serverVersion,
    emulated: build.platform !== engine.platform,
  };
}

function hashOf(machine: MachinePort, { files, scripts }: PreparedSuite): string {
  const contents = files.map(({ path, content }) => [path, machine.sha256(content)]);
  return machine.sha256(JSON.stringify([scripts, contents])).slice(0, 16);
}

function machineFacts(machine: MachinePort, engine: EngineInfo, probed: ProbedFacts): MachineFacts {
  const cpuModel = engine.local ? machine.cpuModel() : (probed.cpuModel ?? `unknown (${engine.platform})`);
  const hardware = JSON.stringify([engine.name, cpuModel, engine.cpuCount, engine.platform]);
  return {
    id: machine.sha256(hardware).slice(0, 16),
    name: engine.name,
    cpuModel,
    cpuCount: engine.cpuCount,
    memoryBytes: engine.memoryBytes,
    operatingSystem: engine.operatingSystem,
    kernelVersion: engine.kernelVersion,
    engineVersion: engine.serverVersion,
  };
}
