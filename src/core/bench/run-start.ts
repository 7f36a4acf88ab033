/** What the history is told of a run before its first number. */
import type { MachineFacts, RunStart } from '../model/bench.ts';
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
      toolchainKey: build.toolchainKey,
      configureFlags: build.configureFlags,
    },
    machine: machineFacts(machine, engine),
    suite: request.suite,
    variant: 'default',
    startedAtMs: machine.nowMs(),
    plannedIterations: request.iterations,
    environment: {
      image: build.image ?? '',
      toolchain: build.toolchainImage,
      loadBefore: machine.load(),
      warmups: request.warmups,
      memoryLimitBytes: request.memoryLimitBytes,
      cpuSet: request.cpuSet ?? 'all',
      emulated: build.platform !== engine.platform,
      engine: engine.serverVersion,
      kernel: engine.kernelVersion,
    },
  };
}

/** The machine that an engine measures on. */
export function machineFacts(machine: MachinePort, engine: EngineInfo): MachineFacts {
  const cpuModel = engine.local ? machine.cpuModel() : `unknown (${engine.platform})`;
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
