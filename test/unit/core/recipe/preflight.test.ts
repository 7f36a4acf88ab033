import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { plainProfile } from '../../../../src/core/machine/plain-profile.ts';
import { preflightFailure } from '../../../../src/core/recipe/preflight.ts';

const proxied = {
  ...plainProfile,
  name: 'office',
  proxy: { httpProxy: 'http://me:secret@127.0.0.1:3128', httpsProxy: '', noProxy: '' },
};

describe('a preflight', () => {
  it('that ended well found everything', () => {
    assert.equal(
      preflightFailure({ exitCode: 0 }, ['Reading package lists...'], plainProfile, 'linux/amd64'),
      undefined,
    );
  });

  it('says what the mirror or the way to it lacks', () => {
    const lines = [
      'Err:1 http://deb.example bookworm InRelease',
      'E: Failed to fetch http://deb.example/x  Could not connect',
    ];
    const direct = preflightFailure({ exitCode: 20 }, lines, plainProfile, 'linux/amd64');
    assert.equal(direct?.reason, 'mirror-unreachable');
    assert.match(
      direct?.message ?? '',
      /Failed to fetch .* Could not connect\. Check the network, or give a proxy/,
    );
    const viaProxy = preflightFailure({ exitCode: 20 }, lines, proxied, 'linux/amd64');
    assert.match(
      viaProxy?.message ?? '',
      /http:\/\/127\.0\.0\.1:3128 of the profile "office" is one inside the container/,
    );
    assert.doesNotMatch(viaProxy?.message ?? '', /secret/);
  });

  it('is not misled by an old apt, which calls an update without an answer a success', () => {
    const lines = ['W: Failed to fetch http://deb.example/x', 'E: Unable to locate package gcc'];
    assert.equal(
      preflightFailure({ exitCode: 21 }, lines, plainProfile, 'linux/amd64')?.reason,
      'mirror-unreachable',
    );
  });

  it('names the package that is not there', () => {
    for (const line of [
      'E: Unable to locate package libfoo-dev',
      "E: Package 'libfoo-dev' has no installation candidate",
    ]) {
      const failure = preflightFailure(
        { exitCode: 21 },
        ['Reading package lists...', 'Building dependency tree...', line],
        plainProfile,
        'linux/amd64',
      );
      assert.equal(failure?.reason, 'package-missing');
      assert.match(failure?.message ?? '', /no package libfoo-dev\./);
    }
  });

  it('knows a machine that cannot run the platform', () => {
    const lines = ['exec /bin/sh: exec format error'];
    const failure = preflightFailure({ exitCode: 255 }, lines, plainProfile, 'linux/ppc64le');
    assert.equal(failure?.reason, 'platform-unavailable');
  });
});
