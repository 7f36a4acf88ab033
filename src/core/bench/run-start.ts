/** What the history is told of a run before its first number. */
import { configurationOfBuild } from '../build/configuration.ts';
import type { BuildRecord, Environment, MachineIdentity, RunStart } from '../model/bench.ts';
import type { BuildResult } from '../model/build.ts';
import type { EngineInfo } from '../model/engine.ts';
import type { MachinePort } from '../ports.ts';
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
  const { build, engine, probed, imageId } = facts;
  const { suite, variant } = request;
  const cpuModel = engine.local ? machine.cpuModel() : probed.cpuModel;
  return {
    id: machine.uuid(),
    build: recordOf(build),
    machine: machineIdentity(machine, engine),
    suite: suite.name,
    variant: { name: variant.name, ini: iniOf(suite, variant) },
    role: request.role ?? 'subject',
    branch: request.branch ?? '',
    startedAtMs: machine.nowMs(),
    plannedIterations: request.iterations,
    environment: {
      cpuModel,
      ...machineState(facts),
      cpuSet: request.cpuSet ?? 'all',
      memoryLimitBytes: request.memoryLimitBytes,
      timeLimitSeconds: request.timeLimitSeconds,
      warmups: request.warmups,
      counting: suite.counting,
      scripts: hashOf(machine, facts.suite),
      other: {},
    },
    image: imageId ?? build.image ?? '',
    loadBefore: probed.load,
    owner: machine.owner(),
  };
}

/**
 * The machine that an engine measures on. Of one elsewhere, the processor's name is left to the environment: a plan
 * has to know its machine before a container runs there.
 */
export function machineIdentity(machine: MachinePort, engine: EngineInfo): MachineIdentity {
  const cpuModel = engine.local ? machine.cpuModel() : `unknown (${engine.platform})`;
  const hardware = JSON.stringify([engine.name, cpuModel, engine.cpuCount, engine.platform]);
  return { id: machine.sha256(hardware).slice(0, 16), name: engine.name };
}

function recordOf(build: BuildResult): BuildRecord {
  return {
    key: build.key ?? '',
    phpVersion: build.phpVersion,
    sourceId: build.source.id ?? '',
    commit: build.source.commit,
    dirty: build.source.dirty,
    platform: build.platform,
    configuration: configurationOfBuild(build.configureFlags, build.phpVersion),
    toolchainKey: build.toolchainKey,
    configureFlags: build.configureFlags,
  };
}

function machineState({ build, engine, probed, toolchainId }: RunFacts): Omit<Environment, 'other'> {
  const { compiler, governor, turbo } = probed;
  return {
    ...{ compiler, governor, turbo, toolchainId },
    cpuCount: engine.cpuCount,
    memoryBytes: engine.memoryBytes,
    operatingSystem: engine.operatingSystem,
    kernelVersion: engine.kernelVersion,
    engineVersion: engine.serverVersion,
    toolchainImage: build.toolchainImage,
    emulated: build.platform !== engine.platform,
  };
}

function hashOf(machine: MachinePort, { files, scripts }: PreparedSuite): string {
  const contents = files.map(({ path, content }) => [path, machine.sha256(content)]);
  return machine.sha256(JSON.stringify([scripts, contents])).slice(0, 16);
}
