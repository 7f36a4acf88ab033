/** What the scripts say while they work: each step by name, then how long it took and what came of it. */

/**
 * Runs one step of a set-up: prints its title before, its duration and result after. `describe` words the result.
 * Rejects as `work` does, after saying that the step failed.
 */
export async function step<T>(
  title: string,
  work: () => Promise<T>,
  describe: (result: T) => string = () => '',
): Promise<T> {
  console.log(`\n==> ${title}`);
  const startedAtMs = performance.now();
  try {
    const result = await work();
    console.log(`    done in ${formatDuration(performance.now() - startedAtMs)}${suffix(describe(result))}`);
    return result;
  } catch (error) {
    console.log(`    failed after ${formatDuration(performance.now() - startedAtMs)}`);
    throw error;
  }
}

/** A line of detail inside a step. */
export function say(text: string): void {
  console.log(`    ${text}`);
}

/** A duration for people: `0.3 s`, `12.0 s`, `2 min 05 s`. */
export function formatDuration(durationMs: number): string {
  const tenths = Math.round(durationMs / 100);
  if (tenths < 600) {
    return `${(tenths / 10).toFixed(1)} s`;
  }
  const seconds = Math.round(durationMs / 1000);
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
}

function suffix(detail: string): string {
  return detail === '' ? '' : `: ${detail}`;
}
