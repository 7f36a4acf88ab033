/** Building of images, with BuildKit where the engine has it, else with its classic builder. */
import { randomUUID } from 'node:crypto';
import { errors, isBenchError } from '../core/errors.ts';
import { careOf } from '../core/machine/engine-home.ts';
import type { ImageBuildSpec, ImageFacts } from '../core/model/engine.ts';
import type { OnLine } from '../core/ports.ts';
import { meaningOf } from './causes.ts';
import {
  attempt,
  type Builder,
  type Connection,
  cleanupSignal,
  dial,
  platformParameter,
} from './connection.ts';
import { EngineReplyError } from './failures.ts';
import { epoch, packFiles } from './file-tar.ts';
import { inspectImage } from './images.ts';
import { createNarrator, type Narrator, narrate } from './narrator.ts';
import { requireOwn } from './own-labels.ts';
import { asSentence } from './plain-text.ts';

/** What engines say when they have no BuildKit, or one that wants a client with a session. */
const buildKitUnavailable =
  /buildkit (?:is )?not (?:supported|enabled|available)|builder version .*not supported|no active session|session .*(?:required|not found)|only supported .*experimental/i;

/** How long a cancelled build may take to end by itself before its connection is cut. */
const cancelLimitMs = 20_000;

function parametersOf(
  connection: Connection,
  spec: ImageBuildSpec,
  build: RunningBuild,
): Record<string, unknown> {
  return {
    t: spec.reference,
    dockerfile: 'Dockerfile',
    buildargs: spec.buildArgs,
    labels: requireOwn(spec.labels),
    rm: true,
    forcerm: true,
    ...(build.builder === 'buildkit' ? { version: '2', buildid: build.buildId } : { version: '1' }),
    ...platformParameter(connection, spec.platform),
  };
}

/** Why a build failed, in one sentence: the last thing its command said where a command failed. */
function failureOf(narrator: Narrator, failure: string): string {
  const said = failure.replace(
    /^failed to solve(?: with frontend [\w.]+)?: (?:failed to \w+ LLB definition: )?/,
    '',
  );
  const exitCode = /(?:exit code:|non-zero code:) (\d+)/.exec(failure)?.[1];
  if (exitCode === undefined || narrator.lastOutput === undefined) {
    return asSentence(said);
  }
  return asSentence(`${narrator.lastOutput} (exit code ${exitCode})`);
}

/** A build that failed, on an engine and with what it said. */
interface FailedBuild {
  readonly connection: Connection;
  readonly spec: ImageBuildSpec;
  readonly narrator: Narrator;
}

function buildError(
  { connection, spec, narrator }: FailedBuild,
  failure: string,
  cause: unknown = new Error(failure),
): Error {
  if (narrator.sawDiskFull) {
    return errors.engineDiskFull(careOf(connection.home).enlargeDisk, cause);
  }
  const speaker = { ...connection, object: `the image ${spec.reference}`, platform: spec.platform };
  return meaningOf(failure, speaker, cause) ?? errors.toolchainFailed(failureOf(narrator, failure), cause);
}

/** A Dockerfile that the engine refuses at once comes as a failed call. */
function replyError(failed: FailedBuild, thrown: unknown): unknown {
  if (isBenchError(thrown) && thrown.cause instanceof EngineReplyError) {
    return buildError(failed, thrown.cause.message, thrown.cause);
  }
  return thrown;
}

function saysBuilderMissing(thrown: unknown): boolean {
  return (
    isBenchError(thrown, 'toolchain-failed') &&
    thrown.cause instanceof Error &&
    buildKitUnavailable.test(thrown.cause.message)
  );
}

/** How one build goes on and is stopped. */
interface RunningBuild {
  readonly builder: Builder;
  readonly buildId: string;
  /** Cuts the connection, before and after the engine has answered. */
  readonly cut: AbortController;
  /** The classic builder's container that ran last. */
  container: string | undefined;
}

/** Cancels a build. BuildKit ends its answer once it has stopped; the classic builder stops when it is cut off. */
async function stopBuild(connection: Connection, build: RunningBuild): Promise<void> {
  if (build.builder === 'classic') {
    build.cut.abort();
    return;
  }
  const limit = setTimeout(() => build.cut.abort(), cancelLimitMs);
  limit.unref();
  try {
    await dial(connection, {
      method: 'POST',
      path: '/build/cancel?',
      options: { id: build.buildId },
      abortSignal: cleanupSignal(),
    });
  } catch {
    build.cut.abort();
  }
}

/** After a cut the classic builder kills and removes its container by itself; this waits until it has. */
async function awaitClassicEnd(connection: Connection, build: RunningBuild): Promise<void> {
  if (build.container === undefined) {
    return;
  }
  try {
    await connection.docker
      .getContainer(build.container)
      .wait({ condition: 'removed', abortSignal: AbortSignal.timeout(cancelLimitMs) });
  } catch {
    // It is gone already, or the engine hangs; either way the build is cancelled.
  }
}

async function performBuild(
  connection: Connection,
  spec: ImageBuildSpec,
  context: Uint8Array,
  build: RunningBuild,
  narrator: Narrator,
): Promise<void> {
  const body = await dial(connection, {
    method: 'POST',
    path: '/build?',
    options: parametersOf(connection, spec, build),
    file: context,
    isStream: true,
    abortSignal: build.cut.signal,
  });
  await narrate(body as AsyncIterable<Uint8Array>, narrator);
}

/** Builds with one builder; rejects with `toolchain-failed` if the Dockerfile does not build. */
async function buildWith(
  connection: Connection,
  builder: Builder,
  spec: ImageBuildSpec,
  onLine: OnLine,
  signal: AbortSignal,
): Promise<void> {
  const context = await packFiles([...spec.files, { path: 'Dockerfile', content: spec.dockerfile }], epoch);
  const build: RunningBuild = {
    builder,
    buildId: randomUUID(),
    cut: new AbortController(),
    container: undefined,
  };
  const narrator = createNarrator((line) => {
    build.container = /^---> Running in ([0-9a-f]{12})$/.exec(line)?.[1] ?? build.container;
    onLine(line);
  });
  const onAbort = () => void stopBuild(connection, build);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    const trial = { what: `build ${spec.reference}`, object: `the image ${spec.reference}`, signal };
    await attempt(connection, trial, () => performBuild(connection, spec, context, build, narrator));
  } catch (thrown) {
    throw replyError({ connection, spec, narrator }, thrown);
  } finally {
    signal.removeEventListener('abort', onAbort);
    if (signal.aborted) {
      await awaitClassicEnd(connection, build);
    }
  }
  if (signal.aborted) {
    throw errors.cancelled(signal.reason);
  }
  if (narrator.failure !== undefined) {
    throw buildError({ connection, spec, narrator }, narrator.failure);
  }
}

/**
 * Builds an image and resolves with its facts; `builders` are tried in turn as long as the engine has not the one.
 * Rejects with `toolchain-failed`, the cause that the engine's words name (`causes.ts`), or `cancelled` once the build's
 * processes are gone.
 */
export async function buildImage(
  connection: Connection,
  spec: ImageBuildSpec,
  onLine: OnLine,
  signal: AbortSignal,
  builders: readonly Builder[] = connection.builders,
): Promise<ImageFacts> {
  for (const [index, builder] of builders.entries()) {
    try {
      await buildWith(connection, builder, spec, onLine, signal);
      break;
    } catch (thrown) {
      if (index === builders.length - 1 || !saysBuilderMissing(thrown)) {
        throw thrown;
      }
      onLine('This engine cannot build with BuildKit; its classic builder is used.');
    }
  }
  return inspectImage(connection, spec.reference, signal);
}
