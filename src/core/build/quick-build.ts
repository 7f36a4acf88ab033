/**
 * The shortcut of the edit loop: the changes and their build in one command, in a container that runs already, where
 * this program knows what the volume holds. Each call to the engine that this saves takes tens of milliseconds.
 */
import type { ByteStream } from '../model/engine.ts';
import type { KeptContainerPort, OnOutput, Report, TreePort } from '../ports.ts';
import type { Steps } from '../steps.ts';
import { reportSent, runBuild, type ToRun } from './run-build.ts';
import { type Destination, packUpdate, planUpdate, type Sent } from './send-source.ts';
import type { Source } from './source.ts';
import { generationMark, stateDirectory, syncMark } from './volume-state.ts';

/** More than that is unpacked by the engine itself. */
const maxInputBytes = 4 * 1024 * 1024;

/** Another program has sent something since. */
const staleExit = 20;

/**
 * Unpacks only onto the generation that the changes are of. The standard input does not end, for which tar would wait.
 * The host's clock may be ahead; the build script gives files this machine's time.
 */
const script = `
[ "$(cat ${generationMark} 2>/dev/null)" = "$1" ] && [ ! -e ${syncMark.path} ] || exit ${staleExit}
head -c "$2" | tar -x --warning=no-timestamp || exit 10
exec /bin/sh ${stateDirectory}/run.sh
`;

/**
 * Sends and builds what has changed.
 * @returns `undefined` if nothing has, or if it takes the usual way; nothing was done then
 * @throws as `runBuild`
 */
export async function quickBuild(
  tree: Pick<TreePort, 'lookAt' | 'packFiles'>,
  source: Source,
  to: Destination & { readonly container: Pick<KeptContainerPort, 'runCommand'> },
  toRun: ToRun,
  steps: Steps,
  report: Report,
  signal: AbortSignal,
): Promise<Sent | undefined> {
  const { container, volume, states } = to;
  const held = volume === undefined ? undefined : states.of(volume);
  if (held === undefined || volume === undefined || container.runCommand === undefined || to.empty) {
    return undefined;
  }
  const update = await planUpdate(tree, source, held, signal);
  if (update === undefined || update.hasLearnt || !isSmall(update.plan)) {
    return undefined;
  }
  steps.start('Sending the changes');
  const { tar, sent } = packUpdate(tree, source, update, to, toRun, signal);
  const input = await bytesOf(tar);
  const command = ['/bin/sh', '-c', script, 'quick-build', held.generation, String(input.length)];
  const { runCommand } = container;
  let isStale = false;
  const run = async (onOutput: OnOutput, runSignal: AbortSignal) => {
    const onFirst = onceBefore(onOutput, () => reportSent(sent(), steps, report));
    const exit = await runCommand(command, input, onFirst, runSignal);
    isStale = exit.exitCode === staleExit;
    return isStale ? { exitCode: 0 } : exit;
  };
  await runBuild({ run }, steps, report, signal);
  if (isStale) {
    states.forget(volume);
    return undefined;
  }
  return sent();
}

function isSmall({
  send,
  remove,
}: {
  readonly send: readonly { readonly sizeBytes: number }[];
  readonly remove: readonly string[];
}): boolean {
  const bytes = send.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const count = send.length + remove.length;
  return count > 0 && count < 1000 && bytes < maxInputBytes;
}

/** The output, with a call before the first of it. */
function onceBefore(onOutput: OnOutput, first: () => void): OnOutput {
  let isFirst = true;
  return (stream, chunk) => {
    if (isFirst) {
      isFirst = false;
      first();
    }
    onOutput(stream, chunk);
  };
}

async function bytesOf(tar: ByteStream): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of tar) {
    pieces.push(piece);
  }
  const all = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
