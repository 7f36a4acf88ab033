import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { errors, isBenchError } from '../../../../src/core/errors.ts';
import {
  redact,
  redactError,
  withoutSecretShapes,
  withoutUserInfo,
} from '../../../../src/core/text/redact.ts';

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

describe('text without secrets', () => {
  it('has no user and no password in its addresses, and keeps the rest of them', () => {
    const word = fc.stringMatching(/^[\w.~!$&'()*+,;=%:@-]{1,20}$/);
    fc.assert(
      fc.property(word, word, (user, password) => {
        const shown = withoutUserInfo(`see http://${user}:${password}@proxy.example:3128/path, then go`);
        assert.equal(shown, 'see http://proxy.example:3128/path, then go');
      }),
    );
  });

  for (const [text, shown] of [
    ['Authorization: Bearer abc.def', 'Authorization: ***'],
    ['proxy-authorization: Basic bWU6cGFzcw==', 'proxy-authorization: ***'],
    ['{"auth":"bWU6cGFzcw==","x":1}', '{"auth":"***","x":1}'],
    ['https://host/path?access_token=abc&x=1', 'https://host/path?access_token=***&x=1'],
    [`${'MY_'.repeat(30)}PASSWORD=hunter2`, `${'MY_'.repeat(30)}PASSWORD=***`],
    ['password=hunter2 in /home/me/x', 'password=*** in /home/me/x'],
    [`ghp_${'a1'.repeat(18)} and dckr_pat_${'b2'.repeat(12)}`, '*** and ***'],
    ['-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----', '***'],
    ['tcp://me@build-host:2376', 'tcp://build-host:2376'],
    ['The image debian:bookworm@sha256:abc is there.', 'The image debian:bookworm@sha256:abc is there.'],
    ['no space left on /var/lib/docker', 'no space left on /var/lib/docker'],
  ] as const) {
    it(`of "${text.slice(0, 40)}" is "${shown.slice(0, 40)}"`, () => {
      assert.equal(withoutSecretShapes(text), shown);
    });
  }
});
