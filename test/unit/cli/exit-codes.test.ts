import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { exitCode, exitCodeHelp, exitCodeOf } from '../../../src/cli/exit-codes.ts';
import { errorReasons } from '../../../src/core/errors.ts';

describe('exit codes', () => {
  it('are chosen for every reason of the catalogue, and only internal ones are "unexpected"', () => {
    const unexpected = errorReasons.filter((reason) => exitCodeOf(reason) === exitCode.internal);
    assert.deepEqual(unexpected, ['invalid-message', 'runtime-too-old', 'internal']);
    assert.equal(exitCodeOf('build-failed'), 5);
    assert.equal(exitCodeOf('cancelled'), 130);
  });

  it('are all in the help', () => {
    for (const code of Object.values(exitCode)) {
      assert.match(exitCodeHelp, new RegExp(`^ {2}${code} `, 'm'));
    }
  });
});
