import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { alignByNight } from '../../../../src/core/change/align.ts';

const hourMs = 3_600_000;
const times = fc
  .array(fc.integer({ min: 0, max: 500 }), { maxLength: 40 })
  .map((hours) => hours.sort((a, b) => a - b).map((hour) => hour * hourMs));

it('what was measured beside a series is found in the same night, however many there are', () => {
  fc.assert(
    fc.property(times, times, (own, others) => {
      const aligned = alignByNight(own, others);
      assert.equal(aligned.length, own.length);
      own.forEach((timeMs, index) => {
        const least = Math.min(...others.map((other) => Math.abs(other - timeMs)));
        const found = aligned[index];
        if (found === undefined) {
          assert.ok(least > 12 * hourMs);
        } else {
          assert.equal(Math.abs((others[found] ?? Number.NaN) - timeMs), least);
          assert.ok(least <= 12 * hourMs);
        }
      });
    }),
  );
});
