import assert from 'node:assert/strict';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { BenchError, isBenchError } from '../../../src/core/errors.ts';
import type { EngineEndpoint } from '../../../src/core/model/endpoint.ts';
import { openEngine } from '../../../src/engine/connect.ts';
import { makeSelfSigned } from '../../support/self-signed.ts';

type Tls = NonNullable<Extract<EngineEndpoint, { kind: 'tcp' }>['tls']>;

describe('an engine behind TLS that asks for a certificate', () => {
  const own = makeSelfSigned();
  const foreign = makeSelfSigned();
  const server = createServer(
    { key: own.key, cert: own.cert, ca: own.cert, requestCert: true },
    (_request, response) => {
      response.end(JSON.stringify({ Version: '1', ApiVersion: '1.41', Arch: 'amd64' }));
    },
  );

  before(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  async function connect(tls: Tls | undefined): Promise<string> {
    const { port } = server.address() as AddressInfo;
    const endpoint = { kind: 'tcp', host: '127.0.0.1', port, origin: 'test' } as const;
    const engine = await openEngine(tls === undefined ? endpoint : { ...endpoint, tls });
    engine.port.close();
    return engine.connection.platform;
  }

  test('is reached with the right certificates', async () => {
    const tls = { ca: own.cert, cert: own.cert, key: own.key, verify: true };
    assert.equal(await connect(tls), 'linux/amd64');
  });

  test('is reached without checking it, when that is asked for', async () => {
    assert.equal(await connect({ cert: own.cert, key: own.key, verify: false }), 'linux/amd64');
  });

  for (const [name, ca] of [
    ['nobody known', {}],
    ['somebody else', { ca: foreign.cert }],
  ] as const) {
    test(`a certificate of ${name} is refused, and what is wrong with it is said`, () =>
      assert.rejects(connect({ ...ca, cert: own.cert, key: own.key, verify: true }), (error) => {
        assert.ok(isBenchError(error, 'engine-tls'), String(error));
        assert.match(error.message, /do not agree on TLS: .*certificate.*\. Set DOCKER_TLS_VERIFY/i);
        return true;
      }));
  }

  const failures: readonly [string, Tls | undefined][] = [
    ['no certificate of ours', { ca: own.cert, verify: true }],
    ['a wrong certificate of ours', { ca: own.cert, cert: foreign.cert, key: foreign.key, verify: true }],
    ['a key that is none', { ca: own.cert, cert: own.cert, key: 'nonsense', verify: true }],
    ['no TLS at all', undefined],
  ];
  for (const [name, tls] of failures) {
    test(`${name} is refused with a reason`, async () => {
      await assert.rejects(connect(tls), (error) => {
        assert.ok(error instanceof BenchError, String(error));
        assert.ok(
          ['engine-failed', 'engine-unreachable', 'engine-tls'].includes(error.reason),
          error.message,
        );
        return true;
      });
    });
  }
});
