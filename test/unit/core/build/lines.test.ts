import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { LineSplitter } from '../../../../src/core/build/lines.ts';

function split(chunks: readonly Uint8Array[], maxLength = 1000): readonly string[] {
  const lines: string[] = [];
  const splitter = new LineSplitter((line) => lines.push(line), maxLength);
  for (const chunk of chunks) {
    splitter.push(chunk);
  }
  splitter.end();
  return lines;
}

describe('LineSplitter', () => {
  it('gives the same lines however the bytes are cut, inside characters too', () => {
    const line = fc
      .string({ unit: 'binary' })
      .map((text) => text.replaceAll('\n', ' ').replaceAll('\ufeff', ' '));
    fc.assert(
      fc.property(fc.array(line, { minLength: 1 }), fc.array(fc.nat(40)), (lines, cuts) => {
        const bytes = new TextEncoder().encode(`${lines.join('\n')}\n`);
        const chunks: Uint8Array[] = [];
        let at = 0;
        for (const cut of cuts) {
          chunks.push(bytes.subarray(at, at + cut));
          at += cut;
        }
        chunks.push(bytes.subarray(at));
        assert.deepEqual(split(chunks), lines);
      }),
    );
  });

  it('hands over a last line without a line end', () => {
    assert.deepEqual(split([new TextEncoder().encode('a\nb')]), ['a', 'b']);
  });

  it('leaves out a line over the limit and goes on after it', () => {
    const chunks = ['short\n', 'x'.repeat(600), 'x'.repeat(600), 'x\nnext\n'].map((text) =>
      new TextEncoder().encode(text),
    );
    assert.deepEqual(split(chunks), ['short', 'next']);
  });

  it('survives bytes that are no UTF-8', () => {
    assert.deepEqual(split([Uint8Array.of(0xff, 0x41, 0x0a)]), ['\ufffdA']);
  });
});
