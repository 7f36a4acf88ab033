import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { errors } from '../../../../src/core/errors.ts';
import type { ImageBuildSpec, ImageFacts } from '../../../../src/core/model/engine.ts';
import { sharedBuilds } from '../../../../src/core/recipe/shared-builds.ts';

const signal = new AbortController().signal;

function spec(reference: string): ImageBuildSpec {
  return { reference, dockerfile: '', files: [], buildArgs: {}, labels: {}, platform: 'linux/amd64' };
}

function image(reference: string): ImageFacts {
  return {
    ...{ id: `sha256:${reference}`, references: [reference], labels: {}, platform: 'linux/amd64' },
    ...{ sizeBytes: 1, createdAtMs: 1, repoDigests: [] },
  };
}

/** A builder whose builds end when the test says so. */
function stage() {
  const gates: { readonly reference: string; readonly gate: PromiseWithResolvers<ImageFacts> }[] = [];
  const build = sharedBuilds(({ reference }) => {
    const gate = Promise.withResolvers<ImageFacts>();
    gates.push({ reference, gate });
    return gate.promise;
  });
  const lines: string[] = [];
  const start = (reference: string, until = signal) =>
    build(spec(reference), (line) => lines.push(line), until);
  return { gates, lines, start };
}

/** Lets promises settle that are already decided. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('images that several builds need at once', () => {
  it('are built once, and the others wait and say so', async () => {
    const { gates, lines, start } = stage();
    const all = [start('a'), start('a'), start('b'), start('a')];
    await settle();
    assert.deepEqual(
      gates.map(({ reference }) => reference),
      ['a', 'b'],
    );
    assert.equal(lines.length, 2);
    for (const { reference, gate } of gates) {
      gate.resolve(image(reference));
    }
    const references = (await Promise.all(all)).map(({ references: [first] }) => first);
    assert.deepEqual(references, ['a', 'a', 'b', 'a']);
    start('a').catch(() => undefined);
    assert.equal(gates.length, 3);
  });

  it('are built by the next one after a failure, and by one only', async () => {
    const { gates, start } = stage();
    const first = start('a');
    const others = [start('a'), start('a')];
    gates[0]?.gate.reject(errors.cancelled());
    await assert.rejects(first, { reason: 'cancelled' });
    await settle();
    assert.equal(gates.length, 2);
    gates[1]?.gate.resolve(image('a'));
    assert.equal((await Promise.all(others)).length, 2);
  });

  it('need not be waited for after an abort', async () => {
    const { gates, start } = stage();
    const first = start('a');
    const controller = new AbortController();
    const waiting = start('a', controller.signal);
    controller.abort();
    await assert.rejects(waiting, { reason: 'cancelled' });
    await assert.rejects(start('a', controller.signal), { reason: 'cancelled' });
    gates[0]?.gate.resolve(image('a'));
    assert.equal((await first).id, 'sha256:a');
    assert.equal(gates.length, 1);
  });
});
