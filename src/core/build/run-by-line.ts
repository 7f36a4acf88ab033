import type { OnOutput, OutputStream } from '../ports.ts';
import type { LineSplitter } from './lines.ts';

/** Runs a container to its end, each stream of its output cut into lines; rejects as `run` does. */
export async function runByLine<TExit>(
  container: { readonly run: (onOutput: OnOutput, signal: AbortSignal) => Promise<TExit> },
  lines: Readonly<Record<OutputStream, LineSplitter>>,
  signal: AbortSignal,
): Promise<TExit> {
  const exit = await container.run((stream, chunk) => lines[stream].push(chunk), signal);
  lines.stdout.end();
  lines.stderr.end();
  return exit;
}
