import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Companions, Verdict } from '../../../../src/core/change/cause.ts';
import { detectChanges } from '../../../../src/core/change/detect-changes.ts';
import { judgeChanges } from '../../../../src/core/change/judge-changes.ts';
import { noisyLevels } from '../../../support/random-numbers.ts';

const place = 30;
const count = 60;
const steady = noisyLevels(7, [[50, count]], 0.001);
const large = noisyLevels(
  8,
  [
    [100, place],
    [103, count - place],
  ],
  0.001,
);
const larger = noisyLevels(
  8,
  [
    [100, place],
    [104, count - place],
  ],
  0.001,
);
const middling = noisyLevels(
  11,
  [
    [100, place],
    [102, count - place],
  ],
  0.001,
);
const small = noisyLevels(
  9,
  [
    [100, place],
    [100.6, count - place],
  ],
  0.0005,
);
const manyInstructions = stepped(1_000_000, 1_020_000);
const sameInstructions = noisyLevels(10, [[1_000_000, count]], 0.00005);

function stepped<Value>(before: Value, after: Value, at = place): readonly Value[] {
  return Array.from({ length: count }, (_, index) => (index < at ? before : after));
}

function judge(series: readonly number[], companions: Companions, limit?: number): readonly Verdict[] {
  return judgeChanges(detectChanges(series), series, companions, limit);
}

/** The cause and the facts of the only verdict. */
function only(verdicts: readonly Verdict[]): { cause: string; facts: readonly string[] } {
  assert.equal(verdicts.length, 1);
  const [verdict] = verdicts;
  assert.ok(verdict !== undefined);
  return { cause: verdict.cause, facts: verdict.evidence.map(({ fact }) => fact) };
}

describe('a change', () => {
  it('is of the code if it is large and nothing else explains it', () => {
    assert.deepEqual(only(judge(large, {})), { cause: 'code', facts: ['instructions-unknown'] });
    assert.deepEqual(only(judge(larger, { control: steady, instructions: sameInstructions })), {
      cause: 'code',
      facts: ['control-steady', 'instructions-steady'],
    });
  });

  it('is of the code if it is small but the instructions moved', () => {
    assert.deepEqual(only(judge(small, { instructions: manyInstructions })), {
      cause: 'code',
      facts: ['instructions-moved', 'below-layout-limit'],
    });
  });

  it('is layout only if it is small and no instructions prove more', () => {
    const facts = (last: string) => [last, 'below-layout-limit'];
    assert.deepEqual(only(judge(small, { instructions: sameInstructions })), {
      cause: 'layout-only',
      facts: facts('instructions-steady'),
    });
    assert.deepEqual(only(judge(small, {})), { cause: 'layout-only', facts: facts('instructions-unknown') });
  });

  it('is layout only up to three times that size where exactly as many instructions were executed', () => {
    const facts = ['instructions-steady', 'below-layout-limit'];
    assert.deepEqual(only(judge(middling, { instructions: sameInstructions })), {
      cause: 'layout-only',
      facts,
    });
    const nearly = noisyLevels(
      12,
      [
        [1_000_000, place],
        [1_000_300, count - place],
      ],
      0.00001,
    );
    assert.deepEqual(only(judge(middling, { instructions: nearly })), {
      cause: 'code',
      facts: ['instructions-steady'],
    });
    assert.deepEqual(only(judge(middling, {})), { cause: 'code', facts: ['instructions-unknown'] });
    assert.deepEqual(only(judge(middling, { instructions: sameInstructions }, 0)).cause, 'code');
  });

  it('is never layout only in a metric that has no limit for it', () => {
    assert.deepEqual(only(judge(small, {}, 0)).cause, 'code');
  });

  it('is of the environment if the control moved too, whichever way', () => {
    for (const control of [large, large.map((value) => 1e4 / value)]) {
      const { cause, facts } = only(judge(large, { control }));
      assert.equal(cause, 'environment');
      assert.ok(facts.includes('control-moved'));
    }
  });

  it('is not of the environment if the control moved much less', () => {
    assert.equal(only(judge(large, { control: small })).cause, 'code');
  });

  it('is of the environment if that changed and nothing shows that it did not matter', () => {
    const environments = stepped('one kernel', 'another');
    assert.equal(only(judge(large, { environments })).cause, 'environment');
    assert.deepEqual(only(judge(large, { environments, control: steady })), {
      cause: 'code',
      facts: ['control-steady', 'environment-changed', 'instructions-unknown'],
    });
    assert.equal(only(judge(large, { environments: stepped('same', 'same') })).cause, 'code');
  });

  it('is of the harness if the same commit was on both sides', () => {
    const { cause, facts } = only(judge(large, { commits: stepped('a', 'b', place + 5) }));
    assert.equal(cause, 'harness');
    assert.ok(facts.includes('same-commit'));
    assert.equal(only(judge(large, { commits: stepped('a', 'b') })).cause, 'code');
  });

  it('is of the harness if the commit before it moved when it was measured again', () => {
    const old = large.map((_, index) => large[index - 1] ?? null);
    const moved = old.map((value, index) => (index >= place ? 103 : value));
    assert.equal(only(judge(large, { remeasured: moved })).cause, 'harness');
    const { cause, facts } = only(judge(large, { remeasured: old }));
    assert.equal(cause, 'code');
    assert.ok(facts.includes('remeasured-steady'));
  });

  it('is not of the harness if commits of one night differ there, or if the same commits often move as much', () => {
    const old = large.map((_, index) => large[index - 1] ?? null);
    const moved = old.map((value, index) => (index >= place ? 103 : value));
    assert.equal(only(judge(large, { remeasured: moved })).cause, 'harness');
    // The machine was slow for one night, and the next commit is as slow.
    const once = moved.map((value, index) => (index === place + 1 ? 100 : value));
    assert.equal(only(judge(large, { remeasured: once })).cause, 'code');
    const restless = old.map((value, index) => {
      const near = Math.abs(index - place) <= 2;
      return near ? (moved[index] ?? null) : (value ?? 100) * (index % 3 === 0 ? 1 : 1.03);
    });
    assert.equal(only(judge(large, { remeasured: restless })).cause, 'code');
  });

  it('takes no fact from companions that are not known there', () => {
    const unknown = Array.from({ length: count }, () => null);
    const companions = { control: unknown, remeasured: unknown, commits: unknown, environments: unknown };
    assert.deepEqual(only(judge(large, companions)), { cause: 'code', facts: ['instructions-unknown'] });
  });

  it('says how far a companion moved', () => {
    const [verdict] = judge(large, { instructions: manyInstructions });
    const [evidence] = verdict?.evidence ?? [];
    assert.equal(evidence?.fact, 'instructions-moved');
    assert.ok(Math.abs((evidence?.relative ?? 0) - 0.02) < 1e-9);
  });
});

describe('other verdicts', () => {
  it('are instruction-only where the instructions changed and the time did not', () => {
    const verdicts = judge(steady, { instructions: manyInstructions });
    assert.deepEqual(only(verdicts), {
      cause: 'instruction-only',
      facts: ['instructions-moved', 'time-steady'],
    });
    const [verdict] = verdicts;
    assert.ok(verdict !== undefined && verdict.cause !== 'spike');
    assert.equal(verdict.change.firstAfter, place);
  });

  it('are spikes, in the order of the points', () => {
    const series = [...large];
    series[10] = 150;
    series[count - 1] = 150;
    const verdicts = judge(series, {});
    assert.deepEqual(
      verdicts.map(({ cause, evidence }) => [cause, evidence[0]?.fact]),
      [
        ['spike', 'came-back'],
        ['code', 'instructions-unknown'],
        ['spike', 'newest-point'],
      ],
    );
  });
});

it('companions of another length are refused', () => {
  assert.throws(() => judge(large, { control: [1, 2] }), {
    name: 'RangeError',
    message: 'There are 60 points, but 2 of control.',
  });
});
