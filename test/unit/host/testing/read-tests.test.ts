import assert from 'node:assert/strict';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { readTests } from '../../../../src/host/testing/read-tests.ts';
import { withTemporary } from '../../../support/temporary.ts';

/** A tree with these files, each empty. */
function withFiles(files: readonly string[], use: (root: string) => Promise<void>): Promise<void> {
  return withTemporary(async (root) => {
    for (const file of files) {
      await mkdir(dirname(join(root, file)), { recursive: true });
      await writeFile(join(root, file), '');
    }
    await use(root);
  });
}

describe('the tests in a folder', () => {
  it('are those that lie there, and the folders below that hold some', () =>
    withFiles(['b.phpt', 'a.phpt', 'a.inc', 'main/main.c', 'x/y.phpt', 'x/z/w.phpt'], async (root) => {
      assert.deepEqual(await readTests(root, ''), [
        { kind: 'folder', path: 'x' },
        { kind: 'test', path: 'a.phpt' },
        { kind: 'test', path: 'b.phpt' },
      ]);
      assert.deepEqual(await readTests(root, 'x'), [
        { kind: 'folder', path: 'x/z' },
        { kind: 'test', path: 'x/y.phpt' },
      ]);
    }));

  it('skip folders in which there is nothing to choose', () =>
    withFiles(['ext/date/lib/a.c', 'ext/date/tests/a/b.phpt', 'ext/date/tests/c/d.phpt'], async (root) => {
      assert.deepEqual(await readTests(root, ''), [{ kind: 'folder', path: 'ext/date/tests' }]);
    }));

  it('are not hidden, not left by a build, and not behind links', () =>
    withFiles(['.git/x.phpt', 'ext/.libs/y.phpt', 'a/.b.phpt', 'real/c.phpt'], async (root) => {
      await symlink(root, join(root, 'link'));
      await symlink(join(root, 'real/c.phpt'), join(root, 'd.phpt'));
      assert.deepEqual(await readTests(root, ''), [{ kind: 'folder', path: 'real' }]);
    }));

  it('are none in a folder that is gone', () =>
    withTemporary(async (root) => {
      assert.deepEqual(await readTests(root, 'no/such'), []);
    }));
});
