import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Looks } from '../../../../src/host/panel/looks.ts';

function memoryOf(kept: Record<string, unknown> = {}) {
  return {
    kept,
    get: (key: string) => kept[key],
    update: async (key: string, value: unknown) => {
      kept[key] = value;
    },
  };
}

const place = { historyPath: '/history.sqlite', seriesId: 1 };

describe('a look at a series', () => {
  it('finds nothing new the first time', () => {
    assert.equal(new Looks(memoryOf()).look(place, [3, 9, 4]), 9);
  });

  it('finds what came since the last one, after a restart too', () => {
    const memory = memoryOf();
    new Looks(memory).look(place, [1, 2]);
    const looks = new Looks(memory);
    assert.equal(looks.look(place, [1, 2, 5]), 2);
    assert.equal(new Looks(memory).look(place, [1, 2, 5]), 5);
  });

  it('goes on while the panel is open, until it is ended', () => {
    const looks = new Looks(memoryOf());
    looks.look(place, [1]);
    assert.equal(looks.look(place, [1, 2]), 1);
    assert.equal(looks.look(place, [1, 2, 3]), 1);
    looks.endAll();
    assert.equal(looks.look(place, [1, 2, 3]), 3);
  });

  it('is at one series of one history', () => {
    const looks = new Looks(memoryOf());
    looks.look(place, [1]);
    assert.equal(looks.look({ ...place, seriesId: 2 }, [7]), 7);
    assert.equal(looks.look({ ...place, historyPath: '/other.sqlite' }, [8]), 8);
    assert.equal(looks.look(place, [1, 2]), 1);
  });

  it('forgets the series that were looked at longest ago', () => {
    const memory = memoryOf();
    const looks = new Looks(memory);
    looks.look({ ...place, seriesId: 150 }, [1]);
    for (let seriesId = 0; seriesId < 990; seriesId += 1) {
      looks.look({ ...place, seriesId }, [seriesId === 150 ? 2 : 1]);
    }
    for (let seriesId = 2000; seriesId < 2100; seriesId += 1) {
      looks.look({ ...place, seriesId }, [1]);
    }
    assert.equal(Object.keys(Object(memory.kept.seriesLooks)).length, 1000);
    const later = new Looks(memory);
    assert.equal(later.look({ ...place, seriesId: 0 }, [5]), 5);
    assert.equal(later.look({ ...place, seriesId: 150 }, [5]), 2);
  });

  it('takes a memory that cannot be read for none', () => {
    fc.assert(
      fc.property(fc.anything(), (kept) => {
        const seen = new Looks(memoryOf({ seriesLooks: kept })).look(place, [4]);
        assert.ok(Number.isSafeInteger(seen) && seen >= 0);
      }),
    );
  });
});
