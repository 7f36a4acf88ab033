/** A private engine's life on this machine, and what its networks let through. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { engineId } from '../../scripts/setup/engine-network.ts';
import { enginePaths } from '../../scripts/setup/engine-paths.ts';
import { pingSocket } from '../../scripts/setup/engine-ping.ts';
import { engineProcesses, isAlive, listProcesses } from '../../scripts/setup/engine-process.ts';
import { startPrivateEngine, stopPrivateEngine } from '../../scripts/setup/private-engine.ts';
import { runAsRoot } from '../../scripts/setup/root.ts';
import { ownLabels } from '../../src/core/model/labels.ts';
import type { EnginePort } from '../../src/core/ports.ts';
import { connectEngine } from '../../src/engine/connect.ts';
import { testEngine } from '../support/engine.ts';
import { testBaseImage } from '../support/images.ts';

const purpose = 'look at a private engine';

async function firewall(): Promise<string> {
  const tables = ['filter', 'nat'].map((table) => runAsRoot(purpose, 'iptables', ['--table', table, '-S']));
  return (await Promise.all(tables)).join('\n');
}

describe('a private engine', () => {
  let directory = '';

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'psb-engine-'));
  });

  after(async () => {
    await stopPrivateEngine(directory);
    // The engine's data belongs to root.
    await runAsRoot(purpose, 'rm', ['-rf', '--one-file-system', '--', join(directory, 'data')]);
    await rm(directory, { recursive: true, force: true });
  });

  it('starts, is found again, survives being killed, and leaves only its data when it is stopped', async () => {
    const paths = enginePaths(directory);
    const id = engineId(directory);
    const processes = () => engineProcesses(listProcesses(), paths.execRoot);

    const first = await startPrivateEngine(directory);
    assert.equal(first.reused, false);
    assert.equal(await pingSocket(first.socketPath), 'answers');
    assert.deepEqual(await startPrivateEngine(directory), { ...first, reused: true });
    const rules = await firewall();
    assert.ok(rules.includes(id));

    // What a reload of the machine's firewall does.
    const rule = rules.split('\n').find((line) => line.includes(id) && line.includes('-A FORWARD')) ?? '';
    await runAsRoot(purpose, 'iptables', ['-D', ...rule.split(' ').slice(1)]);
    await startPrivateEngine(directory);
    assert.deepEqual((await firewall()).match(new RegExp(id, 'g')), rules.match(new RegExp(id, 'g')));

    const pid = Number(await readFile(paths.pidPath, 'utf8'));
    await runAsRoot(purpose, 'kill', ['-s', 'KILL', String(pid)]);
    const second = await startPrivateEngine(directory);
    assert.equal(second.reused, false);
    assert.equal(isAlive(pid), false);

    assert.equal(await stopPrivateEngine(directory), true);
    assert.deepEqual(processes(), []);
    assert.ok(!(await firewall()).includes(id));
    assert.ok(!existsSync(`/sys/class/net/${id}`));
    assert.ok(!(await readFile('/proc/self/mountinfo', 'utf8')).includes(directory));
    assert.ok(existsSync(paths.dataRoot));
    assert.equal(await stopPrivateEngine(directory), false);
  });

  it('moves to another address range, and leaves the old one, when something else has taken it', async () => {
    const addresses = async () => {
      await startPrivateEngine(directory);
      return networkInterfaces()[engineId(directory)]?.flatMap(({ family, address }) =>
        family === 'IPv4' ? [address] : [],
      );
    };
    const before = (await addresses()) ?? [];
    assert.equal(before.length, 1);
    await stopPrivateEngine(directory);
    const thief = `psbt${process.pid}`;
    await runAsRoot(purpose, 'ip', ['link', 'add', thief, 'type', 'bridge']);
    try {
      const taken = String(before[0]).replace(/0\.1$/, '64.1/24');
      await runAsRoot(purpose, 'ip', ['address', 'add', taken, 'dev', thief]);
      await runAsRoot(purpose, 'ip', ['link', 'set', thief, 'up']);
      const after = (await addresses()) ?? [];
      assert.equal(after.length, 1);
      assert.notDeepEqual(after, before);
    } finally {
      await runAsRoot(purpose, 'ip', ['link', 'delete', thief, 'type', 'bridge']);
    }
  });
});

/** Prints `yes` or `no` for each address:port that it can connect to. */
const probe = `for target; do
  timeout 3 bash -c "exec 3<>/dev/tcp/\${target%:*}/\${target#*:}" 2>/dev/null && echo yes || echo no
done`;

/** Prints its own address, and accepts connections until it is killed. */
const listener = `use IO::Socket::INET;
  my $server = IO::Socket::INET->new(Listen => 5, LocalPort => 4000, ReuseAddr => 1) or die;
  $| = 1; print \`hostname -i\`; while (my $peer = $server->accept) { close $peer }`;

describe("a private engine's internal networks", () => {
  const signal = new AbortController().signal;
  let engine: EnginePort;
  let server: Server;
  let image = '';

  before(async () => {
    image = await testBaseImage();
    engine = await connectEngine((await testEngine()).endpoint);
    server = createServer((socket) => socket.destroy());
    server.listen(0, '0.0.0.0');
    await once(server, 'listening');
  });

  after(async () => {
    engine.close();
    server.close();
  });

  async function specOf(network: string, command: readonly string[]) {
    const { platform } = await engine.describe(signal);
    return { image, command, labels: ownLabels('bench-container'), platform, network };
  }

  /** Hands the address of a container that listens on port 4000 of the ordinary network to `use`. */
  async function withListener<T>(use: (address: string) => Promise<T>): Promise<T> {
    const stop = new AbortController();
    const spec = await specOf('default', ['perl', '-e', listener]);
    return engine.withContainer(
      spec,
      async (container) => {
        const address = Promise.withResolvers<string>();
        const ended = container
          .run((_, chunk) => address.resolve(new TextDecoder().decode(chunk).trim()), stop.signal)
          .catch(address.reject);
        try {
          return await use(await address.promise);
        } finally {
          stop.abort();
          await ended;
        }
      },
      signal,
    );
  }

  async function reachable(network: string, targets: readonly string[]): Promise<readonly string[]> {
    let output = '';
    const spec = await specOf(network, ['bash', '-c', probe, 'probe', ...targets]);
    await engine.withContainer(
      spec,
      (container) =>
        container.run((_, chunk) => {
          output += new TextDecoder().decode(chunk);
        }, signal),
      signal,
    );
    return output.trim().split('\n');
  }

  it('reach the machine at their gateway, and neither its other addresses nor other containers', async () => {
    const { port } = server.address() as AddressInfo;
    const machine = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .find(({ family, internal }) => family === 'IPv4' && !internal)?.address;
    assert.ok(machine !== undefined);
    await withListener(async (container) => {
      const outside = [`${machine}:${port}`, `${container}:4000`];
      // The same targets answer the machine itself and an ordinary container.
      await once(connect(4000, container), 'connect');
      assert.deepEqual(await reachable('default', outside), ['yes', 'yes']);
      const spec = { name: `psb-isolation-${process.pid}`, labels: ownLabels('bench-network') };
      await engine.withInternalNetwork(
        spec,
        async ({ name, gatewayAddress }) => {
          const answers = await reachable(name, [`${gatewayAddress}:${port}`, ...outside]);
          assert.deepEqual(answers, ['yes', 'no', 'no']);
        },
        signal,
      );
    });
  });
});
