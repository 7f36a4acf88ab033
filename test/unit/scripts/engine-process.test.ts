import assert from 'node:assert/strict';
import { test } from 'node:test';
import { enginePaths } from '../../../scripts/setup/engine-paths.ts';
import {
  daemonOf,
  engineProcesses,
  listProcesses,
  withDescendants,
} from '../../../scripts/setup/engine-process.ts';
import { mountsBelow } from '../../../scripts/setup/private-engine.ts';

const row = (pid: number, parentPid: number, ...commandLine: string[]) => ({ pid, parentPid, commandLine });
const execRoot = '/home/a/engine/exec';
const rows = [
  row(1, 0, '/sbin/init'),
  row(10, 1, 'dockerd', `--exec-root=${execRoot}`),
  row(11, 10, 'containerd', '--config', `${execRoot}/containerd/containerd.toml`),
  row(12, 1, '/usr/bin/containerd-shim-runc-v2', '-address', `${execRoot}/containerd/containerd.sock`),
  row(13, 12, 'sleep', '1000'),
  row(20, 1, 'dockerd', `--exec-root=${execRoot}-other`),
  row(21, 1, 'vim', `${execRoot}/containerd/containerd.toml`),
  row(22, 1, 'dockerd'),
];

test("an engine's processes are Docker's programs with its directory, and no others", () => {
  assert.deepEqual(
    engineProcesses(rows, execRoot).map(({ pid }) => pid),
    [10, 11, 12],
  );
  assert.equal(daemonOf(rows, execRoot)?.pid, 10);
  assert.equal(daemonOf(rows, '/home/b/engine/exec'), undefined);
});

test('what a container runs hangs below its shim', () => {
  const shims = rows.filter(({ pid }) => pid === 12);
  assert.deepEqual(
    withDescendants(rows, shims).map(({ pid }) => pid),
    [12, 13],
  );
});

test('this very process is among those of the machine', {
  skip: process.platform !== 'linux' && 'needs /proc',
}, () => {
  const own = listProcesses().find(({ pid }) => pid === process.pid);
  assert.equal(own?.parentPid, process.ppid);
  assert.ok(own?.commandLine.some((word) => word.endsWith('engine-process.test.ts')));
});

test('mounts are found at and below a directory, the innermost first', () => {
  const mountinfo = [
    '22 1 254:0 / / rw - ext4 /dev/vda rw',
    '40 22 254:0 /x /home/a/engine/data rw - ext4 /dev/vda rw',
    '41 40 0:50 / /home/a/engine/data/overlay2/1/merged rw - overlay overlay rw',
    '42 22 0:51 / /home/a/engine/data-of-another rw - tmpfs tmpfs rw',
    '43 22 0:52 / /home/a/with\\040space/x rw - tmpfs tmpfs rw',
    '',
  ].join('\n');
  assert.deepEqual(mountsBelow(mountinfo, ['/home/a/engine/data']), [
    '/home/a/engine/data/overlay2/1/merged',
    '/home/a/engine/data',
  ]);
  assert.deepEqual(mountsBelow(mountinfo, ['/home/a/with space']), ['/home/a/with space/x']);
});

test('sockets of an engine in a long directory are short enough', () => {
  const short = enginePaths('/home/a/.local/share/php-source-bench/engine');
  assert.equal(short.socketPath, '/home/a/.local/share/php-source-bench/engine/docker.sock');
  const long = enginePaths(`/home/${'a'.repeat(80)}/engine`);
  assert.equal(long.dataRoot, `/home/${'a'.repeat(80)}/engine/data`);
  for (const paths of [short, long]) {
    assert.ok(`${paths.execRoot}/containerd/containerd-debug.sock.ttrpc`.length <= 107);
  }
});
