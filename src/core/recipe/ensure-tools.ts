/** The debuggers' image: a toolchain with gdb and Valgrind, which most people never need. */
import type { BuildResult } from '../model/build.ts';
import { label, ownLabels, startedLabel } from '../model/labels.ts';
import { architectureTag } from '../model/platform.ts';
import type { EnginePort, MachinePort, ProfilePort, Report } from '../ports.ts';
import { Steps } from '../steps.ts';
import { buildOwnImage } from './build-own-image.ts';
import { findTarget } from './ensure-toolchain.ts';

export interface ToolsDeps {
  readonly engine: Pick<EnginePort, 'findImage' | 'buildImage' | 'describe'>;
  readonly profiles: ProfilePort;
  readonly machine: Pick<MachinePort, 'sha256' | 'nowMs'>;
}

/** What a build was made with. */
export type ToolchainOfBuild = Pick<BuildResult, 'toolchainKey' | 'toolchainImage' | 'platform'>;

/** Without the C library's own symbols, Valgrind refuses to start on some architectures. */
const packages = ['gdb', 'libc6-dbg', 'valgrind'];

/** The Dockerfile of the debuggers' image. */
export function toolsDockerfile(toolchainImage: string): string {
  return [
    '# Debuggers beside the toolchain, made by PHP Source Bench.',
    `FROM ${toolchainImage}`,
    'RUN apt-get update \\',
    ` && apt-get install -y --no-install-recommends ${packages.join(' ')} \\`,
    ' && rm -rf /var/lib/apt/lists/*',
    '',
  ].join('\n');
}

/**
 * Finds the debuggers' image for a build's toolchain, else builds it.
 * @returns its reference
 * @throws `toolchain-failed`, and whatever the engine throws
 */
export async function ensureTools(
  deps: ToolsDeps,
  { toolchainKey, toolchainImage, platform }: ToolchainOfBuild,
  report: Report,
  signal: AbortSignal,
): Promise<string> {
  const reference = `php-source-bench/tools:${architectureTag(platform)}-${toolchainKey}`;
  const dockerfile = toolsDockerfile(toolchainImage);
  const recipe = deps.machine.sha256(dockerfile).slice(0, 16);
  const found = await deps.engine.findImage(reference, signal);
  // Another version of the extension may have put something else into it.
  if (found?.labels[label.recipe] === recipe) {
    return reference;
  }
  const steps = new Steps(report, deps.machine);
  steps.start('Building the image of the debuggers (gdb, Valgrind)');
  const labels = ownLabels('tools', {
    [label.recipe]: recipe,
    [label.toolchain]: toolchainKey,
    [label.platform]: platform,
    ...startedLabel(deps.machine.nowMs()),
  });
  const { profile } = await findTarget(deps, platform, signal);
  const spec = { reference, dockerfile, files: [], labels, platform };
  await buildOwnImage(deps.engine, spec, profile, report, signal);
  steps.done(reference);
  return reference;
}
