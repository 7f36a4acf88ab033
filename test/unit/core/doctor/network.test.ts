import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkBison, judgeNames, nameToResolve } from '../../../../src/core/doctor/network.ts';
import { errors } from '../../../../src/core/errors.ts';
import { plainProfile } from '../../../../src/core/machine/plain-profile.ts';

const { signal } = new AbortController();
const proxy = { httpProxy: 'http://me:secret@proxy.example:3128', httpsProxy: '', noProxy: '' };

describe('name resolution', () => {
  it('is about the proxy, which resolves all others, else about the mirror, else about the one of the image', () => {
    const packageMirror = 'https://mirror.example/debian';
    assert.equal(nameToResolve({ ...plainProfile, proxy, packageMirror }), 'proxy.example');
    assert.equal(nameToResolve({ ...plainProfile, packageMirror }), 'mirror.example');
    assert.equal(nameToResolve(plainProfile), undefined);
  });

  it('says who was asked', () => {
    const asked = ['name deb.debian.org', 'server 10.0.0.1', 'server 10.0.0.2'];
    const found = judgeNames([...asked, 'address 192.0.2.1']);
    assert.equal(found.sentence, 'A container resolves deb.debian.org (name servers: 10.0.0.1, 10.0.0.2).');
    const lost = judgeNames(asked);
    assert.deepEqual([lost.state, lost.reason], ['failed', 'engine-name-resolution']);
    assert.match(lost.sentence, /cannot resolve deb\.debian\.org \(name servers: 10\.0\.0\.1, 10\.0\.0\.2\)/);
    assert.match(judgeNames(['name x.example']).sentence, /\(no name server\)/);
  });

  it('is not needed for an address, and not judged without a name', () => {
    assert.equal(judgeNames(['name 10.1.2.3', 'server 10.0.0.1']).state, 'passed');
    assert.equal(judgeNames(['name [2001', 'server 10.0.0.1']).state, 'passed');
    assert.equal(judgeNames(['name ']).state, 'not checked');
  });
});

describe("Bison's source", () => {
  const refuse = () => Promise.reject(new Error('not part of this test'));

  it('is asked for at its addresses, and only old trees miss it', async () => {
    const urls: string[] = [];
    const locate = async (file: { readonly urls: readonly string[] }) => {
      urls.push(...file.urls);
      throw errors.bisonDownloadFailed('https://ftp.gnu.org/', 'ENOTFOUND');
    };
    const outcome = await checkBison({ locate, readTarball: refuse }, '', plainProfile, signal);
    assert.equal(outcome.state, 'warning');
    assert.match(outcome.sentence, /\(ENOTFOUND\).* Only trees before PHP 7\.4 need it\.$/);
    assert.match(urls.join(' '), /^https:\/\/\S+\/bison-2\.7\.1\.tar\.gz https:/);
  });

  it('of the settings is read instead', async () => {
    const readTarball = async () => ({
      fileName: 'bison-2.7.1.tar.gz',
      content: new Uint8Array(),
      sha256: '',
    });
    const found = await checkBison({ locate: refuse, readTarball }, '/b.tar.gz', plainProfile, signal);
    assert.equal(found.sentence, 'bison-2.7.1.tar.gz of the settings can be read.');
  });
});
