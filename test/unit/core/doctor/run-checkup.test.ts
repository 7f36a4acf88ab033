import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkupDocument } from '../../../../src/core/doctor/document.ts';
import { type Checkup, countsText, worstOf } from '../../../../src/core/doctor/model.ts';
import { type CheckupDeps, runCheckup } from '../../../../src/core/doctor/run-checkup.ts';
import { errors } from '../../../../src/core/errors.ts';
import { plainProfile } from '../../../../src/core/machine/plain-profile.ts';
import type { ContainerSpec } from '../../../../src/core/model/engine.ts';
import type { MachineProfile } from '../../../../src/core/model/machine.ts';
import { engineInfo } from '../../../support/engine-info.ts';
import { FakeEngine } from '../../../support/fake-engine.ts';

const settings = { baseImage: 'debian:bookworm-slim', bisonTarball: '' };
const info = { ...engineInfo, serverVersion: '27.0', apiVersion: '1.47', storageDriver: 'overlay2' };
const inside = ['space overlay 99999999 0 88888888 1% /', 'program psb-amd64 42'];
const names = ['name deb.debian.org', 'server 10.0.0.1', 'address 192.0.2.1'];

interface Scene {
  readonly names?: readonly string[];
  readonly mirror?: readonly string[];
  readonly profile?: MachineProfile;
  readonly secrets?: readonly string[];
}

function outputOf(spec: ContainerSpec, scene: Scene): readonly string[] {
  if (spec.network === 'none') {
    return inside;
  }
  return spec.command[2]?.includes('getent') ? (scene.names ?? names) : (scene.mirror ?? []);
}

/** A setup where all is well, unless the scene says otherwise. */
function stage(scene: Scene = {}, more: Partial<CheckupDeps> = {}) {
  const specs: ContainerSpec[] = [];
  const fake = new FakeEngine(
    {
      output: (spec) => {
        specs.push(spec);
        return outputOf(spec, scene).map((line) => `${line}\n`);
      },
      exit: { exitCode: scene.mirror === undefined ? 0 : 20 },
    },
    undefined,
  );
  const engine = {
    ...{ withContainer: fake.withContainer, findImage: fake.findImage },
    describe: async () => info,
    readClock: async () => ({ sentAtMs: 0, engineMs: 1, receivedAtMs: 2 }),
    listImages: async () => [],
  };
  const deps: CheckupDeps = {
    connect: async () => engine,
    profiles: { profileOf: async () => scene.profile ?? plainProfile },
    downloads: {
      locate: async () => 'the cache',
      readTarball: () => Promise.reject(new Error('not played')),
    },
    machine: { nowMs: () => Date.UTC(2026, 10, 25, 10, 30), owner: () => 'me' },
    secrets: { knownSecrets: async () => scene.secrets ?? [] },
    ...more,
  };
  return { deps, engine, specs, fake };
}

function run(deps: CheckupDeps): Promise<Checkup> {
  return runCheckup(deps, settings, () => {}, new AbortController().signal);
}

const states = ({ findings }: Checkup) =>
  Object.fromEntries(findings.map(({ check, state }) => [check, state]));

describe('the doctor', () => {
  it('finds nothing wrong where nothing is, and leaves no container', async () => {
    const { deps, specs, fake } = stage();
    const checkup = await run(deps);
    assert.equal(countsText(checkup), '12 passed');
    assert.equal(worstOf(checkup), undefined);
    assert.equal(fake.open, 0);
    assert.deepEqual(
      specs.map(({ network, labels }) => [network, labels['php-source-bench.owner']]),
      [
        ['none', 'me'],
        ['default', 'me'],
        ['default', 'me'],
      ],
    );
  });

  it('without an engine checks nothing that needs one, and says so', async () => {
    const gone = errors.engineNotRunning('unix:///var/run/docker.sock', 'sudo systemctl start docker');
    const checkup = await run(stage({}, { connect: () => Promise.reject(gone) }).deps);
    assert.equal(countsText(checkup), '1 failed, 11 not checked');
    assert.equal(worstOf(checkup)?.command, 'sudo systemctl start docker');
    const report = checkupDocument(checkup);
    assert.match(report, /No engine answered\./);
    assert.match(
      report,
      /1\. \*\*Docker engine\*\*: Docker is not running.*\n\n {3}```sh\n {3}sudo systemctl start docker/,
    );
  });

  it('tells a missing permission from an engine that is not there', async () => {
    const denied = errors.enginePermission('unix:///x', 'let me in');
    const checkup = await run(stage({}, { connect: () => Promise.reject(denied) }).deps);
    const { engine, permission, disk } = states(checkup);
    assert.deepEqual([engine, permission, disk], ['not checked', 'failed', 'not checked']);
    assert.equal(worstOf(checkup)?.reason, 'engine-permission');
  });

  it('downloads no image: without one it says what it cannot tell, and still checks the rest', async () => {
    const { engine, deps } = stage();
    const bare = { ...engine, findImage: async () => undefined };
    const checkup = await run({ ...deps, connect: async () => bare });
    assert.equal(countsText(checkup), '6 passed, 6 not checked');
    assert.equal(worstOf(checkup), undefined);
    const report = checkupDocument(checkup);
    assert.match(report, /\*\*Image to check with\*\*: Build once, or pull the base image/);
    assert.match(report, /Disk \| ○\snot\schecked \| It needs \\"Container\\", which did not pass/);
  });

  it('does not ask the mirror where its name does not resolve', async () => {
    const { deps, specs } = stage({ names: ['name deb.debian.org', 'server 10.0.0.1'] });
    const checkup = await run(deps);
    assert.deepEqual([states(checkup).names, states(checkup).mirror], ['failed', 'not checked']);
    assert.equal(specs.length, 2);
  });

  it('asks by the profile of the machine', async () => {
    const profile = {
      ...plainProfile,
      packageMirror: 'https://mirror.example/debian',
      caCertificates: 'PEM',
      proxy: { httpProxy: 'http://proxy.example:3128', httpsProxy: '', noProxy: '' },
    };
    const { deps, specs, fake } = stage({ profile });
    await run(deps);
    const [, resolving, mirror] = specs;
    assert.equal(resolving?.command.at(-1), 'proxy.example');
    assert.match(mirror?.command[2] ?? '', /deb https:\/\/mirror\.example\/debian \$VERSION_CODENAME main/);
    assert.equal(mirror?.environment?.http_proxy, 'http://proxy.example:3128');
    assert.ok(fake.written.some(({ path, content }) => /certificates\.pem$/.test(path) && content === 'PEM'));
  });

  it('keeps every secret out of the report and out of the JSON', async () => {
    const profile = {
      ...plainProfile,
      proxy: { httpProxy: 'http://me:hunter2@proxy.example:3128', httpsProxy: '', noProxy: '' },
    };
    const mirror = [
      'E: Failed to fetch http://deb.example/ via http://you:hunter3@proxy.example:3128 hunter2 registry-pass token=abc123 /home/me/x',
    ];
    const secrets = ['registry-pass'];
    const endpoint = 'tcp://me:hunter4@build-host:2376';
    const { deps, engine } = stage({ profile, mirror, secrets });
    const connect = async () => ({ ...engine, describe: async () => ({ ...info, endpoint }) });
    const checkup = await run({ ...deps, connect });
    assert.equal(states(checkup).mirror, 'failed');
    const shown = `${JSON.stringify(checkup)}\n${checkupDocument(checkup)}`;
    assert.doesNotMatch(shown, /hunter\d|registry-pass|abc123/);
    assert.match(shown, /\/home\/me\/x/);
    assert.match(shown, /proxy\.example:3128/);
  });

  it('ends when it is cancelled, before and while it checks', async () => {
    const { deps } = stage();
    const before = runCheckup(deps, settings, () => {}, AbortSignal.abort());
    await assert.rejects(before, { reason: 'cancelled' });
    const connect = () => Promise.reject(errors.cancelled());
    await assert.rejects(run({ ...deps, connect }), { reason: 'cancelled' });
  });
});
