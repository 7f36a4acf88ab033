import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  chooseMirror,
  parseDeb822Sources,
  parseOneLineSources,
} from '../../../src/local/bootstrap/apt-sources.ts';
import { readAptSources } from '../../../src/local/bootstrap/machine-apt.ts';
import { writeFiles } from '../../support/git-tree.ts';
import { withTemporary } from '../../support/temporary.ts';

const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';

describe('package sources', () => {
  it('are read from lines', () => {
    const text = `
# deb http://off.test/debian bookworm main
deb http://a.test/debian/ bookworm main contrib # comment
  deb [ arch=amd64 signed-by=${keyring} ] https://b.test/debian bookworm-updates main
deb-src http://a.test/debian bookworm main
deb cdrom:[Debian 12]/ bookworm main
deb http://flat.test/ ./
nonsense
deb`;
    assert.deepEqual(parseOneLineSources(text), [
      {
        uri: 'http://a.test/debian/',
        suite: 'bookworm',
        components: ['main', 'contrib'],
        keyring: undefined,
      },
      { uri: 'https://b.test/debian', suite: 'bookworm-updates', components: ['main'], keyring },
      { uri: 'cdrom:[Debian', suite: '12]/', components: ['bookworm', 'main'], keyring: undefined },
      { uri: 'http://flat.test/', suite: './', components: [], keyring: undefined },
    ]);
  });

  it('are read from stanzas', () => {
    const text = `# A comment
Types: deb deb-src
# between
URIs: http://a.test/debian
  http://b.test/debian
Suites: bookworm bookworm-updates
Components: main
Signed-By: ${keyring}

types: deb
uris: http://off.test/debian
suites: bookworm
components: main
enabled: no


Types: deb-src
URIs: http://source.test/debian
Suites: bookworm

Types: deb
URIs: http://key.test/debian
Suites: bookworm
Components: main
Signed-By:
 -----BEGIN PGP PUBLIC KEY BLOCK-----
 .
 abc
 -----END PGP PUBLIC KEY BLOCK-----
`;
    const main = { components: ['main'], keyring };
    assert.deepEqual(parseDeb822Sources(text), [
      { ...main, uri: 'http://a.test/debian', suite: 'bookworm' },
      { ...main, uri: 'http://a.test/debian', suite: 'bookworm-updates' },
      { ...main, uri: 'http://b.test/debian', suite: 'bookworm' },
      { ...main, uri: 'http://b.test/debian', suite: 'bookworm-updates' },
      { uri: 'http://key.test/debian', suite: 'bookworm', components: ['main'], keyring: undefined },
    ]);
  });

  it('may be any text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('deb ', '[', ']', ':', '\n', ' ', 'URIs', 'Types: deb\n', 'x') }),
        (text) => {
          parseOneLineSources(text);
          parseDeb822Sources(text);
        },
      ),
    );
  });

  it('are collected from all of apt’s files', () =>
    withTemporary(async (directory) => {
      const line = (name: string) => `deb http://${name}.test/debian bookworm main\n`;
      await writeFiles(directory, {
        'sources.list': line('main'),
        'sources.list.d/b.list': line('b'),
        'sources.list.d/a.sources':
          'Types: deb\nURIs: http://a.test/debian\nSuites: bookworm\nComponents: main\n',
        'sources.list.d/c.list.off': line('off'),
      });
      assert.deepEqual(
        (await readAptSources(directory)).map((source) => source.uri),
        ['http://main.test/debian', 'http://a.test/debian', 'http://b.test/debian'],
      );
      assert.deepEqual(await readAptSources(join(directory, 'missing')), []);
    }));
});

describe('the mirror', () => {
  const source = (uri: string, more: object = {}) => ({
    uri,
    suite: 'bookworm',
    components: ['main'],
    keyring: undefined,
    ...more,
  });

  it('is the distribution’s, not another vendor’s', () => {
    const vendor = source('https://vendor.test/', { keyring: '/usr/share/keyrings/vendor.gpg' });
    const unbound = source('https://plain.test/');
    const named = source('http://named.test/debian/');
    const bound = source('http://bound.test/mirror', { keyring });
    const choose = (...sources: readonly ReturnType<typeof source>[]) =>
      chooseMirror(sources, 'bookworm', keyring);
    assert.equal(choose(vendor, unbound, named, bound), bound.uri);
    assert.equal(choose(vendor, unbound, named), named.uri);
    assert.equal(choose(vendor, unbound), unbound.uri);
    assert.equal(choose(vendor), undefined);
  });

  it('has the suite’s main packages, and no password', () => {
    const unfit = [
      source('http://a.test/debian', { suite: 'bookworm-updates' }),
      source('http://a.test/debian', { components: ['contrib'] }),
      source('cdrom:[Debian]/'),
      source('mirror+http://a.test/debian'),
      source('http://user:secret@a.test/debian'),
    ];
    assert.equal(chooseMirror(unfit, 'bookworm', keyring), undefined);
    assert.equal(
      chooseMirror([...unfit, source('file:/srv/debian')], 'bookworm', keyring),
      'file:/srv/debian',
    );
  });
});
