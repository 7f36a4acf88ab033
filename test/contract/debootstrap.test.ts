import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { readdir, readFile } from 'node:fs/promises';
import { before, describe, it } from 'node:test';
import { execa } from 'execa';
import { extract } from 'tar-stream';
import { isBenchError } from '../../src/core/errors.ts';
import { plainProfile } from '../../src/core/machine/plain-profile.ts';
import type { ByteStream } from '../../src/core/model/engine.ts';
import { platformOf } from '../../src/core/model/platform.ts';
import { aptBootstrap } from '../../src/local/debootstrap.ts';
import { withTemporary } from '../support/temporary.ts';

const signal = new AbortController().signal;
const platform = platformOf(process.arch === 'x64' ? 'amd64' : process.arch);
const bookworm = { suite: 'bookworm', platform, mirror: '', proxy: plainProfile.proxy };

interface RootEntry {
  readonly type: string;
  readonly mode: number;
  readonly content: string;
}

/** Everything in the tar; contents of small files only. */
async function readRoot(rootfs: ByteStream): Promise<Map<string, RootEntry>> {
  const entries = new Map<string, RootEntry>();
  const reader = extract();
  const reading = (async () => {
    for await (const entry of reader) {
      const pieces: Uint8Array[] = [];
      for await (const piece of entry as AsyncIterable<Uint8Array>) {
        if (entry.header.size < 10_000) {
          pieces.push(piece);
        }
      }
      const { name, type, mode } = entry.header;
      entries.set(name, { type, mode, content: Buffer.concat(pieces).toString() });
    }
  })();
  for await (const chunk of rootfs) {
    reader.write(chunk);
  }
  reader.end(undefined);
  await reading;
  return entries;
}

/** What this process's mount table and process list know of a directory. */
async function tracesOf(directory: string): Promise<string[]> {
  const mounts = (await readFile('/proc/self/mountinfo', 'utf8')).split('\n');
  const processes = (await execa('ps', ['-eo', 'args'])).stdout.split('\n');
  return [...mounts, ...processes].filter((line) => line.includes(directory));
}

describe('debootstrap', () => {
  before(async () => {
    const obstacle = await aptBootstrap({ cacheDirectory: '' }).unavailableBecause(platform);
    if (obstacle?.endsWith('is not installed.')) {
      await execa('apt-get', ['install', '--yes', '--no-install-recommends', 'debootstrap', 'gpgv'], {
        env: { DEBIAN_FRONTEND: 'noninteractive' },
      });
    }
  });

  it('makes a checked root file system and leaves nothing', () =>
    withTemporary(async (cacheDirectory) => {
      const bootstrap = aptBootstrap({ cacheDirectory });
      assert.equal(await bootstrap.unavailableBecause(platform), undefined);
      const lines: string[] = [];
      const root = await bootstrap.bootstrap(bookworm, (line) => lines.push(line), readRoot, signal);
      assert.match(lines.join('\n'), /Valid Release signature/);
      assert.match(root.get('./etc/debian_version')?.content ?? '', /^12/);
      assert.match(root.get('./etc/apt/sources.list')?.content ?? '', /^deb \S+ bookworm main/);
      assert.equal((root.get('./')?.mode ?? 0) & 0o777, 0o755);
      assert.ok((root.get('./usr/bin/apt-get')?.mode ?? 0) & 0o100);
      const names = [...root.keys()];
      const kept = (prefix: string) => names.filter((name) => name.startsWith(prefix) && name !== prefix);
      for (const empty of ['./dev/', './proc/', './sys/', './var/cache/apt/', './var/lib/apt/lists/']) {
        assert.deepEqual(kept(empty), [], empty);
      }
      assert.deepEqual(await readdir(cacheDirectory), []);
      assert.deepEqual(await tracesOf(cacheDirectory), []);
    }));

  it('stops in the middle and leaves nothing', () =>
    withTemporary(async (cacheDirectory) => {
      const controller = new AbortController();
      const stopAt = (line: string) => {
        if (line.includes('Installing core packages')) {
          controller.abort();
        }
      };
      await assert.rejects(
        aptBootstrap({ cacheDirectory }).bootstrap(
          bookworm,
          stopAt,
          () => assert.fail('it was cancelled'),
          controller.signal,
        ),
        (error) => isBenchError(error, 'cancelled'),
      );
      assert.deepEqual(await readdir(cacheDirectory), []);
      assert.deepEqual(await tracesOf(cacheDirectory), []);
    }));

  it('says what failed', () =>
    withTemporary(async (cacheDirectory) => {
      const bootstrap = aptBootstrap({ cacheDirectory });
      await assert.rejects(
        bootstrap.bootstrap(
          { ...bookworm, mirror: 'http://127.0.0.1:1/debian' },
          () => undefined,
          () => assert.fail('nothing was made'),
          signal,
        ),
        (error) =>
          isBenchError(error, 'base-image-unavailable') && /debootstrap failed \(E: /.test(error.message),
      );
      assert.deepEqual(await readdir(cacheDirectory), []);
    }));
});
