import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { DiskUsage } from '../../../../src/core/model/engine.ts';
import { containerdRoot, placeKinds, placesOf } from '../../../../src/core/storage/places.ts';
import { directionsOf, quoted, reaches, reachOf } from '../../../../src/core/storage/reach.ts';
import { readStorage } from '../../../../src/core/storage/read-storage.ts';
import { storageDocument } from '../../../../src/core/storage/storage-document.ts';
import type { EngineStorage, FolderLook } from '../../../../src/core/storage/storage-port.ts';
import { type StorageFacts, storageReport } from '../../../../src/core/storage/storage-report.ts';
import { container, engineInfo, image, lists, volume } from '../../../support/resources.ts';
import { usualStorage } from '../../../support/storage.ts';

const containerd: EngineStorage = {
  ...usualStorage,
  driver: 'overlayfs',
  containerdStore: true,
  containerdAddress: '/run/containerd/containerd.sock',
};

function pathsOf(storage: EngineStorage): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(placesOf(storage).map(({ kind, paths }) => [kind, paths]));
}

const open: FolderLook = { access: 'open', disk: { freeBytes: 5e9, totalBytes: 9e9 } };

const cache = {
  id: 'c',
  description: 'COPY a',
  inUse: false,
  shared: false,
  createdAtMs: undefined,
  lastUsedAtMs: undefined,
  parents: [],
};

const usage: DiskUsage = {
  imageExclusiveBytes: new Map([
    ['sha256:used', 1e9],
    ['sha256:unused', 2e9],
  ]),
  containerBytes: new Map([
    ['run', 1e6],
    ['dead', 3e6],
  ]),
  volumeBytes: new Map([
    ['mine', 4e6],
    ['free', 5e6],
  ]),
  layersBytes: 4e9,
  buildCache: [
    { ...cache, sizeBytes: 7e6 },
    { ...cache, id: 'd', sizeBytes: 8e6, inUse: true },
    { ...cache, id: 'e', sizeBytes: 9e9, shared: true },
  ],
};

function facts(parts: Partial<StorageFacts> = {}): StorageFacts {
  return {
    lists: lists({
      images: [image('sha256:used', {}), image('sha256:unused', { references: ['big:1'] })],
      containers: [
        container('run', { imageId: 'sha256:used', volumes: ['mine'] }),
        container('dead', { imageId: 'sha256:used', state: 'exited' }),
      ],
      volumes: [volume('mine'), volume('free')],
    }),
    storage: usualStorage,
    usage,
    look: open,
    logBytes: 42,
    ...parts,
  };
}

describe('the folders of an engine', () => {
  it('are below its data root with a storage driver of its own', () => {
    assert.deepEqual(pathsOf({ ...usualStorage, driver: 'btrfs', dataRoot: '/data/docker' }), {
      images: ['/data/docker/btrfs', '/data/docker/image/btrfs'],
      containers: ['/data/docker/containers'],
      volumes: ['/data/docker/volumes'],
      'build-cache': ['/data/docker/buildkit'],
      logs: ['/data/docker/containers'],
    });
  });

  it("are below containerd's own root with its image store, wherever the data root is", () => {
    const paths = pathsOf({ ...containerd, dataRoot: '/data/docker' });
    assert.deepEqual(paths.images, ['/var/lib/containerd/io.containerd.content.v1.content']);
    assert.deepEqual(paths.layers, ['/var/lib/containerd/io.containerd.snapshotter.v1.overlayfs']);
    assert.deepEqual(paths.volumes, ['/data/docker/volumes']);
  });

  it('are below the data root where the engine starts its own containerd', () => {
    const own = { ...containerd, containerdAddress: '/var/run/docker/containerd/containerd.sock' };
    assert.deepEqual(containerdRoot(own), { path: '/var/lib/docker/containerd/daemon', certain: true });
    assert.equal(containerdRoot(containerd).certain, false);
    assert.equal(containerdRoot({ ...own, containerdAddress: undefined }).certain, false);
  });

  it('hold logs only with a log driver that writes there', () => {
    const withDriver = (loggingDriver: string) => pathsOf({ ...usualStorage, loggingDriver }).logs;
    assert.deepEqual(withDriver('local'), ['/var/lib/docker/containers']);
    for (const driver of ['journald', 'none', 'fluentd', '']) {
      assert.deepEqual(withDriver(driver), []);
    }
  });

  it('are of the kinds that have a size', () => {
    for (const storage of [usualStorage, containerd]) {
      assert.ok(placesOf(storage).every(({ kind }) => placeKinds.includes(kind)));
    }
  });
});

describe('the way to an engine', () => {
  const desktop = { ...engineInfo, local: false, operatingSystem: 'Docker Desktop' };
  const far = { ...engineInfo, local: false };

  it('depends on where its kernel is, how it is reached, and what is in sight', () => {
    const closed = { access: 'closed' } as const;
    const absent = { access: 'absent' } as const;
    const socket = { throughSocket: true };
    const network = { throughSocket: false };
    assert.equal(reachOf(engineInfo, socket, open), 'here');
    assert.equal(reachOf(engineInfo, socket, closed), 'here');
    assert.equal(reachOf(engineInfo, socket, absent), 'hidden');
    assert.equal(reachOf(desktop, socket, open), 'docker-desktop');
    assert.equal(reachOf(far, socket, open), 'virtual-machine');
    assert.equal(reachOf(far, network, open), 'other-machine');
  });

  it('is told for each, and a shell is offered where there is one', () => {
    for (const reach of reaches) {
      const { words, commands } = directionsOf(reach, far, usualStorage);
      assert.ok(words.length > 0 && words.every((word) => word.endsWith('.')), reach);
      assert.equal(commands.length > 0, ['here', 'docker-desktop'].includes(reach), reach);
    }
    const rootless = directionsOf('here', engineInfo, { ...usualStorage, rootless: true });
    assert.ok(rootless.commands.some((command) => command.startsWith('nsenter -U')));
    assert.ok(!rootless.commands.join().includes('sudo'));
    const named = (operatingSystem: string) =>
      directionsOf('virtual-machine', { ...far, operatingSystem }, usualStorage).commands;
    assert.deepEqual(named('OrbStack'), ['ls ~/OrbStack/docker']);
    const windows = { ...desktop, kernelVersion: '5.15.167.4-microsoft-standard-WSL2' };
    assert.match(directionsOf('docker-desktop', windows, usualStorage).words.join(), /docker_data\.vhdx/);
    assert.match(directionsOf('docker-desktop', desktop, usualStorage).words.join(), /Docker\.raw/);
  });

  it('quotes a path so that a shell takes it as one word of one line', () => {
    assert.equal(quoted("/a b'; rm -rf ~\n#"), String.raw`'/a b'\''; rm -rf ~?#'`);
  });
});

describe('the report on storage', () => {
  it('has the size of each place and what of it nothing uses', () => {
    const { places, disk, reach } = storageReport(facts());
    assert.equal(reach, 'here');
    assert.deepEqual(disk, open.disk);
    assert.deepEqual(
      places.map(({ kind, count, sizeBytes, reclaimableBytes }) => [
        kind,
        count,
        sizeBytes,
        reclaimableBytes,
      ]),
      [
        ['images', 2, 4e9, 2e9],
        ['containers', 2, 4e6, 3e6],
        ['volumes', 2, 9e6, 5e6],
        ['build-cache', 2, 15e6, 7e6],
        ['logs', undefined, 42, undefined],
      ],
    );
  });

  it('names the largest objects, and the folder of those that have one', () => {
    const { largest } = storageReport(facts());
    assert.deepEqual(
      largest.map(({ kind, name, sizeBytes }) => [kind, name, sizeBytes]),
      [
        ['image', 'big:1', 2e9],
        ['image', 'sha256:used', 1e9],
        ['build-cache', 'COPY a', 8e6],
        ['build-cache', 'COPY a', 7e6],
        ['volume', 'free', 5e6],
        ['volume', 'mine', 4e6],
        ['container', 'dead-name', 3e6],
        ['container', 'run-name', 1e6],
      ],
    );
    assert.equal(largest.find(({ name }) => name === 'free')?.path, '/var/lib/docker/volumes/free/_data');
  });

  it('claims no size that is not known, and none of another machine', () => {
    const unknown = storageReport(facts({ usage: undefined, logBytes: undefined }));
    assert.ok(unknown.places.every(({ sizeBytes }) => sizeBytes === undefined || sizeBytes === 0));
    assert.deepEqual(unknown.largest, []);
    const partly = storageReport(facts({ usage: { ...usage, volumeBytes: new Map([['mine', 1]]) } }));
    assert.equal(partly.places.find(({ kind }) => kind === 'volumes')?.sizeBytes, undefined);
    const far = storageReport(
      facts({ lists: { ...facts().lists, engine: { ...engineInfo, local: false } } }),
    );
    assert.equal(far.disk, undefined);
    assert.equal(far.places.find(({ kind }) => kind === 'logs')?.sizeBytes, undefined);
  });

  it('looks at folders of this machine only where the engine is', async () => {
    const looked: string[] = [];
    const read = (local: boolean) => {
      const { lists: rows } = facts();
      const engine = {
        describe: async () => ({ ...engineInfo, local }),
        listImages: async () => rows.images,
        listContainers: async () => rows.containers,
        listVolumes: async () => rows.volumes,
        listNetworks: async () => rows.networks,
        diskUsage: async () => usage,
        describeStorage: async () => usualStorage,
      };
      const folders = {
        lookAtFolder: async (path: string) => {
          looked.push(path);
          return open;
        },
        logBytes: async () => 1,
      };
      return readStorage({ engine, folders }, 'with sizes', new AbortController().signal);
    };
    assert.equal((await read(false)).reach, 'virtual-machine');
    assert.deepEqual(looked, []);
    assert.equal((await read(true)).reach, 'here');
    assert.deepEqual(looked, ['/var/lib/docker']);
  });
});

describe('the document on storage', () => {
  it('says where, how much, how much could go, and how to get there', () => {
    const text = storageDocument(storageReport(facts()));
    assert.match(text, /^# Where Docker keeps its data on machine\n\n/);
    assert.match(
      text,
      /\*\*About 4\.0 GB on this machine, of which at least 2\.0 GB could go\. Its disk has 5\.0 GB of 9\.0 GB free\.\*\*/,
    );
    assert.match(text, /\| Volumes \| 2 \| 9\.0\sMB \| 5\.0\sMB \| \/var\/lib\/docker\/volumes \|/);
    assert.match(text, /## How to get there\n\n[\s\S]*\n {4}sudo ls -la '\/var\/lib\/docker'\n/);
    assert.match(text, /\| 2\.0\sGB \| image \| big:1 \| unused \| {2}\|/);
    assert.match(text, /\| Images \| the engine\\'s own store, storage driver overlay2 \|/);
  });

  it('says that sizes are not known where the engine cannot add them up', () => {
    const text = storageDocument(storageReport(facts({ usage: undefined })));
    assert.match(
      text,
      /\*\*How much it is, on this machine, is not known: the engine could not add it up\. Its/,
    );
    assert.match(text, /\| Volumes \| 2 \| {2}\| {2}\|/);
  });

  it('lets nothing that an engine says become markup', () => {
    const evil = '[x](command:evil) <img> | `y`\n# no';
    const report = storageReport(
      facts({
        lists: {
          ...facts().lists,
          engine: { ...engineInfo, name: evil, endpoint: evil, operatingSystem: evil, kernelVersion: evil },
          volumes: [volume(evil)],
        },
        storage: {
          ...containerd,
          dataRoot: evil,
          driver: evil,
          loggingDriver: evil,
          backingFilesystem: evil,
        },
        usage: { ...usage, volumeBytes: new Map([[evil, 1e9]]) },
      }),
    );
    const outside = storageDocument(report)
      .split('\n')
      .filter((line) => !line.startsWith('    '));
    for (const line of outside) {
      assert.doesNotMatch(line, /(?<!\\)\]\(|(?<!\\)<img|(?<!\\)`|^# no/);
    }
  });
});
