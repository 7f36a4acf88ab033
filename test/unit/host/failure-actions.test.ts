import assert from 'node:assert/strict';
import { it } from 'node:test';
import { errorReasons } from '../../../src/core/errors.ts';
import { actionFor } from '../../../src/host/failure-actions.ts';

it('offers one fitting action for what a person can mend', () => {
  assert.deepEqual(actionFor('no-tree'), { kind: 'open-folder' });
  assert.deepEqual(actionFor('no-build'), { kind: 'build' });
  assert.deepEqual(actionFor('engine-unreachable'), { kind: 'open-setting', setting: 'docker.host' });
  assert.deepEqual(actionFor('bison-checksum'), { kind: 'open-setting', setting: 'toolchain.bisonTarball' });
  assert.deepEqual(actionFor('invalid-setting'), { kind: 'open-setting', setting: undefined });
});

it('knows every reason', () => {
  for (const reason of errorReasons) {
    assert.notEqual(actionFor(reason), undefined, reason);
  }
});
