import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { BenchError } from '../../../src/core/errors.ts';
import { ownLabels } from '../../../src/core/model/labels.ts';
import { connectEngine } from '../../../src/engine/connect.ts';
import { packFiles } from '../../../src/engine/file-tar.ts';
import { type Answer, json, text, withFaultyEngine } from '../../support/faulty-engine.ts';

const { signal } = new AbortController();
const spec = {
  reference: 'psb-test:1',
  dockerfile: 'FROM x',
  files: [],
  buildArgs: { A: 'b' },
  labels: ownLabels('toolchain'),
  platform: 'linux/amd64',
} as const;

/** Answers BuildKit and the classic builder apart; the body must be read before an answer counts. */
function builders(buildKit: Answer, classic: Answer): Answer {
  return (request, response) => {
    request.resume().once('end', () => {
      (/[?&]version=2/.test(request.url ?? '') ? buildKit : classic)(request, response);
    });
  };
}

const image = json({ Id: 'sha256:abc', RepoTags: ['psb-test:1'], Os: 'linux', Architecture: 'amd64' });

describe('choosing a builder', () => {
  for (const [name, refusal] of [
    ['a failed call', json({ message: 'buildkit not supported by daemon' }, 500)],
    ['a failed build', text('{"error":"failed to solve: no active sessions"}\n')],
  ] as const) {
    test(`${name} that names BuildKit leads to the classic builder`, async () => {
      const answers = {
        'POST /build': builders(refusal, text('{"stream":"Successfully built abc\\n"}\n')),
        'GET /images/psb-test:1/json': image,
      };
      await withFaultyEngine(answers, async (engine) => {
        const lines: string[] = [];
        const port = await connectEngine(engine.endpoint);
        const facts = await port.buildImage(spec, (line) => lines.push(line), signal);
        assert.equal(facts.id, 'sha256:abc');
        assert.equal(lines.at(-1), 'Successfully built abc');
        assert.equal(engine.requests.filter((it) => /\/build\?/.test(it)).length, 2);
      });
    });
  }

  test('a Dockerfile that fails is not tried again', async () => {
    const answers = { 'POST /build': builders(text('{"error":"exit code: 2"}\n'), text('')) };
    await withFaultyEngine(answers, async (engine) => {
      const port = await connectEngine(engine.endpoint);
      await assert.rejects(
        port.buildImage(spec, () => undefined, signal),
        (error) => {
          assert.ok(error instanceof BenchError);
          assert.equal(error.reason, 'toolchain-failed');
          return true;
        },
      );
      assert.equal(engine.requests.filter((it) => /\/build\?/.test(it)).length, 1);
    });
  });

  test('a full disk is told as such', async () => {
    const failure = text('{"errorDetail":{"message":"mkdir x: no space left on device"}}\n');
    await withFaultyEngine({ 'POST /build': builders(failure, failure) }, async (engine) => {
      const port = await connectEngine(engine.endpoint);
      await assert.rejects(
        port.buildImage(spec, () => undefined, signal),
        { reason: 'engine-disk-full' },
      );
    });
  });

  test("the engine's own platform is not sent, another one is", async () => {
    const answers = {
      'POST /build': builders(text(''), text('')),
      'GET /images/psb-test:1/json': image,
    };
    await withFaultyEngine(answers, async (engine) => {
      const port = await connectEngine(engine.endpoint);
      await port.buildImage(spec, () => undefined, signal);
      await port.buildImage({ ...spec, platform: 'linux/arm64' }, () => undefined, signal);
      const queries = engine.requests
        .filter((it) => it.includes('/build?'))
        .map((it) => new URLSearchParams(it.replace(/^.*\?/, '')));
      assert.deepEqual(
        queries.map((query) => query.get('platform')),
        [null, 'linux/arm64'],
      );
      assert.deepEqual(JSON.parse(queries[0]?.get('buildargs') ?? ''), { A: 'b' });
    });
  });
});

describe('the context of a build', () => {
  test('is the same for the same files', async () => {
    const files = [
      { path: 'a', content: 'x', executable: true },
      { path: 'd/b', content: Uint8Array.of(0, 255) },
    ];
    const date = new Date(0);
    assert.deepEqual(await packFiles(files, date), await packFiles(files, date));
  });
});
