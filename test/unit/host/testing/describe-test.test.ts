import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isFailure, type TestResult, type TestState, testStates } from '../../../../src/core/model/phpt.ts';
import { failureText, testDescription } from '../../../../src/host/testing/describe-test.ts';
import { english } from '../../../support/translate.ts';

function result(state: TestState, more: Partial<TestResult> = {}): TestResult {
  return {
    ...{ path: 'a.phpt', title: 'Bug #1', state, reason: '', durationMs: undefined, comparison: undefined },
    ...more,
  };
}

describe('what stands beside a test', () => {
  it('is its title, after what is special about how it ended', () => {
    assert.equal(testDescription(result('passed'), english), 'Bug #1');
    assert.equal(
      testDescription(result('skipped', { reason: 'needs GMP' }), english),
      'skipped: needs GMP · Bug #1',
    );
    assert.equal(testDescription(result('skipped'), english), 'skipped · Bug #1');
    assert.equal(
      testDescription(result('xfailed', { reason: 'bug 7' }), english),
      'fails as expected: bug 7 · Bug #1',
    );
    assert.equal(
      testDescription(result('warned', { reason: 'retried' }), english),
      'warning: retried · Bug #1',
    );
  });

  it('is one short line without icons, whatever the test says', () => {
    const title = `$(trash) a\n${'x'.repeat(1000)}`;
    const shown = testDescription(result('failed', { title }), english);
    assert.match(shown, /^\$ \(trash\) a x+…$/);
    assert.ok(shown.length <= 201);
  });
});

describe('what is said of a failure', () => {
  it('is something for each state that is one', () => {
    for (const state of testStates.filter(isFailure)) {
      assert.notEqual(failureText(result(state, { reason: 'why' }), english), '', state);
    }
  });

  it('has the reason of a broken test, and of one that was not run', () => {
    assert.match(failureText(result('borked', { reason: 'no FILE' }), english), /no FILE/);
    assert.equal(failureText(result('not-run', { reason: 'it ended' }), english), 'it ended');
  });

  it('does not speak of a difference that cannot be shown', () => {
    const comparison = { expected: 'a', actual: 'b', diff: '', line: 1 };
    assert.match(failureText(result('failed', { comparison }), english), /something else than it should/);
    assert.match(failureText(result('failed'), english), /too long to show/);
  });
});
