import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FileTree } from '../../../../src/core/contents/file-tree.ts';
import { folderItems, refusalOf } from '../../../../src/host/contents/file-items.ts';
import { english } from '../../../support/translate.ts';

const entry = { type: 'file', sizeBytes: 1500, target: '', modifiedAtMs: 0 } as const;

describe('the list of a folder', () => {
  const tree = new FileTree();
  tree.add({ ...entry, path: 'etc/a' });
  tree.add({ ...entry, path: 'etc/$(trash) \u202e[x](command:y)\nz' });
  tree.add({ ...entry, path: 'etc/link', type: 'symlink', target: '$(x)/b' });
  tree.add({ ...entry, path: 'etc/pipe', type: 'other' });

  it('has the entries with sizes and targets, and the way up but at the root', () => {
    const items = folderItems(tree, '/etc', english);
    assert.deepEqual(items[0], {
      label: '$(arrow-up) ..',
      description: '',
      path: '/etc/..',
      alwaysShow: false,
    });
    assert.deepEqual([items.at(-1)?.path, items.at(-1)?.alwaysShow], [undefined, true]);
    assert.deepEqual(
      items.find(({ path }) => path === '/etc/a'),
      {
        label: '$(file) a',
        description: '1.5 kB',
        path: '/etc/a',
        alwaysShow: false,
      },
    );
    assert.equal(items.find(({ path }) => path === '/etc/link')?.description, '\u2192 $ (x)/b');
    assert.deepEqual(
      folderItems(tree, '/', english).map(({ path }) => path),
      ['/etc', undefined],
    );
  });

  it('shows odd names as they are, and keeps them to ask for', () => {
    const odd = folderItems(tree, '/etc', english).find(({ label }) => label.includes('trash'));
    assert.equal(odd?.label, '$(file) $ (trash)  [x] (command:y) z');
    assert.equal(odd?.path, '/etc/$(trash) \u202e[x](command:y)\nz');
  });

  it('refuses what cannot be opened, and says why', () => {
    const refuse = (path: string, size = 1) =>
      refusalOf(path, { kind: 'file', path, sizeBytes: size }, 1000, english);
    assert.equal(refuse('/a', 1000), undefined);
    assert.match(refuse('/a', 1001) ?? '', /\/a has 1\.0 kB, more than the 1\.0 kB .*docker cp/);
    assert.match(refuse('/a\ufffd') ?? '', /not UTF-8/);
    const other = (kind: 'nothing' | 'endless' | 'other') => refusalOf('/a', { kind }, 1, english);
    assert.equal(other('nothing'), 'There is no /a.');
    assert.match(other('endless') ?? '', /back to itself/);
    assert.match(other('other') ?? '', /neither a file nor a folder/);
    assert.equal(refusalOf('/a', { kind: 'folder', path: '/b' }, 1, english), undefined);
  });
});
