import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { parseAddress } from '../../../src/local/endpoint/address.ts';
import { type EndpointHost, listEngines, resolveEndpoint } from '../../../src/local/endpoint.ts';
import { writeFiles } from '../../support/git-tree.ts';
import { withTemporary } from '../../support/temporary.ts';

function hostAt(directory: string): EndpointHost {
  return { platform: 'linux', homeDirectory: directory, systemSocket: join(directory, 'system.sock') };
}

async function writeContext(config: string, name: string, docker: unknown): Promise<string> {
  const id = createHash('sha256').update(name).digest('hex');
  await writeFiles(config, {
    [`contexts/meta/${id}/meta.json`]: JSON.stringify({ Name: name, Metadata: {}, Endpoints: { docker } }),
  });
  return id;
}

async function withSocket(path: string, use: () => Promise<void>): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const server = createServer().listen(path);
  await once(server, 'listening');
  try {
    await use();
  } finally {
    server.close();
  }
}

describe('an address', () => {
  it('is understood as Docker writes it', () => {
    const cases: readonly (readonly [string, object])[] = [
      ['unix:///var/run/docker.sock', { kind: 'socket', path: '/var/run/docker.sock' }],
      ['npipe:////./pipe/docker_engine', { kind: 'socket', path: '//./pipe/docker_engine' }],
      ['tcp://10.0.0.1:4243', { kind: 'tcp', host: '10.0.0.1', port: 4243 }],
      ['tcp://10.0.0.1', { kind: 'tcp', host: '10.0.0.1', port: 2375 }],
      ['tcp://[::1]:80', { kind: 'tcp', host: '::1', port: 80 }],
      ['http://engine.test:80/', { kind: 'tcp', host: 'engine.test', port: 80 }],
      ['https://engine.test', { kind: 'tcp', host: 'engine.test', port: 2376, tls: { verify: true } }],
      ['ssh://me@engine.test:2222', { kind: 'ssh', destination: 'me@engine.test', port: 2222 }],
      ['ssh://engine', { kind: 'ssh', destination: 'engine' }],
    ];
    for (const [address, expected] of cases) {
      assert.deepEqual(parseAddress(address, 'here'), { ...expected, origin: 'here' }, address);
    }
  });

  it('is refused without its secrets', () => {
    const bad = [
      'docker',
      '/var/run/docker.sock',
      'unix://',
      'tcp://',
      'tcp://a:hunter2@host',
      'tcp://hunter2@host',
      'tcp://host:99999',
      'tcp://host/hunter2',
      'ssh://me:hunter2@host',
      'ssh://-oProxyCommand=hunter2',
      'ssh://-oProxyCommand=hunter2@host',
      'ssh://host/hunter2',
      'fd://hunter2',
      'ftp://hunter2',
    ];
    for (const address of bad) {
      assert.throws(
        () => parseAddress(address, 'DOCKER_HOST'),
        (error: Error & { reason?: string }) =>
          error.reason === 'invalid-setting' &&
          !error.message.includes('hunter2') &&
          /DOCKER_HOST/.test(error.message),
        address,
      );
    }
  });
});

describe('the endpoint', () => {
  it('is the setting, else DOCKER_HOST, else the context, else a socket', () =>
    withTemporary(async (home) => {
      const host = hostAt(home);
      await writeFiles(join(home, '.docker'), { 'config.json': '{"auths":{},"currentContext":"current"}' });
      await writeContext(join(home, '.docker'), 'current', { Host: 'unix:///current.sock' });
      await writeContext(join(home, '.docker'), 'other', { Host: 'ssh://me@other' });
      const env = { DOCKER_HOST: 'unix:///host.sock', DOCKER_CONTEXT: 'other' };
      assert.deepEqual(await resolveEndpoint(' unix:///set.sock ', env, host), {
        kind: 'socket',
        path: '/set.sock',
        origin: 'phpSourceBench.docker.host',
      });
      assert.deepEqual(await resolveEndpoint('', env, host), {
        kind: 'socket',
        path: '/host.sock',
        origin: 'DOCKER_HOST',
      });
      assert.deepEqual(await resolveEndpoint('', { ...env, DOCKER_HOST: '' }, host), {
        kind: 'ssh',
        destination: 'me@other',
        origin: 'Docker context "other"',
      });
      assert.deepEqual(await resolveEndpoint('', {}, host), {
        kind: 'socket',
        path: '/current.sock',
        origin: 'Docker context "current"',
      });
      assert.deepEqual(await resolveEndpoint('', { DOCKER_CONTEXT: 'default' }, host), {
        kind: 'socket',
        path: host.systemSocket,
        origin: 'default socket',
      });
      assert.deepEqual(await resolveEndpoint('', { DOCKER_CONFIG: join(home, 'elsewhere') }, host), {
        kind: 'socket',
        path: host.systemSocket,
        origin: 'default socket',
      });
    }));

  it('is the context that the setting names, whatever the environment says', () =>
    withTemporary(async (home) => {
      const host = hostAt(home);
      await writeContext(join(home, '.docker'), 'build host', { Host: 'unix:///far.sock' });
      const env = { DOCKER_HOST: 'unix:///host.sock', DOCKER_CONTEXT: 'other' };
      assert.deepEqual(await resolveEndpoint('context://build host', env, host), {
        kind: 'socket',
        path: '/far.sock',
        origin: 'Docker context "build host"',
      });
      assert.deepEqual(await resolveEndpoint('context://default', env, host), {
        kind: 'socket',
        path: host.systemSocket,
        origin: 'default socket',
      });
      for (const name of ['nowhere', '../../x', '']) {
        await assert.rejects(resolveEndpoint(`context://${name}`, env, host), { reason: 'invalid-setting' });
      }
    }));

  it('can be any of the contexts, of which those that cannot be read are left out', () =>
    withTemporary(async (home) => {
      const host = hostAt(home);
      const standard = { name: 'default', address: `unix://${host.systemSocket} (default socket)` };
      assert.deepEqual(await listEngines({}, host), [standard]);
      const config = join(home, '.docker');
      await writeContext(config, 'b', { Host: 'unix:///b.sock' });
      await writeContext(config, 'a', { Host: 'ssh://me@a' });
      await writeContext(config, 'odd', { Address: 'x' });
      await writeFiles(join(config, 'contexts/meta'), { 'stray.txt': 'x' });
      assert.deepEqual(await listEngines({}, host), [
        standard,
        { name: 'a', address: 'ssh://me@a' },
        { name: 'b', address: 'unix:///b.sock' },
      ]);
    }));

  it('is the first socket that exists', () =>
    withTemporary(async (home) => {
      const host = hostAt(home);
      const runtime = join(home, 'run');
      const pathOf = async () => {
        const endpoint = await resolveEndpoint('', { XDG_RUNTIME_DIR: runtime }, host);
        return endpoint.kind === 'socket' ? endpoint.path : endpoint;
      };
      assert.equal(await pathOf(), host.systemSocket);
      await writeFile(host.systemSocket, 'no socket');
      await withSocket(join(home, '.colima/default/docker.sock'), async () => {
        assert.equal(await pathOf(), join(home, '.colima/default/docker.sock'));
        await withSocket(join(runtime, 'docker.sock'), async () => {
          assert.equal(await pathOf(), join(runtime, 'docker.sock'));
        });
      });
    }));

  it('takes TLS from the environment', () =>
    withTemporary(async (home) => {
      const host = hostAt(home);
      await writeFiles(join(home, 'certs'), { 'ca.pem': 'CA', 'cert.pem': 'CERT', 'key.pem': 'KEY' });
      const env = { DOCKER_HOST: 'tcp://engine.test', DOCKER_CERT_PATH: join(home, 'certs') };
      const plain = { kind: 'tcp', host: 'engine.test', port: 2375, origin: 'DOCKER_HOST' };
      assert.deepEqual(await resolveEndpoint('', env, host), plain);
      assert.deepEqual(await resolveEndpoint('', { ...env, DOCKER_TLS_VERIFY: '1' }, host), {
        ...plain,
        port: 2376,
        tls: { ca: 'CA', cert: 'CERT', key: 'KEY', verify: true },
      });
      assert.deepEqual(await resolveEndpoint('', { ...env, DOCKER_TLS: '1', DOCKER_CERT_PATH: '' }, host), {
        ...plain,
        port: 2376,
        tls: { verify: false },
      });
      await writeFiles(join(home, 'half'), { 'cert.pem': 'CERT' });
      await assert.rejects(
        resolveEndpoint('', { ...env, DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: join(home, 'half') }, host),
        { reason: 'invalid-setting' },
      );
    }));

  it('takes TLS from the context', () =>
    withTemporary(async (home) => {
      const config = join(home, 'config');
      const id = await writeContext(config, 'remote', {
        Host: 'tcp://engine.test:2376',
        SkipTLSVerify: false,
      });
      await writeFiles(join(config, 'contexts/tls', id, 'docker'), { 'ca.pem': 'CA' });
      await writeContext(config, 'lax', { Host: 'tcp://engine.test:2376', SkipTLSVerify: true });
      const env = (name: string) => ({ DOCKER_CONFIG: config, DOCKER_CONTEXT: name });
      const common = { kind: 'tcp', host: 'engine.test', port: 2376 };
      assert.deepEqual(await resolveEndpoint('', env('remote'), hostAt(home)), {
        ...common,
        origin: 'Docker context "remote"',
        tls: { ca: 'CA', verify: true },
      });
      assert.deepEqual(await resolveEndpoint('', env('lax'), hostAt(home)), {
        ...common,
        origin: 'Docker context "lax"',
        tls: { verify: false },
      });
    }));

  it('is refused for a broken configuration or an unknown context', () =>
    withTemporary(async (home) => {
      const config = join(home, '.docker');
      const refused = (env: Record<string, string>) =>
        assert.rejects(resolveEndpoint('', env, hostAt(home)), { reason: 'invalid-setting' });
      await refused({ DOCKER_CONTEXT: 'unknown' });
      await refused({ DOCKER_CONTEXT: '../../x' });
      await writeContext(config, 'odd', { Address: 'x' });
      await refused({ DOCKER_CONTEXT: 'odd' });
      for (const text of ['{', '{"currentContext":5}', '{"currentContext":"unknown"}']) {
        await writeFiles(config, { 'config.json': text });
        await refused({});
      }
    }));
});
