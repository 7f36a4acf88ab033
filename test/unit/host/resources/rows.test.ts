import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { DiskUsage } from '../../../../src/core/model/engine.ts';
import { classify } from '../../../../src/core/resources/classify.ts';
import type { Row } from '../../../../src/host/resources/row.ts';
import { resourceRows } from '../../../../src/host/resources/rows.ts';
import { container, image, lists, volume } from '../../../support/resources.ts';
import { english } from '../../../support/translate.ts';

const nowMs = 1_760_000_000_000;
const context = { nowMs, locale: 'en', t: english };
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
  return resourceRows(classify(stock, sizes), context);
}

function children(all: readonly Row[], group: string): readonly Row[] {
  return all.find(({ label }) => label === group)?.children ?? [];
}

describe('the rows of the resources', () => {
  it('are grouped, with counts, dangling and dead ones apart', () => {
    assert.deepEqual(
      rows(usage).map(({ label, description }) => `${label} ${description}`),
      [
        'Images 2',
        'Dangling Images 1',
        'Containers 1',
        'Dead Containers 1',
        'Volumes 1',
        'Networks 1',
        'Build Cache 1',
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
    assert.deepEqual(first?.facts.at(-1), ['Made by PHP Source Bench', 'toolchain']);
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
    const all = resourceRows(classify(hostile, undefined), context);
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
    assert.deepEqual(resourceRows(classify(lists({}), undefined), context), []);
  });

  it('call our own images and volumes by what tells them apart, and keep the whole name in the facts', () => {
    const reference = 'php-source-bench/build:8.2.32-2ea638caf727-arm64-70eddd2601160220';
    const name = 'php-source-bench-8062477927db-arm64-1568c4c31f39';
    const labels = { ...own('build-volume'), 'php-source-bench.tree': '/home/someone/php-src/' };
    const stranger = { ...volume('x', {}), name: `${name}-2` };
    const all = resourceRows(
      classify(
        lists({
          images: [image('sha256:dddddddddddddddd', { references: [reference], labels: own('build') })],
          volumes: [volume(name, labels), stranger],
        }),
        undefined,
      ),
      context,
    );
    const [build] = children(all, 'Images');
    assert.equal(build?.label, '8.2.32-2ea638caf727-arm64');
    assert.ok(build?.facts.some(([, value]) => value === reference));
    const [ours, theirs] = children(all, 'Volumes');
    assert.equal(ours?.label, 'php-src-arm64');
    assert.ok(ours?.facts.some(([, value]) => value === name));
    assert.equal(theirs?.label, `${name}-2`);
  });
});
