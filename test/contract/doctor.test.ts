/** The doctor on a real engine: what it finds where all is well, and what where something was broken on purpose. */
import assert from 'node:assert/strict';
import { chmod, mkdtemp, rm, statfs, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { execa } from 'execa';
import { ensureEmulation } from '../../scripts/setup/emulation.ts';
import { checkClock, clockLimits } from '../../src/core/doctor/clock.ts';
import { foreignPrograms, programExitCode } from '../../src/core/doctor/foreign-programs.ts';
import { lookInside } from '../../src/core/doctor/inside.ts';
import { type CheckId, type Checkup, countsText } from '../../src/core/doctor/model.ts';
import { checkMirror, checkNames } from '../../src/core/doctor/network.ts';
import { runCheckup } from '../../src/core/doctor/run-checkup.ts';
import { isBenchError } from '../../src/core/errors.ts';
import { plainProfile } from '../../src/core/machine/plain-profile.ts';
import type { EngineInfo } from '../../src/core/model/engine.ts';
import { ownLabels } from '../../src/core/model/labels.ts';
import type { EnginePort } from '../../src/core/ports.ts';
import { connectEngine } from '../../src/engine/connect.ts';
import { localMachine } from '../../src/local/machine.ts';
import { startCommandLine } from '../support/command-line.ts';
import { testEngine } from '../support/engine.ts';
import { uncancelled, uniqueName } from '../support/engine-room.ts';
import { testBaseImage } from '../support/images.ts';
import { testProduct } from '../support/product.ts';

const machine = localMachine();
const nobody = 65_534;

function stateOf(checkup: Checkup, check: CheckId) {
  const finding = checkup.findings.find((one) => one.check === check);
  return `${finding?.state}: ${finding?.sentence}`;
}

/** Runs `use` as a user without rights, where this process can become one. */
async function asNobody<T>(use: () => Promise<T>): Promise<T> {
  const isRoot = process.geteuid?.() === 0;
  if (isRoot) {
    process.seteuid?.(nobody);
  }
  try {
    return await use();
  } finally {
    if (isRoot) {
      process.seteuid?.(0);
    }
  }
}

describe('the doctor', () => {
  let engine: EnginePort;
  let info: EngineInfo;
  let image = '';

  before(async () => {
    image = await testBaseImage();
    engine = await connectEngine((await testEngine()).endpoint);
    info = await engine.describe(uncancelled);
  });

  after(() => engine.close());

  it('finds a sound setup sound, and leaves nothing in the engine', async () => {
    const product = await testProduct();
    try {
      const before = await product.leftovers();
      const checkup = await product.services.checkUp(product.report, uncancelled);
      const wrong = checkup.findings.filter(({ state, check }) => state !== 'passed' && check !== 'bison');
      assert.deepEqual(wrong, []);
      assert.equal(checkup.engine?.id, info.id);
      assert.deepEqual(await product.leftovers(), before);
    } finally {
      await product.close();
    }
  });

  it("sees the disk of the engine's data, and which platforms its kernel runs", async () => {
    await ensureEmulation('ppc64le');
    const outcome = await lookInside({ engine, machine }, image, info, uncancelled);
    assert.ok(outcome.state === 'passed', outcome.sentence);
    const { space, platforms } = outcome.value;
    const disk = await statfs(info.dataRoot);
    assert.equal(space?.total, Math.floor((disk.blocks * disk.bsize) / 1024) * 1024);
    assert.ok(platforms.includes(info.platform), platforms.join());
    assert.ok(platforms.includes('linux/ppc64le'), platforms.join());
    assert.ok(!platforms.includes('linux/s390x'), 'this test needs a platform that does not run here');
  });

  it('has a program for each platform that its processor executes', async () => {
    await ensureEmulation('ppc64le');
    const emulators: Readonly<Record<string, string>> = {
      ...{ 'linux/amd64': 'x86_64', 'linux/386': 'i386', 'linux/arm64': 'aarch64', 'linux/arm/v7': 'arm' },
      ...{ 'linux/ppc64le': 'ppc64le', 'linux/riscv64': 'riscv64', 'linux/s390x': 's390x' },
    };
    const directory = await mkdtemp(join(tmpdir(), 'psb-programs-'));
    try {
      const { files, platforms } = foreignPrograms();
      for (const { path, content } of files) {
        const program = join(directory, path);
        await writeFile(program, content, { mode: 0o755 });
        const emulator = `qemu-${emulators[platforms.get(path) ?? '']}-static`;
        const { exitCode } = await execa(emulator, [program], { reject: false });
        assert.equal(exitCode, programExitCode, emulator);
      }
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  });

  it("reads a clock that is this machine's own as in agreement", async () => {
    assert.equal((await checkClock(engine, uncancelled)).state, 'passed');
    const reading = await engine.readClock(uncancelled);
    assert.ok(reading !== undefined);
    const { leastMs, mostMs } = clockLimits([reading]);
    // The engine's time has parts of milliseconds that this machine's lacks.
    assert.ok(leastMs <= 1 && mostMs >= -1, `${leastMs} to ${mostMs}`);
  });

  it('asks the mirror that the profile of the machine names', async () => {
    const place = { image, engine: info };
    const ask = (packageMirror: string) =>
      checkMirror(
        { engine, machine },
        { ...place, profile: { ...plainProfile, packageMirror } },
        uncancelled,
      );
    assert.match(
      (await ask('http://deb.debian.org/debian')).sentence,
      /^http:\/\/deb\.debian\.org\/debian answers/,
    );
    await assert.rejects(
      ask('http://127.0.0.1:9/debian'),
      (error) => isBenchError(error, 'mirror-unreachable') && /127\.0\.0\.1/.test(error.message),
    );
    await assert.rejects(ask('http://x"; rm -rf /'), { reason: 'invalid-setting' });
  });

  it('tells containers that resolve names from those that do not', async () => {
    const place = { image, engine: info, profile: plainProfile };
    const connected = await checkNames({ engine, machine }, place, uncancelled);
    assert.equal(connected.state, 'passed', connected.sentence);
    const name = uniqueName();
    const cut = await engine.withInternalNetwork(
      { name, labels: ownLabels('bench-network') },
      (network) => {
        const inside: Pick<EnginePort, 'withContainer'> = {
          withContainer: (spec, use, signal) =>
            engine.withContainer({ ...spec, network: network.name }, use, signal),
        };
        return checkNames({ engine: inside, machine }, place, uncancelled);
      },
      uncancelled,
    );
    assert.equal(cut.state, 'failed', cut.sentence);
    assert.match(cut.sentence, /^A container cannot resolve deb\.debian\.org \(name servers: \S+\)\.$/);
  });

  it('tells an engine that may not be used from one that is not there', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'psb-denied-'));
    await chmod(directory, 0o755);
    const path = join(directory, 'docker.sock');
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(path, resolve));
    await chmod(path, 0o600);
    const check = () =>
      asNobody(() =>
        runCheckup(
          {
            ...{ machine, secrets: { knownSecrets: async () => [] } },
            connect: () => connectEngine({ kind: 'socket', path, origin: 'a test' }),
            profiles: { profileOf: () => Promise.reject(new Error('there is no engine')) },
            downloads: {
              locate: async () => '',
              readTarball: () => Promise.reject(new Error('not asked for')),
            },
          },
          { baseImage: image, bisonTarball: '' },
          () => {},
          uncancelled,
        ),
      );
    try {
      const denied = await check();
      assert.match(
        stateOf(denied, 'permission'),
        /^failed: You may not use the Docker engine at .* "docker" group/,
      );
      assert.match(stateOf(denied, 'engine'), /^not checked/);
      assert.equal(countsText(denied), '1 failed, 11 not checked');
    } finally {
      server.close();
      await rm(directory, { recursive: true, force: true });
    }
    const gone = await check();
    assert.match(stateOf(gone, 'engine'), /^failed: No Docker engine answers at/);
    assert.match(stateOf(gone, 'permission'), /^not checked: It needs "Docker engine"/);
  });

  it('ends with 0 on the command line where all is well, and with 3 where no engine answers', async () => {
    const { endpoint } = await testEngine();
    const sound = startCommandLine(
      ['--host', `unix://${endpoint.path}`, '--json', 'doctor', '--base-image', image],
      {},
    );
    const { exitCode, stdout } = await sound.ended;
    const checkup: Checkup = JSON.parse(stdout);
    assert.equal(exitCode, 0, stdout);
    assert.match(stateOf(checkup, 'disk'), /^(?:passed|warning): /);
    const none = startCommandLine(['--host', 'unix:///nowhere/docker.sock', 'doctor'], {});
    const end = await none.ended;
    assert.equal(end.exitCode, 3);
    assert.match(end.stdout, /^✗ failed {2}Docker engine: No Docker engine answers at unix:\/\/\/nowhere/);
    assert.match(end.stdout, /\n1 failed, 11 not checked\.\n$/);
  });

  it('explains what the engine says of names that do not resolve and of platforms that are missing', async () => {
    const nowhere = 'registry.psb-test.invalid/x:1';
    await assert.rejects(
      engine.pullImage(nowhere, info.platform, () => {}, uncancelled),
      (error) => {
        assert.ok(isBenchError(error, 'engine-name-resolution'), String(error));
        assert.match(error.message, /cannot resolve the name registry\.psb-test\.invalid\. Check/);
        return true;
      },
    );
    const labels = ownLabels('build-container');
    const foreign = { image, command: ['true'], labels, platform: 'linux/s390x', network: 'none' } as const;
    await assert.rejects(
      engine.withContainer(foreign, async () => assert.fail('there is no such image'), uncancelled),
      { reason: 'image-platform-missing' },
    );
  });
});
