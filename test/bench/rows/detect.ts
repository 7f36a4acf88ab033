/** Finding changes in series: how long it takes, what is found, and how often there is an alarm. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { randomNumbers } from '../../support/random-numbers.ts';
import { type NightlySeries, readNightlyData } from '../detect/nightly-data.ts';
import type { Rule } from '../detect/rule.ts';
import { otherRules, ourUsualRule } from '../detect/rules/all.ts';
import { type Score, scoreRule, stepSizes } from '../detect/score.ts';
import { madeSeries } from '../detect/speed.ts';
import type { Goal } from '../framework/goal.ts';
import type { Row, Size, Trial } from '../framework/row.ts';
import type { BenchContext } from '../support/context.ts';
import { builderName } from '../support/php-builder.ts';
import { timed } from '../support/timed.ts';

/** The folder of the workplace with an excerpt of php/real-time-benchmark-data; `PSB_DATA` names another copy. */
const usualFolder = join(
  import.meta.dirname,
  ...['..', '..', '..', '..', 'shared', 'data', 'real-time-benchmark-data'],
);
const tenYears = 3650;
const seriesOfHistory = 180;

export const detectTime: Row<BenchContext> = {
  name: 'detect-time',
  title: 'finding the changes of series that are there already',
  unit: 'ms',
  tinyAmount: 100,
  sizes: [
    { label: '365 nights', amount: 365, rounds: 15, warmups: 2, goals: [] },
    {
      label: '3,650 nights',
      amount: tenYears,
      rounds: 6,
      warmups: 1,
      goals: [{ kind: 'at-most', limit: 5 }],
    },
    {
      label: '180 times 3,650 nights',
      amount: tenYears * seriesOfHistory,
      rounds: 6,
      warmups: 1,
      goals: [{ kind: 'at-most', limit: 1000 }],
    },
  ],
  withTrial: async (_context, { amount }, use) => {
    const random = randomNumbers(1);
    const count = Math.ceil(amount / tenYears);
    const all = Array.from({ length: count }, () => madeSeries(random, Math.min(amount, tenYears)));
    const search = (rule: Rule) => () => timed(async () => all.map((series) => rule.find(series)));
    await use({
      ours: { name: builderName.ours, measure: search(ourUsualRule) },
      // The others would need minutes for a whole history.
      others:
        count > 1
          ? []
          : otherRules.map((rule) => ({ name: rule.name, role: 'instead', measure: search(rule) })),
    });
  },
};

const percent = 100;
const wantedRecall: readonly number[] = [55, 90, 98, 100];

export const detectRecall: Row<BenchContext> = {
  name: 'detect-recall',
  title: 'steps that are found, of those injected into nightly results of PHP',
  unit: '%',
  tinyAmount: 5,
  sizes: stepSizes.map((size, index) => ({
    ...once([{ kind: 'at-least', limit: wantedRecall[index] ?? percent }]),
    label: `steps of ${size * percent} %`,
    amount: size * percent,
  })),
  withTrial: (context, { amount }, use) => {
    const place = stepSizes.indexOf(amount / percent);
    return use(scoring(context, ({ recall }) => percent * (recall[place] ?? Number.NaN)));
  },
};

export const detectAlarms: Row<BenchContext> = {
  name: 'detect-alarms',
  title: 'alarms on the same results as they are, real changes among them',
  unit: 'in 1,000',
  tinyAmount: 1,
  sizes: [{ ...once([{ kind: 'at-most', limit: 6 }]), label: '', amount: 1 }],
  withTrial: (context, _size, use) => use(scoring(context, ({ alarmsPerThousand }) => alarmsPerThousand)),
};

/** It comes out the same each time. */
function once(goals: readonly Goal[]): Pick<Size, 'rounds' | 'warmups' | 'goals'> {
  return { rounds: 1, warmups: 0, goals };
}

function scoring(context: BenchContext, figure: (score: Score) => number): Trial {
  const series = nightlySeries(context);
  const measure = (rule: Rule) => async () => figure(scoreRule(rule, series).whole);
  return {
    ours: { name: builderName.ours, measure: measure(ourUsualRule) },
    others: otherRules.map((rule) => ({ name: rule.name, role: 'instead', measure: measure(rule) })),
  };
}

/** Without `micro_bench.php`, whose noise hides steps below 2 %; made up where there is no data. */
function nightlySeries({ tiny, versions }: BenchContext): readonly NightlySeries[] {
  const folder = process.env.PSB_DATA ?? usualFolder;
  if (tiny || !existsSync(folder)) {
    versions.set('nightly results', 'made up: PSB_DATA names no copy of php/real-time-benchmark-data');
    const random = randomNumbers(2);
    const values = () => madeSeries(random, tiny ? 150 : 365);
    return Array.from({ length: tiny ? 2 : 8 }, (_, index) => ({
      name: `made ${index}`,
      measured: { subject: values() },
    }));
  }
  const { series, nights } = readNightlyData(folder);
  const quiet = series.filter(({ name }) => !name.startsWith('micro_bench.php'));
  versions.set('nightly results', `php/real-time-benchmark-data, ${nights} nights, ${quiet.length} series`);
  return quiet;
}
