import assert from 'node:assert/strict';
import { join } from 'node:path';
import { it } from 'node:test';
import { historyStamp } from '../../../../src/host/news/history-stamp.ts';
import { openHistory } from '../../../../src/local/history/open.ts';
import { runOf } from '../../../support/history-data.ts';
import { storeRun } from '../../../support/open-history.ts';
import { withTemporary } from '../../../support/temporary.ts';

it('the stamp of a history changes with what another program writes, and not with what is read', () =>
  withTemporary(async (directory) => {
    const path = join(directory, 'history.sqlite');
    assert.equal(await historyStamp(path), undefined);
    const writer = await openHistory(path);
    storeRun(writer, runOf(1), [5]);
    writer.close();
    const before = await historyStamp(path);
    assert.ok(before !== undefined);

    const reader = await openHistory(path);
    assert.equal(reader.listSeries().length, 1);
    assert.equal(await historyStamp(path), before);

    const other = await openHistory(path);
    storeRun(other, runOf(2), [5]);
    const after = await historyStamp(path);
    assert.notEqual(after, before);
    assert.equal(reader.listSeries()[0]?.runCount, 2);
    assert.equal(await historyStamp(path), after);
    other.close();
    reader.close();
  }));
