/** Builds at the same time often need the same image: it is built once, and the others wait for it. */
import { errors } from '../errors.ts';
import type { ImageFacts } from '../model/engine.ts';
import type { EnginePort } from '../ports.ts';

/**
 * A `buildImage` that builds no reference twice at the same time: ours name their content. Whoever waits for a build
 * that fails, or that somebody else cancels, builds itself.
 */
export function sharedBuilds(buildImage: EnginePort['buildImage']): EnginePort['buildImage'] {
  const building = new Map<string, Promise<ImageFacts>>();
  return async (spec, onLine, signal) => {
    const { reference } = spec;
    for (let other = building.get(reference); other !== undefined; other = building.get(reference)) {
      onLine(`Another build makes ${reference} already; waiting for it.`);
      const image = await endOf(other, signal);
      if (image !== undefined) {
        return image;
      }
    }
    const own = buildImage(spec, onLine, signal);
    building.set(reference, own);
    try {
      return await own;
    } finally {
      building.delete(reference);
    }
  };
}

/** What a build of somebody else makes, or `undefined` if it fails; rejects with `cancelled` on an abort before. */
async function endOf(build: Promise<ImageFacts>, signal: AbortSignal): Promise<ImageFacts | undefined> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(errors.cancelled());
    if (signal.aborted) {
      abort();
      return;
    }
    signal.addEventListener('abort', abort, { once: true });
    const end = (image: ImageFacts | undefined) => {
      signal.removeEventListener('abort', abort);
      resolve(image);
    };
    build.then(end, () => end(undefined));
  });
}
