import { isBenchError } from '../errors.ts';
import type { DiskUsage } from '../model/engine.ts';
import type { EnginePort } from '../ports.ts';

/** An engine's sizes; `undefined` if it cannot add them up, as with a damaged layer. Rejects when it is gone. */
export async function knownUsage(
  engine: Pick<EnginePort, 'diskUsage'>,
  signal: AbortSignal,
): Promise<DiskUsage | undefined> {
  try {
    return await engine.diskUsage(signal);
  } catch (thrown) {
    if (isBenchError(thrown, 'engine-failed')) {
      return undefined;
    }
    throw thrown;
  }
}
