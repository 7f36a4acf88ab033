import { type BenchError, errors, isBenchError } from '../errors.ts';
import type { ImageFacts } from '../model/engine.ts';
import { label, ownLabels } from '../model/labels.ts';
import { architectureTag, type Platform } from '../model/platform.ts';
import type { BootstrapPort, EnginePort, Report } from '../ports.ts';
import type { Steps } from '../steps.ts';

/** The distribution release of bootstrapped bases: the one whose compilers build PHP 5.3 to master unpatched. */
const bootstrapSuite = 'bookworm';

export interface BaseDeps {
  readonly engine: Pick<EnginePort, 'findImage' | 'pullImage' | 'importImage' | 'describe'>;
  readonly bootstrap: BootstrapPort;
}

/** The name of the base image that this machine bootstraps where no registry answers. */
export function bootstrappedReference(platform: Platform): string {
  return `php-source-bench/base:${bootstrapSuite}-${architectureTag(platform)}`;
}

export interface BaseImage {
  readonly image: ImageFacts;
  /** What a Dockerfile's `FROM` names. */
  readonly reference: string;
}

/**
 * Finds the base image, else pulls it, else bootstraps one from the distribution's signed packages.
 * @throws `base-image-unavailable` if none of the three works.
 */
export async function ensureBase(
  deps: BaseDeps,
  wanted: { readonly reference: string; readonly platform: Platform },
  steps: Steps,
  report: Report,
  signal: AbortSignal,
): Promise<BaseImage> {
  const own = bootstrappedReference(wanted.platform);
  for (const reference of [wanted.reference, own]) {
    const image = await deps.engine.findImage(reference, signal);
    if (image !== undefined) {
      return { image, reference };
    }
  }
  steps.start(`Pulling the base image ${wanted.reference}`);
  const onLine = (text: string) => report({ kind: 'line', text });
  try {
    const image = await deps.engine.pullImage(wanted.reference, wanted.platform, onLine, signal);
    steps.done();
    return { image, reference: wanted.reference };
  } catch (error) {
    if (!isBenchError(error) || error.reason === 'cancelled') {
      throw error;
    }
    steps.done('not to be had here');
    return { image: await bootstrapBase(deps, wanted, error, steps, report, signal), reference: own };
  }
}

async function bootstrapBase(
  deps: BaseDeps,
  wanted: { readonly reference: string; readonly platform: Platform },
  pullError: BenchError,
  steps: Steps,
  report: Report,
  signal: AbortSignal,
): Promise<ImageFacts> {
  const engine = await deps.engine.describe(signal);
  const obstacle =
    engine.platform === wanted.platform
      ? await deps.bootstrap.unavailableBecause()
      : `the engine's own platform is ${engine.platform}.`;
  if (obstacle !== undefined) {
    throw errors.baseImageUnavailable(wanted.reference, `the pull failed, and ${obstacle}`, pullError);
  }
  steps.start(
    `Bootstrapping a base image (Debian ${bootstrapSuite}, every package checked against its signing key)`,
  );
  const reference = bootstrappedReference(wanted.platform);
  const image = await deps.bootstrap.bootstrap(
    bootstrapSuite,
    (text) => report({ kind: 'line', text }),
    (rootfs) =>
      deps.engine.importImage(
        rootfs,
        {
          reference,
          platform: wanted.platform,
          labels: ownLabels('base', { [label.platform]: wanted.platform }),
        },
        signal,
      ),
    signal,
  );
  steps.done(reference);
  return image;
}
