import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { isBenchError } from '../../../src/core/errors.ts';
import type { OutputStream } from '../../../src/core/ports.ts';
import { createDemultiplexer } from '../../../src/engine/demultiplexer.ts';

type Frame = readonly [kind: number, payload: Uint8Array];

function encode(frames: readonly Frame[]): Uint8Array {
  return Buffer.concat(
    frames.map(([kind, payload]) => {
      const header = Buffer.alloc(8);
      header[0] = kind;
      header.writeUInt32BE(payload.length, 4);
      return Buffer.concat([header, payload]);
    }),
  );
}

function cut(bytes: Uint8Array, cuts: readonly number[]): Uint8Array[] {
  const places = [...new Set(cuts.map((place) => place % (bytes.length + 1)))].sort((a, b) => a - b);
  return [...places, bytes.length].map((end, index) => bytes.slice(places[index - 1] ?? 0, end));
}

/** Neighbouring pieces of one stream joined, as pieces depend on the cuts. */
function demultiplex(chunks: readonly Uint8Array[]): [OutputStream, string][] {
  const runs: [OutputStream, string][] = [];
  const demultiplexer = createDemultiplexer((stream, chunk) => {
    const last = runs.at(-1);
    const hex = Buffer.from(chunk).toString('hex');
    if (last?.[0] === stream) {
      last[1] += hex;
    } else {
      runs.push([stream, hex]);
    }
  });
  for (const chunk of chunks) {
    demultiplexer.push(chunk);
  }
  demultiplexer.finish();
  return runs;
}

describe('demultiplexer', () => {
  test('keeps the order between the streams', () => {
    const bytes = encode([
      [1, Buffer.from('a')],
      [2, Buffer.from('b')],
      [1, Buffer.from('c')],
    ]);
    assert.deepEqual(demultiplex([bytes]), [
      ['stdout', '61'],
      ['stderr', '62'],
      ['stdout', '63'],
    ]);
  });

  test('loses neither echoed input nor errors of the engine', () => {
    const bytes = encode([
      [0, Buffer.from('i')],
      [3, Buffer.from('e')],
    ]);
    assert.deepEqual(demultiplex([bytes]), [
      ['stdout', '69'],
      ['stderr', '65'],
    ]);
  });

  test('gives the same wherever the bytes are cut', () => {
    const frame = fc.tuple(fc.constantFrom(1, 2), fc.uint8Array({ maxLength: 40 }));
    fc.assert(
      fc.property(fc.array(frame, { maxLength: 12 }), fc.array(fc.nat()), (frames, cuts) => {
        const bytes = encode(frames);
        assert.deepEqual(demultiplex(cut(bytes, cuts)), demultiplex([bytes]));
      }),
    );
  });

  test('hands on all bytes of the frames', () => {
    const frame = fc.tuple(fc.constantFrom(1, 2), fc.uint8Array({ minLength: 1, maxLength: 40 }));
    fc.assert(
      fc.property(fc.array(frame, { maxLength: 12 }), (frames) => {
        const joined = demultiplex([encode(frames)]).map(([, hex]) => hex);
        assert.equal(joined.join(''), frames.map(([, it]) => Buffer.from(it).toString('hex')).join(''));
      }),
    );
  });

  test('takes a chunk of many megabytes', () => {
    const big = Buffer.alloc(20_000_000, 'x');
    const tiny: Frame[] = Array.from({ length: 200_000 }, () => [1, Buffer.from('y')]);
    let bytes = 0;
    const demultiplexer = createDemultiplexer((_stream, chunk) => {
      bytes += chunk.length;
    });
    demultiplexer.push(encode([[1, big]]));
    demultiplexer.push(encode(tiny));
    demultiplexer.finish();
    assert.equal(bytes, 20_200_000);
  });

  test('refuses a frame of unknown kind', () => {
    const demultiplexer = createDemultiplexer(() => assert.fail('there is no output in it'));
    assert.throws(
      () => demultiplexer.push(Buffer.from('HTTP/1.1 500 oh')),
      (error) => isBenchError(error, 'engine-failed'),
    );
  });

  test('refuses a stream that ends inside a frame or its header', () => {
    for (const length of [3, 9]) {
      const demultiplexer = createDemultiplexer(() => undefined);
      demultiplexer.push(encode([[1, Buffer.from('ab')]]).subarray(0, length));
      assert.throws(
        () => demultiplexer.finish(),
        (error) => isBenchError(error, 'engine-failed'),
      );
    }
  });
});
