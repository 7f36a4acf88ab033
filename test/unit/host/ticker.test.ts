import assert from 'node:assert/strict';
import { it, mock } from 'node:test';
import { Ticker } from '../../../src/host/ticker.ts';

it('ticks once a period while it is wanted, however often it is asked to start', () => {
  mock.timers.enable({ apis: ['setInterval'] });
  try {
    let ticks = 0;
    const ticker = new Ticker(60_000, () => {
      ticks += 1;
    });
    mock.timers.tick(120_000);
    assert.equal(ticks, 0);
    ticker.start();
    ticker.start();
    mock.timers.tick(59_999);
    assert.equal(ticks, 0);
    mock.timers.tick(60_001);
    assert.equal(ticks, 2);
    ticker.stop();
    ticker.stop();
    mock.timers.tick(600_000);
    assert.equal(ticks, 2);
    ticker.start();
    mock.timers.tick(60_000);
    assert.equal(ticks, 3);
    ticker.stop();
  } finally {
    mock.timers.reset();
  }
});
