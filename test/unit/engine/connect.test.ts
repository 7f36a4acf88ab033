import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { ErrorReason } from '../../../src/core/errors.ts';
import { BenchError } from '../../../src/core/errors.ts';
import { connectEngine, openEngine } from '../../../src/engine/connect.ts';
import { type Answer, json, text, withFaultyEngine } from '../../support/faulty-engine.ts';

const { signal } = new AbortController();

function hasReason(reason: ErrorReason, message: RegExp = /./) {
  return (error: unknown) => {
    assert.ok(error instanceof BenchError, String(error));
    assert.equal(error.reason, reason, error.message);
    assert.match(error.message, message);
    return true;
  };
}

function version(changes: Readonly<Record<string, unknown>>) {
  const usual = { Version: '20.10', ApiVersion: '1.41', MinAPIVersion: '1.12', Os: 'linux', Arch: 'amd64' };
  return { 'GET /version': json({ ...usual, ...changes }) };
}

describe('connecting to an engine', () => {
  test('nobody there', async () => {
    const path = join(tmpdir(), 'psb-no-such-engine.sock');
    await assert.rejects(
      connectEngine({ kind: 'socket', path, origin: 'test' }),
      hasReason('engine-unreachable', /psb-no-such-engine\.sock/),
    );
  });

  test('an engine that is too old', async () => {
    await withFaultyEngine(version({ ApiVersion: '1.40' }), (engine) =>
      assert.rejects(connectEngine(engine.endpoint), hasReason('engine-too-old', /1\.40.*1\.41/)),
    );
  });

  test('an engine for Windows containers', async () => {
    await withFaultyEngine(version({ Os: 'windows' }), (engine) =>
      assert.rejects(connectEngine(engine.endpoint), hasReason('engine-failed', /Linux containers/)),
    );
  });

  test('an ssh endpoint says how to get there', async () => {
    await assert.rejects(
      connectEngine({ kind: 'ssh', destination: 'me@server', origin: 'test' }),
      hasReason('invalid-setting', /ssh -N -L .*me@server/),
    );
  });

  test('is cancelled', async () => {
    await withFaultyEngine({ 'GET /version': () => undefined }, async (engine) => {
      const controller = new AbortController();
      const connecting = connectEngine(engine.endpoint, controller.signal);
      controller.abort();
      await assert.rejects(connecting, hasReason('cancelled'));
    });
  });

  for (const [engineVersion, oldest, spoken] of [
    ['1.41', '1.12', '1.41'],
    ['1.99', '1.44', '1.53'],
    ['1.99', '1.60', '1.60'],
  ] as const) {
    test(`speaks ${spoken} to an engine of ${engineVersion}`, async () => {
      const answers = {
        ...version({ ApiVersion: engineVersion, MinAPIVersion: oldest }),
        'GET /images/json': json([]),
      };
      await withFaultyEngine(answers, async (engine) => {
        const port = await connectEngine(engine.endpoint);
        await port.listImages(signal);
        assert.equal(engine.requests.at(-1), `GET /v${spoken}/images/json`);
      });
    });
  }

  for (const [header, builders] of [
    [undefined, ['buildkit', 'classic']],
    ['2', ['buildkit', 'classic']],
    ['1', ['classic']],
  ] as const) {
    test(`builder version ${header}`, async () => {
      const answers = {
        'GET /_ping': (_request: unknown, response: import('node:http').ServerResponse) =>
          void response.writeHead(200, header === undefined ? {} : { 'Builder-Version': header }).end('OK'),
      };
      await withFaultyEngine(answers, async (engine) => {
        assert.deepEqual((await openEngine(engine.endpoint)).connection.builders, builders);
      });
    });
  }

  test('neither DOCKER_HOST nor its certificates matter', async (context) => {
    const before = { ...process.env };
    context.after(() => {
      process.env = before;
    });
    process.env.DOCKER_HOST = 'tcp://127.0.0.1:1';
    process.env.DOCKER_CERT_PATH = '/no/such/directory';
    await withFaultyEngine({ 'GET /images/json': json([]) }, async (engine) => {
      assert.deepEqual(await (await connectEngine(engine.endpoint)).listImages(signal), []);
    });
  });

  test('goes over TCP too', async () => {
    const server = createServer((request, response) => {
      const version = { Version: '1', ApiVersion: '1.41', Arch: 'arm64' };
      response.end(request.url === '/version' ? JSON.stringify(version) : '[]');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const { port } = server.address() as AddressInfo;
      const engine = await openEngine({ kind: 'tcp', host: '127.0.0.1', port, origin: 'test' });
      assert.equal(engine.connection.platform, 'linux/arm64');
      assert.deepEqual(await engine.port.listContainers(signal), []);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});

describe('hostile replies', () => {
  const bodies: readonly [string, ReturnType<typeof json>][] = [
    ['a page of HTML', text('<html>login</html>')],
    ['an object for a list', json({ Id: 1 })],
    ['numbers for texts', json([{ Id: 5 }])],
    ['labels that are no texts', json([{ Id: 'a', Labels: { x: 5 } }])],
    ['a size that is no number', json([{ Id: 'a', Size: 'big' }])],
    ['an infinite size', text('[{"Id":"a","Size":1e999}]')],
    ['a failure that is no JSON', text('\u001b[2Jgo away\u0000', 500)],
    ['a failure without words', text('', 500)],
    ['a failure that is null', text('null', 500)],
    [
      'a redirect of an odd kind',
      (_request, response) => void response.writeHead(301, { Location: 'foo:bar' }).end(),
    ],
    [
      'a redirect to this machine',
      (_request, response) => void response.writeHead(307, { Location: '/x' }).end(),
    ],
    ['a deep nest', text('['.repeat(200_000))],
  ];
  for (const [name, answer] of bodies) {
    test(name, async () => {
      await withFaultyEngine({ 'GET /images/json': answer }, async (engine) => {
        const port = await connectEngine(engine.endpoint);
        await assert.rejects(port.listImages(signal), hasReason('engine-failed', /list its images/));
      });
    });
  }

  test('a reply that never ends in size', async () => {
    await withFaultyEngine(
      {
        'GET /images/json': (_request, response) => {
          const chunk = Buffer.alloc(1024 * 1024, ' ');
          const more = () => {
            while (!response.destroyed && response.write(chunk)) {}
          };
          response.on('drain', more).on('error', () => undefined);
          more();
        },
      },
      async (engine) => {
        const port = await connectEngine(engine.endpoint);
        await assert.rejects(port.listImages(signal), hasReason('engine-failed', /larger than/));
      },
    );
  });

  test('a connection that breaks in the middle', async () => {
    await withFaultyEngine(
      {
        'GET /images/json': (_request, response) => {
          response.writeHead(200, { 'Content-Length': 1000 });
          response.write('[', () => response.destroy());
        },
      },
      async (engine) => {
        const port = await connectEngine(engine.endpoint);
        await assert.rejects(port.listImages(signal), hasReason('engine-unreachable'));
      },
    );
  });

  const silences: readonly [string, Answer][] = [
    ['before its reply', () => undefined],
    ['within its reply', (_request, response) => void response.writeHead(200).write('[')],
  ];
  for (const [name, answer] of silences) {
    test(`an engine that falls silent ${name} can be cancelled`, async () => {
      const controller = new AbortController();
      const answerThenAbort: Answer = (request, response) => {
        answer(request, response);
        setImmediate(() => controller.abort());
      };
      await withFaultyEngine({ 'GET /images/json': answerThenAbort }, async (engine) => {
        const port = await connectEngine(engine.endpoint);
        await assert.rejects(port.listImages(controller.signal), hasReason('cancelled'));
      });
    });
  }

  test('a created container without id', async () => {
    for (const reply of [null, {}, { Id: 7 }, { Id: '../../images/x' }]) {
      await withFaultyEngine({ 'POST /containers/create': json(reply, 201) }, async (engine) => {
        const port = await connectEngine(engine.endpoint);
        const spec = {
          image: 'x',
          command: [],
          labels: { 'php-source-bench.kind': 'build-container' },
          platform: 'linux/amd64',
          network: 'none',
        } as const;
        await assert.rejects(
          port.withContainer(spec, () => assert.fail('there is none'), signal),
          hasReason('engine-failed'),
        );
      });
    }
  });
});

describe('disk usage', () => {
  test('knows both places, and leaves out what is unknown', async () => {
    const old = {
      LayersSize: 10,
      Images: [
        { Id: 'a', Size: 9, SharedSize: 4 },
        { Id: 'b', Size: 9, SharedSize: -1 },
      ],
      Containers: [{ Id: 'c', SizeRw: 3 }, { Id: 'd' }],
      Volumes: [
        { Name: 'v', UsageData: { Size: 5, RefCount: 1 } },
        { Name: 'w', UsageData: { Size: -1 } },
        { Name: 'x', UsageData: null },
      ],
      BuildCache: [{ ID: 'r', Description: 'run', Size: 2, InUse: true, Shared: false, LastUsedAt: null }],
    };
    const recent = {
      ImageUsage: { TotalSize: 10, Items: old.Images },
      ContainerUsage: { Items: old.Containers },
      VolumeUsage: { Items: old.Volumes },
      BuildCacheUsage: { Items: old.BuildCache },
    };
    for (const reply of [old, recent, { ...old, ...recent }]) {
      await withFaultyEngine({ 'GET /system/df': json(reply) }, async (engine) => {
        const usage = await (await connectEngine(engine.endpoint)).diskUsage(signal);
        assert.match(engine.requests.at(-1) ?? '', /verbose=1/);
        assert.deepEqual([...usage.imageExclusiveBytes], [['a', 5]]);
        assert.deepEqual(
          [...usage.containerBytes],
          [
            ['c', 3],
            ['d', 0],
          ],
        );
        assert.deepEqual([...usage.volumeBytes], [['v', 5]]);
        assert.equal(usage.layersBytes, 10);
        assert.deepEqual(usage.buildCache, [
          {
            ...{ id: 'r', description: 'run', sizeBytes: 2, inUse: true, shared: false },
            ...{ createdAtMs: undefined, lastUsedAtMs: undefined, parents: [] },
          },
        ]);
      });
    }
  });
});
