import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { FileTree } from '../../../../src/core/contents/file-tree.ts';
import type { ListedEntry } from '../../../../src/core/model/files.ts';

function entry(path: string, parts: Partial<ListedEntry> = {}): ListedEntry {
  return { path, type: 'file', sizeBytes: 1, target: '', modifiedAtMs: 0, ...parts };
}

const folder = (path: string) => entry(path, { type: 'directory', sizeBytes: 0 });
const link = (path: string, target: string) => entry(path, { type: 'symlink', sizeBytes: 0, target });

function treeOf(...entries: readonly ListedEntry[]): FileTree {
  const tree = new FileTree();
  for (const each of entries) {
    tree.add(each);
  }
  return tree;
}

describe('the files of an image', () => {
  it('are listed by folder, folders first', () => {
    const tree = treeOf(
      folder('etc/'),
      entry('etc/passwd', { sizeBytes: 7 }),
      folder('./etc/apt'),
      entry('/a'),
    );
    assert.deepEqual(
      tree.list('/').map(({ name, kind }) => [name, kind]),
      [
        ['etc', 'folder'],
        ['a', 'file'],
      ],
    );
    assert.deepEqual(
      tree.list('/etc').map(({ name, sizeBytes }) => [name, sizeBytes]),
      [
        ['apt', undefined],
        ['passwd', 7],
      ],
    );
    assert.deepEqual(tree.list('/etc/passwd'), []);
    assert.deepEqual(tree.list('/nothing'), []);
  });

  it('keep what is in a folder that comes after its files', () => {
    const tree = treeOf(entry('a/b'), folder('a'));
    assert.deepEqual(tree.resolve('/a/b'), { kind: 'file', path: '/a/b', sizeBytes: 1 });
  });

  it('follow links as Linux does: relative, absolute, on the way, and never out of the root', () => {
    const tree = treeOf(
      entry('usr/lib/real', { sizeBytes: 5 }),
      link('lib', 'usr/lib'),
      link('usr/up', '../../../..'),
      link('usr/lib/absolute', '/lib/real'),
      link('out', '../../etc/shadow'),
    );
    const real = { kind: 'file', path: '/usr/lib/real', sizeBytes: 5 };
    assert.deepEqual(tree.resolve('/lib/real'), real);
    assert.deepEqual(tree.resolve('/lib/absolute'), real);
    assert.deepEqual(tree.resolve('/lib/../usr/lib/real'), { kind: 'nothing' });
    assert.deepEqual(tree.resolve('/usr/up'), { kind: 'folder', path: '/' });
    assert.deepEqual(tree.resolve('/out'), { kind: 'nothing' });
    assert.deepEqual(tree.resolve('/lib'), { kind: 'folder', path: '/usr/lib' });
  });

  it('say of links in a circle that they lead nowhere', () => {
    const tree = treeOf(link('a', 'b'), link('b', '/a'), link('self', 'self/self'));
    assert.deepEqual(tree.resolve('/a'), { kind: 'endless' });
    assert.deepEqual(tree.resolve('/self'), { kind: 'endless' });
  });

  it('have hard links as files of the same size, and none to folders', () => {
    const hard = (path: string, target: string) => entry(path, { type: 'hard-link', sizeBytes: 0, target });
    const tree = treeOf(
      entry('a', { sizeBytes: 9 }),
      hard('b', 'a'),
      folder('d'),
      hard('d/e', 'd'),
      hard('x', '/no'),
    );
    assert.deepEqual(tree.resolve('/b'), { kind: 'file', path: '/b', sizeBytes: 9 });
    assert.deepEqual(tree.resolve('/d/e'), { kind: 'other' });
    assert.deepEqual(tree.resolve('/x'), { kind: 'other' });
  });

  it('leave out what no file system can have', () => {
    const tree = treeOf(entry('../../etc/passwd'), entry('a/../b'), entry('/'), entry(''), entry('n\0l'));
    assert.equal(tree.count, 0);
    assert.deepEqual(tree.list('/'), []);
    const odd = treeOf(entry('f'), entry('f/below'), entry('__proto__/constructor'));
    assert.deepEqual(odd.resolve('/f/below'), { kind: 'nothing' });
    assert.equal(odd.resolve('/__proto__/constructor').kind, 'file');
  });

  it('resolve any path to one that has no links and leads to the same', () => {
    const name = fc.constantFrom('a', 'b', 'c', '..', '.');
    const path = fc.array(name, { minLength: 1, maxLength: 5 }).map((parts) => parts.join('/'));
    const any = fc.record({
      path,
      type: fc.constantFrom('file', 'directory', 'symlink', 'hard-link', 'other'),
      sizeBytes: fc.nat(9),
      target: fc.oneof(
        path,
        path.map((text) => `/${text}`),
      ),
      modifiedAtMs: fc.constant(0),
    }) satisfies fc.Arbitrary<ListedEntry>;
    fc.assert(
      fc.property(fc.array(any, { maxLength: 30 }), path, (entries, wanted) => {
        const tree = treeOf(...entries);
        const resolved = tree.resolve(`/${wanted}`);
        if (resolved.kind === 'file' || resolved.kind === 'folder') {
          assert.doesNotMatch(resolved.path, /\/\.{0,2}(\/|$)(?!$)|\/\.\.?$/);
          assert.deepEqual(tree.resolve(resolved.path), resolved);
        }
      }),
    );
  });
});
