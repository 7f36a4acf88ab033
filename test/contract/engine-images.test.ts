import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { pack } from 'tar-stream';
import { BenchError } from '../../src/core/errors.ts';
import { label } from '../../src/core/model/labels.ts';
import type { OpenEngine } from '../../src/engine/connect.ts';
import { openTestEngine, removeImage, testLabels, uncancelled, uniqueName } from '../support/engine-room.ts';
import { testBaseImage } from '../support/images.ts';

describe('images of a real engine', () => {
  let engine: OpenEngine;
  const made: string[] = [];

  before(async () => {
    engine = await openTestEngine();
  });
  after(async () => {
    for (const reference of made) {
      await removeImage(engine, reference);
    }
    engine.port.close();
  });

  function reference(): string {
    const name = `${uniqueName()}:1`;
    made.push(name);
    return name;
  }

  /** A root file system with one file. */
  async function* rootfs(): AsyncGenerator<Uint8Array> {
    const archive = pack();
    archive.entry({ name: 'etc/mark' }, 'here\n');
    archive.finalize();
    yield* archive as AsyncIterable<Uint8Array>;
  }

  test('finds an image, by its id too', async () => {
    const base = await testBaseImage();
    const found = await engine.port.findImage(base, uncancelled);
    assert.ok(found);
    assert.ok(found.references.includes(base));
    assert.equal(found.platform, engine.connection.platform);
    assert.ok(found.sizeBytes > 1_000_000);
    assert.deepEqual(await engine.port.findImage(found.id, uncancelled), found);
  });

  test('finds no image that does not exist', async () => {
    assert.equal(await engine.port.findImage(`${uniqueName()}:1`, uncancelled), undefined);
  });

  test('imports a root file system with labels that are hard to quote', async () => {
    const name = reference();
    const nasty = `$HOME "a" 'b' \\ c=d # e é`;
    const image = await engine.port.importImage(
      rootfs(),
      {
        reference: name,
        platform: engine.connection.platform,
        labels: { ...testLabels('base', name), [label.tree]: nasty },
      },
      uncancelled,
    );
    assert.equal(image.labels[label.tree], nasty);
    assert.equal(image.labels[label.kind], 'base');
    assert.equal(image.platform, engine.connection.platform);
    const listed = await engine.port.listImages(uncancelled);
    assert.ok(listed.some((row) => row.id === image.id && row.references.includes(name)));
  });

  test('a root file system of another platform is marked so, with its labels', async () => {
    const name = reference();
    const spec = { reference: name, platform: 'linux/s390x', labels: testLabels('base', name) } as const;
    const image = await engine.port.importImage(rootfs(), spec, uncancelled);
    assert.equal(image.platform, 'linux/s390x');
    assert.equal(image.labels[label.job], name);
    // The one that the engine had marked wrongly is gone.
    const same = (await engine.port.listImages(uncancelled)).filter((row) => row.labels[label.job] === name);
    assert.deepEqual(
      same.map(({ id }) => id),
      [image.id],
    );
  });

  test('an import whose source fails ends with that failure and leaves no image', async () => {
    const name = reference();
    const spec = { reference: name, platform: engine.connection.platform, labels: testLabels('base', name) };
    async function* failing(): AsyncGenerator<Uint8Array> {
      yield Buffer.alloc(1024, 1);
      throw new BenchError('tree-unreadable', 'gone');
    }
    await assert.rejects(engine.port.importImage(failing(), spec, uncancelled), {
      reason: 'tree-unreadable',
    });
    assert.equal(await engine.port.findImage(name, uncancelled), undefined);
  });

  test('an import can be cancelled', async () => {
    const name = reference();
    const controller = new AbortController();
    const spec = { reference: name, platform: engine.connection.platform, labels: testLabels('base', name) };
    let release: (() => void) | undefined;
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    async function* endless(): AsyncGenerator<Uint8Array> {
      try {
        for (;;) {
          yield Buffer.alloc(4096);
          controller.abort();
        }
      } finally {
        release?.();
      }
    }
    await assert.rejects(engine.port.importImage(endless(), spec, controller.signal), {
      reason: 'cancelled',
    });
    await released;
    assert.equal(await engine.port.findImage(name, uncancelled), undefined);
  });

  test('a pull that fails says so, with the image’s name', async () => {
    // A registry on this machine's own discard port: no network is needed to be refused.
    const name = `127.0.0.1:9/${uniqueName()}@sha256:${'0'.repeat(64)}`;
    await assert.rejects(
      engine.port.pullImage(name, engine.connection.platform, () => undefined, uncancelled),
      (error) => {
        assert.ok(error instanceof BenchError);
        assert.equal(error.reason, 'base-image-unavailable', error.message);
        assert.match(error.message, /127\.0\.0\.1:9/);
        return true;
      },
    );
  });
});
