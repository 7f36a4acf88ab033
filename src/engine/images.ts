/** Images: finding, pulling, importing. */
import { Readable } from 'node:stream';
import { errors, isBenchError } from '../core/errors.ts';
import type { ByteStream, ImageFacts } from '../core/model/engine.ts';
import type { Labels } from '../core/model/labels.ts';
import type { Platform } from '../core/model/platform.ts';
import type { OnLine } from '../core/ports.ts';
import { meaningOf } from './causes.ts';
import {
  ask,
  attempt,
  type Connection,
  dial,
  platformParameter,
  unlessMissing,
  type WireOptions,
} from './connection.ts';
import { markPlatform } from './mark-platform.ts';
import { createNarrator, narrate } from './narrator.ts';
import { toImageFacts } from './normalise.ts';
import { requireOwn } from './own-labels.ts';
import { asSentence } from './plain-text.ts';
import { imageReply } from './replies.ts';

interface ImageName {
  readonly repository: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
}

const referencePattern =
  /^(?<repository>(?:[a-z0-9.-]+:\d+\/)?[a-z0-9]+(?:[._/-]+[a-z0-9]+)*)(?::(?<tag>\w[\w.-]{0,127}))?(?:@(?<digest>sha256:[0-9a-f]{64}))?$/i;

/** The parts of `repository:tag@digest`; an odd reference is `invalid-setting`, as it came from one. */
export function parseReference(reference: string): ImageName {
  const match = reference.length > 512 ? null : referencePattern.exec(reference);
  const { repository, tag, digest } = match?.groups ?? {};
  if (repository === undefined || /\.\.|\/\/|\/\.\/?/.test(repository)) {
    throw errors.invalidSetting('image', `"${reference.slice(0, 200)}" is no image name.`);
  }
  return { repository, tag, digest };
}

/** An image by reference or id; rejects with `engine-object-missing` if there is none. */
export async function inspectImage(
  connection: Connection,
  reference: string,
  signal: AbortSignal,
): Promise<ImageFacts> {
  if (!/^sha256:[0-9a-f]{64}$/.test(reference)) {
    parseReference(reference);
  }
  const object = `the image ${reference}`;
  const options: { readonly manifests?: boolean } & WireOptions = { abortSignal: signal };
  const reply = await ask(connection, { what: `look at ${object}`, object, signal }, imageReply, () =>
    connection.docker.getImage(reference).inspect(options),
  );
  return toImageFacts(reply);
}

/** The image with this reference or id, or `undefined`. */
export async function findImage(
  connection: Connection,
  reference: string,
  signal: AbortSignal,
): Promise<ImageFacts | undefined> {
  return unlessMissing(() => inspectImage(connection, reference, signal));
}

/**
 * Pulls an image by tag or digest, without credentials. Rejects with the cause that the engine's words name
 * (`causes.ts`), else with `base-image-unavailable` in the registry's words.
 */
export async function pullImage(
  connection: Connection,
  reference: string,
  platform: Platform,
  onLine: OnLine,
  signal: AbortSignal,
): Promise<ImageFacts> {
  const { repository, tag, digest } = parseReference(reference);
  const object = `the image ${reference}`;
  const narrator = createNarrator(onLine);
  try {
    await attempt(connection, { what: `pull ${reference}`, object, platform, signal }, async () => {
      const body = await connection.docker.createImage({
        abortSignal: signal,
        fromImage: repository,
        tag: digest ?? tag ?? 'latest',
        ...platformParameter(connection, platform),
      });
      await narrate(Readable.from(body), narrator);
    });
  } catch (thrown) {
    if (isBenchError(thrown, 'engine-failed') || isBenchError(thrown, 'engine-object-missing')) {
      const detail = thrown.cause instanceof Error ? thrown.cause.message : thrown.message;
      throw errors.baseImageUnavailable(reference, asSentence(detail), thrown);
    }
    throw thrown;
  }
  if (narrator.failure !== undefined) {
    const said = new Error(narrator.failure);
    throw (
      meaningOf(narrator.failure, { ...connection, object, platform }, said) ??
      errors.baseImageUnavailable(reference, asSentence(narrator.failure), said)
    );
  }
  return inspectImage(connection, reference, signal);
}

/** A LABEL line of a Dockerfile; dollars would be expanded, and a line end would end it. */
function labelLine(name: string, value: string): string {
  const quoted = [name, value].map((text) => {
    if (/[\r\n]/.test(text)) {
      throw new TypeError(`the label ${name} has a line end`);
    }
    return `"${text.replace(/["\\$]/g, '\\$&')}"`;
  });
  return `LABEL ${quoted.join('=')}`;
}

/**
 * Makes an image of a tar of a root file system.
 * Rejects with `engine-failed` when the engine cannot be made to mark it with its platform.
 */
export async function importImage(
  connection: Connection,
  rootfs: ByteStream,
  spec: { readonly reference: string; readonly platform: Platform; readonly labels: Labels },
  signal: AbortSignal,
): Promise<ImageFacts> {
  const what = `import ${spec.reference}`;
  const { repository, tag } = parseReference(spec.reference);
  const changes = Object.entries(requireOwn(spec.labels)).map(([name, value]) => labelLine(name, value));
  const narrator = createNarrator(() => undefined);
  await attempt(connection, { what, object: `the image ${spec.reference}`, signal }, async () => {
    const body = await dial(connection, {
      method: 'POST',
      path: '/images/create?',
      options: {
        fromSrc: '-',
        repo: repository,
        tag: tag ?? 'latest',
        changes,
        ...platformParameter(connection, spec.platform),
      },
      file: Readable.from(rootfs),
      isStream: true,
      abortSignal: signal,
    });
    await narrate(body as AsyncIterable<Uint8Array>, narrator);
  });
  if (narrator.failure !== undefined) {
    const said = new Error(narrator.failure);
    const speaker = { ...connection, object: `the image ${spec.reference}`, platform: spec.platform };
    throw (
      meaningOf(narrator.failure, speaker, said) ??
      errors.engineFailed(what, asSentence(narrator.failure), said)
    );
  }
  if ((await inspectImage(connection, spec.reference, signal)).platform !== spec.platform) {
    await markPlatform(connection, spec, signal);
  }
  const image = await inspectImage(connection, spec.reference, signal);
  if (image.platform !== spec.platform) {
    await connection.docker.getImage(spec.reference).remove({ abortSignal: signal });
    throw errors.engineFailed(
      what,
      `it marks the image ${image.platform} instead of ${spec.platform}. Use a newer engine, or pull the image.`,
    );
  }
  return image;
}
