import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Labels, label, type ResourceKind } from '../../../../src/core/model/labels.ts';
import {
  cacheId,
  containerId,
  dayMs,
  hourMs,
  imageId,
  noUsage,
  nowMs,
  own,
  ownDead,
  ownImage,
  planOf,
  tickedNames,
} from '../../../support/prune.ts';
import { image, volume } from '../../../support/resources.ts';

const named = (name: string, parts: Parameters<typeof image>[1] = {}) =>
  ownImage(name, { references: [`php-source-bench/build:${name}`], ...parts });

function reasons(plan: ReturnType<typeof planOf>): Readonly<Record<string, string>> {
  return Object.fromEntries(plan.items.map(({ name, reason }) => [name, reason]));
}

describe('a prune plan by the usual rule', () => {
  it('ticks dead containers of the extension that have been over for an hour', () => {
    const names = ['old', 'fresh', 'unknown'];
    const plan = planOf({
      lists: {
        containers: [
          ...names.map((name) => ownDead(name)),
          ownDead('foreign', { labels: {} }),
          ownDead('waiting', { state: 'created' }),
          ownDead('busy', { state: 'running' }),
        ],
      },
      endedMs: {
        [containerId('old')]: hourMs,
        [containerId('fresh')]: hourMs - 1,
        [containerId('foreign')]: dayMs,
      },
    });
    assert.deepEqual(tickedNames(plan), ['old']);
    assert.deepEqual(reasons(plan), {
      old: 'it has ended, and the extension made it',
      fresh: 'it ended only a short while ago',
      unknown: 'when it ended is not known',
      foreign: 'the extension did not make it',
      waiting: 'it was never started, and may be about to',
      busy: 'it is running',
    });
    assert.deepEqual(
      plan.items.filter(({ removable }) => !removable).map(({ name }) => name),
      ['busy'],
    );
  });

  it('does not take a container for its own that inherited the label of its image', () => {
    const plan = planOf({
      lists: { containers: [ownDead('by-hand', { labels: own('build') })] },
      endedMs: { [containerId('by-hand')]: dayMs },
    });
    assert.deepEqual(tickedNames(plan), []);
  });

  it('does not take a nameless image for its own that was made of one of ours', () => {
    const original = ownImage('original');
    const { labels, createdAtMs } = original;
    const derived = image(imageId('derived'), { labels, createdAtMs: createdAtMs + 1000 });
    const late = image(imageId('late'), { ...ownImage('x'), id: imageId('late'), createdAtMs: nowMs });
    const plan = planOf({ lists: { images: [derived, original, late] } });
    assert.deepEqual(
      plan.items.filter(({ remove }) => remove).map(({ id }) => id),
      [original.id],
    );
    assert.deepEqual(
      planOf({ lists: { images: [original, { ...derived, createdAtMs }] } }).items.map(
        ({ remove }) => remove,
      ),
      [false, false],
    );
  });

  it('does not take an image for its own that somebody built on one of ours', () => {
    const plan = planOf({
      lists: { images: [ownImage('x', { references: ['mine:1'] })] },
      rule: { onlyDangling: false },
    });
    assert.equal(plan.items[0]?.madeBy, 'other');
    assert.deepEqual(tickedNames(plan), []);
  });

  it('ticks images that lost their name, and none that was pulled by digest', () => {
    const digest = `debian@sha256:${'0'.repeat(64)}`;
    const plan = planOf({
      lists: { images: [ownImage('lost'), named('named'), ownImage('pulled', { digests: [digest] })] },
    });
    assert.deepEqual(
      plan.items.filter(({ remove }) => remove).map(({ id }) => id),
      [imageId('lost')],
    );
    assert.equal(reasons(plan)[digest], 'it has a name');
  });

  it('takes a dangling image with its last dead user, and not under a living one', () => {
    const plan = planOf({
      lists: {
        images: [ownImage('a'), ownImage('b')],
        containers: [
          ownDead('over', { imageId: imageId('a') }),
          ownDead('alive', { imageId: imageId('b'), state: 'running' }),
        ],
      },
      endedMs: { [containerId('over')]: dayMs },
    });
    assert.deepEqual(
      plan.items.map(({ id, remove, removable }) => [id, remove, removable]),
      [
        [containerId('over'), true, true],
        [containerId('alive'), false, false],
        [imageId('a'), true, true],
        [imageId('b'), false, false],
      ],
    );
  });

  it('counts a container whose image is not known as a user of every image', () => {
    const plan = planOf({
      lists: { images: [ownImage('a')], containers: [ownDead('odd', { imageId: '', state: 'running' })] },
    });
    assert.deepEqual(tickedNames(plan), []);
    assert.equal(plan.items.at(-1)?.reason, 'used by odd');
  });

  it('never ticks volumes, networks and build cache, and lets a person tick what nothing uses', () => {
    const plan = planOf({
      lists: {
        containers: [ownDead('alive', { state: 'running', volumes: ['used'], networks: ['net'] })],
        volumes: [volume('used', own('build-volume')), volume('free', own('build-volume'))],
        networks: [
          {
            id: containerId('n'),
            name: 'net',
            driver: 'bridge',
            labels: own('bench-network'),
            createdAtMs: 1,
          },
          { id: containerId('b'), name: 'bridge', driver: 'bridge', labels: {}, createdAtMs: 1 },
        ],
      },
      usage: {
        ...noUsage,
        buildCache: [
          {
            ...{ id: cacheId('c'), description: 'RUN make', sizeBytes: 5, inUse: false, shared: false },
            ...{ createdAtMs: 1, lastUsedAtMs: 1, parents: [] },
          },
        ],
      },
    });
    assert.deepEqual(tickedNames(plan), []);
    assert.deepEqual(
      plan.items.map(({ name, removable }) => [name, removable]),
      [
        ['alive', false],
        ['used', false],
        ['free', true],
        ['net', false],
        ['RUN make', true],
      ],
    );
  });

  it('keeps what has an identifier that could mean something else to the engine', () => {
    const plan = planOf({
      lists: {
        images: [image('../containers/x', { labels: own('build') })],
        volumes: [volume('a/../b')],
      },
    });
    assert.ok(plan.items.every(({ remove, removable }) => !remove && !removable));
    assert.equal(plan.items.length, 2);
  });
});

describe('the order of a prune plan', () => {
  it('is children before parents, whose nameless steps go with them', () => {
    const plan = planOf({
      lists: {
        images: [
          ownImage('base', { references: ['php-source-bench/base:1'], labels: own('base') }),
          ownImage('step-1', { parentId: imageId('base') }),
          ownImage('step-2', { parentId: imageId('step-1') }),
          ownImage('top', { parentId: imageId('step-2') }),
        ],
      },
    });
    assert.deepEqual(
      plan.items.map((item) => [item.id, item.remove, item.kind === 'image' ? item.steps : []]),
      [
        [imageId('top'), true, [imageId('step-2'), imageId('step-1')]],
        [imageId('base'), false, []],
      ],
    );
  });

  it('lets a parent go only with all that is built on it', () => {
    const images = [
      named('parent'),
      named('child-1', { parentId: imageId('parent') }),
      named('child-2', { parentId: imageId('parent') }),
    ];
    const rule = { onlyDangling: false };
    assert.deepEqual(tickedNames(planOf({ lists: { images }, rule })).toSorted(), [
      'php-source-bench/build:child-1',
      'php-source-bench/build:child-2',
      'php-source-bench/build:parent',
    ]);
    const partly = planOf({ lists: { images }, rule: { ...rule, keep: ['*child-2'] } });
    assert.deepEqual(tickedNames(partly), ['php-source-bench/build:child-1']);
    assert.equal(
      reasons(partly)['php-source-bench/build:parent'],
      'php-source-bench/build:child-2 is built on it, and stays',
    );
  });

  it('is found for images that name each other as parents', () => {
    const images = [ownImage('a', { parentId: imageId('b') }), ownImage('b', { parentId: imageId('a') })];
    assert.deepEqual(planOf({ lists: { images } }).items, []);
  });
});

describe('a rule', () => {
  const rule = { onlyDangling: false };
  const usage = {
    ...noUsage,
    imageExclusiveBytes: new Map([
      [imageId('a'), 500_000_000],
      [imageId('b'), 2_000_000],
    ]),
  };

  it('takes what is older than some days', () => {
    const images = [
      named('a', { createdAtMs: nowMs - 7 * dayMs }),
      named('b', { createdAtMs: nowMs - 6 * dayMs }),
    ];
    const plan = planOf({ lists: { images }, rule: { ...rule, olderThanDays: 7 } });
    assert.deepEqual(tickedNames(plan), ['php-source-bench/build:a']);
    assert.equal(reasons(plan)['php-source-bench/build:b'], 'it is younger than 7 days');
  });

  it('takes what is larger than some megabytes, and nothing whose size is not known', () => {
    const images = [named('a'), named('b'), named('c')];
    const plan = planOf({ lists: { images }, usage, rule: { ...rule, largerThanMb: 500 } });
    assert.deepEqual(tickedNames(plan), ['php-source-bench/build:a']);
    assert.equal(reasons(plan)['php-source-bench/build:b'], 'it is smaller than 500 MB');
    assert.equal(reasons(plan)['php-source-bench/build:c'], 'its size is not known');
  });

  it('takes builds that were not measured for some days, and nothing whose last use is not known', () => {
    const keys = ['0000000000000001', '0000000000000002', '0000000000000003'] as const;
    const images = keys.map((key) => named(`8.4-${key}`));
    const plan = planOf({
      lists: { images },
      rule: { ...rule, unusedForDays: 30 },
      buildUsedAtMs: new Map([
        [keys[0], nowMs - 30 * dayMs],
        [keys[1], nowMs - 29 * dayMs],
      ]),
    });
    assert.deepEqual(tickedNames(plan), [`php-source-bench/build:8.4-${keys[0]}`]);
    assert.equal(
      reasons(plan)[`php-source-bench/build:8.4-${keys[2]}`],
      'when it was last used is not known',
    );
  });

  it('keeps the newest of each repository, tree and platform', () => {
    const age = (name: string, days: number, tree: string) =>
      named(name, {
        createdAtMs: nowMs - days * dayMs,
        labels: { ...own('build'), 'php-source-bench.tree': tree },
      });
    const images = [age('a1', 1, '/a'), age('a2', 2, '/a'), age('a3', 3, '/a'), age('b9', 9, '/b')];
    const plan = planOf({ lists: { images }, rule: { ...rule, keepNewest: 2 } });
    assert.deepEqual(tickedNames(plan), ['php-source-bench/build:a3']);
  });

  it('keeps what fits a pattern', () => {
    const images = [named('8.4-x'), named('8.5-x')];
    const plan = planOf({ lists: { images }, rule: { ...rule, keep: ['php-source-bench/build:8.4*'] } });
    assert.deepEqual(tickedNames(plan), ['php-source-bench/build:8.5-x']);
  });

  it('takes of others only what it names them for', () => {
    const compose = { 'com.docker.compose.project': 'shop' };
    const dev = { 'devcontainer.metadata': '[]', ...compose };
    const images = [
      image(imageId('a'), { labels: compose }),
      image(imageId('b'), { labels: dev }),
      image(imageId('c'), {}),
    ];
    const of = (madeBy: readonly ('compose' | 'dev-container' | 'other')[]) =>
      planOf({ lists: { images }, rule: { madeBy } })
        .items.filter(({ remove }) => remove)
        .map(({ id }) => id);
    assert.deepEqual(of(['compose']), [imageId('a')]);
    assert.deepEqual(of(['dev-container']), [imageId('b')]);
    assert.deepEqual(of(['compose', 'other']), [imageId('a'), imageId('c')]);
  });

  it('frees enough and no more, the oldest first', () => {
    const images = ['a', 'b', 'c'].map((name, index) =>
      ownImage(name, { createdAtMs: nowMs + 1000 * index }),
    );
    const sizes = new Map(images.map(({ id }) => [id, 6_000_000]));
    const plan = planOf({
      lists: { images },
      usage: { ...noUsage, imageExclusiveBytes: sizes },
      rule: { freeMb: 10 },
    });
    assert.deepEqual(
      plan.items.map(({ remove, reason }) => (remove ? 'goes' : reason)),
      ['goes', 'goes', 'enough is freed without it'],
    );
  });

  it('never ticks what builds start from', () => {
    const toolchain = (name: string, days: number, recipe: string) =>
      image(imageId(name), {
        references: [`php-source-bench/toolchain:${name}`],
        createdAtMs: nowMs - days * dayMs,
        labels: { ...own('toolchain'), 'php-source-bench.recipe': recipe },
      });
    const base = (name: string, days: number) =>
      image(imageId(name), {
        references: [`php-source-bench/base:${name}`],
        createdAtMs: nowMs - days * dayMs,
        labels: own('base'),
      });
    const plan = planOf({
      lists: {
        images: [
          toolchain('newest', 1, 'r1'),
          toolchain('used', 2, 'r2'),
          toolchain('old', 3, 'r3'),
          base('bookworm', 9),
          base('machine', 1),
        ],
        volumes: [volume('v', { ...own('build-volume'), 'php-source-bench.recipe': 'r2' })],
      },
      rule,
    });
    assert.deepEqual(tickedNames(plan), ['php-source-bench/toolchain:old']);
  });

  it('keeps what goes with a toolchain as long as that, but no older one of the same', () => {
    const made = (kind: ResourceKind, name: string, days: number, labels: Labels) =>
      image(imageId(name), {
        references: [`php-source-bench/${kind}:${name}`],
        createdAtMs: nowMs - days * dayMs,
        labels: { ...own(kind), ...labels },
      });
    const images = [
      made('toolchain', 'a', 1, { [label.recipe]: 'r1' }),
      made('toolchain', 'b', 9, { [label.recipe]: 'r2' }),
      made('runner', 'c', 2, { [label.toolchain]: 'r1' }),
      made('runner', 'd', 3, { [label.toolchain]: 'r1' }),
      made('tools', 'e', 4, { [label.toolchain]: 'r1' }),
      made('runner', 'f', 1, { [label.toolchain]: 'r2' }),
      made('tools', 'g', 1, { [label.toolchain]: 'gone' }),
    ];
    assert.deepEqual(tickedNames(planOf({ lists: { images }, rule })).toSorted(), [
      'php-source-bench/runner:d',
      'php-source-bench/runner:f',
      'php-source-bench/toolchain:b',
      'php-source-bench/tools:g',
    ]);
  });

  it('does not take an image with several names, which the engine would only let go by force', () => {
    const plan = planOf({
      lists: {
        images: [ownImage('x', { references: ['php-source-bench/build:1', 'php-source-bench/build:2'] })],
      },
      rule,
    });
    assert.equal(plan.items[0]?.removable, false);
    assert.match(plan.items[0]?.reason ?? '', /^it has 2 names/);
  });

  it('takes volumes and build cache only where it names them', () => {
    const record = (id: string, more: object) => ({
      ...{ id: cacheId(id), description: id, sizeBytes: 1, inUse: false, shared: false },
      ...{ createdAtMs: 1, lastUsedAtMs: 1, parents: [] as string[], ...more },
    });
    const plan = planOf({
      lists: { volumes: [volume('mine', own('ccache-volume')), volume('theirs')] },
      usage: {
        ...noUsage,
        buildCache: [
          record('parent', {}),
          record('child', { parents: [cacheId('parent')] }),
          record('shared', { shared: true }),
          record('used', { inUse: true }),
        ],
      },
      rule: { kinds: ['volume', 'build-cache'] },
    });
    assert.deepEqual(tickedNames(plan), ['mine', 'child', 'parent']);
  });

  it('is limited to what it is asked about', () => {
    const plan = planOf({
      lists: { images: [ownImage('a'), ownImage('b')] },
      only: [{ kind: 'image', id: imageId('b') }],
    });
    assert.deepEqual(
      plan.items.map(({ id }) => id),
      [imageId('b')],
    );
  });
});

describe('what it would cost to make something again', () => {
  const labels = {
    ...own('build'),
    'php-source-bench.tree': '/t',
    'php-source-bench.recipe': 'r',
    'php-source-bench.platform': 'linux/amd64',
    'php-source-bench.configuration': '--enable-x',
  };
  const started = (agoMs: number) => ({ 'php-source-bench.started-at': String(nowMs - agoMs) });
  const made = (label: object) =>
    image(imageId('i'), { createdAtMs: nowMs, labels: { ...labels, ...label } });

  it('is how long it took, as its label tells', () => {
    const [item] = planOf({ lists: { images: [made(started(90_000))] } }).items;
    assert.equal(item?.remakeMs, 90_000);
  });

  it('is of a build volume what the same build from nothing took', () => {
    const theirs = { ...labels, 'php-source-bench.configuration': '--enable-y' };
    const plan = planOf({
      lists: {
        images: [made(started(90_000))],
        volumes: [
          volume('v', { ...labels, ...own('build-volume') }),
          volume('w', { ...theirs, ...own('build-volume') }),
        ],
      },
    });
    assert.deepEqual(
      plan.items.map(({ remakeMs }) => remakeMs),
      [90_000, 90_000, undefined],
    );
  });

  for (const [what, label] of [
    ['no label', {}],
    ['a label that is no time', { 'php-source-bench.started-at': '-1e3' }],
    ['a start after the end, as of what came from the cache', started(-2000)],
    ['a start of another day, as by another clock', started(25 * hourMs)],
  ] as const) {
    it(`is not known from ${what}`, () => {
      assert.equal(planOf({ lists: { images: [made(label)] } }).items[0]?.remakeMs, undefined);
    });
  }
});
