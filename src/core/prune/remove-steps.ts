/** The nameless images below one that was removed: they go too, as long as nothing else needs them. */
import { isBenchError } from '../errors.ts';
import type { EnginePort } from '../ports.ts';

/** What was removed, and what made an end of it; something that needs a step is no failure. */
export interface RemovedSteps {
  readonly removed: readonly string[];
  readonly failure?: unknown;
}

/** @param steps identifiers, the nearest to the image first */
export async function removeSteps(
  engine: Pick<EnginePort, 'findImage' | 'usersOf' | 'removeObject'>,
  steps: readonly string[],
  signal: AbortSignal,
): Promise<RemovedSteps> {
  const removed: string[] = [];
  try {
    for (const id of steps) {
      const now = await engine.findImage(id, signal);
      if (now === undefined) {
        continue;
      }
      const names = now.references.length + now.repoDigests.length;
      if (names > 0 || (await engine.usersOf({ kind: 'image', id }, signal)).length > 0) {
        break;
      }
      await engine.removeObject({ kind: 'image', id });
      removed.push(id);
    }
  } catch (failure) {
    const needed =
      isBenchError(failure, 'engine-object-busy') || isBenchError(failure, 'engine-object-missing');
    return needed ? { removed } : { removed, failure };
  }
  return { removed };
}
