import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { errors, isBenchError } from '../../../../src/core/errors.ts';
import { redact, redactError } from '../../../../src/core/text/redact.ts';

describe('redact', () => {
  it('leaves nothing of any secret', () => {
    const secret = fc.string({ minLength: 3 }).filter((text) => !text.includes('*'));
    fc.assert(
      fc.property(fc.array(secret), fc.array(fc.string()), (secrets, others) => {
        const text = others.flatMap((other, index) => [other, secrets[index % (secrets.length || 1)] ?? '']);
        const shown = redact(text.join(' '), secrets);
        assert.ok(secrets.every((one) => !shown.includes(one)));
      }),
    );
  });

  it('takes the longer of two secrets first', () => {
    assert.equal(redact('pass password', ['pass', 'password']), '*** ***');
    assert.equal(redact('nothing', ['']), 'nothing');
  });
});

describe('redactError', () => {
  it('goes through the causes, and keeps the reason', () => {
    const error = errors.toolchainFailed('apt said hunter2.', new Error('hunter2 again', { cause: 'text' }));
    const shown = redactError(error, ['hunter2']);
    assert.ok(isBenchError(shown, 'toolchain-failed'));
    assert.match(shown.message, /apt said \*\*\*\./);
    assert.ok(shown.cause instanceof Error);
    assert.equal(shown.cause.message, '*** again');
    assert.doesNotMatch(shown.cause.stack ?? '', /hunter2/);
    assert.equal(redactError(error, []), error);
    assert.equal(redactError('text', ['x']), 'text');
  });
});
