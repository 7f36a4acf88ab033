import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { firstInvalidFlag } from '../../../../src/core/php/configure-flags.ts';
import { isPackageName, presetFor, presetNames } from '../../../../src/core/php/presets.ts';

function version(text: string) {
  const [major = 0, minor = 0, release = 0] = text.split('.').map(Number);
  return { text, id: major * 10_000 + minor * 100 + release };
}

const versions = ['5.3.29', '5.6.40', '7.0.33', '7.4.33', '8.0.30', '8.2.32', '8.5.0', '8.6.0'].map(version);

describe('presets', () => {
  it('have flags that configure can take and packages that a Dockerfile can name, each once', () => {
    for (const name of presetNames) {
      for (const of of versions) {
        const { flags, packages } = presetFor(name, of);
        assert.equal(firstInvalidFlag(flags), undefined);
        assert.ok(packages.every(isPackageName));
        assert.equal(new Set(flags).size, flags.length, `${name} ${of.text}: ${flags.join(' ')}`);
        assert.equal(new Set(packages).size, packages.length);
      }
    }
  });

  it('know what each version calls things', () => {
    const flags = (name: 'usual' | 'zts' | 'everything', of: string) => presetFor(name, version(of)).flags;
    assert.ok(flags('zts', '7.4.33').includes('--enable-maintainer-zts'));
    assert.ok(flags('zts', '8.0.0').includes('--enable-zts'));
    assert.ok(!flags('usual', '5.4.45').includes('--enable-opcache'));
    assert.ok(flags('usual', '8.2.32').includes('--enable-opcache'));
    assert.ok(!flags('usual', '8.5.0').includes('--enable-opcache'));
    assert.ok(!flags('everything', '5.6.40').includes('--with-openssl'));
    assert.ok(flags('everything', '8.2.32').includes('--with-openssl'));
    assert.ok(flags('everything', '5.6.40').includes('--enable-zip'));
    assert.ok(flags('everything', '8.2.32').includes('--with-zip'));
  });

  it('bring packages only where flags need them', () => {
    assert.deepEqual(presetFor('debug', version('8.2.32')).packages, []);
    assert.ok(presetFor('everything', version('8.2.32')).packages.includes('libonig-dev'));
    assert.ok(!presetFor('everything', version('7.3.33')).packages.includes('libonig-dev'));
    assert.deepEqual(presetFor('custom', version('8.2.32')), { flags: [], packages: [] });
  });

  it('are not confused by names that are none', () => {
    for (const name of ['', 'gdb; reboot', 'GDB', '-y', 'a b', 'x\n']) {
      assert.equal(isPackageName(name), false, name);
    }
    assert.equal(isPackageName('g++-12'), true);
  });
});
