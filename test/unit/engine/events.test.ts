import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { describe, it } from 'node:test';
import type { ObjectKind } from '../../../src/core/model/objects.ts';
import { openEngine } from '../../../src/engine/connect.ts';
import { watchObjects } from '../../../src/engine/events.ts';
import { type Answer, withFaultyEngine } from '../../support/faulty-engine.ts';

/** What a watch tells of a stream that is written by `write`, and what it ends with. */
async function watched(write: (response: ServerResponse) => void, signal = new AbortController().signal) {
  const answer: Answer = (_request, response) => {
    response.writeHead(200, { 'Content-Type': 'application/json' });
    response.flushHeaders();
    write(response);
  };
  return withFaultyEngine({ 'GET /events': answer }, async ({ endpoint, requests }) => {
    const engine = await openEngine(endpoint);
    const kinds: ObjectKind[] = [];
    let end: unknown;
    try {
      for await (const kind of await watchObjects(engine.connection, signal)) {
        kinds.push(kind);
      }
    } catch (error) {
      end = error;
    }
    engine.port.close();
    return { kinds, end, requests };
  });
}

const event = (Type: string, Action: string, more: object = {}) =>
  `${JSON.stringify({ Type, Action, ...more })}\n`;

describe('the events of an engine', () => {
  it('tell which kinds of objects changed, wherever the stream is cut', async () => {
    const text = [event('container', 'start'), event('volume', 'create'), event('image', 'untag')].join('');
    const { kinds, end, requests } = await watched((response) => {
      response.write(text.slice(0, 17));
      setImmediate(() => response.end(text.slice(17)));
    });
    assert.deepEqual(kinds, ['container', 'volume', 'image']);
    assert.ok(end instanceof Error && 'reason' in end && end.reason === 'engine-unreachable');
    const asked = new URL(requests.at(-1)?.split(' ')[1] ?? '', 'http://x').searchParams.get('filters');
    assert.deepEqual(JSON.parse(asked ?? ''), { type: ['container', 'image', 'volume', 'network'] });
  });

  it('leave out what changes no row, and know that a commit makes an image', async () => {
    const { kinds } = await watched((response) =>
      response.end(
        [
          event('container', 'exec_start: sh -c evil'),
          event('container', 'health_status: healthy'),
          event('container', 'top'),
          event('daemon', 'reload'),
          event('plugin', 'enable'),
          event('container', 'commit'),
        ].join(''),
      ),
    );
    assert.deepEqual(kinds, ['container', 'image']);
  });

  it('that come in a burst are told once', async () => {
    const { kinds } = await watched((response) => response.end(event('network', 'connect').repeat(500)));
    assert.ok(kinds.length < 20 && kinds.every((kind) => kind === 'network'), String(kinds.length));
  });

  for (const [what, text] of [
    ['no JSON', 'evil\n'],
    ['an event of another shape', '{"Type":7}\n'],
    ['a line without end', 'x'.repeat(2 * 1024 * 1024)],
  ] as const) {
    it(`end with a failure at ${what}`, async () => {
      const { end } = await watched((response) => response.end(text));
      assert.ok(end instanceof Error && 'reason' in end && end.reason === 'engine-failed', String(end));
    });
  }

  it('end at an abort', async () => {
    const controller = new AbortController();
    const { end } = await watched((response) => {
      response.write(event('image', 'tag'));
      setImmediate(() => controller.abort());
    }, controller.signal);
    assert.ok(end instanceof Error && 'reason' in end && end.reason === 'cancelled', String(end));
  });
});
