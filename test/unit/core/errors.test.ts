import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { describeCauses, errors, toBenchError } from '../../../src/core/errors.ts';

describe("the log's view of an error", () => {
  it('is one line for what was expected, so that the output before it stays in sight', () => {
    assert.equal(
      describeCauses(errors.buildFailed('make')),
      'build-failed: The build failed in make. The log says why; errors of compilers are in the Problems view too.',
    );
  });

  it('has the stack of what was not expected', () => {
    const text = describeCauses(toBenchError(new TypeError('x is not a function')));
    assert.match(text, /^internal: Something unexpected happened: x is not a function\./);
    assert.match(text, /\ncaused by: TypeError: x is not a function\n +at /);
  });

  it('ends, even when an error is its own cause', () => {
    const error = new Error('round');
    error.cause = error;
    assert.equal(describeCauses(error).match(/caused by/g)?.length, 7);
  });
});
