/** Finding changes with a control and instructions at hand. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { SeriesChanges } from '../../../../src/core/change/change-point.ts';
import { controlFactors, divideBy } from '../../../../src/core/change/control-factors.ts';
import { detectBeside, type FoundBeside } from '../../../../src/core/change/detect-beside.ts';
import { detectChanges } from '../../../../src/core/change/detect-changes.ts';
import { noisyLevels, normalNumbers } from '../../../support/random-numbers.ts';

const count = 80;
const place = 40;
const seed = fc.integer({ min: 0, max: 2 ** 31 });

function levels(before: number, after: number, noise: number, deviation: number): readonly number[] {
  return noisyLevels(
    noise,
    [
      [before, place],
      [after, count - place],
    ],
    deviation,
  );
}

/** What the machine did to a night: as much to all that was measured in it. */
function nightsOf(noise: number, deviation = 0.03): readonly number[] {
  const normal = normalNumbers(noise);
  return Array.from({ length: count }, () => Math.exp(deviation * normal()));
}

function times(values: readonly number[], factors: readonly number[]): readonly number[] {
  return values.map((value, index) => value * (factors[index] ?? Number.NaN));
}

function asItIs(values: readonly number[]): FoundBeside {
  return { ...detectChanges(values), factors: undefined };
}

function placesOf({ changes }: SeriesChanges): readonly number[] {
  return changes.map(({ firstAfter }) => firstAfter);
}

const machine = nightsOf(5);
const control = times(noisyLevels(6, [[50, count]], 0.0005), machine);
const subject = times(levels(100, 101, 7, 0.0005), machine);

describe('a series beside its control', () => {
  it('shows a change that the nights of the machine hide, with its own size and the levels as measured', () => {
    assert.deepEqual(placesOf(detectChanges(subject)), []);
    const { changes, stretches } = detectBeside(subject, { control });
    assert.deepEqual(
      changes.map(({ firstAfter }) => firstAfter),
      [place],
    );
    const [change] = changes;
    assert.ok(Math.abs((change?.relative ?? 0) - 0.01) < 0.001);
    assert.deepEqual(change?.range, { lastBefore: place - 1, firstAfter: place });
    assert.deepEqual([change?.before, change?.after], [stretches[0]?.level, stretches[1]?.level]);
    const measured = Math.exp(
      subject.slice(0, place).reduce((sum, value) => sum + Math.log(value), 0) / place,
    );
    assert.ok(Math.abs((change?.before ?? 0) / measured - 1) < 1e-9);
  });

  it('shows a move of both once, as it was measured', () => {
    const moved = levels(1, 1.1, 8, 0);
    const found = detectBeside(times(levels(100, 100, 7, 0.0005), times(machine, moved)), {
      control: times(control, moved),
    });
    assert.deepEqual(placesOf(found), [place]);
    assert.ok(Math.abs((found.changes[0]?.relative ?? 0) - 0.1) < 0.01);
  });

  it('is as it was where the control is noisier, or known on too few nights', () => {
    const plain = levels(100, 101, 7, 0.0005);
    const known = control.map((value, index) => (index % 2 === 0 ? value : null));
    for (const other of [control, known, control.map(() => null)]) {
      assert.deepEqual(detectBeside(plain, { control: other }), asItIs(plain));
    }
    assert.deepEqual(detectBeside(subject, { control: known }), asItIs(subject));
  });

  it('takes the control of the night before where one is missing, and keeps the gaps of the series', () => {
    const gaps = control.map((value, index) => (index % 10 === 0 ? null : value));
    assert.deepEqual(placesOf(detectBeside(subject, { control: gaps })), [place]);
    const factors = controlFactors(subject, gaps);
    assert.equal(factors?.[0], factors?.[1]);
    assert.equal(factors?.[30], factors?.[29]);
    const missing = subject.map((value, index) => (index === 20 ? null : value));
    assert.equal(divideBy(missing, controlFactors(missing, control))[20], null);
  });

  it('is whole, with changes that agree with its stretches', () => {
    const step = fc.double({ min: 0.9, max: 1.1, noNaN: true });
    const at = fc.integer({ min: 1, max: count - 1 });
    fc.assert(
      fc.property(seed, step, at, step, at, (noise, one, oneAt, other, otherAt) => {
        const nights = nightsOf(noise, 0.005).map((value, index) =>
          index < otherAt ? value : value * other,
        );
        const values = times(noisyLevels(noise + 1, [[1, count]], 0.001), nights).map((value, index) =>
          index < oneAt ? value : value * one,
        );
        const { changes, stretches } = detectBeside(values, {
          control: times(noisyLevels(noise + 2, [[1, count]], 0.001), nights),
        });
        assert.equal(stretches.length, changes.length + 1);
        assert.equal(stretches.at(-1)?.last, count - 1);
        changes.forEach((change, index) => {
          assert.equal(change.lastBefore, stretches[index]?.last);
          assert.equal(change.firstAfter, stretches[index + 1]?.first);
          assert.ok(
            change.range.lastBefore <= change.lastBefore && change.range.firstAfter >= change.firstAfter,
          );
          assert.ok(index === 0 || change.firstAfter > (changes[index - 1]?.firstAfter ?? 0));
        });
      }),
    );
  });

  it('has the same changes whatever the unit of the control', () => {
    fc.assert(
      fc.property(fc.integer({ min: -40, max: 40 }), (exponent) => {
        const scaled = control.map((value) => value * 2 ** exponent);
        assert.deepEqual(detectBeside(subject, { control: scaled }), detectBeside(subject, { control }));
      }),
    );
  });
});

describe('instructions beside a series', () => {
  const late = 68;
  const stepped = (before: number, after: number, deviation: number) =>
    noisyLevels(
      9,
      [
        [before, late],
        [after, count - late],
      ],
      deviation,
    );
  const weak = stepped(100, 100.6, 0.003);
  const instructions = (after: number) => stepped(1e6, after, 0.00001);

  it('let a change count that is too weak by itself, if they moved with it', () => {
    assert.deepEqual(placesOf(detectChanges(weak)), []);
    const [found] = detectBeside(weak, { instructions: instructions(1.005e6) }).changes;
    assert.ok(found !== undefined && Math.abs(found.firstAfter - late) <= 2 && found.strength < 1);
  });

  it('let none count if they stayed, moved the other way, or by little', () => {
    for (const after of [1e6, 0.995e6, 1.0005e6]) {
      assert.deepEqual(placesOf(detectBeside(weak, { instructions: instructions(after) })), [], `${after}`);
    }
  });

  it('take away no strong change', () => {
    const strong = stepped(100, 105, 0.003);
    const stayed = { instructions: instructions(1e6) };
    assert.deepEqual(detectBeside(strong, stayed), asItIs(strong));
  });
});
