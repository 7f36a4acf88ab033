import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { errors } from '../../../../src/core/errors.ts';
import type { TestResult, TestState } from '../../../../src/core/model/phpt.ts';
import { TestResults } from '../../../../src/core/phpt/test-results.ts';
import type { ContainerPort } from '../../../../src/core/ports.ts';

const signal = new AbortController().signal;
const results = '/opt/php-source-bench/results/t';

/** A container that only has files, some of which cannot be read. */
function containerWith(files: Readonly<Record<string, string | Error>>): ContainerPort {
  const refuse = () => Promise.reject(new Error('not part of this test'));
  return {
    ...{ id: 'c', putArchive: refuse, getArchive: refuse, writeFiles: refuse, run: refuse, commit: refuse },
    openTerminal: refuse,
    readFiles: refuse,
    readFile: async (path) => {
      const file = files[path];
      if (file instanceof Error) {
        throw file;
      }
      return file === undefined ? undefined : new TextEncoder().encode(file);
    },
  };
}

const printed = (path: string, state: TestState, reason = '') => ({
  path,
  title: `Test ${path}`,
  state,
  reason,
});

function collect(asked: readonly string[]) {
  const told: TestResult[] = [];
  return { all: new TestResults('/t', asked, (result) => told.push(result)), told };
}

describe('the results of a run', () => {
  it('are told at once, each once, by paths below the tree', async () => {
    const { all, told } = collect(['a.phpt', 'b.phpt']);
    const container = containerWith({});
    all.add(printed('/t/b.phpt', 'passed'), container, signal);
    all.add(printed('a.phpt', 'skipped', 'no GMP'), container, signal);
    all.add(printed('a.phpt', 'passed'), container, signal);
    assert.deepEqual(
      told.map(({ path, state, reason }) => [path, state, reason]),
      [
        ['b.phpt', 'passed', ''],
        ['a.phpt', 'skipped', 'no GMP'],
      ],
    );
    all.setDuration('a.phpt', 12);
    assert.deepEqual(
      all.all.map(({ path, durationMs }) => [path, durationMs]),
      [
        ['a.phpt', 12],
        ['b.phpt', undefined],
      ],
    );
  });

  it('have what a failed test printed beside what it should have', async () => {
    const { all, told } = collect(['x/a.phpt']);
    const files = { [`${results}/x/a.exp`]: 'one', [`${results}/x/a.out`]: 'two\r\n' };
    all.add(printed('x/a.phpt', 'failed'), containerWith(files), signal);
    await all.settled();
    assert.deepEqual(told[0]?.comparison, { expected: 'one', actual: 'two\n', diff: '', line: undefined });
  });

  it('tell a test that was stopped from one that failed', async () => {
    const { all, told } = collect(['a.phpt']);
    const out = 'partly\n ** ERROR: process timed out **\n';
    all.add(
      printed('a.phpt', 'failed'),
      containerWith({ [`${results}/a.exp`]: '', [`${results}/a.out`]: out }),
      signal,
    );
    await all.settled();
    assert.equal(told[0]?.state, 'timed-out');
  });

  it('do without what cannot be read as a file, and end where the engine does', async () => {
    const { all, told } = collect(['a.phpt', 'b.phpt']);
    const link = errors.engineFailed('read it', 'it is a symlink, not a file.');
    all.add(printed('a.phpt', 'failed'), containerWith({ [`${results}/a.out`]: link }), signal);
    await all.settled();
    assert.deepEqual([told[0]?.state, told[0]?.comparison], ['failed', undefined]);
    const gone = errors.engineUnreachable('socket');
    all.add(printed('b.phpt', 'failed'), containerWith({ [`${results}/b.out`]: gone }), signal);
    await assert.rejects(all.settled(), { reason: 'engine-unreachable' });
  });

  it('are read for so many failed tests only', async () => {
    const asked = Array.from({ length: 305 }, (_, index) => `${index}.phpt`);
    const { all, told } = collect(asked);
    const files = Object.fromEntries(
      asked.flatMap((path) =>
        ['exp', 'out'].map((kind) => [`${results}/${path.replace('phpt', kind)}`, 'x']),
      ),
    );
    for (const path of asked) {
      all.add(printed(path, 'failed'), containerWith(files), signal);
    }
    await all.settled();
    assert.equal(told.length, 305);
    assert.equal(told.filter(({ comparison }) => comparison !== undefined).length, 300);
  });

  it('are given for every test that was asked for', () => {
    const { all, told } = collect(['a.phpt', 'b.phpt']);
    all.addMissing('no-such.phpt');
    assert.equal(all.isEmpty, true);
    all.add(printed('a.phpt', 'passed'), containerWith({}), signal);
    all.finish('it ended with exit code 1, saying "ERROR: Worker 1 died"');
    assert.deepEqual(
      told.map(({ path, state }) => [path, state]),
      [
        ['no-such.phpt', 'not-run'],
        ['a.phpt', 'passed'],
        ['b.phpt', 'not-run'],
      ],
    );
    assert.match(told[2]?.reason ?? '', /Worker 1 died/);
  });

  const parts: readonly (readonly [readonly TestState[], TestState, string])[] = [
    [['passed', 'skipped'], 'passed', ''],
    [['passed', 'failed'], 'failed', 'Test /t/ext/x/tests/1.phpt'],
    [['skipped', 'skipped'], 'skipped', 'why'],
  ];
  for (const [states, state, reason] of parts) {
    it(`are one for a test that stands for others: ${states.join(' and ')} is ${state}`, () => {
      const { all, told } = collect(['ext/x/tests/common.phpt', 'ext/y/tests/a.phpt']);
      for (const [index, part] of states.entries()) {
        all.add(printed(`/t/ext/x/tests/${index}.phpt`, part, 'why'), containerWith({}), signal);
      }
      assert.equal(all.isEmpty, false);
      all.finish('it ended');
      assert.deepEqual(
        told.map((result) => [result.path, result.state]),
        [
          ['ext/x/tests/common.phpt', state],
          ['ext/y/tests/a.phpt', 'not-run'],
        ],
      );
      assert.equal(told[0]?.reason, reason);
    });
  }
});
