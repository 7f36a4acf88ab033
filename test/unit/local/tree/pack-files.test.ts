import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { appendFile, chmod, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { execa } from 'execa';
import fc from 'fast-check';
import { extract, type Header } from 'tar-stream';
import { isBenchError } from '../../../../src/core/errors.ts';
import type { ByteStream } from '../../../../src/core/model/engine.ts';
import type { FileEntry } from '../../../../src/core/model/tree.ts';
import { localTrees } from '../../../../src/local/tree/tree-port.ts';
import { filesOnDisk, smallTree, writeFiles } from '../../../support/git-tree.ts';
import { withTemporary } from '../../../support/temporary.ts';

const trees = localTrees();
const signal = new AbortController().signal;

interface Unpacked {
  readonly header: Header;
  readonly content: Buffer;
}

async function unpack(tar: ByteStream): Promise<Map<string, Unpacked>> {
  const entries = new Map<string, Unpacked>();
  const reader = extract();
  const reading = (async () => {
    for await (const entry of reader) {
      const pieces: Uint8Array[] = [];
      for await (const piece of entry as AsyncIterable<Uint8Array>) {
        pieces.push(piece);
      }
      entries.set(entry.header.name, { header: entry.header, content: Buffer.concat(pieces) });
    }
  })();
  for await (const chunk of tar) {
    reader.write(chunk);
  }
  reader.end(undefined);
  await reading;
  return entries;
}

/** A tar of nothing but these files. */
function packed(
  root: string,
  files: readonly FileEntry[],
  onDone: (unstable: readonly string[]) => void,
  until = signal,
) {
  const after = (unstable: readonly string[]) => {
    onDone(unstable);
    return [];
  };
  return trees.packFiles(root, { before: [], files, after }, until);
}

async function pack(root: string) {
  const files = await filesOnDisk(root, signal);
  let unstable: readonly string[] | undefined;
  const entries = await unpack(
    packed(root, files, (left) => {
      unstable = left;
    }),
  );
  return { entries, unstable };
}

describe('packing files', () => {
  it('gives plain owners, modes and times', () =>
    withTemporary(async (root) => {
      const long = `${'d'.repeat(90)}/${'e'.repeat(90)}/${'f'.repeat(90)}/ä b.c`;
      await writeFiles(root, { secret: 'abc', tool: '#!', [long]: 'long', empty: '' });
      await chmod(join(root, 'secret'), 0o600);
      await chmod(join(root, 'tool'), 0o700);
      await utimes(join(root, 'secret'), 1_234_567_890.7, 1_234_567_890.7);
      await execa('touch', ['--date=@-5', join(root, 'empty')]);
      await symlink('some/where ä', join(root, 'link'));
      const { entries, unstable } = await pack(root);
      assert.deepEqual(unstable, []);
      const secret = entries.get('secret');
      assert.equal(secret?.content.toString(), 'abc');
      assert.deepEqual(
        [secret?.header.mode, secret?.header.uid, secret?.header.gid, secret?.header.mtime.getTime()],
        [0o644, 0, 0, 1_234_567_890_000],
      );
      assert.equal(entries.get('tool')?.header.mode, 0o755);
      assert.equal(entries.get('empty')?.header.mtime.getTime(), 0);
      assert.equal(entries.get(long)?.content.toString(), 'long');
      assert.deepEqual(
        [entries.get('link')?.header.type, entries.get('link')?.header.linkname],
        ['symlink', 'some/where ä'],
      );
      assert.equal(entries.size, 5);
    }));

  it('leaves out and names what changed or vanished since it was listed', () =>
    withTemporary(async (root) => {
      await writeFiles(root, { stays: 'x', grows: 'x', vanishes: 'x', turns: 'x', touched: 'x' });
      const files = await filesOnDisk(root, signal);
      await appendFile(join(root, 'grows'), 'y');
      await rm(join(root, 'vanishes'));
      await rm(join(root, 'turns'));
      await symlink('/etc/passwd', join(root, 'turns'));
      await utimes(join(root, 'touched'), 1e9, 1e9);
      let unstable: readonly string[] = [];
      const entries = await unpack(
        packed(root, files, (left) => {
          unstable = left;
        }),
      );
      assert.deepEqual([...entries.keys()], ['stays']);
      assert.deepEqual(unstable, ['grows', 'touched', 'turns', 'vanishes']);
    }));

  it('puts what it is given before and after them, and tells what was left out in time for that', () =>
    withTemporary(async (root) => {
      await writeFiles(root, { stays: 'x', vanishes: 'x' });
      const files = await filesOnDisk(root, signal);
      await rm(join(root, 'vanishes'));
      const before = [{ path: 'state/mark', content: '' }];
      const after = (unstable: readonly string[]) => [
        { path: 'state/run', content: Buffer.from(unstable.join()), executable: true },
      ];
      const entries = await unpack(trees.packFiles(root, { before, files, after }, signal));
      assert.deepEqual([...entries.keys()], ['state/mark', 'stays', 'state/run']);
      assert.equal(entries.get('state/run')?.content.toString(), 'vanishes');
      assert.equal(entries.get('state/run')?.header.mode, 0o755);
    }));

  it('streams a large file, and gives up if it changes on the way', () =>
    withTemporary(async (root) => {
      const large = Buffer.alloc(20 * 1024 * 1024, 'large');
      await writeFile(join(root, 'large'), large);
      await writeFiles(root, { after: 'x' });
      const { entries } = await pack(root);
      assert.ok(entries.get('large')?.content.equals(large));
      assert.equal(entries.get('after')?.content.toString(), 'x');
      const files = await filesOnDisk(root, signal);
      await assert.rejects(
        async () => {
          let chunks = 0;
          for await (const chunk of packed(root, files, () => assert.fail('it is done'))) {
            assert.ok(chunk.length > 0);
            chunks += 1;
            if (chunks === 3) {
              await appendFile(join(root, 'large'), 'more');
            }
          }
        },
        (error) => isBenchError(error, 'tree-changing'),
      );
    }));

  it('ends with its reader and with the signal', () =>
    withTemporary(async (root) => {
      await writeFile(join(root, 'large'), Buffer.alloc(20 * 1024 * 1024));
      const files = await filesOnDisk(root, signal);
      for await (const chunk of packed(root, files, () => assert.fail('it is done'))) {
        assert.ok(chunk.length > 0);
        break;
      }
      const controller = new AbortController();
      await assert.rejects(
        async () => {
          for await (const chunk of packed(root, files, () => assert.fail(), controller.signal)) {
            assert.ok(chunk.length > 0);
            controller.abort();
          }
        },
        (error) => isBenchError(error, 'cancelled'),
      );
    }));

  it('keeps any content and name', () =>
    fc.assert(
      fc.asyncProperty(
        fc.dictionary(
          fc
            .string({ unit: 'grapheme', minLength: 1, maxLength: 60 })
            .filter(
              (name) => !/[/\0]|^\.+$/.test(name) && Buffer.byteLength(name) < 250 && name.isWellFormed(),
            )
            .map((name) => `x${name}.c`),
          fc.uint8Array({ maxLength: 3000 }),
          { maxKeys: 6 },
        ),
        (contents) =>
          withTemporary(async (root) => {
            for (const [name, content] of Object.entries(contents)) {
              await writeFile(join(root, name), content);
            }
            const { entries } = await pack(root);
            assert.deepEqual([...entries.keys()].sort(), Object.keys(contents).sort());
            for (const [name, content] of Object.entries(contents)) {
              assert.deepEqual(new Uint8Array(entries.get(name)?.content ?? []), content);
            }
          }),
      ),
      { numRuns: 25 },
    ));
});

describe('hashing files', () => {
  const hashOf = async (root: string) => trees.hashFiles(root, await filesOnDisk(root, signal), signal);

  it('depends on paths, kinds, modes and contents alone', () =>
    withTemporary(async (directory) => {
      const [one, two] = [join(directory, 'one'), join(directory, 'two')];
      await writeFiles(one, smallTree);
      await writeFiles(two, smallTree);
      await chmod(join(two, 'configure.ac'), 0o600);
      await utimes(join(two, 'configure.ac'), 1e9, 1e9);
      const hash = await hashOf(one);
      assert.match(hash, /^[0-9a-f]{64}$/);
      assert.equal(await hashOf(two), hash);
      const files = [...(await filesOnDisk(one, signal))].reverse();
      assert.equal(await trees.hashFiles(one, files, signal), hash);
      const hashes = new Set([hash]);
      await chmod(join(two, 'configure.ac'), 0o755);
      hashes.add(await hashOf(two));
      await rm(join(two, 'configure.ac'));
      hashes.add(await hashOf(two));
      await symlink('Zend/zend.c', join(two, 'configure.ac'));
      hashes.add(await hashOf(two));
      await writeFiles(two, { 'Zend/zend.c': 'int zenda;\n' });
      hashes.add(await hashOf(two));
      assert.equal(hashes.size, 5);
    }));

  it('refuses a tree that changes', () =>
    withTemporary(async (root) => {
      await writeFiles(root, smallTree);
      const files = await filesOnDisk(root, signal);
      await appendFile(join(root, 'configure.ac'), 'more');
      await assert.rejects(trees.hashFiles(root, files, signal), (error) =>
        isBenchError(error, 'tree-changing'),
      );
    }));
});
