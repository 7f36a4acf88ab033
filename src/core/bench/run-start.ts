/** What the history is told of a run before its first number and after its last. */
import { configurationOfBuild } from '../build/configuration.ts';
import type { Environment, MachineIdentity, RunEnd, RunStart } from '../model/bench.ts';
import type { BuildResult } from '../model/build.ts';
import type { EngineInfo } from '../model/engine.ts';
import type { MachinePort } from '../ports.ts';
import type { MeasureRequest } from './request.ts';

/** Describes a run of `build` on `engine` that begins now, with an id of its own. */
export function startRun(
  machine: MachinePort,
  request: MeasureRequest,
  build: BuildResult,
  engine: EngineInfo,
): RunStart {
  return {
    id: machine.uuid(),
    build: {
      key: build.key ?? '',
      phpVersion: build.phpVersion,
      sourceId: build.source.id ?? '',
      commit: build.source.commit,
      dirty: build.source.dirty,
      platform: build.platform,
      configuration: configurationOfBuild(build.configureFlags, build.phpVersion),
      toolchainKey: build.toolchainKey,
      configureFlags: build.configureFlags,
    },
    machine: machineOf(machine, engine),
    suite: request.suite,
    variant: { name: 'default', ini: {} },
    role: 'subject',
    branch: '',
    startedAtMs: machine.nowMs(),
    plannedIterations: request.iterations,
    environment: environmentOf(machine, request, build, engine),
    image: build.image ?? '',
    loadBefore: machine.load(),
    owner: machine.owner(),
  };
}

/** Describes a run that ends now. */
export function endRun(machine: MachinePort, status: RunEnd['status'], note?: string): RunEnd {
  return { status, note, finishedAtMs: machine.nowMs(), loadAfter: machine.load() };
}

function cpuModelOf(machine: MachinePort, engine: EngineInfo): string {
  return engine.local ? machine.cpuModel() : `unknown (${engine.platform})`;
}

function machineOf(machine: MachinePort, engine: EngineInfo): MachineIdentity {
  const hardware = [engine.name, cpuModelOf(machine, engine), engine.cpuCount, engine.platform];
  return { id: machine.sha256(JSON.stringify(hardware)).slice(0, 16), name: engine.name };
}

function environmentOf(
  machine: MachinePort,
  request: MeasureRequest,
  build: BuildResult,
  engine: EngineInfo,
): Environment {
  return {
    cpuModel: cpuModelOf(machine, engine),
    cpuCount: engine.cpuCount,
    memoryBytes: engine.memoryBytes,
    operatingSystem: engine.operatingSystem,
    kernelVersion: engine.kernelVersion,
    engineVersion: engine.serverVersion,
    toolchainImage: build.toolchainImage,
    emulated: build.platform !== engine.platform,
    cpuSet: request.cpuSet ?? 'all',
    memoryLimitBytes: request.memoryLimitBytes,
    warmups: request.warmups,
    other: {},
  };
}
