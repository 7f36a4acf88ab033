import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ContainerLook } from '../../../../src/core/model/engine.ts';
import { detailFacts } from '../../../../src/host/resources/details-text.ts';
import { english } from '../../../support/translate.ts';

const nowMs = 1_760_000_000_000;
const context = { nowMs, locale: 'en', t: english };
const look: ContainerLook = {
  state: 'exited',
  exitCode: 3,
  outOfMemory: false,
  error: '',
  finishedAtMs: nowMs - 7_200_000,
};

const facts = (more: Partial<ContainerLook>, lastLines: readonly string[] = []) =>
  detailFacts({ kind: 'container', look: { ...look, ...more }, lastLines }, context);

describe('the details of a container', () => {
  it('are how and when it ended, and what it wrote last', () => {
    assert.deepEqual(facts({ error: 'no such file' }, ['one', 'two']), [
      ['Exit code', '3'],
      ['Ended', '2 hours ago'],
      ['Error', 'no such file'],
      ['Log', 'one'],
      ['Log', 'two'],
    ]);
  });

  it('say what an exit code means where there is a convention', () => {
    const said = (more: Partial<ContainerLook>) => facts(more)[0]?.[1];
    assert.equal(said({ exitCode: 0 }), '0: it ended well');
    assert.equal(said({ exitCode: 139 }), '139: it crashed (segmentation fault)');
    assert.equal(said({ exitCode: 137, outOfMemory: true }), '137: killed, because it ran out of memory');
    assert.equal(said({ exitCode: 137 }), '137: it was killed');
  });

  it('are only its last lines while it runs, as text of one line each', () => {
    assert.deepEqual(facts({ finishedAtMs: undefined }, ['a\u001b[31m\u202eb']), [['Log', 'a [31m b']]);
  });
});

describe('the details of an image', () => {
  it('are the commands that made it, the newest first, as a person would write them', () => {
    const layers = [
      { createdBy: 'RUN /bin/sh -c make # buildkit', sizeBytes: 5000 },
      { createdBy: '/bin/sh -c #(nop)  CMD ["php"]', sizeBytes: 0 },
      { createdBy: '/bin/sh -c apt-get update', sizeBytes: 1 },
      { createdBy: '', sizeBytes: 7 },
    ];
    assert.deepEqual(detailFacts({ kind: 'image', platform: 'linux/arm64', layers }, context), [
      ['Platform', 'linux/arm64'],
      ['Made by', 'RUN make (5.0 kB)'],
      ['Made by', 'CMD ["php"] (0 B)'],
      ['Made by', 'RUN apt-get update (1 B)'],
    ]);
  });

  it('are no more than fit a tooltip', () => {
    const layers = Array.from({ length: 100 }, (_, index) => ({
      createdBy: `${index} ${'x'.repeat(5000)}`,
      sizeBytes: 1,
    }));
    const lines = detailFacts({ kind: 'image', platform: 'linux/arm64', layers }, context);
    assert.equal(lines.length, 7);
    assert.ok(lines.every(([, value]) => value.length < 300));
  });
});
