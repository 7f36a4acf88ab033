import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type ContentDeps, readFileTree, readImageSteps } from '../../../../src/core/contents/contents.ts';
import type { ContainerSpec, ImageFacts } from '../../../../src/core/model/engine.ts';
import type { ListedEntry } from '../../../../src/core/model/files.ts';
import { label } from '../../../../src/core/model/labels.ts';
import { localMachine } from '../../../../src/local/machine.ts';

const image: ImageFacts = {
  id: `sha256:${'a'.repeat(64)}`,
  references: [],
  labels: {},
  platform: 'linux/arm64',
  sizeBytes: 3e8,
  createdAtMs: 0,
  repoDigests: [],
};
const { signal } = new AbortController();

/** An engine whose containers have these entries; what it made is in `specs`. */
function stage(entries: Iterable<ListedEntry>) {
  const specs: ContainerSpec[] = [];
  const notPlayed = () => Promise.reject(new Error('not played'));
  const engine: ContentDeps['engine'] = {
    findImage: async (id) => (id === image.id ? image : undefined),
    withContainer: (spec, use) => {
      specs.push(spec);
      const container = { id: 'made', putArchive: notPlayed, getArchive: notPlayed, readFile: notPlayed };
      const rest = { readFiles: notPlayed, writeFiles: notPlayed, run: notPlayed, commit: notPlayed };
      return use({ ...container, ...rest, openTerminal: notPlayed });
    },
    exportedEntries: async function* (id) {
      yield* id === '' ? [] : entries;
    },
    lookAtFile: notPlayed,
    readFileOf: notPlayed,
    readImageArchive: async (_id, onBytes) => {
      for (const bytes of [10, 60e6, 61e6, 200e6]) {
        onBytes(bytes);
      }
      return {
        documents: new Map([['manifest.json', '[{"Config":"c","Layers":[]}]']]),
        layers: new Map(),
        links: new Map(),
      };
    },
  };
  return { specs, deps: { engine, machine: localMachine() } };
}

function* entriesOf(count: number): Generator<ListedEntry> {
  for (let index = 0; index < count; index += 1) {
    yield { path: `d/${index}`, type: 'file', sizeBytes: 1, target: '', modifiedAtMs: 0 };
  }
}

describe('looking into an image', () => {
  it('makes a container that is marked as ours, has no network, and is of the platform of the image', async () => {
    const { specs, deps } = stage(entriesOf(2));
    const tree = await readFileTree(deps, { kind: 'image', id: image.id }, () => {}, signal);
    assert.equal(tree.count, 2);
    assert.equal(specs.length, 1);
    assert.deepEqual(
      [specs[0]?.network, specs[0]?.platform, specs[0]?.labels[label.kind]],
      ['none', 'linux/arm64', 'look-container'],
    );
    assert.notEqual(specs[0]?.labels[label.owner], undefined);
  });

  it('makes none for a container', async () => {
    const { specs, deps } = stage(entriesOf(2));
    await readFileTree(deps, { kind: 'container', id: 'c' }, () => {}, signal);
    assert.deepEqual(specs, []);
  });

  it('says how far it is', async () => {
    const titles: string[] = [];
    const { deps } = stage(entriesOf(45_000));
    const report = (event: { readonly kind: string; readonly title?: string }) =>
      titles.push(event.title ?? '');
    await readFileTree(deps, { kind: 'container', id: 'c' }, report, signal);
    assert.deepEqual(titles, ['Reading: 20000 files', 'Reading: 40000 files']);
  });

  it('tells of the layers now and then', async () => {
    const titles: string[] = [];
    const report = (event: { readonly kind: string; readonly title?: string }) =>
      titles.push(event.title ?? '');
    await readImageSteps(stage([]).deps, image.id, report, signal);
    assert.deepEqual(titles.slice(1), [
      'Reading the layers: 60.0 MB of about 300 MB',
      'Reading the layers: 200 MB of about 300 MB',
    ]);
  });
});
