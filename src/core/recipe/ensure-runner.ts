/** The runner's image: a static program in an image of its own, so that a change of it leaves all builds as they are. */
import { errors } from '../errors.ts';
import type { BuildResult } from '../model/build.ts';
import { label, ownLabels, startedLabel } from '../model/labels.ts';
import { architectureTag } from '../model/platform.ts';
import type { ContainerAssets, EnginePort, MachinePort, ProfilePort, Report } from '../ports.ts';
import { Steps } from '../steps.ts';
import { buildOwnImage } from './build-own-image.ts';
import { findTarget } from './ensure-toolchain.ts';

export interface RunnerImageDeps {
  readonly engine: Pick<EnginePort, 'findImage' | 'buildImage' | 'describe' | 'withContainer'>;
  readonly profiles: ProfilePort;
  readonly machine: Pick<MachinePort, 'sha256' | 'nowMs' | 'owner'>;
  readonly assets: Pick<ContainerAssets, 'runnerSource'>;
}

/** Whose compiler makes the runner. */
export type CompilerOfBuild = Pick<BuildResult, 'toolchainKey' | 'toolchainImage' | 'platform'>;

/** Where the image holds the program; there is nothing else in it. */
const programPath = '/runner';
/** A static program with its C library has about 1 MB. */
const maxProgramBytes = 16 * 1024 * 1024;

/** The Dockerfile of the runner's image. */
export function runnerDockerfile(toolchainImage: string): string {
  return [
    '# The program that executes and measures benchmarks, made by PHP Source Bench.',
    `FROM ${toolchainImage} AS compile`,
    'COPY runner.c /tmp/',
    'RUN gcc -O2 -Wall -static -o /tmp/runner /tmp/runner.c && chmod 0755 /tmp/runner',
    '',
    'FROM scratch',
    `COPY --from=compile /tmp/runner ${programPath}`,
    '',
  ].join('\n');
}

/**
 * The runner for a build, as a program's content; its image is built first where the engine has none.
 * @throws `toolchain-failed`, and whatever the engine throws
 */
export async function readRunner(
  deps: RunnerImageDeps,
  build: CompilerOfBuild,
  report: Report,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const image = await ensureRunner(deps, build, report, signal);
  const { platform } = build;
  const labels = ownLabels('bench-container', {
    [label.platform]: platform,
    [label.owner]: deps.machine.owner(),
  });
  const program = await deps.engine.withContainer(
    { image, command: [programPath], labels, platform, network: 'none' },
    (container) => container.readFile(programPath, maxProgramBytes, signal),
    signal,
  );
  if (program === undefined) {
    throw errors.engineObjectMissing(`${programPath} of the image ${image}`);
  }
  return program;
}

async function ensureRunner(
  deps: RunnerImageDeps,
  { toolchainKey, toolchainImage, platform }: CompilerOfBuild,
  report: Report,
  signal: AbortSignal,
): Promise<string> {
  const dockerfile = runnerDockerfile(toolchainImage);
  const source = deps.assets.runnerSource;
  const identity = ['runner-1', platform, toolchainKey, dockerfile, source];
  const key = deps.machine.sha256(JSON.stringify(identity)).slice(0, 16);
  const reference = `php-source-bench/runner:${architectureTag(platform)}-${key}`;
  if ((await deps.engine.findImage(reference, signal)) !== undefined) {
    return reference;
  }
  const steps = new Steps(report, deps.machine);
  steps.start('Compiling the program that measures');
  const labels = ownLabels('runner', {
    [label.recipe]: key,
    [label.toolchain]: toolchainKey,
    [label.platform]: platform,
    ...startedLabel(deps.machine.nowMs()),
  });
  const { profile } = await findTarget(deps, platform, signal);
  const files = [{ path: 'runner.c', content: source }];
  await buildOwnImage(
    deps.engine,
    { reference, dockerfile, files, labels, platform },
    profile,
    report,
    signal,
  );
  steps.done(reference);
  return reference;
}
