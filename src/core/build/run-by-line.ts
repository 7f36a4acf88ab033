import type { ContainerExit } from '../model/engine.ts';
import type { ContainerPort, OutputStream } from '../ports.ts';
import type { LineSplitter } from './lines.ts';

/** Runs a container to its end, each stream of its output cut into lines; rejects as `run` does. */
export async function runByLine(
  container: Pick<ContainerPort, 'run'>,
  lines: Readonly<Record<OutputStream, LineSplitter>>,
  signal: AbortSignal,
): Promise<ContainerExit> {
  const exit = await container.run((stream, chunk) => lines[stream].push(chunk), signal);
  lines.stdout.end();
  lines.stderr.end();
  return exit;
}
