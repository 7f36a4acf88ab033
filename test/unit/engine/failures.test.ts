import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { errors } from '../../../src/core/errors.ts';
import { EngineReplyError, toEngineError } from '../../../src/engine/failures.ts';
import { asSentence, plainText } from '../../../src/engine/plain-text.ts';

const trial = { what: 'remove the container c', object: 'the container c' };
const engine = { endpoint: 'unix:///run/engine.sock (test)', home: 'elsewhere' } as const;
const systemEngine = { endpoint: 'unix:///var/run/docker.sock (default socket)', home: 'system' } as const;

function systemError(code: string): Error {
  return Object.assign(new Error(`connect ${code}`), { code });
}

describe('failures of an engine', () => {
  const cases: readonly [string, unknown, string][] = [
    ['nobody listens', systemError('ECONNREFUSED'), 'engine-unreachable'],
    ['no socket', systemError('ENOENT'), 'engine-unreachable'],
    ['connection lost', systemError('ECONNRESET'), 'engine-unreachable'],
    ['no permission', systemError('EACCES'), 'engine-permission'],
    ['not permitted', systemError('EPERM'), 'engine-permission'],
    ['missing', new EngineReplyError(404, 'No such container: c'), 'engine-object-missing'],
    ['conflict', new EngineReplyError(409, 'conflict: in use'), 'engine-object-busy'],
    [
      'removing',
      new EngineReplyError(500, 'removal of container c is already in progress'),
      'engine-object-busy',
    ],
    ['full', new EngineReplyError(500, 'write /x: no space left on device'), 'engine-disk-full'],
    ['full here', systemError('ENOSPC'), 'engine-disk-full'],
    ['a name that is none', systemError('ENOTFOUND'), 'engine-unreachable'],
    ['no answer', systemError('ETIMEDOUT'), 'engine-unreachable'],
    ['no way', systemError('ENETUNREACH'), 'engine-unreachable'],
    [
      'nobody listens at any address',
      new AggregateError([systemError('ECONNREFUSED')]),
      'engine-unreachable',
    ],
    ['TLS where there is none', systemError('EPROTO'), 'engine-tls'],
    ['an unknown certificate', systemError('DEPTH_ZERO_SELF_SIGNED_CERT'), 'engine-tls'],
    ['an expired certificate', systemError('CERT_HAS_EXPIRED'), 'engine-tls'],
    ['a certificate of another name', systemError('ERR_TLS_CERT_ALTNAME_INVALID'), 'engine-tls'],
    [
      'no TLS where there is some',
      new EngineReplyError(400, 'Client sent an HTTP request to an HTTPS server.\n'),
      'engine-tls',
    ],
    ['anything else', new EngineReplyError(500, 'boom'), 'engine-failed'],
    ['an odd value', 'boom', 'engine-failed'],
  ];
  for (const [name, thrown, reason] of cases) {
    test(`${name}: ${reason}`, () => {
      assert.equal(toEngineError(thrown, trial, engine).reason, reason);
    });
  }

  test('an entry of the catalogue stays what it is', () => {
    const entry = errors.treeUnreadable('/tree');
    assert.equal(toEngineError(entry, trial, engine), entry);
  });

  test('whatever breaks after an abort is the abort', () => {
    const error = toEngineError(systemError('ECONNRESET'), { ...trial, signal: AbortSignal.abort() }, engine);
    assert.equal(error.reason, 'cancelled');
  });

  test("quotes the daemon's words on one line, without control characters and without end", () => {
    const error = toEngineError(
      new EngineReplyError(500, `\u001b[31mbad\u001b[0m\n\u0007news\u001b]0;title\u0007 ${'x'.repeat(5000)}`),
      trial,
      engine,
    );
    assert.match(error.message, /could not remove the container c: bad news x+…$/);
    assert.ok(error.message.length < 1200);
  });

  test('names the endpoint when it cannot be reached', () => {
    assert.match(toEngineError(systemError('ENOENT'), trial, engine).message, /\/run\/engine\.sock/);
  });

  for (const code of ['ECONNREFUSED', 'ENOENT']) {
    test(`${code} at a socket of this machine's own engine comes with what starts it`, () => {
      const error = toEngineError(systemError(code), trial, systemEngine);
      assert.equal(error.reason, 'engine-not-running');
      assert.equal(error.command, 'sudo systemctl start docker');
      assert.match(
        error.message,
        /^Docker is not running: .* Start it with "sudo systemctl start docker", or set/,
      );
    });
  }

  test('a socket that may not be opened comes with what permits it', () => {
    const error = toEngineError(systemError('EACCES'), trial, systemEngine);
    assert.equal(error.command, 'sudo usermod -aG docker "$USER"');
    assert.match(error.message, /as good as root on that machine\), or use rootless Docker/);
    assert.equal(toEngineError(systemError('EACCES'), trial, engine).command, undefined);
  });

  test('plain text keeps what people write', () => {
    assert.equal(plainText('  Größe: 5 €\t(ok)  '), 'Größe: 5 € (ok)');
    assert.equal(asSentence('exit code 2'), 'exit code 2.');
    assert.equal(asSentence('why?'), 'why?');
  });
});
