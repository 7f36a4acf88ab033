import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '../core/resources/watch-resources.ts';

/** This machine's time. */
export const localClock: Clock = {
  nowMs: () => performance.now(),
  // An abort ends the pause, and whoever paused looks at the signal next.
  pause: (durationMs, signal) => delay(durationMs, undefined, { signal }).catch(() => undefined),
};
