/** A control and a repeat beside the commits of a night, and what they tell of a change. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Cause } from '../../../../src/core/change/cause.ts';
import { judgeSeries } from '../../../../src/core/change/judge-series.ts';
import { errors, isBenchError } from '../../../../src/core/errors.ts';
import type { NightlyRequest } from '../../../../src/core/nightly/nightly.ts';
import { commitOf } from '../../../support/commit-line.ts';
import {
  type Asked,
  controlNumber,
  hourMs,
  type OwnNights,
  withOwnNights,
} from '../../../support/own-nights.ts';
import { normalNumbers } from '../../../support/random-numbers.ts';

const dayMs = 24 * hourMs;
const words = ({ asked }: OwnNights) => asked.map(({ role, commit }) => `${role} ${commit}`);

/** A commit on each of so many days, two hours before its night. */
function addCommits(nights: OwnNights, from: number, count: number): void {
  for (let day = from; day < from + count; day += 1) {
    nights.commits.set(day + 1, day * dayMs - 2 * hourMs);
  }
}

describe('a night', () => {
  it('measures its commit, the control, and the commit of the night before, each once', () =>
    withOwnNights(async (nights) => {
      addCommits(nights, 0, 2);
      const first = await nights.run(0);
      assert.deepEqual(words(nights), ['subject 1', `control ${controlNumber}`]);
      assert.deepEqual(
        first.companions.map(({ role, commit, state }) => [role, commit.sha, state.kind]),
        [['control', commitOf(controlNumber).sha, 'measured']],
      );
      await nights.run(dayMs);
      assert.deepEqual(words(nights).slice(2), ['subject 2', `control ${controlNumber}`, 'repeat 1']);
      const branches = nights.asked.map(({ branch }) => branch);
      assert.deepEqual(branches.slice(2), ['master', commitOf(controlNumber).sha.slice(0, 10), 'master']);
      const again = await nights.run(dayMs + hourMs);
      assert.equal(nights.asked.length, 5);
      assert.deepEqual(
        again.companions.map(({ state }) => state.kind),
        ['measured', 'measured'],
      );
    }));

  it('measures neither unless that is asked for, and each alone if that is', () =>
    withOwnNights(async (nights) => {
      addCommits(nights, 0, 4);
      await nights.run(0, { control: undefined, repeat: false });
      await nights.run(dayMs, { control: undefined, repeat: false });
      assert.deepEqual(words(nights), ['subject 1', 'subject 2']);
      await nights.run(2 * dayMs, { control: undefined });
      await nights.run(3 * dayMs, { repeat: false });
      assert.deepEqual(words(nights).slice(2), [
        ...['subject 3', 'repeat 2'],
        ...['subject 4', `control ${controlNumber}`],
      ]);
    }));

  it('makes up for missed commits, and not for what was not measured beside them then', () =>
    withOwnNights(async (nights) => {
      addCommits(nights, 0, 4);
      await nights.run(0);
      await nights.run(3 * dayMs);
      assert.deepEqual(words(nights).slice(2), [
        ...['subject 4', `control ${controlNumber}`, 'repeat 1'],
        ...['subject 3', 'subject 2'],
      ]);
    }));

  it('measures nothing beside a commit that was not measured', () =>
    withOwnNights(async (nights) => {
      addCommits(nights, 0, 1);
      await nights.run(0);
      assert.deepEqual((await nights.run(dayMs)).companions, []);
      assert.equal(nights.asked.length, 2);
      addCommits(nights, 2, 1);
      nights.fail = ({ role }) => {
        if (role === 'subject') {
          throw errors.buildFailed('make');
        }
      };
      await nights.run(2 * dayMs);
      assert.deepEqual(words(nights).slice(2), ['subject 3']);
    }));

  it('goes on where it was stopped, while what it measured still stands beside that', () =>
    withOwnNights(async (nights) => {
      addCommits(nights, 0, 3);
      await nights.run(0);
      nights.fail = ({ role }) => {
        if (role === 'repeat') {
          throw errors.engineUnreachable('unix:///x');
        }
      };
      const unreachable = (error: unknown) => isBenchError(error, 'engine-unreachable');
      await assert.rejects(nights.run(dayMs), unreachable);
      nights.fail = undefined;
      await nights.run(dayMs + 2 * hourMs);
      assert.deepEqual(words(nights).slice(2), [
        ...['subject 2', `control ${controlNumber}`, 'repeat 1'],
        'repeat 1',
      ]);

      nights.fail = ({ role }) => {
        if (role === 'control') {
          throw errors.engineUnreachable('unix:///x');
        }
      };
      await assert.rejects(nights.run(2 * dayMs), unreachable);
      nights.fail = undefined;
      const before = nights.asked.length;
      await nights.run(2 * dayMs + 13 * hourMs);
      assert.equal(nights.asked.length, before, 'a control of the next day says nothing about that night');
    }));

  it('knows what it has measured though it died before it wrote that down', () =>
    withOwnNights(async (nights) => {
      addCommits(nights, 0, 1);
      const { plan } = await nights.run(0);
      const state = await nights.store.read(plan.id);
      const items = state.companions?.items.map((item) => ({ ...item, state: { kind: 'waiting' } as const }));
      await nights.store.write({
        ...state,
        companions: { beganAtMs: state.companions?.beganAtMs ?? 0, items: items ?? [] },
      });
      const { companions } = await nights.run(hourMs);
      assert.deepEqual(
        companions.map(({ state: { kind } }) => kind),
        ['known'],
      );
      assert.equal(nights.asked.length, 2);
    }));

  it('passes over a control that does not build, every night', () =>
    withOwnNights(async (nights) => {
      addCommits(nights, 0, 2);
      nights.fail = ({ role }) => {
        if (role === 'control') {
          throw errors.buildFailed('make');
        }
      };
      const { companions } = await nights.run(0);
      assert.deepEqual(
        companions.map(({ state }) => state.kind),
        ['skipped'],
      );
      await nights.run(dayMs);
      assert.deepEqual(words(nights).slice(2), ['subject 2', 'repeat 1']);
    }));

  it('is refused with a control that is not there', () =>
    withOwnNights(async (nights) => {
      addCommits(nights, 0, 1);
      await assert.rejects(nights.run(0, { control: 'ffff' }), (error) =>
        isBenchError(error, 'commit-missing'),
      );
      assert.deepEqual(nights.asked, []);
    }));
});

describe('a change of nights of our own', () => {
  const nightCount = 24;
  const change = 12;

  /** What the change in the middle of the nights is judged to be, if the benchmark takes this many times as long. */
  async function causeOf(
    factorOf: (asked: Asked, night: number) => number,
    more: Partial<NightlyRequest> = {},
  ): Promise<Cause | undefined> {
    const normal = normalNumbers(5);
    let cause: Cause | undefined;
    await withOwnNights(
      async (nights) => {
        for (let night = 0; night < nightCount; night += 1) {
          addCommits(nights, night, 1);
          await nights.run(night * dayMs, more);
        }
        const series = nights.history.listSeries().find(({ role }) => role === 'subject');
        const changes = judgeSeries(nights.history, series?.id ?? 0)?.changes ?? [];
        assert.equal(changes.length, 1);
        assert.equal(changes[0]?.point.index, change);
        cause = changes[0]?.verdict.cause;
      },
      (asked) => 100 * Math.exp(0.001 * normal()) * factorOf(asked, Math.floor(asked.atMs / dayMs)),
    );
    return cause;
  }

  it('is of the environment where the control moved', async () => {
    assert.equal(await causeOf((_, night) => (night < change ? 1 : 1.1)), 'environment');
  });

  it('is of the harness where there is no control, and the commits of the nights before moved', async () => {
    const moved = (_: Asked, night: number) => (night < change ? 1 : 1.1);
    assert.equal(await causeOf(moved, { control: undefined }), 'harness');
    assert.equal(await causeOf(moved, { control: undefined, repeat: false }), 'code');
  });

  it('is of the code where only the commits moved', async () => {
    assert.equal(
      await causeOf(({ commit }) => (commit <= change || commit === controlNumber ? 1 : 1.1)),
      'code',
    );
  });
});
