import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { isBenchError } from '../../../src/core/errors.ts';
import { plainProfile } from '../../../src/core/machine/plain-profile.ts';
import { localDownloads } from '../../../src/local/download.ts';
import { withTemporary } from '../../support/temporary.ts';

const signal = new AbortController().signal;
const content = Buffer.concat([Buffer.from([0x1f, 0x8b]), Buffer.alloc(5000, 'bison')]);
const sha256 = createHash('sha256').update(content).digest('hex');
const file = 'bison-2.7.1.tar.gz';
const ignore = () => undefined;

/** Runs a server; its base address has user and password, which must never show up. */
async function withServer(
  listener: RequestListener,
  use: (base: string, port: number) => Promise<void>,
): Promise<void> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  try {
    await use(`http://user:secret@127.0.0.1:${port}`, port);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

describe('downloading', () => {
  it('keeps what it got by its hash, and does not ask twice', () =>
    withTemporary((cache) => {
      let requests = 0;
      return withServer(
        (request, response) => {
          requests += 1;
          const expected = `Basic ${Buffer.from('user:secret').toString('base64')}`;
          response.writeHead(request.headers.authorization === expected ? 200 : 401).end(content);
        },
        async (base) => {
          const lines: string[] = [];
          const downloads = localDownloads(cache);
          const get = () =>
            downloads.download(
              { urls: [`${base}/gnu/${file}`], sha256 },
              plainProfile,
              (line) => lines.push(line),
              signal,
            );
          const tarball = await get();
          assert.equal(tarball.fileName, file);
          assert.equal(tarball.sha256, sha256);
          assert.ok(content.equals(tarball.content));
          assert.ok(content.equals((await get()).content));
          assert.equal(requests, 1);
          assert.doesNotMatch(lines.join('\n'), /secret/);
          await writeFile(join(cache, 'downloads', sha256), 'damaged');
          assert.ok(content.equals((await get()).content));
          assert.equal(requests, 2);
          assert.deepEqual(await readdir(join(cache, 'downloads')), [sha256]);
          assert.ok(content.equals(await readFile(join(cache, 'downloads', sha256))));
        },
      );
    }));

  it('goes on to the next address, and names the last one when none is good', () =>
    withTemporary((cache) =>
      withServer(
        (request, response) => {
          const good = request.url?.startsWith('/good/');
          response.writeHead(request.url?.startsWith('/missing/') ? 404 : 200).end(good ? content : 'other');
        },
        async (base) => {
          const downloads = localDownloads(cache);
          const get = (...paths: string[]) =>
            downloads.download(
              { urls: paths.map((path) => `${base}${path}`), sha256 },
              plainProfile,
              ignore,
              signal,
            );
          await assert.rejects(get(`/good/other.tar.gz`, `/wrong/${file}`, `/missing/${file}`), (error) => {
            assert.ok(isBenchError(error, 'bison-download-failed'));
            assert.match(error.message, /\/missing\/bison-2\.7\.1\.tar\.gz \(HTTP status 404\)/);
            assert.doesNotMatch(error.message, /secret/);
            return true;
          });
          await assert.rejects(get(`/missing/${file}`, `/wrong/${file}?token=secret`), (error) => {
            assert.ok(isBenchError(error, 'bison-checksum'));
            assert.doesNotMatch(error.message, /secret/);
            return true;
          });
          await assert.rejects(downloads.download({ urls: [], sha256 }, plainProfile, ignore, signal), {
            reason: 'bison-download-failed',
          });
          await assert.rejects(
            downloads.download(
              { urls: [`file:///${file}`, `http://127.0.0.1:1/${file}`], sha256 },
              plainProfile,
              ignore,
              signal,
            ),
            /ECONNREFUSED|bad port/,
          );
          assert.deepEqual(await readdir(cache), []);
          assert.ok(content.equals((await get(`/wrong/${file}`, `/good/${file}`)).content));
        },
      ),
    ));

  it('follows redirects, but not for ever', () =>
    withTemporary((cache) =>
      withServer(
        (request, response) => {
          if (request.url === '/end') {
            response.writeHead(request.headers.authorization === undefined ? 500 : 200).end(content);
          } else {
            response.writeHead(302, { location: request.url === `/once/${file}` ? '/end' : '?again' }).end();
          }
        },
        async (base) => {
          const downloads = localDownloads(cache);
          await assert.rejects(
            downloads.download({ urls: [`${base}/loop/${file}`], sha256 }, plainProfile, ignore, signal),
            /too often/,
          );
          assert.ok(
            content.equals(
              (
                await downloads.download(
                  { urls: [`${base}/once/${file}`], sha256 },
                  plainProfile,
                  ignore,
                  signal,
                )
              ).content,
            ),
          );
        },
      ),
    ));

  it('takes a password along to its own server only', () =>
    withTemporary((cache) =>
      withServer(
        (request, response) => {
          response.writeHead(request.headers.authorization === undefined ? 200 : 500).end(content);
        },
        (_, otherPort) =>
          withServer(
            (_request, response) => {
              response.writeHead(307, { location: `http://127.0.0.1:${otherPort}/${file}` }).end();
            },
            async (base) => {
              const tarball = await localDownloads(cache).download(
                { urls: [`${base}/${file}`], sha256: sha256 },
                plainProfile,
                ignore,
                signal,
              );
              assert.ok(content.equals(tarball.content));
            },
          ),
      ),
    ));

  it('ends what is too large, too slow or cancelled', () =>
    withTemporary((cache) =>
      withServer(
        (request, response) => {
          if (request.url?.startsWith('/said/')) {
            response.writeHead(200, { 'content-length': 100_000 }).write('x');
          } else if (request.url?.startsWith('/endless/')) {
            const more = () => {
              while (response.write(content)) {}
            };
            response.on('drain', more);
            more();
          } else {
            response.writeHead(200).write('x');
          }
        },
        async (base) => {
          const limits = { maxBytes: 50_000, silenceMs: 300, maxRedirects: 5 };
          const get = (path: string, stop = signal) =>
            localDownloads(cache, limits).download(
              { urls: [`${base}/${path}/${file}`], sha256: sha256 },
              plainProfile,
              ignore,
              stop,
            );
          await assert.rejects(get('said'), /larger than 50000 bytes/);
          await assert.rejects(get('endless'), /larger than 50000 bytes/);
          await assert.rejects(get('silent'), /no answer for 0.3 s/);
          const controller = new AbortController();
          const cancelled = get('endless', controller.signal);
          controller.abort();
          await assert.rejects(cancelled, { reason: 'cancelled' });
          await assert.rejects(get('endless', AbortSignal.abort()), { reason: 'cancelled' });
        },
      ),
    ));

  it('works without a cache that can be written', () =>
    withTemporary(async (directory) => {
      await writeFile(join(directory, 'cache'), 'no directory');
      await withServer(
        (_, response) => response.end(content),
        async (base) => {
          const lines: string[] = [];
          const downloads = localDownloads(join(directory, 'cache'));
          await downloads.download(
            { urls: [`${base}/${file}`], sha256 },
            plainProfile,
            (line) => lines.push(line),
            signal,
          );
          assert.match(lines.join('\n'), /could not be kept in the cache/);
        },
      );
    }));
});

describe('locating', () => {
  const place = (base: string) => ({ urls: [`${base}/none/${file}`, `${base}/gnu/${file}`], sha256 });

  it('names the first address that answers, without credentials, and downloads nothing', () =>
    withTemporary((cache) =>
      withServer(
        (request, response) =>
          void response.writeHead(request.url?.startsWith('/gnu') ? 200 : 404).end(content),
        async (base, port) => {
          const found = await localDownloads(cache).locate(place(base), plainProfile, signal);
          assert.equal(found, `http://127.0.0.1:${port}/gnu/${file}`);
          assert.deepEqual(await readdir(cache), []);
        },
      ),
    ));

  it('needs no network for what is in the cache, and says why none answers', () =>
    withTemporary((cache) =>
      withServer(
        (request, response) =>
          void response.writeHead(request.url?.startsWith('/gnu') ? 200 : 404).end(content),
        async (base) => {
          const downloads = localDownloads(cache);
          const nowhere = { urls: [`${base}/none/${file}`], sha256 };
          await assert.rejects(downloads.locate(nowhere, plainProfile, signal), (error) => {
            assert.ok(isBenchError(error, 'bison-download-failed'));
            assert.match(error.message, /HTTP status 404/);
            assert.doesNotMatch(error.message, /secret/);
            return true;
          });
          await downloads.download(place(base), plainProfile, ignore, signal);
          assert.equal(await downloads.locate(nowhere, plainProfile, signal), 'the cache');
        },
      ),
    ));
});
