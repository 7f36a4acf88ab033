/** The command lines, run for real with stand-ins that print what they are called with. */
import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { execa } from 'execa';
import {
  commandOf,
  environmentOf,
  type TerminalProgram,
} from '../../../../src/core/build/terminal-program.ts';
import { withTemporary } from '../../../support/temporary.ts';

const script: TerminalProgram = { kind: 'tree-script', path: 'Zend/a b.php' };
const printer = '#!/bin/sh\nbasename "$0"\nfor word; do echo "$word"; done\n';

/** What a program's command line calls, word by word, in a tree with these files. */
async function called(
  program: TerminalProgram,
  files: readonly string[] = ['sapi/cli/php'],
): Promise<{ readonly lines: readonly string[]; readonly exitCode: number | undefined; tree: string }> {
  return withTemporary(async (directory) => {
    const tree = join(directory, 'a tree');
    const bin = join(directory, 'bin');
    await mkdir(bin);
    for (const path of [...files.map((file) => join(tree, file)), join(bin, 'gdb'), join(bin, 'valgrind')]) {
      await mkdir(join(path, '..'), { recursive: true });
      await writeFile(path, printer, { mode: 0o755 });
    }
    await mkdir(tree, { recursive: true });
    const [file = '', ...words] = commandOf(program, tree);
    const env = { PATH: `${bin}:${process.env.PATH}` };
    const { stdout, exitCode } = await execa(file, words, { cwd: tree, env, reject: false });
    return { lines: stdout.split('\n'), exitCode, tree };
  });
}

describe('a program for a terminal', () => {
  it('is PHP with its own arguments and nothing lost in between', async () => {
    assert.deepEqual((await called({ kind: 'php-shell' })).lines, ['php', '-a']);
    const { lines, tree } = await called(script);
    assert.deepEqual(lines, ['php', `${tree}/Zend/a b.php`]);
    const elsewhere = await called({ kind: 'script', path: 'C:\\x\\try.php', text: '' });
    assert.deepEqual(elsewhere.lines, ['php', '/c/x/try.php']);
  });

  it('says so where there is no interpreter, whatever is to run', async () => {
    for (const program of [{ kind: 'php-shell' }, script, { ...script, under: 'gdb' }] as const) {
      const { lines, exitCode } = await called(program, []);
      assert.deepEqual(lines, ['This build left no interpreter. Build the tree again.']);
      assert.equal(exitCode, 78);
    }
  });

  it('waits at gdb with the tree trusted for its .gdbinit', async () => {
    const { lines, tree } = await called({ ...script, under: 'gdb' });
    assert.deepEqual(lines, [
      ...['gdb', '-q', '-iex', `add-auto-load-safe-path ${tree}`],
      ...['--args', `${tree}/sapi/cli/php`, `${tree}/Zend/a b.php`],
    ]);
  });

  it("runs under Valgrind with the tree's suppressions, and without PHP's own allocator", async () => {
    const plain = await called({ ...script, under: 'valgrind' });
    const rest = (tree: string) => [`${tree}/sapi/cli/php`, '-d', 'pcre.jit=0', `${tree}/Zend/a b.php`];
    const options = ['--tool=memcheck', '--leak-check=full', '--num-callers=30'];
    assert.deepEqual(plain.lines, ['valgrind', ...options, ...rest(plain.tree)]);
    const files = ['sapi/cli/php', 'Zend/valgrind.supp'];
    const { lines, tree } = await called({ ...script, under: 'valgrind' }, files);
    assert.deepEqual(lines, ['valgrind', ...options, '--suppressions=Zend/valgrind.supp', ...rest(tree)]);
    assert.equal(environmentOf({ ...script, under: 'valgrind' }).USE_ZEND_ALLOC, '0');
    assert.deepEqual(environmentOf({ ...script, under: 'gdb' }), {});
    assert.deepEqual(environmentOf({ kind: 'php-shell' }), {});
  });
});
