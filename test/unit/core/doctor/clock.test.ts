import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { checkClock, clockLimits, judgeClock } from '../../../../src/core/doctor/clock.ts';

const { signal } = new AbortController();

/** A reading of a clock that is ahead, over a way that took some time there and back. */
function reading(aheadMs: number, thereMs: number, backMs: number, sentAtMs = 1_000_000) {
  const readAtMs = sentAtMs + thereMs;
  return { sentAtMs, engineMs: readAtMs + aheadMs, receivedAtMs: readAtMs + backMs };
}

const way = fc.integer({ min: 0, max: 30_000 });
const ahead = fc.integer({ min: -1_000_000, max: 1_000_000 });

describe("the engine's clock", () => {
  it('is between the limits, however long each way took', () => {
    fc.assert(
      fc.property(ahead, fc.array(fc.tuple(way, way), { minLength: 1 }), (aheadMs, ways) => {
        const { leastMs, mostMs } = clockLimits(ways.map(([there, back]) => reading(aheadMs, there, back)));
        assert.ok(leastMs <= aheadMs && aheadMs <= mostMs);
      }),
    );
  });

  it('is never blamed for what the way to it may have taken', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1000, max: 1000 }), way, way, (aheadMs, there, back) => {
        assert.equal(judgeClock([reading(aheadMs, there, back)]).state, 'passed');
      }),
    );
  });

  it('is told how far it is off, and in which direction', () => {
    const behind = judgeClock([reading(-7200_000, 20, 10), reading(-7200_000, 1, 1)]);
    assert.equal(behind.state, 'failed');
    assert.match(behind.sentence, /is 120 min 00 s behind this machine's/);
    assert.match(behind.action ?? '', /time server/);
    const early = judgeClock([reading(4000, 900, 1000)]);
    assert.equal(early.state, 'warning');
    assert.match(early.sentence, /is 3\.0 s ahead of this machine's/);
  });

  it('is known better after several readings', async () => {
    const readings = [reading(0, 4000, 4000), reading(0, 10, 10), reading(0, 5000, 1)];
    const outcome = await checkClock({ readClock: async () => readings.shift() }, signal);
    assert.equal(outcome.sentence, "The engine's clock agrees with this machine's, to within 10 ms.");
    assert.deepEqual(readings, []);
  });

  it('is not judged where the engine does not tell it', async () => {
    assert.equal((await checkClock({ readClock: async () => undefined }, signal)).state, 'not checked');
  });
});
