/** Which build is worked with, and what is said of one that has no interpreter, on a real engine. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { newestBuild, usedMark, type WantedBuild } from '../../src/core/build/find-build.ts';
import { withTerminal } from '../../src/core/build/terminal.ts';
import { label, ownLabels } from '../../src/core/model/labels.ts';
import { localMachine } from '../../src/local/machine.ts';
import { uniqueName } from '../support/engine-room.ts';
import { type TestToolchain, testToolchain } from '../support/toolchain.ts';

const signal = new AbortController().signal;

describe('the build to work with, on a real engine', () => {
  let toolchain: TestToolchain;
  let recipe: string;
  const tree = `/${uniqueName()}`;
  const volumes = [`${tree.slice(1)}-a`, `${tree.slice(1)}-b`] as const;

  before(async () => {
    toolchain = await testToolchain();
    const { engine, reference } = toolchain;
    recipe = (await engine.findImage(reference, signal))?.labels[label.recipe] ?? '';
    // The one that is made first is used last.
    await makeVolume(volumes[0], '--enable-a', 2_000_000_000_000);
    await makeVolume(volumes[1], '--enable-b', 1_000_000_000_000);
  });

  after(async () => {
    for (const volume of volumes) {
      await toolchain.engine.removeVolume(volume, signal);
    }
    toolchain.engine.close();
  });

  async function makeVolume(name: string, flags: string, usedAtMs: number): Promise<void> {
    const { engine, reference } = toolchain;
    const { platform } = await engine.describe(signal);
    const labels = ownLabels('build-volume', {
      [label.tree]: tree,
      [label.recipe]: recipe,
      [label.platform]: platform,
      [label.configuration]: flags,
    });
    await engine.ensureVolume({ name, labels }, signal);
    await engine.withContainer(
      {
        image: reference,
        command: ['true'],
        labels: ownLabels('build-container'),
        platform,
        network: 'none',
        mounts: [{ volume: name, path: tree }],
      },
      (container) => container.writeFiles([usedMark(usedAtMs, 'now')], tree, signal),
      signal,
    );
  }

  const find = (wanted?: WantedBuild) => newestBuild(toolchain.engine, tree, signal, wanted);

  it('is the wanted one, else the one whose volume says that it was used last', async () => {
    assert.equal((await find({ configureFlags: ['--enable-b'] })).volume, volumes[1]);
    const other = await find({ configureFlags: ['--enable-c'] });
    assert.deepEqual([other.volume, other.isWanted], [volumes[0], false]);
    assert.equal(other.toolchain, toolchain.reference);
    assert.equal((await find()).volume, volumes[0]);
  });

  it('is not changed by being looked at', async () => {
    await find();
    const { engine } = toolchain;
    const owned = (await engine.listContainers(signal)).filter((row) =>
      row.volumes.some((volume) => volume.startsWith(tree.slice(1))),
    );
    assert.deepEqual(owned, []);
  });

  it('says of a build without an interpreter that there is none', async () => {
    const request = {
      treeRoot: tree,
      program: { kind: 'php-shell' },
      wanted: { configureFlags: ['--enable-a'] },
    } as const;
    const shown = await withTerminal(
      toolchain.engine,
      localMachine(),
      request,
      async (container, build) => {
        assert.equal(build.isWanted, true);
        const terminal = await container.openTerminal({ columns: 200, rows: 24 }, signal);
        let text = '';
        terminal.onData((chunk) => {
          text += new TextDecoder().decode(chunk);
        });
        const exit = await terminal.exited;
        assert.equal(exit.exitCode, 78);
        return text;
      },
      signal,
    );
    assert.match(shown, /left no interpreter\. Build the tree again\.\r\n$/);
  });
});
