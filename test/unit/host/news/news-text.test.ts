import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { causes } from '../../../../src/core/change/cause.ts';
import type { NewChange } from '../../../../src/core/news/news-state.ts';
import { newsItem, newsMessage, newsStatus, worthMessage } from '../../../../src/host/news/news-text.ts';
import { english } from '../../../support/translate.ts';

const change: NewChange = {
  seriesId: 1,
  seriesKey: 'key',
  title: 'Zend/bench.php: Total (master)',
  unit: 'ms',
  cause: 'code',
  relative: 0.0214,
  atMs: Date.UTC(2026, 5, 30, 12),
  commits: { after: '0123456789abcdef', upTo: 'fedcba9876543210' },
};

describe('the message about new changes', () => {
  it('is of what the code did, not of machine, harness and layout', () => {
    const all = causes.map((cause) => ({ ...change, cause }));
    assert.deepEqual(worthMessage(all), [change]);
  });

  it('names the series, the size, the commits and the cause', () => {
    assert.equal(
      newsMessage([change], english),
      'Zend/bench.php: Total (master): 2.14 % slower since 0123456789..fedcba9876. Cause: the code.',
    );
  });

  it('says how many more there are', () => {
    assert.match(newsMessage([change, change, change], english), /the code\. More changes: 2\.$/);
  });

  it('has words for each metric, whichever way it moved', () => {
    const wordsOf = (unit: NewChange['unit'], relative: number) =>
      newsItem({ ...change, unit, relative }, 'en', english).description;
    const words = (['ms', 'bytes', 'instructions'] as const).flatMap((unit) => [
      wordsOf(unit, 0.5),
      wordsOf(unit, -0.5),
    ]);
    assert.deepEqual(words, [
      ...['50.0 % slower', '50.0 % faster', '50.0 % more memory', '50.0 % less memory'],
      ...['50.0 % more instructions', '50.0 % fewer instructions'],
    ]);
  });

  it('leaves out commits that are not known', () => {
    const message = (commits: NewChange['commits']) => newsMessage([{ ...change, commits }], english);
    assert.match(message({ after: '', upTo: '' }), /: 2\.14 % slower\. Cause/);
    assert.match(message({ after: '', upTo: 'fedcba9876543210' }), /slower since fedcba9876\. Cause/);
  });
});

it('the status bar counts, and the list shows each without icons or links of its own', () => {
  assert.equal(newsStatus(1, english), '1 new change');
  assert.equal(newsStatus(3, english), '3 new changes');
  const item = newsItem({ ...change, title: '$(alert) [x](command:y)' }, 'en', english);
  assert.equal(item.label, '$ (alert) [x] (command:y)');
  assert.equal(item.description, '2.14 % slower');
  assert.equal(item.detail, '6/30/2026 · 0123456789..fedcba9876 · Cause: the code');
});
