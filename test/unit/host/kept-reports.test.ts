import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { KeptReports } from '../../../src/host/kept-reports.ts';
import { fakeMemory } from '../../support/fake-memory.ts';

describe('reports that are kept across a reload', () => {
  it('are read by another window, the newest of each address', async () => {
    const memory = fakeMemory();
    await new KeptReports(memory).keep('a', 'old');
    await new KeptReports(memory).keep('b', 'other');
    await new KeptReports(memory).keep('a', 'new');
    const reports = new KeptReports(memory);
    assert.deepEqual(
      ['a', 'b', 'c'].map((address) => reports.read(address)),
      ['new', 'other', undefined],
    );
    assert.equal(JSON.stringify(memory.values.get('reports')).includes('old'), false);
  });

  it('go when there are twenty newer ones', async () => {
    const reports = new KeptReports(fakeMemory());
    for (let index = 0; index <= 20; index += 1) {
      await reports.keep(`report ${index}`, 'text');
    }
    assert.equal(reports.read('report 0'), undefined);
    assert.equal(reports.read('report 1'), 'text');
  });

  it('go when newer ones need their room, and are not kept when they are too long alone', async () => {
    const reports = new KeptReports(fakeMemory());
    await reports.keep('a', 'x'.repeat(200_000));
    await reports.keep('b', 'x'.repeat(200_000));
    assert.ok(reports.read('a') !== undefined);
    await reports.keep('c', 'short');
    assert.deepEqual([reports.read('a'), reports.read('c')], [undefined, 'short']);
    await reports.keep('d', 'x'.repeat(400_001));
    assert.equal(reports.read('d'), undefined);
  });

  it('count as nothing when they cannot be read', async () => {
    const memory = fakeMemory();
    memory.values.set('reports', [{ address: 1 }]);
    const reports = new KeptReports(memory);
    assert.equal(reports.read('a'), undefined);
    await reports.keep('a', 'text');
    assert.equal(reports.read('a'), 'text');
  });
});
