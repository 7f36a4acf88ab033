import assert from 'node:assert/strict';
import { it } from 'node:test';
import { careOf, engineHome } from '../../../../src/core/machine/engine-home.ts';

const origin = 'a test';

for (const [path, system, home, start] of [
  ['/var/run/docker.sock', 'linux', 'system', 'sudo systemctl start docker'],
  ['/run/docker.sock', 'linux', 'system', 'sudo systemctl start docker'],
  ['/var/run/docker.sock', 'darwin', 'docker-desktop', 'docker desktop start'],
  ['//./pipe/docker_engine', 'win32', 'docker-desktop', 'docker desktop start'],
  ['\\\\.\\pipe\\dockerDesktopLinuxEngine', 'win32', 'docker-desktop', 'docker desktop start'],
  ['/home/me/.docker/desktop/docker.sock', 'linux', 'docker-desktop', 'docker desktop start'],
  ['/Users/me/.docker/run/docker.sock', 'darwin', 'docker-desktop', 'docker desktop start'],
  ['/Users/me/.colima/default/docker.sock', 'darwin', 'colima', 'colima start'],
  ['/Users/me/.orbstack/run/docker.sock', 'darwin', 'orbstack', 'orb start'],
  ['/run/user/1000/docker.sock', 'linux', 'rootless', 'systemctl --user start docker'],
  ['/tmp/engine.sock', 'linux', 'elsewhere', undefined],
] as const) {
  it(`an engine at ${path} on ${system} is started by "${start}"`, () => {
    const found = engineHome({ kind: 'socket', path, origin }, system);
    assert.equal(found, home);
    assert.equal(careOf(found).start, start);
  });
}

it('nothing on this machine starts an engine of another one', () => {
  const elsewhere = engineHome({ kind: 'tcp', host: 'build-host', port: 2376, origin }, 'linux');
  assert.equal(careOf(elsewhere).start, undefined);
  assert.equal(careOf(elsewhere).permit, undefined);
});
