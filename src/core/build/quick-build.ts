/**
 * The shortcut of the edit loop: the changes and their build in one command, in a container that runs already, where
 * this program knows what the volume holds. Each call to the engine that this saves takes tens of milliseconds.
 */
import { joinedBytes } from '../joined-bytes.ts';
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
 * Is told on its standard input which generation the changes are of, and onto no other does it unpack them, and how
 * many bytes they take: the input does not end, for which tar would wait. It may have been started long before, and
 * ends if nobody comes. The host's clock may be ahead; the build script gives files this machine's time.
 */
const script = `
read -r length generation || exit ${staleExit}
[ "$(cat ${generationMark} 2>/dev/null)" = "$generation" ] && [ ! -e ${syncMark.path} ] || exit ${staleExit}
head -c "$length" | tar -x --warning=no-timestamp || exit 10
exec /bin/sh ${stateDirectory}/run.sh
`;

/** The next command of a container that builds incrementally; see {@link quickBuild}. */
export const quickBuildCommand = ['/bin/sh', '-c', script];

/**
 * Sends and builds what has changed.
 * @returns `undefined` if nothing has, or if it takes the usual way; nothing was done then
 * @throws as `runBuild`
 */
export async function quickBuild(
  tree: Pick<TreePort, 'lookAt' | 'packFiles'>,
  source: Source,
  to: Destination & { readonly container: Pick<KeptContainerPort, 'runNext'> },
  toRun: ToRun,
  steps: Steps,
  report: Report,
  signal: AbortSignal,
): Promise<Sent | undefined> {
  const { container, volume, states } = to;
  const held = volume === undefined ? undefined : states.of(volume);
  if (held === undefined || volume === undefined || container.runNext === undefined || to.empty) {
    return undefined;
  }
  const update = await planUpdate(tree, source, held, signal);
  if (update === undefined || update.hasLearnt || !isSmall(update.plan)) {
    return undefined;
  }
  steps.start('Sending the changes');
  const { tar, sent } = packUpdate(tree, source, update, to, toRun, signal);
  const input = await inputOf(held.generation, tar);
  const { runNext } = container;
  let isStale = false;
  const run = async (onOutput: OnOutput, runSignal: AbortSignal) => {
    const onFirst = onceBefore(onOutput, () => reportSent(sent(), steps, report));
    const exit = await runNext(input, onFirst, runSignal);
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

/** What {@link quickBuildCommand} reads. */
async function inputOf(generation: string, tar: ByteStream): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of tar) {
    pieces.push(piece);
    length += piece.length;
  }
  const header = new TextEncoder().encode(`${length} ${generation}\n`);
  return joinedBytes([header, ...pieces], header.length + length);
}
