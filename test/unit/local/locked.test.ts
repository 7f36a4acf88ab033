import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { holderOf, locked, lockedAtOnce } from '../../../src/local/locked.ts';
import { identityOf, isRunning, parseIdentity } from '../../../src/local/process-identity.ts';

let directory = '';

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'psb-lock-'));
});

afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

/** A process that has ended, as it was when it ran. */
async function deadProcess() {
  const child = spawn(process.execPath, ['-e', 'process.stdin.resume()'], {
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  await once(child, 'spawn');
  const identity = identityOf(child.pid);
  child.kill('SIGKILL');
  await once(child, 'exit');
  return identity;
}

test('only one holds a lock at a time, and all get their turn', async () => {
  const path = join(directory, 'lock');
  let inside = 0;
  let most = 0;
  const turns = await Promise.all(
    [1, 2, 3, 4].map((turn) =>
      locked(path, async () => {
        inside += 1;
        most = Math.max(most, inside);
        await new Promise(setImmediate);
        inside -= 1;
        return turn;
      }),
    ),
  );
  assert.deepEqual(turns, [1, 2, 3, 4]);
  assert.equal(most, 1);
  assert.deepEqual(await readdir(directory), []);
});

test('a failure opens the lock again', async () => {
  const path = join(directory, 'lock');
  await assert.rejects(
    locked(path, () => Promise.reject(new Error('work failed'))),
    /work failed/,
  );
  assert.equal(await locked(path, async () => 'next'), 'next');
});

test('the lock of a dead process is taken over', async () => {
  const path = join(directory, 'lock');
  await mkdir(path);
  await writeFile(join(path, 'owner-x'), JSON.stringify(await deadProcess()));
  assert.equal(await locked(path, async () => 'mine'), 'mine');
});

test('a lock whose owner cannot be read is taken over', async () => {
  const path = join(directory, 'lock');
  await mkdir(path);
  await writeFile(join(path, 'owner-x'), 'garbage');
  assert.equal(await locked(path, async () => 'mine'), 'mine');
});

test('waiting for a living process is told, and can be given up', async () => {
  const path = join(directory, 'lock');
  await mkdir(path);
  await writeFile(join(path, 'owner-x'), JSON.stringify(identityOf()));
  const controller = new AbortController();
  const told: number[] = [];
  const waiting = locked(path, async () => 'never', {
    signal: controller.signal,
    onWait: (pid) => {
      told.push(pid);
      controller.abort();
    },
  });
  await assert.rejects(waiting, { name: 'AbortError' });
  assert.deepEqual(told, [process.pid]);
  assert.deepEqual(await readdir(directory), ['lock']);
});

test('whoever does not wait is refused by a living holder only, and leaves its lock alone', async () => {
  const path = join(directory, 'lock');
  const refused = (pid: number) => new Error(`held by ${pid}`);
  await locked(path, async () => {
    assert.equal(await holderOf(path), process.pid);
    await assert.rejects(
      lockedAtOnce(path, async () => 'never', refused),
      new Error(`held by ${process.pid}`),
    );
    assert.equal(await holderOf(path), process.pid);
  });
  await mkdir(path);
  await writeFile(join(path, 'owner-x'), JSON.stringify(await deadProcess()));
  assert.equal(await lockedAtOnce(path, async () => 'mine', refused), 'mine');
  assert.equal(await holderOf(path), undefined);
  assert.deepEqual(await readdir(directory), []);
});

test('a process is recognised by more than its id', async () => {
  const own = identityOf();
  assert.equal(isRunning(own), true);
  assert.equal(isRunning(await deadProcess()), false);
  assert.equal(isRunning({ ...own, boot: 'another boot' }), false);
  assert.equal(isRunning({ ...own, started: 'another time' }), false);
  assert.equal(isRunning({ ...own, host: 'another host', pid: 999_999_999 }), true);
});

test('an identity survives being written down, and nothing else is taken for one', () => {
  const own = identityOf();
  assert.deepEqual(parseIdentity(JSON.stringify(own)), own);
  for (const text of ['', 'null', '[]', '{}', '{"pid":-1,"host":"","boot":"","started":""}']) {
    assert.equal(parseIdentity(text), undefined);
  }
});
