import assert from 'node:assert/strict';
import { it } from 'node:test';
import { errorReasons } from '../../../src/core/errors.ts';
import { actionFor } from '../../../src/host/failure-actions.ts';

it('offers one fitting action for what a person can mend', () => {
  assert.deepEqual(actionFor('no-tree'), { kind: 'open-folder' });
  assert.deepEqual(actionFor('no-build'), { kind: 'build' });
  assert.deepEqual(actionFor('engine-unreachable'), { kind: 'open-setting', setting: 'docker.host' });
  assert.deepEqual(actionFor('bison-checksum'), { kind: 'open-setting', setting: 'toolchain.bisonTarball' });
  assert.deepEqual(actionFor('engine-disk-full'), { kind: 'prune' });
  assert.deepEqual(actionFor('engine-failed'), { kind: 'check-setup' });
  assert.deepEqual(actionFor('engine-proxy'), {
    kind: 'open-page',
    address: 'https://docs.docker.com/engine/daemon/proxy/',
  });
  assert.deepEqual(actionFor('invalid-setting'), { kind: 'open-setting', setting: undefined });
});

it('offers what is known to mend it on this machine before anything else', () => {
  const command = 'sudo systemctl start docker';
  assert.deepEqual(actionFor('engine-not-running', command), { kind: 'type-command', command });
  assert.deepEqual(actionFor('engine-storage'), { kind: 'check-setup' });
});

it('leaves nobody alone with trouble of the engine', () => {
  const engines = errorReasons.filter((reason) => reason.startsWith('engine-'));
  assert.deepEqual(
    engines.filter((reason) => actionFor(reason).kind === 'none'),
    ['engine-object-missing', 'engine-object-busy'],
  );
});

it('knows every reason', () => {
  for (const reason of errorReasons) {
    assert.notEqual(actionFor(reason), undefined, reason);
  }
});
