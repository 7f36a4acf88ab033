/** How much of an engine's machine one container may take. */
import type { ContainerSpec, EngineInfo } from '../model/engine.ts';
import type { MachineProfile } from '../model/machine.ts';

export interface MachineShare {
  /** How many processes that keep a CPU busy are worth starting. */
  readonly jobs: number;
  readonly limits: Pick<ContainerSpec, 'cpus' | 'memoryBytes' | 'pidsLimit'>;
}

/** All of the machine, or what its profile leaves. */
export function machineShare(machine: {
  readonly engine: Pick<EngineInfo, 'cpuCount'>;
  readonly profile: Pick<MachineProfile, 'cpus' | 'memoryBytes' | 'pidsLimit'>;
}): MachineShare {
  const { cpuCount } = machine.engine;
  const { cpus, memoryBytes, pidsLimit } = machine.profile;
  return {
    jobs: cpus === undefined ? cpuCount : Math.min(cpuCount, Math.max(1, Math.floor(cpus))),
    limits: {
      ...(cpus === undefined ? {} : { cpus }),
      ...(memoryBytes === undefined ? {} : { memoryBytes }),
      ...(pidsLimit === undefined ? {} : { pidsLimit }),
    },
  };
}
