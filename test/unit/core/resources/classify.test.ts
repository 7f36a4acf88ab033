import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { planPrune } from '../../../../src/core/prune/plan.ts';
import { classify } from '../../../../src/core/resources/classify.ts';
import { container, image, lists, volume } from '../../../support/resources.ts';

const ours = { 'php-source-bench.kind': 'toolchain' };

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
    assert.deepEqual(snapshot.images[0]?.usedBy, ['c1-name', 'c2-name']);
    assert.deepEqual(
      snapshot.volumes.map((item) => item.usedBy),
      [['c1-name'], []],
    );
    assert.deepEqual(
      snapshot.containers.map((item) => item.ended),
      [true, false],
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

describe('planPrune', () => {
  const hour = 3_600_000;
  const now = 100 * hour;
  const plan = (parts: Parameters<typeof lists>[0], finished: readonly (readonly [string, number])[] = []) =>
    planPrune(classify(lists(parts), undefined), {
      nowMs: now,
      graceMs: hour,
      finishedAtMs: new Map(finished),
      keepReferences: new Set(),
    });

  it('ticks only what the extension made and what is over', () => {
    const { items } = plan(
      {
        containers: [
          container('old', { state: 'exited', labels: ours }),
          container('fresh', { state: 'exited', labels: ours }),
          container('foreign', { state: 'exited' }),
          container('unknown', { state: 'exited', labels: ours }),
          container('waiting', { state: 'created', labels: ours }),
          container('busy', { state: 'running', labels: ours }),
        ],
      },
      [
        ['old', now - 2 * hour],
        ['fresh', now - hour / 2],
        ['foreign', now - 9 * hour],
      ],
    );
    assert.deepEqual(
      items.map((item) => [item.id, item.remove]),
      [
        ['old', true],
        ['fresh', false],
        ['foreign', false],
        ['unknown', false],
        ['waiting', false],
        ['busy', false],
      ],
    );
  });

  it('takes a dangling image with its last dead user, but not under a living one', () => {
    const parts = {
      images: [image('sha256:a', { labels: ours }), image('sha256:b', { labels: ours })],
      containers: [
        container('dead', { imageId: 'sha256:a', state: 'exited', labels: ours }),
        container('alive', { imageId: 'sha256:b', state: 'running', labels: ours }),
      ],
    };
    const removed = plan(parts, [['dead', 0]]).items.filter((item) => item.remove);
    assert.deepEqual(
      removed.map((item) => item.id),
      ['dead', 'sha256:a'],
    );
  });

  it('never ticks a volume, a tagged image or a parent', () => {
    const { items } = plan({
      images: [
        image('sha256:tagged', { references: ['x:1'], labels: ours, parentId: 'sha256:parent' }),
        image('sha256:parent', { labels: ours }),
      ],
      volumes: [volume('v', ours)],
    });
    assert.equal(items.length, 3);
    assert.ok(items.every((item) => !item.remove && item.reason !== ''));
  });
});
