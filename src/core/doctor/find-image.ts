/** An image that is there already and has a shell; nothing is downloaded for a check. */
import type { EngineInfo } from '../model/engine.ts';
import { label } from '../model/labels.ts';
import type { EnginePort } from '../ports.ts';
import { bootstrappedReference } from '../recipe/ensure-base.ts';
import { imageOrigins } from '../resources/origin.ts';
import type { Outcome } from './sheet.ts';

type ImageDeps = Pick<EnginePort, 'findImage' | 'listImages'>;

/** Images of ours that are a whole Debian. */
const usable: readonly (string | undefined)[] = ['base', 'toolchain', 'tools'];

async function ownReferences(engine: ImageDeps, signal: AbortSignal): Promise<readonly string[]> {
  const images = await engine.listImages(signal);
  const origins = imageOrigins(images);
  return images
    .filter(({ id, labels }) => origins.get(id) === 'php-source-bench' && usable.includes(labels[label.kind]))
    .flatMap(({ references }) => references);
}

/** The configured base, else the one that this machine bootstraps, else a toolchain; of the engine's own platform. */
export async function findCheckImage(
  engine: ImageDeps,
  { platform }: Pick<EngineInfo, 'platform'>,
  baseImage: string,
  signal: AbortSignal,
): Promise<Outcome<string>> {
  const candidates = [baseImage, bootstrappedReference(platform), ...(await ownReferences(engine, signal))];
  for (const reference of candidates) {
    const image = await engine.findImage(reference, signal);
    if (image?.platform === platform) {
      return { state: 'passed', sentence: `${reference} is there.`, value: reference };
    }
  }
  return {
    state: 'not checked',
    sentence: `The engine holds no image that a container could look around with, neither ${baseImage} nor one of PHP Source Bench, and a check downloads none.`,
    action: 'Build once, or pull the base image; then check again.',
  };
}
