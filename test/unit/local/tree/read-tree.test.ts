import assert from 'node:assert/strict';
import { chmod, mkdir, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { execa } from 'execa';
import { isBenchError } from '../../../../src/core/errors.ts';
import { localTrees } from '../../../../src/local/tree/tree-port.ts';
import { commitAll, filesOnDisk, git, smallTree, writeFiles } from '../../../support/git-tree.ts';
import { withTemporary } from '../../../support/temporary.ts';

const trees = localTrees();
const signal = new AbortController().signal;

describe('reading a tree', () => {
  it('reads a release tree', () =>
    withTemporary(async (root) => {
      await writeFiles(root, {
        ...smallTree,
        configure: '#!/bin/sh\n',
        'Zend/zend_language_parser.c': 'x\n',
      });
      const tree = await trees.readTree(root, signal);
      assert.equal(tree.root, root);
      assert.equal(tree.git, undefined);
      assert.equal(tree.texts.phpVersionHeader, smallTree['main/php_version.h']);
      assert.equal(tree.texts.configureAc, smallTree['configure.ac']);
      assert.equal(tree.texts.configureIn, undefined);
      assert.equal(tree.hasConfigureScript, true);
      assert.equal(tree.hasGeneratedParser, true);
      assert.deepEqual(tree.benchmarkScripts, ['Zend/bench.php']);
    }));

  it('resolves links to the root', () =>
    withTemporary(async (directory) => {
      await writeFiles(join(directory, 'tree'), smallTree);
      await symlink('tree', join(directory, 'link'));
      assert.equal((await trees.readTree(join(directory, 'link'), signal)).root, join(directory, 'tree'));
    }));

  it('refuses what is no PHP tree', () =>
    withTemporary(async (root) => {
      const refused = (path: string) =>
        assert.rejects(trees.readTree(path, signal), (error) => isBenchError(error, 'not-a-php-tree'));
      await refused(root);
      await refused(join(root, 'missing'));
      await mkdir(join(root, 'main/php_version.h'), { recursive: true });
      await refused(root);
      await rm(join(root, 'main/php_version.h'), { recursive: true });
      await execa('mkfifo', [join(root, 'main/php_version.h')]);
      await refused(root);
    }));

  it('refuses a text of absurd size', () =>
    withTemporary(async (root) => {
      await writeFiles(root, { ...smallTree, 'configure.ac': 'x'.repeat(9 * 1024 * 1024) });
      await assert.rejects(trees.readTree(root, signal), (error) => isBenchError(error, 'tree-unreadable'));
    }));

  it('stops when it is cancelled', () =>
    withTemporary(async (root) => {
      await writeFiles(root, smallTree);
      await commitAll(root, 'First');
      await assert.rejects(trees.readTree(root, AbortSignal.abort()), (error) =>
        isBenchError(error, 'cancelled'),
      );
    }));
});

describe('reading a checkout', () => {
  it('says what git says', () =>
    withTemporary(async (root) => {
      await writeFiles(root, smallTree);
      const sha = await commitAll(root, 'Add a thing');
      const { git: state } = await trees.readTree(root, signal);
      assert.equal(state?.head.sha, sha);
      assert.equal(state?.head.subject, 'Add a thing');
      assert.equal(state?.head.author, 'Someone');
      assert.equal(state?.branch, 'master');
      assert.equal(state?.treeId, (await git(root, 'rev-parse', 'HEAD^{tree}')).trim());
      assert.equal(state?.dirty, false);
    }));

  it('has no branch when HEAD is detached', () =>
    withTemporary(async (root) => {
      await writeFiles(root, smallTree);
      await commitAll(root, 'First');
      await git(root, 'checkout', '--quiet', '--detach');
      assert.equal((await trees.readTree(root, signal)).git?.branch, undefined);
    }));

  it("takes the editor's settings for no part of the sources, unless they are committed", () =>
    withTemporary(async (root) => {
      await writeFiles(root, smallTree);
      const listed = async () => (await trees.listFiles(root, signal)).map(({ path }) => path);
      await commitAll(root, 'first');
      await writeFiles(root, { '.vscode/settings.json': '{}\n', 'ext/.vscode/settings.json': '{}\n' });
      const files = [...Object.keys(smallTree), 'ext/.vscode/settings.json'].sort();
      assert.deepEqual(await listed(), files);
      await rm(join(root, 'ext'), { recursive: true });
      assert.equal((await trees.readTree(root, signal)).git?.dirty, false);
      await commitAll(root, 'second');
      await writeFiles(root, { '.vscode/settings.json': '{"a":1}\n' });
      assert.equal((await trees.readTree(root, signal)).git?.dirty, true);
      assert.ok((await listed()).includes('.vscode/settings.json'));
      await rm(join(root, '.git'), { recursive: true });
      assert.deepEqual(await listed(), Object.keys(smallTree).sort());
    }));

  it('is dirty for changed, new and hidden files, and not for ignored ones', () =>
    withTemporary(async (root) => {
      await writeFiles(root, { ...smallTree, '.gitignore': '*.o\n' });
      await commitAll(root, 'First');
      const isDirty = async () => (await trees.readTree(root, signal)).git?.dirty;
      await writeFiles(root, { 'Zend/zend.o': 'object' });
      assert.equal(await isDirty(), false);
      await writeFiles(root, { 'Zend/new.c': 'int x;\n' });
      assert.equal(await isDirty(), true);
      await rm(join(root, 'Zend/new.c'));
      await writeFiles(root, { 'Zend/zend.c': 'int other;\n' });
      assert.equal(await isDirty(), true);
      await git(root, 'update-index', '--assume-unchanged', 'Zend/zend.c');
      assert.equal(await isDirty(), true);
    }));

  it('does not take the products of an earlier build for sources', () =>
    withTemporary(async (root) => {
      await writeFiles(root, { ...smallTree, '.gitignore': 'configure\nzend_language_parser.c\n' });
      await commitAll(root, 'First');
      await writeFiles(root, { configure: '#!/bin/sh\n', 'Zend/zend_language_parser.c': 'x' });
      const tree = await trees.readTree(root, signal);
      assert.equal(tree.hasConfigureScript, false);
      assert.equal(tree.hasGeneratedParser, false);
    }));

  it('is none without a commit, or inside another repository', () =>
    withTemporary(async (outer) => {
      const inner = join(outer, 'php');
      await writeFiles(inner, smallTree);
      await commitAll(outer, 'Outer');
      assert.equal((await trees.readTree(inner, signal)).git, undefined);
      await git(inner, 'init', '--quiet');
      assert.equal((await trees.readTree(inner, signal)).git, undefined);
      await rm(join(inner, '.git'), { recursive: true });
      await mkdir(join(inner, '.git'));
      assert.equal((await trees.readTree(inner, signal)).git, undefined);
    }));

  it('does not depend on the repository that a calling git names', () =>
    withTemporary(async (directory) => {
      const [tree, other] = [join(directory, 'php'), join(directory, 'other')];
      await writeFiles(tree, smallTree);
      await writeFiles(other, { file: 'x' });
      const sha = await commitAll(tree, 'PHP');
      await commitAll(other, 'Other');
      const script = `import { localTrees } from ${JSON.stringify(import.meta.resolve('../../../../src/local/tree/tree-port.ts'))};
        const tree = await localTrees().readTree(process.argv[1], new AbortController().signal);
        process.stdout.write(tree.git?.head.sha ?? 'none');`;
      const { stdout } = await execa(process.execPath, ['--input-type=module', '--eval', script, tree], {
        env: {
          GIT_DIR: join(other, '.git'),
          GIT_WORK_TREE: other,
          GIT_INDEX_FILE: join(other, '.git/index'),
        },
      });
      assert.equal(stdout, sha);
    }));

  it('shows no control characters of a commit', () =>
    withTemporary(async (root) => {
      await writeFiles(root, smallTree);
      await commitAll(root, 'Clear \u001b[2J the \u202escreen');
      const subject = (await trees.readTree(root, signal)).git?.head.subject;
      assert.equal(subject, 'Clear \ufffd[2J the \ufffdscreen');
    }));
});

describe('a hostile repository', () => {
  it('starts no program of its own', () =>
    withTemporary(async (directory) => {
      const root = join(directory, 'php');
      const trap = join(directory, 'trap');
      const sprung = join(directory, 'sprung');
      await writeFiles(root, { ...smallTree, '.gitattributes': '*.c filter=evil\n' });
      const sha = await commitAll(root, 'First');
      await writeFile(trap, `#!/bin/sh\necho "$0 $*" >>"${sprung}"\ncat\n`);
      await chmod(trap, 0o755);
      await writeFile(join(root, '.git/hooks/post-index-change'), `#!/bin/sh\n${trap}\n`, { mode: 0o755 });
      for (const [key, value] of [
        ['core.fsmonitor', trap],
        ['core.pager', trap],
        ['log.showSignature', 'true'],
        ['gpg.program', trap],
        ['diff.external', trap],
        ['filter.evil.clean', trap],
        ['filter.evil.smudge', trap],
        ['filter.evil.required', 'true'],
        ['filter.more.process', trap],
        ['tar.tar.command', trap],
      ] as const) {
        await git(root, '-c', 'core.fsmonitor=false', 'config', key, value);
      }
      // Same length, other time: git must look at the content.
      await writeFile(join(root, 'Zend/zend.c'), 'int zeno;\n');
      await utimes(join(root, 'Zend/zend.c'), 1e9, 1e9);
      assert.equal((await trees.readTree(root, signal)).git?.dirty, true);
      await trees.listFiles(root, signal);
      await trees.listCommits(root, sha, 'HEAD', 10, signal);
      assert.match((await trees.readCommitFile(root, sha, 'Zend/zend.c', signal)) ?? '', /zend/);
      for await (const chunk of await trees.archiveCommit(root, sha, signal)) {
        assert.ok(chunk.length > 0);
      }
      await assert.rejects(execa('cat', [sprung]), /No such file/);
    }));

  it('is read without a single write', () =>
    withTemporary(async (root) => {
      await writeFiles(root, smallTree);
      await commitAll(root, 'First');
      await utimes(join(root, 'Zend/zend.c'), 1e9, 1e9);
      const stateOf = async () =>
        (await execa('find', [root, '-printf', '%p %T@ %C@ %s\n'])).stdout.split('\n').sort();
      const before = await stateOf();
      await trees.hashFiles(root, await filesOnDisk(root, signal), signal);
      await trees.readTree(root, signal);
      assert.deepEqual(await stateOf(), before);
    }));
});
