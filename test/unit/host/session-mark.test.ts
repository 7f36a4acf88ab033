import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { SessionMark } from '../../../src/host/session-mark.ts';
import { withTemporary } from '../../support/temporary.ts';

/** The id of a process that has ended. */
async function endedPid(): Promise<number> {
  const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
  await once(child, 'exit');
  return child.pid ?? 0;
}

const withSessions = (use: (directory: string) => Promise<void>) =>
  withTemporary((parent) => use(join(parent, 'sessions')));

describe('the mark of a session', () => {
  it('tells of a process that is gone, until it is forgotten', () =>
    withSessions(async (directory) => {
      const pid = await endedPid();
      await new SessionMark(directory, pid).set();
      const mark = new SessionMark(directory, process.pid);
      assert.deepEqual(await mark.killed(), [pid]);
      await mark.set();
      await mark.forget([pid]);
      assert.deepEqual(await new SessionMark(directory, process.ppid).killed(), []);
    }));

  it('says nothing of one that ended in order, of one that runs, and where none was ever set', () =>
    withSessions(async (directory) => {
      const mark = new SessionMark(directory, process.pid);
      assert.deepEqual(await mark.killed(), []);
      const ended = new SessionMark(directory, await endedPid());
      await ended.set();
      await ended.clear();
      await new SessionMark(directory, process.ppid).set();
      assert.deepEqual(await mark.killed(), []);
    }));

  it('is known to be another’s where the id came again', () =>
    withSessions(async (directory) => {
      await new SessionMark(directory, process.pid).set();
      const again = new SessionMark(directory, process.pid);
      assert.deepEqual(await again.killed(), [process.pid]);
      await again.set();
      await again.forget([process.pid]);
      assert.deepEqual(await new SessionMark(directory, process.pid).killed(), [process.pid]);
    }));
});
