import type { EngineInfo } from '../../src/core/model/engine.ts';

/** An engine as one could describe itself. */
export const engineInfo: EngineInfo = {
  id: '',
  name: 'here',
  serverVersion: '',
  apiVersion: '',
  platform: 'linux/amd64',
  operatingSystem: '',
  kernelVersion: '',
  cpuCount: 2,
  memoryBytes: 1,
  storageDriver: '',
  dataRoot: '',
  endpoint: 'unix:///x.sock',
  local: true,
};
