/** Those who build a PHP tree, each in a tree of its own. */
import { command } from './command.ts';
import type { DockerCli } from './docker-cli.ts';
import { benchLabel } from './traces.ts';

/** How a tree is configured and compiled, the same for everybody. */
export interface BuildPlan {
  readonly configureFlags: readonly string[];
  /** Compilers that make runs at once. */
  readonly jobs: number;
}

/** What they are called in the table. */
export const builderName = {
  ours: 'PHP Source Bench',
  native: 'native make',
  bound: 'make in a container, tree mounted',
  image: 'docker build, tree copied in',
} as const;

/** Somebody who builds. */
export interface PhpBuilder {
  readonly name: string;
  /** The tree, absolute; edits are made here. */
  readonly root: string;
  /** Brings the tree, and what was built of it, back to before the first build. */
  readonly forget: () => Promise<void>;
  /** Builds for the first time. */
  readonly buildFirst: () => Promise<void>;
  /** Builds after an edit. */
  readonly rebuild: () => Promise<void>;
}

/** Puts a tree's sources back and removes what was built in it. */
export async function restoreTree(root: string, signal: AbortSignal): Promise<void> {
  const git = (...words: readonly string[]) => command('git', ['-C', root, ...words], { signal });
  await git('reset', '--quiet', '--hard');
  await git('clean', '--quiet', '--force', '-dx');
}

function firstBuildScript({ configureFlags, jobs }: BuildPlan): string {
  const quoted = configureFlags.map((flag) => `'${flag.replaceAll("'", `'\\''`)}'`).join(' ');
  return `./configure ${quoted} && make -j${jobs}`;
}

/** Somebody who works in the tree itself, with a shell that `run` starts there. */
function inTree(
  name: string,
  root: string,
  { plan, signal }: { readonly plan: BuildPlan; readonly signal: AbortSignal },
  run: (script: string) => Promise<void>,
): PhpBuilder {
  return {
    name,
    root,
    forget: () => restoreTree(root, signal),
    buildFirst: () => run(firstBuildScript(plan)),
    rebuild: () => run(`make -j${plan.jobs}`),
  };
}

/** The machine's own compiler and make, in the tree. */
export function nativeBuilder(root: string, plan: BuildPlan, signal: AbortSignal): PhpBuilder {
  return inTree(builderName.native, root, { plan, signal }, async (script) => {
    await command('/bin/sh', ['-c', script], { cwd: root, signal });
  });
}

/** A container of the toolchain with the tree mounted into it, in which make runs as the tree's owner. */
export function boundBuilder(
  root: string,
  plan: BuildPlan,
  { docker, toolchain }: { readonly docker: DockerCli; readonly toolchain: string },
  signal: AbortSignal,
): PhpBuilder {
  const user = `${process.getuid?.() ?? 0}:${process.getgid?.() ?? 0}`;
  return inTree(builderName.bound, root, { plan, signal }, async (script) => {
    const limits = ['--rm', '--init', '--network', 'none', '--user', user, '--label', `${benchLabel}=bound`];
    await docker(['run', ...limits, '-v', `${root}:${root}`, '-w', root, toolchain, '/bin/sh', '-c', script]);
  });
}

/**
 * An image for each build, from scratch as a Dockerfile on top of the toolchain makes it: the tree is copied in,
 * configured and compiled. That the toolchain itself is there already is in its favour.
 */
export function imageBuilder(
  root: string,
  plan: BuildPlan,
  { docker, toolchain }: { readonly docker: DockerCli; readonly toolchain: string },
): PhpBuilder {
  const reference = 'psb-bench/build:latest';
  // What is made on the way inherits the label, so that it is found after an abort too.
  const lines = [
    `FROM ${toolchain}`,
    `LABEL ${benchLabel}=image`,
    `COPY . ${root}`,
    `WORKDIR ${root}`,
    `RUN ${firstBuildScript(plan)}`,
  ];
  const build = async () => {
    const words = ['build', '--no-cache', '--force-rm', '-t', reference];
    await docker([...words, '-f', '-', root], `${lines.join('\n')}\n`);
  };
  return {
    name: builderName.image,
    root,
    // Nothing is built in the tree itself, and nothing of an earlier image is used.
    forget: async () => {},
    buildFirst: build,
    rebuild: build,
  };
}
