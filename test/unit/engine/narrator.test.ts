import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createNarrator, narrate } from '../../../src/engine/narrator.ts';

async function tell(messages: readonly unknown[]) {
  const lines: string[] = [];
  const narrator = createNarrator((line) => lines.push(line));
  const bytes = Buffer.from(
    messages.map((it) => (typeof it === 'string' ? it : JSON.stringify(it))).join('\n'),
  );
  await narrate(
    (async function* () {
      yield bytes;
    })(),
    narrator,
  );
  return { lines, failure: narrator.failure, lastOutput: narrator.lastOutput };
}

/** As Docker 20.10 sent them for `RUN echo out; echo bad news >&2; exit 7`: its two lines of output. */
const traces = {
  firstLine:
    'Gl8KR3NoYTI1Njo3NzQ0OWU4ZTQyMzg4NGU0NzFmNjQ1MTI1MWNjZDRkMzgzZmE5MTYzYTgwOTQ0MzVkN2RhYzg4YjAxY2U1ODNlEgwIzdCV2AYQnbT+xAMYASIEb3V0Cg==',
  secondLine:
    'GmQKR3NoYTI1Njo3NzQ0OWU4ZTQyMzg4NGU0NzFmNjQ1MTI1MWNjZDRkMzgzZmE5MTYzYTgwOTQ0MzVkN2RhYzg4YjAxY2U1ODNlEgwIzdCV2AYQg8mJxQMYAiIJYmFkIG5ld3MK',
  planned:
    'Cm8KR3NoYTI1Njo5ODZkM2U1Mzg3MDNmZGMxZjJkMGNhZGE5ZmJkY2MwYWJhODk4ODk1YzY5ZjY0NTg3YmY0NGFiZWJiMWU2MjcwGiRbaW50ZXJuYWxdIGxvYWQgcmVtb3RlIGJ1aWxkIGNvbnRleHQ=',
  started:
    'Cn0KR3NoYTI1Njo5ODZkM2U1Mzg3MDNmZGMxZjJkMGNhZGE5ZmJkY2MwYWJhODk4ODk1YzY5ZjY0NTg3YmY0NGFiZWJiMWU2MjcwGiRbaW50ZXJuYWxdIGxvYWQgcmVtb3RlIGJ1aWxkIGNvbnRleHQqDAjN0JXYBhCz5afFAQ==',
};

function trace(aux: string) {
  return { id: 'moby.buildkit.trace', aux };
}

describe('narrator', () => {
  test('reads steps and output from BuildKit, a step once and only when it has started', async () => {
    const told = await tell([
      trace(traces.planned),
      trace(traces.started),
      trace(traces.started),
      trace(traces.firstLine),
      trace(traces.secondLine),
    ]);
    assert.deepEqual(told.lines, ['[internal] load remote build context', 'out', 'bad news']);
    assert.equal(told.lastOutput, 'bad news');
  });

  test('reads the classic builder, and keeps its own lines apart from what commands print', async () => {
    const told = await tell([
      { stream: 'Step 1/2 : RUN make' },
      { stream: '\n' },
      { stream: ' ---> Running in 958325b8800e\n' },
      { stream: 'first\nsec' },
      { stream: 'ond' },
      { stream: '\u001b[91mgone wrong\u001b[0m' },
      { stream: 'Removing intermediate container 958325b8800e\n' },
      { error: 'x', errorDetail: { code: 7, message: 'returned a non-zero code: 7' } },
    ]);
    assert.deepEqual(told.lines, [
      'Step 1/2 : RUN make',
      '---> Running in 958325b8800e',
      'first',
      'second',
      'gone wrong',
      'Removing intermediate container 958325b8800e',
    ]);
    assert.equal(told.lastOutput, 'gone wrong');
    assert.equal(told.failure, 'returned a non-zero code: 7');
  });

  test('takes what went to stderr for the last word, even if stdout overtook it, but not from long ago', async () => {
    const stderr = { stream: '\u001b[91mbad news\n\u001b[0m' };
    const stdout = { stream: 'well\n' };
    assert.equal((await tell([stderr, stdout])).lastOutput, 'bad news');
    assert.equal((await tell([stderr, ...Array.from({ length: 9 }, () => stdout)])).lastOutput, 'well');
  });

  test('says a state of a layer once, not for every kilobyte', async () => {
    const told = await tell([
      { status: 'Pulling from library/x', id: 'latest' },
      { status: 'Downloading', id: 'abc', progressDetail: { current: 1, total: 9 } },
      { status: 'Downloading', id: 'abc', progressDetail: { current: 5, total: 9 } },
      { status: 'Pull complete', id: 'abc' },
    ]);
    assert.deepEqual(told.lines, [
      'latest: Pulling from library/x',
      'abc: Downloading',
      'abc: Pull complete',
    ]);
  });

  test('shows lines that are no messages, without control characters', async () => {
    const told = await tell(['\u001b[1mproxy says no\u001b[0m', '{"stream":5}', 'null', trace('!!!!')]);
    assert.deepEqual(told.lines, ['proxy says no', '{"stream":5}', 'null']);
    assert.equal(told.failure, undefined);
  });

  test('survives traces of garbage', async () => {
    const garbage = Array.from({ length: 64 }, (_, index) =>
      trace(
        Buffer.from(Array.from({ length: index }, (__, at) => (at * 37 + index * 101) % 256)).toString(
          'base64',
        ),
      ),
    );
    assert.equal((await tell(garbage)).failure, undefined);
  });

  test('cuts a line that is too long to show', async () => {
    const told = await tell([{ stream: `${'x'.repeat(1_000_000)}\n` }]);
    assert.ok((told.lines[0] ?? '').length < 5000);
  });
});
