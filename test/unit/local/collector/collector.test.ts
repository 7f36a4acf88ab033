import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { describe, it } from 'node:test';
import { maxMessageBytes } from '../../../../src/core/bench/runner-message.ts';
import type { CollectorAddress } from '../../../../src/core/ports.ts';
import { usualLimits } from '../../../../src/local/collector/limits.ts';
import { flood, jobId, post, rawExchange, reportOf } from '../../../support/collector-client.ts';
import { collect } from '../../../support/test-collector.ts';

const hundredMegabytes = 100 * 1024 * 1024;

/** Whether the collector still takes a good report. */
async function stillWorks({ url, token }: CollectorAddress): Promise<void> {
  const reply = await post(url, token, JSON.stringify(reportOf(90_000)));
  assert.deepEqual(reply, { status: 200, body: '{"status":"stored"}' });
}

describe('a collector', () => {
  it('hands over a report and says whether it was new', () =>
    collect(async ({ url, token, reports }) => {
      const report = reportOf(3);
      assert.deepEqual(await post(url, token, JSON.stringify(report)), {
        status: 200,
        body: '{"status":"stored"}',
      });
      assert.deepEqual(await post(url, token, JSON.stringify(report)), {
        status: 200,
        body: '{"status":"duplicate"}',
      });
      assert.deepEqual(reports, [report]);
    }));

  it('has an address and a token of its own', () =>
    collect(async ({ url, token }) => {
      assert.match(url, new RegExp(`^http://127\\.0\\.0\\.1:\\d+/v1/jobs/${jobId}/iterations$`));
      assert.match(token, /^[A-Za-z0-9_-]{43}$/);
      await collect(async (other) => assert.notEqual(other.token, token));
    }));

  it('takes the largest report that a runner sends', () =>
    collect(async ({ url, token, reports }) => {
      const stdout = Buffer.alloc(1024 * 1024, 'x').toString('base64');
      const reply = await post(
        url,
        token,
        JSON.stringify(reportOf(0, { stdout, stderr: stdout.slice(0, 1000) })),
      );
      assert.equal(reply.status, 200);
      assert.equal(reports[0]?.stdout, stdout);
    }));

  it('takes 200 reports at once', () =>
    collect(async ({ url, token, reports }) => {
      const all = Array.from({ length: 200 }, (_, index) =>
        post(url, token, JSON.stringify(reportOf(index))),
      );
      assert.deepEqual(new Set((await Promise.all(all)).map((reply) => reply.status)), new Set([200]));
      assert.equal(reports.length, 200);
    }));

  it('asks for a body only after a good head', () =>
    collect(async ({ url, token, reports }) => {
      const body = JSON.stringify(reportOf(1));
      const { host, pathname } = new URL(url);
      const ask = (secret: string) =>
        rawExchange(
          url,
          `POST ${pathname} HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${secret}\r\n` +
            `Expect: 100-continue\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
        );
      assert.match(await ask('wrong'), /^HTTP\/1\.1 401 /);
      assert.match(await ask(token), /^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK/);
      assert.equal(reports.length, 1);
    }));

  it('says so when a report cannot be stored, and goes on', () =>
    collect(
      async ({ url, token }) => {
        assert.equal((await post(url, token, JSON.stringify(reportOf(1)))).status, 503);
        assert.equal((await post(url, token, JSON.stringify(reportOf(2)))).status, 200);
      },
      usualLimits,
      (report) => {
        if (report.iteration === 1) {
          throw new Error('the disk is full');
        }
        return 'stored';
      },
    ));
});

describe('a request that is none of a runner’s', () => {
  it('is refused by its head', () =>
    collect(async (address) => {
      const { url, token, reports } = address;
      const body = JSON.stringify(reportOf(1));
      assert.equal((await post(url, 'wrong', body)).status, 401);
      assert.equal((await post(url, '', body)).status, 401);
      assert.equal((await post(url, `${token}x`, body)).status, 401);
      assert.equal((await post(url, token, '', { method: 'GET' })).status, 404);
      assert.equal((await post(url, token, body, { method: 'PUT' })).status, 404);
      assert.equal((await post(`${url}?x`, token, body)).status, 404);
      assert.equal((await post(new URL('/', url).href, token, body)).status, 404);
      assert.equal(reports.length, 0);
      await stillWorks(address);
    }));

  it('is refused by its body', () =>
    collect(async (address) => {
      const { url, token, reports } = address;
      const bodies: readonly (string | Uint8Array)[] = [
        '',
        '{',
        'null',
        '[]',
        JSON.stringify({ ...reportOf(1), more: 1 }),
        JSON.stringify({ ...reportOf(1), wallNs: -1 }),
        JSON.stringify(reportOf(1, { job: '11111111-2222-4333-8444-555555555555' })),
        Buffer.concat([
          Buffer.from(JSON.stringify(reportOf(1)).slice(0, -2)),
          Buffer.from([0xff, 0x22, 0x7d]),
        ]),
        '['.repeat(100_000),
      ];
      for (const body of bodies) {
        assert.equal((await post(url, token, body)).status, 400);
      }
      assert.equal(reports.length, 0);
      await stillWorks(address);
    }));

  it('is cut off when it is too large, said or not', () =>
    collect(async (address) => {
      const { url, token, reports } = address;
      const announced = await post(url, token, '', {
        headers: { 'content-length': `${maxMessageBytes + 1}` },
      });
      assert.equal(announced.status, 413);
      for (const headers of [{}, { 'content-length': String(hundredMegabytes) }]) {
        const { sentBytes, status } = await flood(url, token, hundredMegabytes, headers);
        assert.ok(sentBytes < hundredMegabytes / 2, `${sentBytes} bytes were taken`);
        assert.ok(status === 413 || status === undefined);
      }
      const { sentBytes } = await flood(url, 'wrong', hundredMegabytes);
      assert.ok(sentBytes < hundredMegabytes / 2, `${sentBytes} bytes were taken`);
      assert.equal(reports.length, 0);
      await stillWorks(address);
    }));

  it('is refused when too many large ones come at once', () =>
    collect(
      async (address) => {
        const { url, token } = address;
        const { host, pathname } = new URL(url);
        const head = `POST ${pathname} HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${token}\r\n`;
        const answer = await rawExchange(url, `${head}Content-Length: 1500\r\n\r\n${'x'.repeat(1200)}`);
        assert.match(answer, /^HTTP\/1\.1 503 /);
        await stillWorks(address);
      },
      { ...usualLimits, maxHeldBytes: 1000 },
    ));

  it('may have no head of that size, nor be something else than HTTP', () =>
    collect(async (address) => {
      const { url, reports } = address;
      assert.match(
        await rawExchange(url, `POST / HTTP/1.1\r\nX-Long: ${'x'.repeat(100_000)}\r\n\r\n`),
        /^(HTTP\/1\.1 431 |$)/,
      );
      assert.match(await rawExchange(url, '\x16\x03\x01\x02\x00garbage\r\n\r\n'), /^HTTP\/1\.1 400 /);
      assert.equal(await rawExchange(url, 'CONNECT example.test:80 HTTP/1.1\r\nHost: x\r\n\r\n'), '');
      assert.equal(reports.length, 0);
      await stillWorks(address);
    }));

  it('may not take for ever', () =>
    collect(
      async (address) => {
        const { url, token, reports } = address;
        const { host, pathname } = new URL(url);
        const head = `POST ${pathname} HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${token}\r\n`;
        await rawExchange(url, '');
        await rawExchange(url, 'POST / HT');
        await rawExchange(url, head);
        await rawExchange(url, `${head}Content-Length: 100\r\n\r\n{"v":`);
        assert.equal(reports.length, 0);
        await stillWorks(address);
      },
      { ...usualLimits, headersTimeoutMs: 300, requestTimeoutMs: 600, checkIntervalMs: 50 },
    ));
});
