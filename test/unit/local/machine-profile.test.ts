import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { ProfileSettings } from '../../../src/core/model/machine.ts';
import { foreignObstacle } from '../../../src/local/bootstrap/foreign.ts';
import { localProfiles } from '../../../src/local/machine-profile.ts';
import { engineInfo } from '../../support/engine-info.ts';
import { withTemporary } from '../../support/temporary.ts';

const signal = new AbortController().signal;
const pem = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----';
/** The profile of the engine with a configuration folder of Docker's own. */
async function profile(settings: ProfileSettings, env: Record<string, string> = {}, docker = '') {
  return withTemporary(async (folder) => {
    if (docker !== '') {
      await writeFile(join(folder, 'config.json'), docker);
    }
    return localProfiles({ default: settings }, { DOCKER_CONFIG: folder, ...env }).profileOf(
      engineInfo,
      signal,
    );
  });
}

describe('a machine profile', () => {
  it('is empty where nothing is said', async () => {
    const { proxy, ...rest } = await profile({});
    assert.deepEqual(proxy, { httpProxy: '', httpsProxy: '', noProxy: '' });
    assert.deepEqual(rest, {
      name: 'default',
      caCertificates: '',
      packageMirror: '',
      platform: undefined,
      cpus: undefined,
      memoryBytes: undefined,
      pidsLimit: undefined,
    });
  });

  it("takes the proxies of Docker's own configuration where it names none itself", async () => {
    const docker = JSON.stringify({
      proxies: {
        default: { httpProxy: 'http://d:1', noProxy: 'x' },
        'unix:///x.sock': { httpProxy: 'http://e:2' },
      },
    });
    assert.deepEqual((await profile({}, {}, docker)).proxy, {
      httpProxy: 'http://e:2',
      httpsProxy: '',
      noProxy: '',
    });
    assert.equal((await profile({ httpProxy: '' }, {}, docker)).proxy.httpProxy, '');
    assert.equal((await profile({ httpProxy: 'http://own:3' }, {}, docker)).proxy.httpProxy, 'http://own:3');
    assert.equal((await profile({}, {}, '{"proxies": 7')).proxy.httpProxy, '');
  });

  it('puts in variables of the environment, and says which is missing', async () => {
    const httpProxy = 'http://me:$' + '{env:PROXY_PASSWORD}@p:1';
    const { proxy } = await profile({ httpProxy }, { PROXY_PASSWORD: 'hunter2' });
    assert.equal(proxy.httpProxy, 'http://me:hunter2@p:1');
    await assert.rejects(profile({ httpProxy }), /no variable PROXY_PASSWORD/);
    await assert.rejects(profile({ httpProxy }, { PROXY_PASSWORD: 'a b' }), /httpProxy must be an http/);
  });

  it('reads certificates, each once, and refuses files that hold none', () =>
    withTemporary(async (folder) => {
      const good = join(folder, 'good.pem');
      const twice = join(folder, 'twice.pem');
      const bad = join(folder, 'bad.pem');
      await writeFile(good, `# company\n${pem}\n`);
      await writeFile(twice, `${pem}\n${pem}\n`);
      await writeFile(bad, 'no certificate');
      assert.equal((await profile({ caCertificates: [good, twice] })).caCertificates, `${pem}\n`);
      await assert.rejects(profile({ caCertificates: [bad] }), /bad\.pem holds no certificate/);
      await assert.rejects(profile({ caCertificates: [join(folder, 'none')] }), /cannot be read/);
    }));

  it('knows platforms by the names that people use, and sizes in bytes', async () => {
    const made = await profile({ platform: 'linux/x86_64', memoryMb: 2, cpus: 1.5, pidsLimit: 100 });
    assert.equal(made.platform, 'linux/amd64');
    assert.equal(made.memoryBytes, 2 * 1024 * 1024);
    await assert.rejects(profile({ platform: '../x' }), { reason: 'invalid-setting' });
  });
});

describe('a base for another processor', () => {
  it('needs an emulator that the kernel holds open', () =>
    withTemporary(async (registry) => {
      const ask = (platform: `linux/${string}`) => foreignObstacle(platform, registry);
      const foreign = process.arch === 'ppc64' ? 'linux/s390x' : 'linux/ppc64le';
      const entry = join(registry, foreign === 'linux/s390x' ? 'qemu-s390x' : 'qemu-ppc64le');
      assert.match((await ask(foreign)) ?? '', /install qemu-user-static/);
      await writeFile(entry, 'enabled\ninterpreter /usr/bin/qemu\nflags: \n');
      assert.match((await ask(foreign)) ?? '', /install qemu-user-static/);
      await writeFile(entry, 'disabled\nflags: F\n');
      assert.match((await ask(foreign)) ?? '', /install qemu-user-static/);
      await writeFile(entry, 'enabled\ninterpreter /usr/bin/qemu\nflags: POCF\n');
      assert.equal(await ask(foreign), undefined);
      assert.match((await ask('linux/vax')) ?? '', /is not made for linux\/vax/);
    }));
});
