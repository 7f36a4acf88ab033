/** Whether the engine's clock agrees with this machine's, as far as the way to it lets one tell. */
import type { ClockReading } from '../model/engine.ts';
import type { EnginePort } from '../ports.ts';
import { formatDuration } from '../text/format.ts';
import type { Outcome } from './sheet.ts';

const readings = 3;
/** make compares times of files from both clocks, and takes a second for a change. */
const harmlessMs = 1000;
/** Package mirrors and TLS refuse what comes from another time. */
const harmfulMs = 5 * 60_000;

/**
 * The limits between which the engine's clock is ahead of this machine's: it was read at some moment between question
 * and answer, and each reading narrows it down.
 */
export function clockLimits(all: readonly ClockReading[]): {
  readonly leastMs: number;
  readonly mostMs: number;
} {
  return {
    leastMs: Math.max(...all.map(({ engineMs, receivedAtMs }) => engineMs - receivedAtMs)),
    mostMs: Math.min(...all.map(({ engineMs, sentAtMs }) => engineMs - sentAtMs)),
  };
}

/** What the readings mean. */
export function judgeClock(all: readonly ClockReading[]): Outcome<true> {
  const { leastMs, mostMs } = clockLimits(all);
  const certainMs = leastMs > 0 ? leastMs : Math.max(0, -mostMs);
  if (certainMs <= harmlessMs) {
    const withinMs = Math.max(Math.abs(leastMs), Math.abs(mostMs));
    const sentence = `The engine's clock agrees with this machine's, to within ${formatDuration(withinMs)}.`;
    return { state: 'passed', sentence, value: true };
  }
  const sentence = `The engine's clock is ${formatDuration(certainMs)} ${leastMs > 0 ? 'ahead of' : 'behind'} this machine's, whatever the way to it took.`;
  const action =
    'Let both follow a time server ("timedatectl set-ntp true"); restart a virtual machine that was asleep.';
  return certainMs > harmfulMs
    ? { state: 'failed', sentence, action }
    : { state: 'warning', sentence, action, value: true };
}

/** Asks for the time some times. */
export async function checkClock(
  engine: Pick<EnginePort, 'readClock'>,
  signal: AbortSignal,
): Promise<Outcome<true>> {
  const all: ClockReading[] = [];
  for (let count = 0; count < readings; count += 1) {
    const reading = await engine.readClock(signal);
    if (reading === undefined) {
      return { state: 'not checked', sentence: 'The engine does not say what time it has.' };
    }
    all.push(reading);
  }
  return judgeClock(all);
}
