import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { isBenchError } from '../../../src/core/errors.ts';
import { parseReference } from '../../../src/engine/images.ts';

const digest = `sha256:${'a'.repeat(64)}`;

describe('image references', () => {
  const good: readonly [string, string, string | undefined, string | undefined][] = [
    ['debian', 'debian', undefined, undefined],
    ['debian:bookworm-slim', 'debian', 'bookworm-slim', undefined],
    ['registry.example:5000/team/php_base:8.2', 'registry.example:5000/team/php_base', '8.2', undefined],
    [`debian@${digest}`, 'debian', undefined, digest],
    [`debian:12@${digest}`, 'debian', '12', digest],
  ];
  for (const [reference, repository, tag, expectedDigest] of good) {
    test(reference, () => {
      assert.deepEqual(parseReference(reference), { repository, tag, digest: expectedDigest });
    });
  }

  for (const reference of [
    '',
    'a b',
    '../containers/x',
    'a/../b',
    'a?b',
    'a//b',
    'a@sha256:1',
    `${'a'.repeat(600)}`,
  ]) {
    test(`refuses "${reference.slice(0, 20)}"`, () => {
      assert.throws(
        () => parseReference(reference),
        (error) => isBenchError(error, 'invalid-setting'),
      );
    });
  }
});
