/** The base image for people who are not root; root's builds bootstrap it themselves where it cannot be pulled. */
import { join } from 'node:path';
import { runAsRoot } from './root.ts';

/**
 * Makes sure that the engine at `dockerHost` has a base image, by a process of root's; resolves to its reference.
 * Rejects with what that process printed.
 */
export async function makeBaseImageAsRoot(dockerHost: string): Promise<string> {
  const script = join(import.meta.dirname, 'make-base-image.ts');
  return (await runAsRoot('make a base image', process.execPath, [script, dockerHost])).trim();
}
