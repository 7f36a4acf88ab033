import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  type BuildFinder,
  buildsOf,
  newestBuild,
  usedMark,
  wantedOfTree,
} from '../../../../src/core/build/find-build.ts';
import type { ContainerSpec, ImageRow, VolumeRow } from '../../../../src/core/model/engine.ts';
import { label, ownLabels } from '../../../../src/core/model/labels.ts';
import type { ContainerPort } from '../../../../src/core/ports.ts';
import { image, volume } from '../../../support/resources.ts';

const signal = new AbortController().signal;
const tree = '/src/php';

interface Held {
  readonly name: string;
  readonly flags?: string;
  readonly recipe?: string;
  readonly platform?: string;
  readonly tree?: string;
  readonly createdAtMs?: number;
  /** Content of the file that says when it was used. */
  readonly used?: string;
}

function volumeOf(held: Held): VolumeRow {
  const labels = ownLabels('build-volume', {
    [label.tree]: held.tree ?? tree,
    [label.recipe]: held.recipe ?? 'r1',
    [label.platform]: held.platform ?? 'linux/amd64',
    [label.configuration]: held.flags ?? '',
  });
  return { ...volume(held.name, labels), createdAtMs: held.createdAtMs ?? 1 };
}

function toolchain(recipe: string): ImageRow {
  return image(`id-${recipe}`, {
    references: [`toolchain:${recipe}`],
    labels: ownLabels('toolchain', { [label.recipe]: recipe }),
  });
}

/** An engine that holds these volumes; `looks` are the containers that were made to look into them. */
function engineWith(held: readonly Held[], recipes: readonly string[] = ['r1']) {
  const looks: ContainerSpec[] = [];
  const read = (spec: ContainerSpec, path: string) => {
    const mount = spec.mounts?.find((one) => path.startsWith(`${one.path}/`));
    const used = held.find(({ name }) => name === mount?.volume)?.used;
    const isMark = path === `${mount?.path}/${usedMark(0, 'now').path}`;
    return Promise.resolve(used === undefined || !isMark ? undefined : new TextEncoder().encode(used));
  };
  const engine: BuildFinder = {
    listVolumes: () => Promise.resolve(held.map(volumeOf)),
    listImages: () => Promise.resolve(recipes.map(toolchain)),
    withContainer: (spec, use) => {
      looks.push(spec);
      const container: Partial<ContainerPort> = { readFile: (path) => read(spec, path) };
      return use(container as ContainerPort);
    },
  };
  return { engine, looks };
}

describe('the build to work with', () => {
  it('is the one of the wanted flags, however old', async () => {
    const { engine } = engineWith([
      { name: 'new', flags: '--a', createdAtMs: 9, used: '99' },
      { name: 'old', flags: '--a --b', createdAtMs: 1, used: '11' },
    ]);
    const found = await newestBuild(engine, tree, signal, { configureFlags: ['--a', '--b'] });
    assert.equal(found.volume, 'old');
    assert.equal(found.isWanted, true);
    assert.equal(found.toolchain, 'toolchain:r1');
    assert.equal(found.configuration, '--a --b');
  });

  it('is the one of the wanted platform and toolchain', async () => {
    const held = [
      { name: 'x', platform: 'linux/amd64', recipe: 'r1', used: '3' },
      { name: 'y', platform: 'linux/amd64', recipe: 'r2', used: '2' },
      { name: 'z', platform: 'linux/ppc64le', recipe: 'r2', used: '1' },
    ];
    const { engine, looks } = engineWith(held, ['r1', 'r2']);
    const wanted = { configureFlags: [], platform: 'linux/amd64', toolchainKey: 'r2' } as const;
    assert.equal((await newestBuild(engine, tree, signal, wanted)).volume, 'y');
    assert.deepEqual(looks, [], 'a build that has just ended need not be looked at');
    const foreign = await newestBuild(engine, tree, signal, {
      configureFlags: [],
      platform: 'linux/ppc64le',
    });
    assert.equal(foreign.volume, 'z');
    assert.equal(foreign.platform, 'linux/ppc64le');
  });

  it('is another one if that was never built: the one that was used last, and it says so', async () => {
    const { engine, looks } = engineWith([
      { name: 'made-last', flags: '--a', createdAtMs: 50, used: '60' },
      { name: 'used-last', flags: '--b', createdAtMs: 10, used: '90' },
      { name: 'never-said', flags: '--c', createdAtMs: 200 },
      { name: 'nonsense', flags: '--d', createdAtMs: 300, used: '99 bottles' },
    ]);
    const found = await newestBuild(engine, tree, signal, { configureFlags: ['--z'] });
    assert.equal(found.volume, 'used-last');
    assert.equal(found.isWanted, false);
    assert.ok(looks[0]?.mounts?.every(({ readOnly }) => readOnly === true));
    assert.equal((await newestBuild(engine, tree, signal)).volume, 'used-last');
    assert.equal((await newestBuild(engine, tree, signal)).isWanted, true);
  });

  it('is one that ended well before one that did not, which is better than none', async () => {
    const good = { name: 'good', flags: '--a', createdAtMs: 1, used: '1' };
    const bad = [
      { name: 'bad', flags: '--b', createdAtMs: 5 },
      { name: 'worse', flags: '--b', createdAtMs: 4 },
    ];
    const wanted = { configureFlags: ['--b'] };
    const standIn = await newestBuild(engineWith([...bad, good]).engine, tree, signal, wanted);
    assert.deepEqual([standIn.volume, standIn.isWanted], ['good', false]);
    const only = await newestBuild(engineWith(bad).engine, tree, signal, wanted);
    assert.deepEqual([only.volume, only.isWanted], ['bad', true]);
    const other = await newestBuild(engineWith(bad).engine, tree, signal, { configureFlags: ['--z'] });
    assert.deepEqual([other.volume, other.isWanted], ['bad', false]);
  });

  it('is listed with all others, each with when it was used', async () => {
    const { engine } = engineWith([
      { name: 'a', flags: '--a', createdAtMs: 10, used: '60' },
      { name: 'b', flags: '--b', createdAtMs: 20, used: '70' },
      { name: 'unfinished', flags: '--c', createdAtMs: 20 },
      { name: 'd', tree: '/src/other', used: '80' },
    ]);
    const platform = 'linux/amd64';
    assert.deepEqual(await buildsOf(engine, tree, signal), [
      { platform, configuration: '--a', usedAtMs: 60 },
      { platform, configuration: '--b', usedAtMs: 70 },
    ]);
    assert.deepEqual(await buildsOf(engine, '/src/new', signal), []);
  });

  it('is none of another tree, of a toolchain that is gone, or with a label that is no platform', async () => {
    const { engine } = engineWith([
      { name: 'other', tree: '/src/other' },
      { name: 'gone', recipe: 'r0' },
      { name: 'odd', platform: 'linux/../../x' },
    ]);
    await assert.rejects(newestBuild(engine, tree, signal), { reason: 'no-build' });
  });

  it('is wanted with the flags that a build of the tree would have', async () => {
    const texts = { phpVersionHeader: '#define PHP_VERSION "8.2.32"' };
    const readTree = () => Promise.resolve({ root: '/real', texts });
    const found = await wantedOfTree(
      { readTree } as unknown as Parameters<typeof wantedOfTree>[0],
      '/link',
      { preset: 'minimal', configureFlags: ['--enable-x'], platform: undefined },
      signal,
    );
    assert.equal(found.treeRoot, '/real');
    assert.deepEqual(found.wanted.configureFlags.slice(-2), ['--disable-phpdbg', '--enable-x']);
  });
});
