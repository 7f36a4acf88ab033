import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { stepsOf } from '../../../src/core/contents/image-archive.ts';
import { summarise } from '../../../src/engine/image-archive.ts';

type Content = string | Uint8Array | { readonly link: string };

async function tarOf(files: Readonly<Record<string, Content>>): Promise<Uint8Array> {
  const archive = pack();
  for (const [name, content] of Object.entries(files)) {
    if (typeof content === 'object' && 'link' in content) {
      archive.entry({ name, type: 'symlink', linkname: content.link });
    } else {
      archive.entry({ name }, typeof content === 'string' ? content : Buffer.from(content));
    }
  }
  archive.finalize();
  const chunks: Uint8Array[] = [];
  for await (const chunk of archive as AsyncIterable<Uint8Array>) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** In pieces of an odd length, as a network cuts them. */
async function* cut(bytes: Uint8Array, length = 777): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += length) {
    yield bytes.subarray(at, at + length);
  }
}

const manifest = (layers: readonly string[]) => JSON.stringify([{ Config: 'c.json', Layers: layers }]);

describe('an image that streams by', () => {
  it('is read whether its layers are plain, compressed or empty, and wherever its manifest stands', async () => {
    const layer = await tarOf({ 'a/b': 'x'.repeat(5000), 'a/.wh.c': '' });
    const layers = {
      'blobs/sha256/1': layer,
      'blobs/sha256/2': gzipSync(layer),
      'blobs/sha256/3': zstdCompressSync(layer),
      'blobs/sha256/4': new Uint8Array(1024),
    };
    const names = Object.keys(layers);
    for (const files of [
      { 'manifest.json': manifest(names), ...layers },
      { ...layers, 'manifest.json': manifest(names) },
    ]) {
      const steps = stepsOf(await summarise(cut(await tarOf(files))));
      assert.deepEqual(
        steps.map(({ layer: found }) => [found?.summary?.sizeBytes, found?.summary?.removed]),
        [
          [5000, 1],
          [5000, 1],
          [5000, 1],
          [0, 0],
        ],
      );
    }
  });

  it('of the old layout may hold a layer once, and link to it', async () => {
    const archive = await summarise(
      cut(
        await tarOf({
          'one/layer.tar': await tarOf({ a: 'abc' }),
          'one/VERSION': '1.0',
          'two/layer.tar': { link: '../one/layer.tar' },
          'manifest.json': manifest(['one/layer.tar', 'two/layer.tar']),
        }),
      ),
    );
    assert.deepEqual(
      stepsOf(archive).map(({ layer }) => layer?.summary?.files),
      [1, 1],
    );
  });

  it('has layers that cannot be read without losing those behind them', async () => {
    const good = await tarOf({ a: 'abc' });
    const torn = gzipSync(await tarOf({ b: 'x'.repeat(100_000) })).subarray(0, 150);
    const header = new Uint8Array(good.subarray(0, 512)).fill(0x39, 148, 154);
    const names = ['torn', 'no-tar', 'bad-header', 'good'];
    const archive = await summarise(
      cut(
        await tarOf({
          torn,
          'no-tar': 'x'.repeat(4000),
          'bad-header': Buffer.concat([header, Buffer.alloc(100_000, 1)]),
          good,
          'manifest.json': manifest(names),
        }),
      ),
    );
    assert.deepEqual(
      stepsOf(archive).map(({ layer }) => layer?.summary?.files),
      [undefined, undefined, undefined, 1],
    );
  });

  it('that breaks off is a failure, not a shorter image', async () => {
    const whole = await tarOf({
      '1': await tarOf({ a: 'x'.repeat(100_000) }),
      'manifest.json': manifest(['1']),
    });
    await assert.rejects(summarise(cut(whole.subarray(0, 60_000))));
    const failing = async function* () {
      yield* cut(whole.subarray(0, 60_000));
      throw new Error('the line is dead');
    };
    await assert.rejects(summarise(failing()), /the line is dead/);
  });

  it('keeps documents of a sensible size only', async () => {
    const { documents } = await summarise(
      cut(await tarOf({ small: '{}', large: `{"a":"${'x'.repeat(5_000_000)}"}` }), 100_000),
    );
    assert.deepEqual([...documents.keys()], ['small']);
  });
});
