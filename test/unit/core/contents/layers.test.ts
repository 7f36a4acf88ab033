import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  type ArchivedLayer,
  type ImageArchive,
  stepsOf,
} from '../../../../src/core/contents/image-archive.ts';
import { LayerTally } from '../../../../src/core/contents/layer-tally.ts';
import { layersDocument } from '../../../../src/core/contents/layers-document.ts';
import { typedCommand } from '../../../../src/core/contents/typed-command.ts';
import type { ListedEntry } from '../../../../src/core/model/files.ts';

function entry(path: string, sizeBytes: number, type: ListedEntry['type'] = 'file'): ListedEntry {
  return { path, type, sizeBytes, target: '', modifiedAtMs: 0 };
}

function summaryOf(...entries: readonly ListedEntry[]) {
  const tally = new LayerTally();
  for (const each of entries) {
    tally.add(each);
  }
  return tally.read();
}

function layer(sizeBytes: number): ArchivedLayer {
  return { storedBytes: sizeBytes, summary: summaryOf(entry('big', sizeBytes)) };
}

function archive(
  documents: Readonly<Record<string, unknown>>,
  layers: Readonly<Record<string, ArchivedLayer>>,
  links: Readonly<Record<string, string>> = {},
): ImageArchive {
  return {
    documents: new Map(Object.entries(documents).map(([path, value]) => [path, JSON.stringify(value)])),
    layers: new Map(Object.entries(layers)),
    links: new Map(Object.entries(links)),
  };
}

const digest = (letter: string) => `sha256:${letter.repeat(64)}`;
const blob = (letter: string) => `blobs/sha256/${letter.repeat(64)}`;
const config = {
  history: [
    { created_by: '/bin/sh -c #(nop) ADD file:abc in / ' },
    { created_by: 'ENV A=b', empty_layer: true },
    { created_by: 'RUN /bin/sh -c make # buildkit' },
  ],
};

describe('the summary of a layer', () => {
  it('counts files, and keeps the ten largest in order', () => {
    const entries = Array.from({ length: 30 }, (_, index) => entry(`./d/${index}`, (index * 7) % 30));
    const { files, sizeBytes, largest } = summaryOf(entry('d/', 0, 'directory'), ...entries);
    assert.equal(files, 30);
    assert.equal(sizeBytes, (29 * 30) / 2);
    assert.deepEqual(
      largest.map((file) => file.sizeBytes),
      [29, 28, 27, 26, 25, 24, 23, 22, 21, 20],
    );
    assert.match(largest[0]?.path ?? '', /^\/d\/\d+$/);
  });

  it('tells what it removes from what it adds, and leaves bookkeeping out', () => {
    const { files, removed } = summaryOf(
      entry('etc/.wh.passwd', 0),
      entry('var/.wh..wh..opq', 0),
      entry('.wh..wh.plnk', 0),
      entry('.wh..wh.aufs/x', 5),
      entry('etc/x.wh.y', 5),
    );
    assert.deepEqual({ files, removed }, { files: 1, removed: 2 });
  });
});

describe('a saved image', () => {
  const expected = [
    ['/bin/sh -c #(nop) ADD file:abc in / ', 10],
    ['ENV A=b', undefined],
    ['RUN /bin/sh -c make # buildkit', 20],
  ];
  const read = (saved: ImageArchive) =>
    stepsOf(saved).map(({ createdBy, layer: found }) => [createdBy, found?.summary?.sizeBytes]);

  it('of the old layout has its steps with their layers, shared ones too', () => {
    const manifest = [{ Config: 'c.json', RepoTags: ['x:1'], Layers: ['one/layer.tar', 'two/layer.tar'] }];
    const saved = archive(
      { 'manifest.json': manifest, 'c.json': config },
      { 'one/layer.tar': layer(10), 'other/layer.tar': layer(20) },
      { 'two/layer.tar': '../other/layer.tar' },
    );
    assert.deepEqual(read(saved), expected);
  });

  it('of the OCI layout has them with and without a manifest.json', () => {
    const layers = { [blob('1')]: layer(10), [blob('2')]: layer(20) };
    const manifest = [{ Config: blob('c'), Layers: [blob('1'), blob('2')] }];
    assert.deepEqual(read(archive({ 'manifest.json': manifest, [blob('c')]: config }, layers)), expected);
    const pure = {
      'index.json': { manifests: [{ digest: digest('f') }] },
      [blob('f')]: {
        manifests: [
          { digest: digest('a'), annotations: { 'vnd.docker.reference.type': 'attestation-manifest' } },
          { digest: digest('b') },
          { digest: digest('d') },
        ],
      },
      // Another platform, whose layers did not come along.
      [blob('b')]: { config: { digest: digest('e') }, layers: [{ digest: digest('9') }] },
      [blob('d')]: {
        config: { digest: digest('c') },
        layers: [{ digest: digest('1') }, { digest: digest('2') }],
      },
      [blob('c')]: config,
    };
    assert.deepEqual(read(archive(pure, layers)), expected);
  });

  it('without a history that fits has its layers all the same', () => {
    const manifest = [{ Config: 'c.json', Layers: ['1', '2'] }];
    for (const odd of [{}, { history: [] }, { history: null }, { history: 'no' }, [], config.history]) {
      const saved = archive({ 'manifest.json': manifest, 'c.json': odd }, { 1: layer(10), 2: layer(20) });
      assert.deepEqual(read(saved), [
        [undefined, 10],
        [undefined, 20],
      ]);
    }
  });

  it('that misses a layer says that it is unknown', () => {
    const saved = archive({ 'manifest.json': [{ Config: 'c', Layers: ['1', '2'] }] }, { 2: layer(20) });
    assert.deepEqual(
      stepsOf(saved).map(({ layer: found }) => found?.summary?.sizeBytes),
      [undefined, 20],
    );
  });

  it('without a manifest is refused, and one whose index leads back to itself, too', () => {
    const looped = {
      'index.json': { manifests: [{ digest: digest('f') }, { digest: digest('f') }] },
      [blob('f')]: { manifests: [{ digest: digest('f') }, { digest: digest('e') }] },
      [blob('e')]: { manifests: [{ digest: digest('f') }] },
    };
    for (const documents of [{}, looped, { 'manifest.json': [] }, { 'index.json': { manifests: 'x' } }]) {
      assert.throws(() => stepsOf(archive(documents, {})), { reason: 'engine-failed' });
    }
  });
});

describe('the document on layers', () => {
  it('shows commands as a person types them', () => {
    assert.equal(typedCommand('/bin/sh -c #(nop) CMD ["bash"]'), 'CMD ["bash"]');
    assert.equal(typedCommand('RUN /bin/sh -c make # buildkit'), 'RUN make');
    assert.equal(typedCommand('RUN |2 A=b C=d /bin/sh -c make # buildkit'), 'RUN make');
    assert.equal(typedCommand('/bin/sh -c make'), 'RUN make');
    assert.equal(typedCommand('COPY a b'), 'COPY a b');
  });

  it('has every step, and the largest files of each layer', () => {
    const text = layersDocument({
      name: 'php:8',
      id: 'sha256:abc',
      steps: [
        {
          createdBy: 'COPY a /',
          layer: { storedBytes: 1_000_000, summary: summaryOf(entry('big', 9_000_000)) },
        },
        { createdBy: 'ENV A=b', layer: undefined },
        { createdBy: undefined, layer: { storedBytes: 5, summary: undefined } },
        { createdBy: 'RUN rm x', layer: { storedBytes: 5, summary: summaryOf(entry('.wh.x', 0)) } },
      ],
    });
    assert.match(text, /^# Layers of php:8\n\n/);
    assert.match(text, /3 layers with 9\.0 MB in files/);
    assert.match(text, /\*\*1 layer could not be read/);
    assert.match(text, /\| 1 \| 9\.0\sMB \| 1 \| {2}\| COPY a \/ \|/);
    assert.match(text, /\| 2 \| no layer \| {2}\| {2}\| ENV A\\=b \|/);
    assert.match(text, /\| 3 \| unknown \| {2}\| {2}\| \\\(no command noted\\\) \|/);
    assert.match(
      text,
      /## Step 1: COPY a \/\n\n9\.0 MB in 1 file, stored as 1\.0 MB\.\n\n\| Size \| Largest files \|/,
    );
    assert.match(text, /## Step 4: RUN rm x\n\n0 B in 0 files, removes 1 of the layers below\./);
    assert.ok(text.endsWith('\n'));
  });

  it('lets no command or file name become markup or a line of its own', () => {
    const evil = '[x](command:evil) <img src=x> | `a` \n# heading\u202e';
    const text = layersDocument({
      name: evil,
      id: evil,
      steps: [{ createdBy: evil.repeat(9), layer: { storedBytes: 0, summary: summaryOf(entry(evil, 5)) } }],
    });
    const outside = text.split('\n').filter((line) => !line.startsWith('    '));
    for (const line of outside) {
      assert.doesNotMatch(line, /(?<!\\)\]\(|(?<!\\)<img|(?<!\\)`|\u202e/);
    }
    assert.deepEqual(
      outside.filter((line) => /^#/.test(line)).map((line) => line.replace(/^(#+ \w+).*/, '$1')),
      ['# Layers', '## Step'],
    );
  });
});
