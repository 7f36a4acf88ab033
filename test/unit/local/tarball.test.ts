import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { FetchFailure, publicAddress, redirectTarget } from '../../../src/local/download/fetch-limited.ts';
import { plainTarballName } from '../../../src/local/download/tarball.ts';
import { localDownloads } from '../../../src/local/download.ts';
import { withTemporary } from '../../support/temporary.ts';

const signal = new AbortController().signal;
const content = Buffer.concat([Buffer.from([0x1f, 0x8b]), Buffer.alloc(5000, 'bison')]);
const sha256 = createHash('sha256').update(content).digest('hex');

describe('redirects', () => {
  it('do not lead from a secure address to another', () => {
    const secure = new URL('https://a.test/x');
    assert.equal(redirectTarget('https://b.test/y', secure).href, 'https://b.test/y');
    assert.equal(redirectTarget('y', secure).href, 'https://a.test/y');
    assert.equal(redirectTarget('http://b.test/', new URL('http://a.test/')).href, 'http://b.test/');
    for (const location of ['http://a.test/x', 'file:///etc/passwd', 'data:,x', 'https://', null]) {
      assert.throws(() => redirectTarget(location, secure), FetchFailure);
    }
  });

  it('are shown without secrets', () => {
    assert.equal(publicAddress('https://user:pass@a.test:8443/x?token=1#y'), 'https://a.test:8443/x');
    assert.equal(publicAddress('nonsense'), 'an address that is none');
  });
});

describe('a local tarball', () => {
  it('is read, under its plain name', () =>
    withTemporary(async (directory) => {
      const path = join(directory, 'bison_3.8.2+dfsg.orig.tar.xz');
      const xz = Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00, 1, 2, 3]);
      await writeFile(path, xz);
      const tarball = await localDownloads(directory).readTarball(path, undefined, signal);
      assert.equal(tarball.fileName, 'bison-3.8.2.tar.xz');
      assert.equal(tarball.sha256, createHash('sha256').update(xz).digest('hex'));
      await localDownloads(directory).readTarball(path, tarball.sha256, signal);
      await assert.rejects(localDownloads(directory).readTarball(path, sha256, signal), {
        reason: 'bison-checksum',
      });
    }));

  it('is refused for its name or content', () =>
    withTemporary(async (directory) => {
      const refused = async (name: string, bytes: Uint8Array | string) => {
        await writeFile(join(directory, name), bytes);
        await assert.rejects(
          localDownloads(directory).readTarball(join(directory, name), undefined, signal),
          { reason: 'bison-unreadable' },
          name,
        );
      };
      await refused('bison-3.8.2.tar.gz', '');
      await refused('bison-3.8.2.tar.xz', content);
      await refused('flex-3.8.2.tar.gz', content);
      await refused('bison-3.8.2.zip', content);
      for (const path of [directory, join(directory, 'bison-3.8.tar.gz'), '', '/dev/zero']) {
        await assert.rejects(localDownloads(directory).readTarball(path, undefined, signal), {
          reason: 'bison-unreadable',
        });
      }
      await assert.rejects(
        localDownloads(directory).readTarball(
          join(directory, 'bison-3.8.2.tar.xz'),
          undefined,
          AbortSignal.abort(),
        ),
        { reason: 'cancelled' },
      );
    }));

  it('has one of the known names', () => {
    assert.equal(plainTarballName('bison-2.7.1.tar.gz'), 'bison-2.7.1.tar.gz');
    assert.equal(plainTarballName('bison-3.8.tar.bz2'), 'bison-3.8.tar.bz2');
    assert.equal(plainTarballName('bison_3.8.2.orig.tar.xz'), 'bison-3.8.2.tar.xz');
    for (const name of [
      'bison.tar.gz',
      'bison-3.8.2.tar',
      'bison-3.8.2;x.tar.gz',
      'bison-../3.tar.gz',
      'xbison-3.8.tar.gz',
      'bison-3.8.2.tar.gz\n',
    ]) {
      assert.equal(plainTarballName(name), undefined, name);
    }
  });
});
