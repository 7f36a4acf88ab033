import { type BenchError, type ErrorReason, errors, isBenchError } from '../errors.ts';
import { proxySecrets } from '../machine/proxy.ts';
import type { ImageFacts } from '../model/engine.ts';
import { label, ownLabels } from '../model/labels.ts';
import type { MachineProfile } from '../model/machine.ts';
import { architectureTag, type Platform } from '../model/platform.ts';
import type { BootstrapPort, EnginePort, Report } from '../ports.ts';
import type { Steps } from '../steps.ts';
import { redact } from '../text/redact.ts';

/** The distribution release of bootstrapped bases: the one whose compilers build PHP 5.3 to master unpatched. */
const bootstrapSuite = 'bookworm';

export interface BaseDeps {
  readonly engine: Pick<EnginePort, 'findImage' | 'pullImage' | 'importImage'>;
  readonly bootstrap: BootstrapPort;
}

/** Failures of a pull that leave another way to a base image. */
const otherWayReasons: readonly ErrorReason[] = [
  'base-image-unavailable',
  'engine-name-resolution',
  'engine-proxy',
  'engine-certificate',
  'engine-failed',
  'engine-object-missing',
  'image-platform-missing',
];

/** The name of the base image that this machine bootstraps where no registry answers. */
export function bootstrappedReference(platform: Platform): string {
  return `php-source-bench/base:${bootstrapSuite}-${architectureTag(platform)}`;
}

/** What the base is for. */
export interface BaseTarget {
  readonly profile: MachineProfile;
  readonly platform: Platform;
}

export interface BaseImage {
  readonly image: ImageFacts;
  /** What a Dockerfile's `FROM` names. */
  readonly reference: string;
}

/**
 * Finds the base image, else pulls it, else bootstraps one from the distribution's signed packages.
 * @throws `base-image-unavailable` if none of the three works, or the cause of the failed pull where it has a name.
 */
export async function ensureBase(
  deps: BaseDeps,
  reference: string,
  target: BaseTarget,
  steps: Steps,
  report: Report,
  signal: AbortSignal,
): Promise<BaseImage> {
  const own = bootstrappedReference(target.platform);
  for (const candidate of [reference, own]) {
    const image = await deps.engine.findImage(candidate, signal);
    // An engine keeps one platform of an image under its name: the one that was pulled last.
    if (image?.platform === target.platform) {
      return { image, reference: candidate };
    }
  }
  steps.start(`Pulling the base image ${reference}`);
  const onLine = (text: string) => report({ kind: 'line', text });
  try {
    const image = await deps.engine.pullImage(reference, target.platform, onLine, signal);
    steps.done();
    return { image, reference };
  } catch (error) {
    if (!isBenchError(error) || !otherWayReasons.includes(error.reason)) {
      throw error;
    }
    steps.done('not to be had here');
    return {
      image: await bootstrapBase(deps, reference, target, error, steps, report, signal),
      reference: own,
    };
  }
}

async function bootstrapBase(
  deps: BaseDeps,
  wanted: string,
  { profile, platform }: BaseTarget,
  pullError: BenchError,
  steps: Steps,
  report: Report,
  signal: AbortSignal,
): Promise<ImageFacts> {
  const obstacle = await deps.bootstrap.unavailableBecause(platform);
  if (obstacle !== undefined) {
    // A cause that has a name says better what to do.
    throw isBenchError(pullError, 'base-image-unavailable') || isBenchError(pullError, 'engine-failed')
      ? errors.baseImageUnavailable(wanted, `the pull failed, and ${obstacle}`, pullError)
      : pullError;
  }
  steps.start(
    `Bootstrapping a base image (Debian ${bootstrapSuite}, every package checked against its signing key)`,
  );
  const reference = bootstrappedReference(platform);
  const labels = ownLabels('base', { [label.platform]: platform });
  const secrets = proxySecrets(profile.proxy);
  const image = await deps.bootstrap.bootstrap(
    { suite: bootstrapSuite, platform, mirror: profile.packageMirror, proxy: profile.proxy },
    (text) => report({ kind: 'line', text: redact(text, secrets) }),
    (rootfs) => deps.engine.importImage(rootfs, { reference, platform, labels }, signal),
    signal,
  );
  steps.done(reference);
  return image;
}
