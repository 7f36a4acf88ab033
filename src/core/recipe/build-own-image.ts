import { proxyEnvironment, proxySecrets } from '../machine/proxy.ts';
import type { ImageBuildSpec, ImageFacts } from '../model/engine.ts';
import type { MachineProfile } from '../model/machine.ts';
import type { EnginePort, Report } from '../ports.ts';
import { redact, redactError } from '../text/redact.ts';

/** An image to build, apart from what the machine adds. */
export type OwnImageSpec = Omit<ImageBuildSpec, 'buildArgs'> & {
  readonly buildArgs?: ImageBuildSpec['buildArgs'];
};

/**
 * Builds an image the way this machine reaches the network. The profile's proxy is handed over as Docker's predefined
 * build arguments, which stay out of the image and of its history; a password in it stays out of what is reported.
 * @throws `toolchain-failed` and whatever the engine throws
 */
export async function buildOwnImage(
  engine: Pick<EnginePort, 'buildImage'>,
  spec: OwnImageSpec,
  profile: MachineProfile,
  report: Report,
  signal: AbortSignal,
): Promise<ImageFacts> {
  const secrets = proxySecrets(profile.proxy);
  const buildArgs = { ...proxyEnvironment(profile.proxy), ...spec.buildArgs };
  const onLine = (text: string) => report({ kind: 'line', text: redact(text, secrets) });
  try {
    return await engine.buildImage({ ...spec, buildArgs }, onLine, signal);
  } catch (error) {
    throw redactError(error, secrets);
  }
}
