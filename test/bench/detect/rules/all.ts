/** Every rule that is scored: those of others, and ours. */
import type { Rule } from '../rule.ts';
import { asvRule } from './asv.ts';
import { afterHampel } from './hampel.ts';
import { otavaRule } from './otava.ts';
import { ourCauseRule, ourRule, ourUsualRule as usualRule } from './ours.ts';
import { peltRule } from './pelt.ts';
import { perfherderRule } from './perfherder.ts';
import { interquartileRule, movingAverageRule, previousNightRule } from './simple-rules.ts';

export const ourName = 'ours';

/** As the editor and the command line use it. */
export const ourUsualRule: Rule = usualRule(ourName);

export const otherRules: readonly Rule[] = [
  movingAverageRule,
  previousNightRule,
  interquartileRule,
  asvRule,
  perfherderRule,
  afterHampel(perfherderRule, 'Perfherder + Hampel'),
  otavaRule({ name: 'Apache Otava, defaults', maxPValue: 0.001, minMagnitude: 0 }),
  afterHampel(
    otavaRule({ name: 'Otava', maxPValue: 1e-5, minMagnitude: 0.003 }),
    'Otava + Hampel, p 1e-5, >= 0.3 %',
  ),
  afterHampel(peltRule, 'PELT + Hampel, >= 0.3 %'),
];

export const rules: readonly Rule[] = [
  ...otherRules,
  ourUsualRule,
  ourCauseRule('ours, code and layout', ['code', 'layout-only']),
  ourCauseRule('ours, code', ['code']),
  ourRule('ours, the series alone', 1),
  ourRule('ours, the series alone, strength 0.5', 0.5),
];
