import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { parseFacts, probe } from '../../../../src/core/bench/probe.ts';
import { builtInVariants } from '../../../../src/core/bench/suite.ts';
import { type ErrorReason, isBenchError } from '../../../../src/core/errors.ts';
import { FakeEngine } from '../../../support/fake-engine.ts';
import { benchSuite } from '../../../support/suites.ts';

const state = ['opcache=off', 'jit=off'];

describe('what a container says of its machine', () => {
  it('is read, and what it does not know is left out', () => {
    const lines = ['cpuModel=Intel  Xeon', 'load=0.25', 'turbo=on', 'noise', '', 'opcache=on', 'jit=off'];
    assert.deepEqual(parseFacts(lines), {
      cpuModel: 'Intel Xeon',
      load: 0.25,
      turbo: true,
      opcache: 'on',
      jit: 'off',
    });
    assert.deepEqual(parseFacts(state), { opcache: 'off', jit: 'off' });
  });

  it('counts as no answer where the interpreter said nothing, or a value is none', () => {
    assert.equal(parseFacts(['load=0.25']), undefined);
    assert.equal(parseFacts(['load=nan', ...state]), undefined);
    assert.equal(parseFacts(['turbo=perhaps', ...state]), undefined);
  });

  it('is taken or not, whatever it is', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), (lines) => {
        assert.equal(typeof (parseFacts([...lines, ...state])?.load ?? 0), 'number');
      }),
    );
  });
});

describe('a look at a build', () => {
  const machine = { owner: () => 'this process' };
  const build = { image: 'php', platform: 'linux/ppc64le', phpVersion: '8.2.32' } as const;
  const signal = new AbortController().signal;

  async function failure(variantName: string, probed: readonly string[]): Promise<ErrorReason | undefined> {
    const [variant] = builtInVariants.filter(({ name }) => name === variantName);
    assert.ok(variant);
    const engine = new FakeEngine({ output: [], probed }, undefined);
    try {
      await probe({ engine, machine }, build, { suite: benchSuite, variant }, ['-n'], () => {}, signal);
      return undefined;
    } catch (error) {
      assert.ok(isBenchError(error));
      return error.reason;
    } finally {
      assert.equal(engine.open, 0);
    }
  }

  it('finds out that what a variant switches on is off', async () => {
    assert.equal(await failure('default', state), undefined);
    assert.equal(await failure('opcache', ['opcache=on', 'jit=off']), undefined);
    assert.equal(await failure('opcache', state), 'variant-unavailable');
    assert.equal(await failure('jit', ['opcache=on', 'jit=off']), 'variant-unavailable');
    assert.equal(await failure('jit', ['opcache=on', 'jit=on']), undefined);
  });

  it('finds out that the interpreter does not start', async () => {
    assert.equal(await failure('default', ['/opt/php/bin/php: not found']), 'benchmark-failed');
  });
});
