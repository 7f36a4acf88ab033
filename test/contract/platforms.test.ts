/** Another platform than the engine's own: ppc64le, through Debian's emulator. */
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { ensureEmulation } from '../../scripts/setup/emulation.ts';
import { plainProfile } from '../../src/core/machine/plain-profile.ts';
import { label } from '../../src/core/model/labels.ts';
import { connectEngine } from '../../src/engine/connect.ts';
import { testEngine } from '../support/engine.ts';
import { recordOutput, testLabels, uncancelled, uniqueName } from '../support/engine-room.ts';
import { baseImageIn } from '../support/images.ts';
import { toolchainOn } from '../support/toolchain.ts';

describe('a platform that is not the engine’s own', () => {
  before(() => ensureEmulation('ppc64le'));

  it('is bootstrapped, runs, has a toolchain that compiles for it, and is named everywhere', async () => {
    const { endpoint } = await testEngine();
    const baseImage = await baseImageIn(endpoint, 'linux/ppc64le');
    const engine = await connectEngine(endpoint);
    try {
      assert.equal((await engine.findImage(baseImage, uncancelled))?.platform, 'linux/ppc64le');
      const said: string[] = [];
      const profile = { ...plainProfile, platform: 'linux/ppc64le' } as const;
      const toolchain = await toolchainOn(engine, { baseImage, profile }, (event) => {
        if (event.kind === 'warning') {
          said.push(event.text);
        }
      });
      assert.match(said.join('\n'), /^linux\/ppc64le runs under emulation on this linux\/\w+ engine/);
      assert.match(toolchain.reference, /^php-source-bench\/toolchain:bison3-ppc64le-[0-9a-f]{16}$/);
      const image = await engine.findImage(toolchain.reference, uncancelled);
      assert.equal(image?.platform, 'linux/ppc64le');
      assert.equal(image?.labels[label.platform], 'linux/ppc64le');

      const output = recordOutput();
      const name = uniqueName();
      const script =
        'uname -m; echo "int main(void) { return 7; }" >a.c; gcc a.c && file a.out; ./a.out; echo $?; bison -V | head -n 1';
      await engine.withContainer(
        {
          image: toolchain.reference,
          command: ['/bin/sh', '-c', script],
          labels: testLabels('build-container', name),
          platform: 'linux/ppc64le',
          network: 'none',
          workingDirectory: '/tmp',
        },
        (container) => container.run(output.onOutput, uncancelled),
        uncancelled,
      );
      assert.match(
        output.stdout(),
        /^ppc64le\na\.out: ELF 64-bit LSB .* 64-bit PowerPC .*\n7\nbison \(GNU Bison\) 3/,
      );
    } finally {
      engine.close();
    }
  });
});
