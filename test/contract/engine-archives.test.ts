import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { extract, pack } from 'tar-stream';
import { BenchError } from '../../src/core/errors.ts';
import type { ByteStream, ContainerSpec } from '../../src/core/model/engine.ts';
import { label } from '../../src/core/model/labels.ts';
import type { OpenEngine } from '../../src/engine/connect.ts';
import {
  openTestEngine,
  recordOutput,
  removeImage,
  testLabels,
  uncancelled,
  uniqueName,
} from '../support/engine-room.ts';
import { testBaseImage } from '../support/images.ts';

const pieceBytes = 64 * 1024;

/** A tar of one file of so many pieces, which never is in memory as a whole. */
async function* bigTar(name: string, pieces: number): AsyncGenerator<Uint8Array> {
  const archive = pack();
  archive.entry({ name, size: pieceBytes * pieces }, () => undefined);
  for await (const header of archive as AsyncIterable<Uint8Array>) {
    yield header;
    break;
  }
  for (let made = 0; made < pieces; made += 1) {
    yield Buffer.alloc(pieceBytes, 'x');
  }
  yield Buffer.alloc(1024);
}

async function namesIn(tar: ByteStream): Promise<readonly string[]> {
  const entries = extract();
  const names: string[] = [];
  entries.on('entry', (header, stream, next) => {
    names.push(header.name);
    stream.on('end', next).resume();
  });
  for await (const chunk of tar) {
    entries.write(chunk);
  }
  return names;
}

describe('archives of a real engine', () => {
  let engine: OpenEngine;
  let base: string;

  before(async () => {
    engine = await openTestEngine();
    base = await testBaseImage();
  });
  after(() => engine.port.close());

  function spec(script: string, more: Partial<ContainerSpec> = {}): ContainerSpec {
    return {
      image: base,
      command: ['sh', '-c', script],
      labels: testLabels('build-container', uniqueName()),
      platform: engine.connection.platform,
      network: 'none',
      ...more,
    };
  }

  test('files put before the start are in the volume, and stay there', async () => {
    const volume = uniqueName();
    const labels = testLabels('build-volume', volume);
    const mounts = [{ volume, path: '/home/me/php src' }];
    assert.deepEqual(await engine.port.ensureVolume({ name: volume, labels }, uncancelled), {
      created: true,
    });
    try {
      const output = recordOutput();
      await engine.port.withContainer(
        spec('cat "/home/me/php src/deep/er/file"; echo built > "/home/me/php src/product"', { mounts }),
        async (container) => {
          await container.writeFiles(
            [{ path: 'deep/er/file', content: 'sent\n' }],
            '/home/me/php src',
            uncancelled,
          );
          await container.run(output.onOutput, uncancelled);
        },
        uncancelled,
      );
      assert.equal(output.stdout(), 'sent\n');
      await engine.port.withContainer(
        spec('true', { mounts }),
        async (container) => {
          const product = await container.readFile('/home/me/php src/product', 100, uncancelled);
          assert.equal(Buffer.from(product ?? []).toString(), 'built\n');
        },
        uncancelled,
      );
    } finally {
      await engine.port.removeVolume(volume, uncancelled);
    }
    assert.ok((await engine.port.listVolumes(uncancelled)).every((row) => row.name !== volume));
  });

  test('a volume without name goes with its container', async () => {
    const what = spec('true', { mounts: [{ volume: undefined, path: '/v' }] });
    const ours = async () => {
      const volumes = await engine.port.listVolumes(uncancelled);
      return volumes.filter((row) => row.labels[label.job] === what.labels[label.job]);
    };
    await engine.port.withContainer(
      what,
      async () => {
        const [volume, ...others] = await ours();
        assert.deepEqual(others, []);
        assert.equal(volume?.labels[label.kind], 'build-volume');
      },
      uncancelled,
    );
    assert.deepEqual(await ours(), []);
  });

  test('a read-only volume cannot be written', async () => {
    const volume = uniqueName();
    await engine.port.ensureVolume({ name: volume, labels: testLabels('build-volume', volume) }, uncancelled);
    try {
      const mounts = [{ volume, path: '/v', readOnly: true }];
      const exit = await engine.port.withContainer(
        spec('touch /v/x', { mounts }),
        (container) => container.run(() => undefined, uncancelled),
        uncancelled,
      );
      assert.notEqual(exit.exitCode, 0);
    } finally {
      await engine.port.removeVolume(volume, uncancelled);
    }
  });

  test('a large tar arrives whole', async () => {
    const output = recordOutput();
    await engine.port.withContainer(
      spec('wc -c < /srv/big'),
      async (container) => {
        await container.putArchive(bigTar('big', 800), '/srv', uncancelled);
        await container.run(output.onOutput, uncancelled);
      },
      uncancelled,
    );
    assert.equal(Number(output.stdout()), 800 * pieceBytes);
  });

  test('a large tar for a place that does not exist is refused by name', async () => {
    await engine.port.withContainer(
      spec('true'),
      async (container) => {
        await assert.rejects(
          container.putArchive(bigTar('big', 800), '/no/such/place', uncancelled),
          (error) => {
            assert.ok(error instanceof BenchError);
            assert.equal(error.reason, 'engine-object-missing', error.message);
            assert.match(error.message, /\/no\/such\/place/);
            return true;
          },
        );
      },
      uncancelled,
    );
  });

  test('a tar that fails half-way ends with its own failure', async () => {
    async function* failing(): AsyncGenerator<Uint8Array> {
      yield Buffer.alloc(512);
      throw new BenchError('tree-unreadable', 'mine');
    }
    await engine.port.withContainer(
      spec('true'),
      (container) =>
        assert.rejects(container.putArchive(failing(), '/srv', uncancelled), { reason: 'tree-unreadable' }),
      uncancelled,
    );
  });

  test('a tar can be cancelled on its way in, and on its way out', async () => {
    await engine.port.withContainer(
      spec('true'),
      async (container) => {
        const into = new AbortController();
        async function* endless(): AsyncGenerator<Uint8Array> {
          for await (const chunk of bigTar('big', 1_000_000)) {
            yield chunk;
            into.abort();
          }
        }
        await assert.rejects(container.putArchive(endless(), '/srv', into.signal), { reason: 'cancelled' });

        const out = new AbortController();
        const reading = async () => {
          for await (const _ of await container.getArchive('/usr', out.signal)) {
            out.abort();
          }
        };
        await assert.rejects(reading(), { reason: 'cancelled' });
      },
      uncancelled,
    );
  });

  test('what a container holds comes out', async () => {
    await engine.port.withContainer(
      spec('mkdir /srv/out; echo 1 > /srv/out/a; echo 2 > /srv/out/b'),
      async (container) => {
        await container.run(() => undefined, uncancelled);
        const names = await namesIn(await container.getArchive('/srv/out', uncancelled));
        assert.deepEqual([...names].sort(), ['out/', 'out/a', 'out/b']);
        assert.equal(await container.readFile('/srv/out/none', 10, uncancelled), undefined);
        await assert.rejects(container.getArchive('/srv/none', uncancelled), {
          reason: 'engine-object-missing',
        });
        await assert.rejects(container.readFile('/srv/out', 10, uncancelled), { reason: 'engine-failed' });
        await assert.rejects(container.readFile('/srv/out/a', 1, uncancelled), { reason: 'engine-failed' });
        const files = await container.readFiles('/srv/out', ['b', 'none', 'a'], 10, uncancelled);
        const single = await container.readFile('/srv/out/a', 10, uncancelled);
        assert.deepEqual([...files.keys()].sort(), ['a', 'b']);
        assert.deepEqual(files.get('a'), single);
        assert.deepEqual([...(await container.readFiles('/srv/none', ['a'], 10, uncancelled))], []);
        await assert.rejects(container.readFiles('/srv/out', ['a'], 1, uncancelled), {
          reason: 'engine-failed',
        });
      },
      uncancelled,
    );
  });

  test('a commit keeps the file system and labels, not the volume, and runs its command', async () => {
    const reference = `${uniqueName()}:1`;
    try {
      const image = await engine.port.withContainer(
        spec('echo kept > /srv/kept; echo lost > /v/lost', { mounts: [{ volume: undefined, path: '/v' }] }),
        async (container) => {
          await container.run(() => undefined, uncancelled);
          return container.commit(
            {
              reference,
              labels: { ...testLabels('build', reference), [label.phpVersion]: '8.2 "x" $y' },
              command: ['cat', '/srv/kept'],
            },
            uncancelled,
          );
        },
        uncancelled,
      );
      assert.ok(image.references.includes(reference));
      assert.equal(image.labels[label.kind], 'build');
      assert.equal(image.labels[label.phpVersion], '8.2 "x" $y');
      const output = recordOutput();
      await engine.port.withContainer(
        { ...spec('cat /srv/kept; ls -A /v'), image: reference },
        (container) => container.run(output.onOutput, uncancelled),
        uncancelled,
      );
      assert.equal(output.stdout(), 'kept\n');
      const inspected = await engine.connection.docker.getImage(reference).inspect();
      assert.deepEqual(inspected.Config.Cmd, ['cat', '/srv/kept']);
    } finally {
      await removeImage(engine, reference);
    }
  });
});
