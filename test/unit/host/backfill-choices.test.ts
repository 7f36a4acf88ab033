import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { BackfillStatus } from '../../../src/core/backfill/backfill.ts';
import { errors } from '../../../src/core/errors.ts';
import { backfillItem, rangeChoices, stepChoices } from '../../../src/host/backfill-choices.ts';
import { planOf } from '../../support/backfill-data.ts';
import { english as translate } from '../../support/translate.ts';

const item = (status: BackfillStatus) =>
  backfillItem({ id: 'plan-1', plan: planOf(3), status, pid: undefined }, translate);

describe('the lists of a backfill', () => {
  it('offer ranges from the start of a day in UTC, and one from a commit', () => {
    const ranges = rangeChoices(Date.parse('2026-11-25T15:00:00Z'), translate);
    assert.deepEqual(
      ranges.map(({ sinceMs }) => (sinceMs === undefined ? '' : new Date(sinceMs).toISOString())),
      ['2026-10-26T00:00:00.000Z', '2026-08-27T00:00:00.000Z', '2025-11-25T00:00:00.000Z', ''],
    );
    assert.deepEqual(new Set(stepChoices(translate).map(({ label }) => label)).size, 5);
  });

  it('say what choosing a backfill does', () => {
    assert.deepEqual(item('paused'), {
      id: 'plan-1',
      label: '$(play) Zend/bench.php, every, master',
      description: 'paused: choose it to go on, 0 of 3 commits',
      detail: '/php-src',
      status: 'paused',
    });
    const labels = (['running', 'pausing', 'paused', 'done'] as const).map(
      (status) => item(status).description,
    );
    assert.equal(new Set(labels).size, 4);
  });

  it('show one that cannot be read with the reason, and nothing to choose', () => {
    const error = errors.stateUnreadable('/x.json', 'it is not JSON');
    const shown = backfillItem({ id: 'x', error }, translate);
    assert.equal(shown.status, undefined);
    assert.match(shown.description, /it is not JSON/);
  });

  it('let no name become an icon', () => {
    const plan = planOf(1, { range: '$(trash) master' });
    const shown = backfillItem({ id: 'plan-1', plan, status: 'done', pid: undefined }, translate);
    assert.doesNotMatch(shown.label.slice(1), /\$\(/);
  });
});
