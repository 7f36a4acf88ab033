/** Makers of an engine's rows for tests of pure logic. */
import type { ContainerRow, EngineInfo, ImageRow, VolumeRow } from '../../src/core/model/engine.ts';
import type { Labels } from '../../src/core/model/labels.ts';
import type { ResourceLists } from '../../src/core/resources/classify.ts';

export const engineInfo: EngineInfo = {
  id: 'engine',
  name: 'machine',
  serverVersion: '20.10.24',
  apiVersion: '1.41',
  platform: 'linux/amd64',
  operatingSystem: 'Debian',
  kernelVersion: '6.1',
  cpuCount: 2,
  memoryBytes: 8e9,
  storageDriver: 'overlay2',
  dataRoot: '/var/lib/docker',
  endpoint: 'unix:///x.sock (test)',
  local: true,
};

export function image(id: string, parts: Partial<ImageRow>): ImageRow {
  return {
    id,
    references: [],
    digests: [],
    parentId: undefined,
    labels: {},
    createdAtMs: 0,
    sizeBytes: 1000,
    ...parts,
  };
}

export function container(id: string, parts: Partial<ContainerRow>): ContainerRow {
  return {
    id,
    name: `${id}-name`,
    image: 'x',
    imageId: 'sha256:x',
    state: 'running',
    status: '',
    labels: {},
    createdAtMs: 0,
    volumes: [],
    networks: [],
    ...parts,
  };
}

export function volume(name: string, labels: Labels = {}): VolumeRow {
  return { name, driver: 'local', labels, createdAtMs: undefined };
}

export function lists(parts: Partial<ResourceLists>): ResourceLists {
  return { engine: engineInfo, images: [], containers: [], volumes: [], networks: [], ...parts };
}
