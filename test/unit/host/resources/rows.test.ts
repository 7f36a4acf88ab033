import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { DiskUsage } from '../../../../src/core/model/engine.ts';
import { classify, type ResourceLists } from '../../../../src/core/resources/classify.ts';
import type { Row } from '../../../../src/host/resources/row.ts';
import { resourceRows } from '../../../../src/host/resources/rows.ts';
import { ViewMemory, type ViewOptions } from '../../../../src/host/resources/view-options.ts';
import { container, image, lists, volume } from '../../../support/resources.ts';
import { english } from '../../../support/translate.ts';

const nowMs = 1_760_000_000_000;
const context = { nowMs, locale: 'en', t: english, engine: '' };
const usual = new ViewMemory({ get: () => undefined, update: async () => {} }).read();
const own = (kind: string) => ({ 'php-source-bench.kind': kind });

const stock = lists({
  images: [
    image('sha256:aaaaaaaaaaaaaaaa', {
      references: ['zebra:1'],
      sizeBytes: 74_800_000,
      createdAtMs: nowMs - 172_800_000,
    }),
    image('sha256:bbbbbbbbbbbbbbbb', {
      references: ['php-source-bench/toolchain:x'],
      labels: { ...own('toolchain'), 'php-source-bench.platform': 'linux/arm64' },
      sizeBytes: 412_000_000,
    }),
    image('sha256:cccccccccccccccc', {}),
  ],
  containers: [
    container('one', { status: 'Up 3 minutes', imageId: 'sha256:aaaaaaaaaaaaaaaa' }),
    container('two', { state: 'exited', status: 'Exited (1) 2 hours ago' }),
  ],
  volumes: [volume('v', own('build-volume'))],
  networks: [{ id: 'n', name: 'bridge', driver: 'bridge', labels: {}, createdAtMs: undefined }],
});

const usage: DiskUsage = {
  imageExclusiveBytes: new Map([['sha256:cccccccccccccccc', 12_000]]),
  containerBytes: new Map([['two', 3_400_000]]),
  volumeBytes: new Map([['v', 512_000_000]]),
  layersBytes: 1,
  buildCache: [
    {
      id: 'c',
      description: '',
      sizeBytes: 5_000_000,
      inUse: true,
      shared: false,
      createdAtMs: 1,
      lastUsedAtMs: nowMs,
      parents: [],
    },
  ],
};

function rows(sizes: DiskUsage | undefined): readonly Row[] {
  return rowsOf(stock, sizes);
}

function rowsOf(
  all: ResourceLists,
  sizes: DiskUsage | undefined,
  options: Partial<ViewOptions> = {},
): readonly Row[] {
  return resourceRows(classify(all, sizes), { ...usual, ...options }, context).rows;
}

function children(all: readonly Row[], group: string): readonly Row[] {
  return all.find(({ label }) => label === group)?.children ?? [];
}

describe('the rows of the resources', () => {
  it('are grouped, with counts and sizes, dangling and dead ones apart', () => {
    assert.deepEqual(
      rows(usage).map(({ label, description }) => `${label} ${description}`),
      [
        'Images 2',
        'Dangling Images 1 · 12.0 kB',
        'Containers 1',
        'Dead Containers 1 · 3.4 MB',
        'Volumes 1 · 512 MB',
        'Networks 1',
        'Build Cache 1 · 5.0 MB',
      ],
    );
  });

  it('show what is known before the sizes are', () => {
    const early = rows(undefined);
    assert.equal(
      early.some(({ label }) => label === 'Build Cache'),
      false,
    );
    assert.deepEqual(
      children(early, 'Volumes').map(({ description }) => description),
      ['build-volume'],
    );
    assert.deepEqual(
      children(early, 'Dead Containers').map(({ description }) => description),
      ['Exited (1) 2 hours ago'],
    );
  });

  it('show sizes, architecture, age and use', () => {
    const late = rows(usage);
    assert.deepEqual(
      children(late, 'Images').map(({ label, description }) => [label, description]),
      [
        ['php-source-bench/toolchain:x', 'toolchain · 412 MB · arm64'],
        ['zebra:1', '74.8 MB · 2 days ago · in use'],
      ],
    );
    assert.deepEqual(
      children(late, 'Dead Containers').map(({ description }) => description),
      ['Exited (1) 2 hours ago · 3.4 MB'],
    );
    assert.deepEqual(
      children(late, 'Volumes').map(({ description }) => description),
      ['build-volume · 512 MB'],
    );
    assert.deepEqual(
      children(late, 'Build Cache').map(({ label, description }) => [label, description]),
      [['c', '5.0 MB · now · in use']],
    );
  });

  it('mark and put first what the extension made', () => {
    const [first, second] = children(rows(usage), 'Images');
    assert.deepEqual([first?.own, second?.own], [true, false]);
    assert.ok(
      first?.facts.some(([name, value]) => name === 'Made by PHP Source Bench' && value === 'toolchain'),
    );
  });

  it('name an untagged image by its identifier', () => {
    const [dangling] = children(rows(usage), 'Dangling Images');
    assert.equal(dangling?.label, 'cccccccccccc');
    assert.deepEqual(
      dangling?.facts.find(([name]) => name === 'Only in this image'),
      ['Only in this image', '12.0 kB'],
    );
  });

  it('keep their identity when the sizes come in', () => {
    const ids = (all: readonly Row[]) =>
      all.flatMap((row) => [row.id, ...(row.children ?? []).map(({ id }) => id)]);
    const late = new Set(ids(rows(usage)));
    assert.deepEqual(
      ids(rows(undefined)).filter((id) => !late.has(id)),
      [],
    );
    assert.equal(late.size, ids(rows(usage)).length);
  });

  it('can be told apart by ear', () => {
    assert.equal(
      children(rows(usage), 'Images')[0]?.spoken,
      'Image, php-source-bench/toolchain:x, toolchain, 412 MB, arm64',
    );
  });

  it('are one line each, whatever the engine calls its objects', () => {
    const name = `evil\n\u001b[31m\u202e${'x'.repeat(5000)}`;
    const hostile = lists({
      images: [image('sha256:a', { references: [name], labels: own(name) })],
      containers: [container('b', { name, status: name, image: name, volumes: [name] })],
      volumes: [volume(name, own(name))],
      networks: [{ id: name, name, driver: name, labels: {}, createdAtMs: undefined }],
    });
    const all = rowsOf(hostile, undefined);
    const texts = all
      .flatMap(({ children: inner }) => inner ?? [])
      .flatMap(({ label, description, spoken, facts }) => [label, description, spoken, ...facts.flat()]);
    assert.ok(texts.length > 20);
    for (const text of texts) {
      assert.doesNotMatch(text, /[\p{Cc}\p{Cf}]/u);
      assert.ok(text.length < 1000, `${text.length} characters`);
    }
  });

  it('are none for an engine that holds nothing', () => {
    assert.deepEqual(rowsOf(lists({}), undefined), []);
  });

  it('call our own images and volumes by what tells them apart, and keep the whole name in the facts', () => {
    const reference = 'php-source-bench/build:8.2.32-2ea638caf727-arm64-70eddd2601160220';
    const name = 'php-source-bench-8062477927db-arm64-1568c4c31f39';
    const labels = { ...own('build-volume'), 'php-source-bench.tree': '/home/someone/php-src/' };
    const stranger = { ...volume('x', {}), name: `${name}-2` };
    const all = rowsOf(
      lists({
        images: [image('sha256:dddddddddddddddd', { references: [reference], labels: own('build') })],
        volumes: [volume(name, labels), stranger],
      }),
      undefined,
    );
    const [build] = children(all, 'Images');
    assert.equal(build?.label, '8.2.32-2ea638caf727-arm64');
    assert.ok(build?.facts.some(([, value]) => value === reference));
    const [ours, theirs] = children(all, 'Volumes');
    assert.equal(ours?.label, 'php-src-arm64');
    assert.ok(ours?.facts.some(([, value]) => value === name));
    assert.equal(theirs?.label, `${name}-2`);
  });

  it('tell of a dangling image what it once was', () => {
    const labels = {
      ...own('build'),
      'php-source-bench.php-version': '8.2.32',
      'php-source-bench.commit': '0a1b2c3d4e5f60718293a4b5c6d7e8f901234567',
      'php-source-bench.tree': '/home/someone/php-src',
    };
    const images = [
      image('sha256:aaaaaaaaaaaaaaaa', {
        labels: { ...labels, 'php-source-bench.started-at': String(nowMs - 60_000) },
        createdAtMs: nowMs,
      }),
      image('sha256:bbbbbbbbbbbbbbbb', { labels }),
      image('sha256:cccccccccccccccc', {
        labels: { 'com.docker.compose.service': 'web', 'com.docker.compose.project': 'shop' },
      }),
      image('sha256:dddddddddddddddd', {
        labels: { ...own('toolchain'), 'php-source-bench.recipe': 'f'.repeat(16) },
      }),
    ];
    const described = children(rowsOf(lists({ images }), undefined), 'Dangling Images');
    assert.deepEqual(
      described.map(({ description }) => description.split(' · ').slice(0, 2)),
      [
        ['build', '8.2.32 0a1b2c3d4e php-src'],
        ['made of 8.2.32 0a1b2c3d4e php-src', '1.0 kB'],
        ['shop', 'web'],
        [`made of toolchain ${'f'.repeat(16)}`, '1.0 kB'],
      ],
    );
    assert.ok(
      described[0]?.facts.some(([name, value]) => name === 'Commit' && value.startsWith('0a1b2c3d4e5f')),
    );
  });

  const mixed = lists({
    images: [
      image('sha256:1', { references: ['shop/web:1'], labels: { 'com.docker.compose.project': 'shop' } }),
      image('sha256:2', { references: ['vsc-x:1'], labels: { 'devcontainer.metadata': '[]' } }),
      image('sha256:3', { references: ['php-source-bench/toolchain:x'], labels: own('toolchain') }),
    ],
    containers: [container('one', { imageId: 'sha256:1', volumes: ['v'] })],
    volumes: [volume('v'), volume('mine', own('ccache-volume'))],
  });

  it('can be grouped by who made them, by kind below that, without empty groups', () => {
    const grouped = rowsOf(mixed, undefined, { grouping: 'maker' });
    assert.deepEqual(
      grouped.map(({ label, description, children: inner }) => [
        `${label} ${description}`,
        inner?.map((row) => `${row.label} ${row.description}`),
      ]),
      [
        ['PHP Source Bench 2', ['Images 1', 'Volumes 1']],
        ['Dev Containers 1', ['Images 1']],
        ['Compose 1', ['Images 1']],
        ['Others 2', ['Containers 1', 'Volumes 1']],
      ],
    );
    const ids = (rows: readonly Row[]): string[] =>
      rows.flatMap((row) => [row.id, ...ids(row.children ?? [])]);
    assert.equal(new Set(ids(grouped)).size, ids(grouped).length);
  });

  it('can be sorted by size and by age, with what is not known at the end', () => {
    const images = [
      image('sha256:1', { references: ['small'], createdAtMs: 3 }),
      image('sha256:2', { references: ['unknown'], createdAtMs: 1 }),
      image('sha256:3', { references: ['large'], createdAtMs: 2 }),
    ];
    const sizes = {
      ...usage,
      imageExclusiveBytes: new Map([
        ['sha256:1', 1],
        ['sha256:3', 3],
      ]),
    };
    const sorted = (order: ViewOptions['order']) =>
      children(rowsOf(lists({ images }), sizes, { order }), 'Images').map(({ label }) => label);
    assert.deepEqual(sorted('size'), ['large', 'small', 'unknown']);
    assert.deepEqual(sorted('age'), ['small', 'large', 'unknown']);
  });

  const searches: readonly (readonly [string, readonly string[]])[] = [
    ['shop', ['shop/web:1']],
    ['SHOP web', ['shop/web:1']],
    ['shop nothing', []],
    ['by:compose', ['shop/web:1']],
    ['by:devcontainer', ['vsc-x:1']],
    ['by:me is:unused', ['php-source-bench/toolchain:x', 'mine']],
    ['is:used', ['shop/web:1', 'one-name', 'v']],
    ['is:dead', []],
    ['one-name', ['shop/web:1', 'one-name', 'v']],
    ['sha256:2', ['vsc-x:1']],
  ];
  for (const [filter, labels] of searches) {
    it(`that fit "${filter}" can be shown alone`, () => {
      const rows = rowsOf(mixed, undefined, { filter });
      assert.deepEqual(
        rows.flatMap((row) => (row.children ?? []).map(({ label }) => label)),
        labels,
      );
    });
  }

  it('are apart by engine', () => {
    const ids = (engine: string) =>
      resourceRows(classify(stock, usage), usual, { ...context, engine }).rows.map(({ id }) => id);
    assert.ok(ids('far').every((id) => !ids('').includes(id)));
  });

  it('are quickly there for a thousand images and a thousand containers', () => {
    const many = lists({
      images: Array.from({ length: 1000 }, (_, index) =>
        image(`sha256:${index}`, { references: [`i:${index}`] }),
      ),
      containers: Array.from({ length: 1000 }, (_, index) =>
        container(`${index}`, { imageId: `sha256:${index}` }),
      ),
    });
    const { rows, shown, all } = resourceRows(
      classify(many, undefined),
      { ...usual, filter: 'i:99' },
      context,
    );
    assert.deepEqual([shown, all], [11, 2000]);
    assert.equal(rows[0]?.children?.length, 11);
  });
});
