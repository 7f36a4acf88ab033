import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseProfiles } from '../../../../src/core/machine/profile-schema.ts';

describe('parseProfiles', () => {
  it('takes profiles with any part of what there is to say', () => {
    const profiles = {
      default: {},
      power9: {
        httpProxy: 'http://me:secret@proxy:3128',
        httpsProxy: ['$', '{env:HTTPS_PROXY}'].join(''),
        noProxy: '.example',
        caCertificates: ['/etc/ssl/company.pem', 'C:\\certificates\\company.pem'],
        packageMirror: 'https://mirror.example:8080/debian/',
        platform: 'linux/arm/v7',
        cpus: 1.5,
        memoryMb: 4096,
        pidsLimit: 2000,
      },
    };
    assert.deepEqual(parseProfiles(profiles), profiles);
  });

  const refused: readonly (readonly [unknown, RegExp])[] = [
    [[], /^it must be an object\.$/],
    [null, /^it must be an object\.$/],
    [{ a: 1 }, /^"a" must be an object\.$/],
    [{ a: { proxy: 'x' } }, /^"a > proxy" is no setting of a profile\.$/],
    [{ a: { httpProxy: 'socks5://x' } }, /^"a > httpProxy" must be empty or an http/],
    [{ a: { httpProxy: 'http://x\n' + 'RUN evil' } }, /^"a > httpProxy" contains a line end/],
    [{ a: { caCertificates: ['company.pem'] } }, /^"a > caCertificates > 0" must be an absolute path\.$/],
    [{ a: { packageMirror: 'http://me:secret@mirror/' } }, /without a password/],
    [{ a: { packageMirror: 'http://mirror/"; reboot' } }, /packageMirror/],
    [{ a: { platform: 'windows/amd64' } }, /must look like linux/],
    [{ a: { cpus: 0 } }, /from 0\.01/],
    [{ a: { cpus: Number.NaN } }, /from 0\.01/],
    [{ a: { memoryMb: 1.5 } }, /whole number/],
    [{ a: { pidsLimit: '100' } }, /whole number/],
  ];
  for (const [value, message] of refused) {
    it(`refuses ${JSON.stringify(value)}`, () => {
      const parsed = parseProfiles(value);
      assert.ok(typeof parsed === 'string', 'it was taken');
      assert.match(parsed, message);
    });
  }
});
