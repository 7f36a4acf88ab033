/** The rules of others, which `npm run bench:detect` scores beside ours, and the scoring itself. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Measured, Rule } from '../../bench/detect/rule.ts';
import { asvRule } from '../../bench/detect/rules/asv.ts';
import { afterHampel } from '../../bench/detect/rules/hampel.ts';
import { otavaRule } from '../../bench/detect/rules/otava.ts';
import { peltRule } from '../../bench/detect/rules/pelt.ts';
import { perfherderRule } from '../../bench/detect/rules/perfherder.ts';
import {
  interquartileRule,
  movingAverageRule,
  previousNightRule,
} from '../../bench/detect/rules/simple-rules.ts';
import { studentTProbability } from '../../bench/detect/rules/student-t.ts';
import { scoreRule } from '../../bench/detect/score.ts';
import { noisyLevels, normalNumbers } from '../../support/random-numbers.ts';

const otava = otavaRule({ name: 'Otava', maxPValue: 0.001, minMagnitude: 0 });
const rules = [
  movingAverageRule,
  previousNightRule,
  interquartileRule,
  asvRule,
  perfherderRule,
  otava,
  peltRule,
];

describe('each rule', () => {
  for (const rule of rules) {
    it(`finds a clear step at its place: ${rule.name}`, () => {
      const found = rule.find(
        noisyLevels(
          2,
          [
            [1, 60],
            [1.2, 60],
          ],
          0.001,
        ),
      );
      assert.ok(
        found.some((place) => Math.abs(place - 60) <= rule.toleranceNights),
        `${found}`,
      );
    });
  }

  it('finds nothing in a constant series', () => {
    for (const rule of rules) {
      assert.deepEqual(rule.find(Array.from({ length: 120 }, () => 1)), [], rule.name);
    }
  });

  it('sees no spike after a Hampel filter', () => {
    const series = [...noisyLevels(2, [[1, 100]], 0.001)];
    series[50] = 2;
    assert.ok(previousNightRule.find(series).length > 0);
    assert.deepEqual(afterHampel(previousNightRule, 'filtered').find(series), []);
  });
});

describe("Student's t", () => {
  it('has the probabilities of the tables', () => {
    const known = [
      [12.706, 1, 0.05],
      [2.228, 10, 0.05],
      [3.169, 10, 0.01],
      [4.587, 10, 0.001],
      [1.98, 120, 0.05],
    ] as const;
    for (const [t, freedom, probability] of known) {
      assert.ok(Math.abs(studentTProbability(t, freedom) / probability - 1) < 0.01, `${t}`);
    }
    assert.equal(studentTProbability(Number.POSITIVE_INFINITY, 5), 0);
    assert.equal(studentTProbability(0, 5), 1);
  });
});

describe('the score', () => {
  const flat = Array.from({ length: 200 }, () => 1);
  const series = [{ name: 'flat', measured: { subject: flat } }];
  const rule = (find: Rule['find']): Rule => ({ name: 'test', toleranceNights: 2, find });
  const firstMove = (values: readonly number[], least: number) =>
    values.flatMap((value, night) =>
      Math.abs(value / (values[night - 1] ?? value) - 1) > least ? [night] : [],
    );

  it('is the share of steps that are found, for each size', () => {
    const { whole } = scoreRule(
      rule((values) => firstMove(values, 0.015)),
      series,
    );
    assert.deepEqual(whole.recall, [0, 0, 1, 1]);
    assert.equal(whole.alarms, 0);
    assert.equal(whole.chance, 0);
  });

  it('steps what was measured again a night later, the instructions by a part, and the control never', () => {
    const measured = {
      subject: flat,
      control: flat,
      remeasured: [null, ...flat.slice(1)],
      instructions: flat,
    };
    const seen: Measured[] = [];
    const watching = rule((_, given) => (given === undefined ? [] : [seen.push(given)]));
    scoreRule(watching, [{ name: 'flat', measured }]);
    const large = seen.find(({ subject }) => Math.abs((subject.at(-1) ?? 0) - 1.05) < 1e-9);
    const place = large?.subject.findIndex((value) => value > 1) ?? -1;
    assert.equal(large?.remeasured?.[0], null);
    assert.deepEqual(
      [place, place + 1].map((night) => (large?.remeasured?.[night] ?? 0) > 1),
      [false, true],
    );
    assert.ok(Math.abs((large?.instructions?.[place] ?? 0) - 1.02) < 1e-9);
    assert.deepEqual(large?.control, flat);
  });

  it('gives each rule the series divided by its control where that is quieter', () => {
    const normal = normalNumbers(3);
    const nights = flat.map(() => 100 * Math.exp(0.05 * normal()));
    const noise = noisyLevels(4, [[1, 200]], 0.2);
    const seen: (readonly number[])[] = [];
    const watching = rule((values) => {
      seen.push(values);
      return [];
    });
    scoreRule(watching, [{ name: 'shared', measured: { subject: nights, control: nights } }]);
    assert.ok(Math.abs((seen[0]?.[0] ?? 0) / (seen[0]?.[1] ?? 1) - 1) < 1e-9);
    seen.length = 0;
    scoreRule(watching, [{ name: 'own', measured: { subject: nights, control: noise } }]);
    assert.deepEqual(seen[0], nights);
  });

  it('counts an alarm three nights away as not found', () => {
    const late = rule((values) => firstMove(values, 0.001).map((night) => night + 3));
    assert.deepEqual(scoreRule(late, series).whole.recall, [0, 0, 0, 0]);
  });

  it('shows what a rule that always alarms finds by chance, in each half', () => {
    const always = scoreRule(
      rule((values) => values.map((_, night) => night)),
      series,
    );
    assert.equal(always.whole.alarmsPerThousand, 1000);
    assert.equal(always.whole.chance, 1);
    assert.equal(always.earlierHalf.alarms, 100);
    assert.equal(always.laterHalf.points, 100);
  });
});
