/** Builds on a machine whose only way out is a proxy, or whose packages come over a connection that a proxy opens. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { request as requestPlain } from 'node:http';
import { createServer as createTlsServer, request as requestSecure } from 'node:https';
import type { AddressInfo } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { engineId } from '../../scripts/setup/engine-network.ts';
import { startPrivateEngine, stopPrivateEngine } from '../../scripts/setup/private-engine.ts';
import { runAsRoot } from '../../scripts/setup/root.ts';
import { isBenchError } from '../../src/core/errors.ts';
import { plainProfile } from '../../src/core/machine/plain-profile.ts';
import { proxyEnvironment } from '../../src/core/machine/proxy.ts';
import type { MachineProfile } from '../../src/core/model/machine.ts';
import { ensureMachineBase } from '../../src/core/recipe/machine-base.ts';
import { preflight } from '../../src/core/recipe/preflight.ts';
import { buildImage } from '../../src/engine/build.ts';
import { type OpenEngine, openEngine } from '../../src/engine/connect.ts';
import { chooseMirror } from '../../src/local/bootstrap/apt-sources.ts';
import { readAptSources } from '../../src/local/bootstrap/machine-apt.ts';
import { localDownloads } from '../../src/local/download.ts';
import { localMachine } from '../../src/local/machine.ts';
import { testLabels, uncancelled } from '../support/engine-room.ts';
import { type TestProxy, withProxy } from '../support/http-proxy.ts';
import { baseImageIn } from '../support/images.ts';
import { makeSelfSigned } from '../support/self-signed.ts';
import { withTemporary } from '../support/temporary.ts';
import { toolchainOn } from '../support/toolchain.ts';

const purpose = "cut an engine's containers off";
const machine = localMachine();

/** Whether a word stands anywhere in an image: in its facts, its history, or the files of its layers. */
async function keeps({ connection }: OpenEngine, reference: string, word: string): Promise<boolean> {
  const image = connection.docker.getImage(reference);
  const [facts, history] = await Promise.all([image.inspect(), image.history()]);
  let found = JSON.stringify([facts, history]).includes(word);
  // A word may lie across the end of a piece.
  let end: Uint8Array = new Uint8Array(0);
  for await (const piece of await image.get()) {
    const window = Buffer.concat([end, Buffer.from(piece)]);
    found ||= window.includes(word);
    end = window.subarray(-word.length);
  }
  return found;
}

describe('an engine whose containers have no way out but a proxy', () => {
  let directory = '';
  let engine: OpenEngine;
  let base = '';
  let gateway = '';
  const cut = () => ['FORWARD', '-i', engineId(directory), '-j', 'REJECT'];

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'psb-proxied-'));
    const { socketPath } = await startPrivateEngine(directory);
    const endpoint = { kind: 'socket', path: socketPath, origin: 'a test' } as const;
    base = await baseImageIn(endpoint);
    engine = await openEngine(endpoint);
    await runAsRoot(purpose, 'iptables', ['--wait', '30', '-I', ...cut()]);
    const addresses = networkInterfaces()[engineId(directory)] ?? [];
    gateway = addresses.find(({ family }) => family === 'IPv4')?.address ?? '';
  });

  after(async () => {
    engine.port.close();
    await runAsRoot(purpose, 'iptables', ['--wait', '30', '-D', ...cut()]);
    await stopPrivateEngine(directory);
    await runAsRoot(purpose, 'rm', ['-rf', '--one-file-system', '--', join(directory, 'data')]);
    await rm(directory, { recursive: true, force: true });
  });

  function behind({ port, user, password }: TestProxy): MachineProfile {
    const address = `http://${user}:${password}@${gateway}:${port}`;
    return {
      ...plainProfile,
      name: 'office',
      proxy: { httpProxy: address, httpsProxy: address, noProxy: 'localhost' },
    };
  }

  async function ask(profile: MachineProfile, packages: readonly string[], baseReference = base) {
    const { platform } = await engine.port.describe(uncancelled);
    const lines: string[] = [];
    const report = (event: { kind: string; text?: string }) => lines.push(event.text ?? '');
    const question = { baseReference, platform, packages };
    await preflight({ engine: engine.port, machine }, profile, question, report, uncancelled);
    return lines.join('\n');
  }

  it('says so before minutes are spent, and which package is not there', async () => {
    await assert.rejects(
      ask(plainProfile, ['gcc']),
      (error) =>
        isBenchError(error, 'mirror-unreachable') && /give a proxy or a packageMirror/.test(error.message),
    );
    await withProxy(gateway, async (proxy) => {
      const wrong = behind({ ...proxy, password: 'wrong' });
      await assert.rejects(ask(wrong, ['gcc']), (error) => {
        assert.ok(isBenchError(error, 'mirror-unreachable'));
        assert.match(
          error.message,
          new RegExp(`Check the proxy http://${gateway}:${proxy.port} of the profile "office"`),
        );
        return true;
      });
      await assert.rejects(ask(behind(proxy), ['gcc', 'no-such-package']), (error) => {
        assert.ok(isBenchError(error, 'package-missing'));
        assert.match(error.message, /no-such-package/);
        return true;
      });
      assert.doesNotMatch(await ask(behind(proxy), ['gcc', 'ccache']), new RegExp(proxy.password));
    });
    assert.deepEqual(await engine.port.listContainers(uncancelled), []);
  });

  it('builds the whole toolchain through the proxy, by the recipe that any machine has, and keeps no password', () =>
    withProxy(gateway, async (proxy) => {
      const lines: string[] = [];
      const behindProxy = await toolchainOn(
        engine.port,
        { baseImage: base, profile: behind(proxy) },
        (event) => lines.push(JSON.stringify(event)),
      );
      assert.ok((await proxy.requests()).length > 20);
      // By the same key it is found again as what a machine without a proxy would build.
      const asked = (await proxy.requests()).length;
      const direct = await toolchainOn(engine.port, { baseImage: base, profile: plainProfile });
      assert.equal(direct.reference, behindProxy.reference);
      assert.equal((await proxy.requests()).length, asked);
      assert.ok(lines.length > 50);
      assert.ok(!lines.join('\n').includes(proxy.password));
      assert.equal(await keeps(engine, behindProxy.reference, proxy.password), false);
      // The search itself finds what is there.
      assert.equal(await keeps(engine, behindProxy.reference, 'Dpkg::'), true);
    }));

  it('keeps no password with the classic builder either', () =>
    withProxy(gateway, async (proxy) => {
      const { platform } = await engine.port.describe(uncancelled);
      const reference = 'psb-test-classic-proxy:1';
      await buildImage(
        engine.connection,
        {
          reference,
          dockerfile: `FROM ${base}\nRUN apt-get update && apt-get install -y --no-install-recommends hello && rm -rf /var/lib/apt/lists/*\n`,
          files: [],
          buildArgs: proxyEnvironment(behind(proxy).proxy),
          labels: testLabels('toolchain', reference),
          platform,
        },
        () => {},
        uncancelled,
        ['classic'],
      );
      assert.ok((await proxy.requests()).some((request) => request.includes('/hello_')));
      assert.equal(await keeps(engine, reference, proxy.password), false);
    }));

  it('takes packages from a mirror that only the company trusts', async () => {
    const upstream = new URL(
      chooseMirror(
        await readAptSources('/etc/apt'),
        'bookworm',
        '/usr/share/keyrings/debian-archive-keyring.gpg',
      ) ?? '',
    );
    const { key, cert } = makeSelfSigned(gateway);
    let requests = 0;
    const server = createTlsServer({ key, cert }, (incoming, outgoing) => {
      requests += 1;
      const target = new URL(incoming.url ?? '/', upstream);
      const ask = target.protocol === 'https:' ? requestSecure : requestPlain;
      ask(target, (reply) => {
        outgoing.writeHead(reply.statusCode ?? 502, reply.headers);
        reply.pipe(outgoing);
      }).end();
    }).listen(0, gateway);
    await once(server, 'listening');
    try {
      const { port } = server.address() as AddressInfo;
      const packageMirror = `https://${gateway}:${port}${upstream.pathname}`;
      const image = await engine.port.findImage(base, uncancelled);
      assert.ok(image !== undefined);
      const baseFor = (profile: MachineProfile) =>
        ensureMachineBase(
          { engine: engine.port, machine },
          profile,
          { image, reference: base },
          image.platform,
          () => {},
          uncancelled,
        );
      const stranger = { ...plainProfile, packageMirror };
      await assert.rejects(
        ask(stranger, ['gcc'], await baseFor(stranger)),
        (error) => isBenchError(error, 'mirror-unreachable') && /certificate/i.test(error.message),
      );
      const trusting = { ...stranger, caCertificates: cert };
      await ask(trusting, ['gcc', 'bison'], await baseFor(trusting));
      assert.ok(requests > 1);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });

  it("downloads Bison's source through the proxy too, over TLS that only the company trusts", () =>
    withProxy(gateway, (proxy) =>
      withTemporary(async (cache) => {
        const content = Buffer.from([0x1f, 0x8b, 1, 2, 3]);
        const sha256 = createHash('sha256').update(content).digest('hex');
        const { key, cert } = makeSelfSigned();
        const server = createTlsServer({ key, cert }, (_, response) => response.end(content)).listen(
          0,
          '127.0.0.1',
        );
        await once(server, 'listening');
        try {
          const { port } = server.address() as AddressInfo;
          const urls = [`https://127.0.0.1:${port}/bison-2.7.1.tar.gz`];
          const profile = behind(proxy);
          const get = (caCertificates: string) =>
            localDownloads(cache).download(
              { urls, sha256 },
              { ...profile, caCertificates },
              () => {},
              uncancelled,
            );
          await assert.rejects(get(''), (error) => {
            assert.ok(isBenchError(error, 'bison-download-failed'));
            assert.match(error.message, /SELF_SIGNED|certificate/i);
            assert.ok(!error.message.includes(proxy.password));
            return true;
          });
          assert.equal((await get(cert)).sha256, sha256);
          assert.deepEqual(
            (await proxy.requests()).map((request) => request.replace(/\d+$/, 'PORT')),
            ['CONNECT 127.0.0.1:PORT', 'CONNECT 127.0.0.1:PORT'],
          );
        } finally {
          server.closeAllConnections();
          server.close();
        }
      }),
    ));
});
