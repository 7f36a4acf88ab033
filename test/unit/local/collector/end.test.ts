import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, it } from 'node:test';
import { isBenchError } from '../../../../src/core/errors.ts';
import type { CollectorAddress, Stored } from '../../../../src/core/ports.ts';
import { localCollector } from '../../../../src/local/collector/collector.ts';
import { jobId, post, reportOf } from '../../../support/collector-client.ts';
import { collect } from '../../../support/test-collector.ts';

const signal = new AbortController().signal;

describe('the end of a collector', () => {
  it('makes its address and its token worthless', async () => {
    let old: CollectorAddress | undefined;
    await collect(async (address) => {
      old = address;
    });
    const body = JSON.stringify(reportOf(1));
    await assert.rejects(post(old?.url ?? '', old?.token ?? '', body), { code: 'ECONNREFUSED' });
    await collect(async ({ url, reports }) => {
      assert.equal((await post(url, old?.token ?? '', body)).status, 401);
      assert.equal(reports.length, 0);
    });
  });

  it('comes with the failure of its user, and drops open connections', async () => {
    let closed: Promise<unknown> | undefined;
    await assert.rejects(
      collect(async ({ url }) => {
        const { hostname, port } = new URL(url);
        const socket = connect(Number(port), hostname);
        socket.on('error', () => undefined);
        await once(socket, 'connect');
        closed = once(socket, 'close');
        throw new Error('the container failed');
      }),
      /the container failed/,
    );
    await closed;
  });

  it('comes with the signal', async () => {
    const controller = new AbortController();
    const job = { id: jobId, bindAddress: '127.0.0.1', onReport: (): Stored => 'stored' };
    const body = JSON.stringify(reportOf(1));
    await assert.rejects(
      localCollector().collect(
        job,
        async ({ url, token }) => {
          controller.abort();
          await assert.rejects(post(url, token, body));
        },
        controller.signal,
      ),
      (error) => isBenchError(error, 'cancelled'),
    );
    await assert.rejects(
      localCollector().collect(job, () => assert.fail('it was cancelled'), controller.signal),
      (error) => isBenchError(error, 'cancelled'),
    );
  });

  it('comes before the beginning where it cannot listen', async () => {
    for (const bindAddress of ['192.0.2.1', '0.0.0.0', '::', 'localhost', '', 'not an address']) {
      await assert.rejects(
        localCollector().collect(
          { id: jobId, bindAddress, onReport: () => 'stored' },
          () => assert.fail('it must not listen'),
          signal,
        ),
        (error) => isBenchError(error, 'collector-failed'),
        bindAddress,
      );
    }
  });
});
