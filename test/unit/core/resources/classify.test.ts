import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { classify } from '../../../../src/core/resources/classify.ts';
import { container, image, lists, volume } from '../../../support/resources.ts';

describe('classify', () => {
  it('calls an image dangling only without a tag and without a child', () => {
    const snapshot = classify(
      lists({
        images: [
          image('sha256:tagged', { references: ['a:1'], parentId: 'sha256:parent' }),
          image('sha256:parent', {}),
          image('sha256:lost', {}),
        ],
      }),
      undefined,
    );
    assert.deepEqual(
      snapshot.images.map((item) => item.dangling),
      [false, false, true],
    );
  });

  it('finds the users of images and volumes, stopped ones too', () => {
    const snapshot = classify(
      lists({
        images: [image('sha256:a', {})],
        containers: [
          container('c1', { imageId: 'sha256:a', state: 'exited', volumes: ['v'] }),
          container('c2', { imageId: 'sha256:a', state: 'running' }),
        ],
        volumes: [volume('v'), volume('w')],
      }),
      undefined,
    );
    const [c1, c2] = ['c1', 'c2'].map((id) => ({ id, name: `${id}-name` }));
    assert.deepEqual(snapshot.images[0]?.usedBy, [c1, c2]);
    assert.deepEqual(
      snapshot.volumes.map((item) => item.usedBy),
      [[c1], []],
    );
    assert.deepEqual(
      snapshot.containers.map((item) => item.ended),
      [true, false],
    );
  });

  it('finds the users of a network, whichever way they name it', () => {
    const network = { id: 'n'.repeat(64), name: 'net', driver: 'bridge', labels: {}, createdAtMs: undefined };
    const { networks } = classify(
      lists({
        containers: [
          container('by-name', { networks: ['net'] }),
          container('by-id', { networks: [network.id] }),
          container('other', { networks: ['another'] }),
        ],
        networks: [network],
      }),
      undefined,
    );
    assert.deepEqual(
      networks[0]?.usedBy.map(({ id }) => id),
      ['by-name', 'by-id'],
    );
  });

  it('leaves sizes open until they are known', () => {
    const some = lists({ images: [image('sha256:a', {}), image('sha256:b', {})] });
    assert.equal(classify(some, undefined).sizesKnown, false);
    const sized = classify(some, {
      imageExclusiveBytes: new Map([['sha256:a', 7]]),
      containerBytes: new Map(),
      volumeBytes: new Map(),
      layersBytes: 7,
      buildCache: [],
    });
    assert.deepEqual(
      sized.images.map((item) => item.exclusiveBytes),
      [7, undefined],
    );
  });
});
