import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { once } from 'node:events';
import { chmod, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { execa } from 'execa';
import { isBenchError } from '../../../../src/core/errors.ts';
import { localTrees } from '../../../../src/local/tree/tree-port.ts';
import { commitAll, filesOnDisk, git, smallTree, writeFiles } from '../../../support/git-tree.ts';
import { withTemporary } from '../../../support/temporary.ts';

const trees = localTrees();
const signal = new AbortController().signal;
const pathsOf = async (root: string) => (await trees.listFiles(root, signal)).map((file) => file.path);

describe('listing the files of a checkout', () => {
  it('lists tracked and new files, not ignored or deleted ones', () =>
    withTemporary(async (root) => {
      await writeFiles(root, { ...smallTree, '.gitignore': '*.o\n', 'ext/gone.c': '' });
      await commitAll(root, 'First');
      await writeFiles(root, { 'ext/new.c': '', 'ext/new.o': '' });
      await rm(join(root, 'ext/gone.c'));
      assert.deepEqual(await pathsOf(root), [
        '.gitignore',
        'Zend/bench.php',
        'Zend/zend.c',
        'configure.ac',
        'ext/new.c',
        'main/php_version.h',
      ]);
    }));

  it('says what git vouches for, and looks at the rest', () =>
    withTemporary(async (root) => {
      await writeFiles(root, { touched: '1', edited: '1', hidden: '1', tool: '1', 'deep/kept': '1' });
      await chmod(join(root, 'tool'), 0o755);
      await symlink('edited', join(root, 'link'));
      await commitAll(root, 'First');
      await git(root, 'update-index', '--assume-unchanged', 'hidden');
      await writeFiles(root, { touched: '1', edited: '2', hidden: '2', added: '1', staged: '1' });
      await git(root, 'add', 'staged');
      const one = '56a6051ca2b02b04ef92d5150c9ef600403cb1de';
      const listed = await trees.listFiles(root, signal);
      assert.deepEqual(
        listed.map((file) => [file.path, file.kind === 'unchanged' ? file.blob : file.kind]),
        [
          ['added', 'file'],
          ['deep/kept', `f:${one}`],
          ['edited', 'file'],
          ['hidden', 'file'],
          ['link', 'l:deb1bc2c60dc0eed5edb7e42cea94c7cb03c0050'],
          ['staged', 'file'],
          ['tool', `x:${one}`],
          ['touched', `f:${one}`],
        ],
      );
      const unchanged = listed.filter((file) => file.kind === 'unchanged');
      const looked = await trees.lookAt(root, unchanged, signal);
      assert.deepEqual(
        looked.map(({ path, kind, executable, blob }) => [path, kind, executable, blob?.slice(0, 1)]),
        [
          ['deep/kept', 'file', false, 'f'],
          ['link', 'symlink', false, 'l'],
          ['tool', 'file', true, 'x'],
          ['touched', 'file', false, 'f'],
        ],
      );
    }));

  it('lists a file in conflict once', () =>
    withTemporary(async (root) => {
      await writeFiles(root, { file: 'one\n' });
      await commitAll(root, 'First');
      await git(root, 'checkout', '--quiet', '-b', 'other');
      await writeFiles(root, { file: 'two\n' });
      await commitAll(root, 'Second');
      await git(root, 'checkout', '--quiet', 'master');
      await writeFiles(root, { file: 'three\n' });
      await commitAll(root, 'Third');
      await assert.rejects(git(root, 'merge', 'other'));
      assert.deepEqual(await pathsOf(root), ['file']);
    }));

  it('leaves out repositories and submodules inside it', () =>
    withTemporary(async (root) => {
      await writeFiles(root, { file: '' });
      await writeFiles(join(root, 'inner'), { code: '' });
      await commitAll(join(root, 'inner'), 'Inner');
      await git(root, 'init', '--quiet');
      assert.deepEqual(await pathsOf(root), ['file']);
      await git(root, '-c', 'advice.addEmbeddedRepo=false', 'add', '--all');
      assert.deepEqual(await pathsOf(root), ['file']);
    }));

  it('does not leave the tree through a link that took a directory’s place', () =>
    withTemporary(async (directory) => {
      const root = join(directory, 'php');
      await writeFiles(directory, { 'outside/deep/secret': 'x', 'php/a/deep/secret': 'y', 'php/file': '' });
      await commitAll(root, 'First');
      await rm(join(root, 'a'), { recursive: true });
      await symlink('../outside', join(root, 'a'));
      assert.deepEqual(await pathsOf(root), ['a', 'file']);
    }));
});

describe('listing the files of a release', () => {
  it('leaves out build products and keeps sources that look like them', () =>
    withTemporary(async (root) => {
      const sources = {
        ...smallTree,
        configure: '',
        'Zend/zend_language_parser.c': '',
        'ext/pcre/pcre2lib/config.h': '',
        'ext/phar/modules/keep.c': '',
        'main/php_config.h.in': '',
        'win32/build/Makefile': '',
      };
      await writeFiles(root, {
        ...sources,
        '.git/config': 'broken',
        '.libs/a.o': '',
        Makefile: '',
        'Zend/.libs/zend.o': '',
        'Zend/zend.lo': '',
        'autom4te.cache/requests': '',
        'config.status': '',
        'libs/libphp.a': '',
        'main/php_config.h': '',
        'modules/opcache.so': '',
        'sapi/cli/php': '',
      });
      assert.deepEqual(await pathsOf(root), Object.keys(sources).sort());
    }));

  it('takes every odd name as it is', () =>
    withTemporary(async (root) => {
      const names = [
        ' a',
        'a b',
        'a\nb',
        'a\tb',
        'ä/ö',
        '漢字',
        '😀',
        '-rf',
        "quo'te",
        'quo"te',
        'back\\slash',
      ];
      await writeFiles(root, Object.fromEntries(names.map((name) => [name, ''])));
      const expected = [...names].sort();
      assert.deepEqual(await pathsOf(root), expected);
      await commitAll(root, 'First');
      assert.deepEqual(await pathsOf(root), expected);
    }));

  it('describes files and links, and leaves out pipes and sockets', () =>
    withTemporary(async (root) => {
      await writeFiles(root, { plain: '12345', tool: '' });
      await chmod(join(root, 'tool'), 0o755);
      await symlink('../else where', join(root, 'link'));
      await mkdir(join(root, 'empty'));
      await execa('mkfifo', [join(root, 'pipe')]);
      const server = createServer().listen(join(root, 'socket'));
      await once(server, 'listening');
      try {
        const files = await filesOnDisk(root, signal);
        assert.deepEqual(
          files.map(({ mtimeMs, ...file }) => ({ ...file, recent: mtimeMs > 1e12 })),
          [
            {
              path: 'link',
              kind: 'symlink',
              sizeBytes: 0,
              executable: false,
              linkTarget: '../else where',
              recent: true,
            },
            { path: 'plain', kind: 'file', sizeBytes: 5, executable: false, recent: true },
            { path: 'tool', kind: 'file', sizeBytes: 0, executable: true, recent: true },
          ],
        );
      } finally {
        server.close();
      }
    }));

  it('names the file whose name is not UTF-8', () =>
    withTemporary(async (root) => {
      await writeFiles(root, { 'ext/a': '' });
      const name = Buffer.concat([Buffer.from(`${root}/ext/b`), Buffer.from([0xff]), Buffer.from('.c')]);
      await writeFile(name, '');
      const refused = (error: unknown) =>
        isBenchError(error, 'tree-unreadable') && /b\\xff\.c/.test(error.message);
      await assert.rejects(trees.listFiles(root, signal), refused);
      await commitAll(root, 'First');
      await assert.rejects(trees.listFiles(root, signal), refused);
    }));

  it('stops when it is cancelled', () =>
    withTemporary(async (root) => {
      await writeFiles(root, smallTree);
      await assert.rejects(trees.listFiles(root, AbortSignal.abort()), (error) =>
        isBenchError(error, 'cancelled'),
      );
    }));
});
