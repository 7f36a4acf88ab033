import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { plainProfile } from '../../../../src/core/machine/plain-profile.ts';
import type { BuildResult } from '../../../../src/core/model/build.ts';
import type { ContainerExit } from '../../../../src/core/model/engine.ts';
import { runPhpt } from '../../../../src/core/phpt/run-phpt.ts';
import { FakeEngine } from '../../../support/fake-engine.ts';

const built: BuildResult = {
  ...{
    key: undefined,
    phpVersion: '8.2.32',
    platform: 'linux/amd64',
    toolchainKey: 't',
    toolchainImage: 'x',
  },
  source: { id: undefined, commit: undefined, dirty: false },
  ...{ configureFlags: [], image: undefined, volume: 'v', treeRoot: '/t', outcome: 'built' },
  ...{ durationMs: 1, filesSent: 0 },
};

/** Runs tests of a tree that has two, with what the container prints and how it ends. */
async function run(include: readonly string[], output: string, exit: Partial<ContainerExit> = {}) {
  const engine = new FakeEngine({ output: [output], exit }, undefined);
  const steps: string[] = [];
  const files = ['a.phpt', 'b.phpt'].map((path) => ({ path, kind: 'unchanged', blob: '' }) as const);
  const deps = {
    engine,
    tree: { listFiles: () => Promise.resolve(files) },
    profiles: { profileOf: () => Promise.resolve(plainProfile) },
    machine: { owner: () => 'me', nowMs: () => 0 },
    assets: { testScript: '#!/bin/sh' },
  };
  const request = { include, exclude: [], jobs: 0, timeoutSeconds: 5 };
  const summary = runPhpt(
    deps,
    built,
    request,
    () => {},
    (event) => event.kind === 'step-done' && steps.push(event.detail),
    new AbortController().signal,
  );
  const results = await summary.then(
    (value) => value.results,
    (error: unknown) => {
      assert.equal(engine.open, 0);
      throw error;
    },
  );
  return { engine, steps, results };
}

describe('a run of tests', () => {
  it('tells how all ended, those without a result too', async () => {
    const { engine, steps, results } = await run([''], 'PASS A [a.phpt] \nERROR: Worker 2 died\n', {
      exitCode: 1,
    });
    assert.deepEqual(
      results.map(({ state, reason }) => [state, reason]),
      [
        ['passed', ''],
        [
          'not-run',
          'run-tests.php gave no result: it ended with exit code 1, saying "ERROR: Worker 2 died".',
        ],
      ],
    );
    assert.deepEqual(steps, ['1 passed, 1 not run']);
    assert.deepEqual(
      engine.written.map(({ path }) => path.split('/').at(-1)),
      ['test.sh', 'folders', 'tests'],
    );
  });

  it('says why it gave no result at all', async () => {
    await assert.rejects(run(['a.phpt'], 'Parse error\n', { exitCode: 255 }), {
      reason: 'tests-unrunnable',
      message: /exit code 255, saying "Parse error"/,
    });
    await assert.rejects(run(['a.phpt'], '', { exitCode: 124 }), {
      reason: 'tests-unrunnable',
      message: /did not end within 60 s/,
    });
    await assert.rejects(run(['a.phpt'], '', { exitCode: 14 }), { reason: 'build-interpreter-missing' });
  });

  it('blames the memory limit for tests that it took', async () => {
    const { results } = await run([''], 'PASS A [a.phpt] \n', { exitCode: 137, outOfMemory: true });
    assert.match(results[1]?.reason ?? '', /memory limit of the machine profile/);
  });

  it('starts no container for tests that are not there', async () => {
    await assert.rejects(run(['c.phpt'], ''), { reason: 'test-missing', message: /no test c\.phpt/ });
    await assert.rejects(run([], ''), { reason: 'test-missing' });
  });

  it('works on a build in a volume alone', async () => {
    const image = { ...built, volume: undefined, image: 'i' };
    const unused = () => Promise.reject(new Error('not part of this test'));
    const deps = {
      engine: new FakeEngine({ output: [] }, undefined),
      tree: { listFiles: unused },
      profiles: { profileOf: unused },
      machine: { owner: () => 'me', nowMs: () => 0 },
      assets: { testScript: '' },
    };
    const request = { include: [''], exclude: [], jobs: 0, timeoutSeconds: 5 };
    const { signal } = new AbortController();
    await assert.rejects(
      runPhpt(
        deps,
        image,
        request,
        () => {},
        () => {},
        signal,
      ),
      { reason: 'no-build' },
    );
  });
});
