import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { errors } from '../../../src/core/errors.ts';
import { asSentence, EngineReplyError, plainText, toEngineError } from '../../../src/engine/failures.ts';

const trial = { what: 'remove the container c', object: 'the container c' };
const endpoint = 'unix:///run/engine.sock (test)';

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
    ['full', new EngineReplyError(500, 'write /x: no space left on device'), 'disk-full'],
    ['full here', systemError('ENOSPC'), 'disk-full'],
    ['anything else', new EngineReplyError(500, 'boom'), 'engine-failed'],
    ['an odd value', 'boom', 'engine-failed'],
  ];
  for (const [name, thrown, reason] of cases) {
    test(`${name}: ${reason}`, () => {
      assert.equal(toEngineError(thrown, trial, endpoint).reason, reason);
    });
  }

  test('an entry of the catalogue stays what it is', () => {
    const entry = errors.treeUnreadable('/tree');
    assert.equal(toEngineError(entry, trial, endpoint), entry);
  });

  test('whatever breaks after an abort is the abort', () => {
    const error = toEngineError(
      systemError('ECONNRESET'),
      { ...trial, signal: AbortSignal.abort() },
      endpoint,
    );
    assert.equal(error.reason, 'cancelled');
  });

  test("quotes the daemon's words on one line, without control characters and without end", () => {
    const error = toEngineError(
      new EngineReplyError(500, `\u001b[31mbad\u001b[0m\n\u0007news\u001b]0;title\u0007 ${'x'.repeat(5000)}`),
      trial,
      endpoint,
    );
    assert.match(error.message, /could not remove the container c: bad news x+…$/);
    assert.ok(error.message.length < 1200);
  });

  test('names the endpoint when it cannot be reached', () => {
    assert.match(toEngineError(systemError('ENOENT'), trial, endpoint).message, /\/run\/engine\.sock/);
  });

  test('plain text keeps what people write', () => {
    assert.equal(plainText('  Größe: 5 €\t(ok)  '), 'Größe: 5 € (ok)');
    assert.equal(asSentence('exit code 2'), 'exit code 2.');
    assert.equal(asSentence('why?'), 'why?');
  });
});
