import type { EngineStorage } from '../../src/core/storage/storage-port.ts';

/** The storage of an engine as a Linux distribution sets it up. */
export const usualStorage: EngineStorage = {
  driver: 'overlay2',
  containerdStore: false,
  containerdAddress: undefined,
  backingFilesystem: 'extfs',
  dataRoot: '/var/lib/docker',
  loggingDriver: 'json-file',
  rootless: false,
  throughSocket: true,
};
