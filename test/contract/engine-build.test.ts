import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { BenchError } from '../../src/core/errors.ts';
import type { ImageBuildSpec } from '../../src/core/model/engine.ts';
import { label } from '../../src/core/model/labels.ts';
import { buildImage } from '../../src/engine/build.ts';
import type { OpenEngine } from '../../src/engine/connect.ts';
import type { Builder } from '../../src/engine/connection.ts';
import {
  openTestEngine,
  processesWith,
  recordOutput,
  removeImage,
  testLabels,
  uncancelled,
  uniqueName,
} from '../support/engine-room.ts';
import { testBaseImage } from '../support/images.ts';

for (const builder of ['buildkit', 'classic'] as const satisfies readonly Builder[]) {
  describe(`building with ${builder} on a real engine`, () => {
    let engine: OpenEngine;
    let base: string;
    const made: string[] = [];

    before(async () => {
      engine = await openTestEngine();
      base = await testBaseImage();
      assert.ok(builder === 'classic' || engine.connection.builders.includes('buildkit'));
    });
    after(async () => {
      for (const reference of made) {
        await removeImage(engine, reference);
      }
      engine.port.close();
    });

    function spec(lines: readonly string[], more: Partial<ImageBuildSpec> = {}): ImageBuildSpec {
      const reference = `${uniqueName()}:1`;
      made.push(reference);
      return {
        reference,
        dockerfile: `FROM ${base}\n${lines.join('\n')}\n`,
        files: [],
        buildArgs: {},
        labels: testLabels('toolchain', reference),
        platform: engine.connection.platform,
        ...more,
      };
    }

    async function build(
      what: ImageBuildSpec,
      signal = uncancelled,
      onLine: (line: string) => void = () => {},
    ) {
      const lines: string[] = [];
      const image = await buildImage(
        engine.connection,
        what,
        (line) => {
          lines.push(line);
          onLine(line);
        },
        signal,
        [builder],
      );
      return { image, lines };
    }

    test('files, arguments and labels arrive, and what commands print is told', async () => {
      // Not from the cache of an earlier run.
      const word = `wörd ${uniqueName()}`;
      const what = spec(
        [
          'ARG WORD',
          'COPY tool data /opt/',
          'RUN /opt/tool; echo "$WORD"; printf "%s" unfinished',
          'RUN echo "next step"',
        ],
        {
          files: [
            { path: 'tool', content: '#!/bin/sh\necho tool runs\n', executable: true },
            { path: 'data', content: Uint8Array.of(0, 255, 10) },
          ],
          buildArgs: { WORD: word },
        },
      );
      const { image, lines } = await build(what);
      for (const line of ['tool runs', word, 'unfinished', 'next step']) {
        assert.ok(lines.includes(line), `"${line}" in ${JSON.stringify(lines)}`);
      }
      assert.ok(lines.some((line) => line.includes('COPY tool data')));
      assert.equal(image.labels[label.kind], 'toolchain');
      assert.equal(image.labels[label.job], what.reference);
      assert.equal(image.platform, engine.connection.platform);

      const output = recordOutput();
      const name = uniqueName();
      await engine.port.withContainer(
        {
          image: what.reference,
          command: ['od', '-An', '-tx1', '/opt/data'],
          labels: testLabels('build-container', name),
          platform: engine.connection.platform,
          network: 'none',
        },
        (container) => container.run(output.onOutput, uncancelled),
        uncancelled,
      );
      assert.equal(output.stdout().trim(), '00 ff 0a');
    });

    test('the same again comes from the cache', async () => {
      const lines = [`RUN echo ${uniqueName()} > /made`];
      const first = await build(spec(lines));
      const second = await build(spec(lines, { labels: first.image.labels }));
      assert.ok(
        second.lines.some((line) => /cache/i.test(line)),
        JSON.stringify(second.lines),
      );
    });

    test('commands reach the network', async () => {
      // A default route: destination 0 in the kernel's table.
      await build(
        spec([`RUN echo ${uniqueName()}; grep -E '^[^[:space:]]+[[:space:]]+00000000' /proc/net/route`]),
      );
    });

    test('a command that fails is told by its last words', async () => {
      const what = spec(['RUN echo all well; echo "no rule to make target" >&2; exit 7']);
      await assert.rejects(build(what), (error) => {
        assert.ok(error instanceof BenchError);
        assert.equal(error.reason, 'toolchain-failed');
        assert.match(error.message, /no rule to make target \(exit code 7\)/);
        return true;
      });
      assert.equal(await engine.port.findImage(what.reference, uncancelled), undefined);
    });

    test('a Dockerfile that cannot be read is told by the engine’s words', async () => {
      await assert.rejects(build(spec(['FROBNICATE'])), (error) => {
        assert.ok(error instanceof BenchError);
        assert.equal(error.reason, 'toolchain-failed');
        assert.match(error.message, /unknown instruction: FROBNICATE/);
        return true;
      });
    });

    test('an abort stops the command that runs', async () => {
      // A number of seconds that serves as a mark in the list of processes.
      const seconds = `${randomInt(1_000_000, 9_999_999)}`;
      const what = spec([`RUN echo now; exec sleep ${seconds}`]);
      const controller = new AbortController();
      let wasRunning = false;
      await assert.rejects(
        build(what, controller.signal, (line) => {
          if (line === 'now') {
            wasRunning = true;
            controller.abort();
          }
        }),
        { reason: 'cancelled' },
      );
      assert.ok(wasRunning);
      assert.deepEqual(await processesWith(`sleep\0${seconds}`), []);
      const left = await engine.connection.docker.listContainers({ all: true });
      assert.deepEqual(
        left.filter((container) => container.Command.includes(seconds)),
        [],
      );
      assert.equal(await engine.port.findImage(what.reference, uncancelled), undefined);
    });

    test('an abort before the start builds nothing', async () => {
      const what = spec([]);
      await assert.rejects(build(what, AbortSignal.abort()), { reason: 'cancelled' });
      assert.equal(await engine.port.findImage(what.reference, uncancelled), undefined);
    });
  });
}
