import type { CopiedInterpreter } from '../core/build/copy-interpreter.ts';
import type { BuildResult, SourceChoice } from '../core/model/build.ts';
import type { Platform } from '../core/model/platform.ts';
import type { PresetName } from '../core/php/presets.ts';
import { formatDuration } from '../core/text/format.ts';
import type { CommandContext } from './context.ts';

export interface SourceOptions {
  readonly tree: string;
  readonly commit: string | undefined;
  readonly preset: PresetName;
  readonly flags: readonly string[];
  /** `undefined` for that of the machine profile, or the engine's own. */
  readonly platform: Platform | undefined;
}

/** The source that a commit-ish names; the work tree for none. */
export function sourceOf(commit: string | undefined): SourceChoice {
  return commit === undefined ? { kind: 'work-tree' } : { kind: 'commit', commit };
}

/** One sentence on a build. */
export function describeBuild(build: BuildResult): string {
  const commit = build.source.commit?.sha.slice(0, 12);
  const state = build.source.dirty ? ' with changes' : '';
  const of = commit === undefined ? 'release tree' : `commit ${commit}${state}`;
  const how = howBuilt(build);
  const where = build.image ?? `${build.treeRoot}/sapi/cli/php in volume ${build.volume ?? '?'}`;
  return `PHP ${build.phpVersion} (${of}, ${build.platform}) ${how}: ${where}`;
}

function howBuilt({ outcome, durationMs }: BuildResult): string {
  switch (outcome) {
    case 'built':
      return `built in ${formatDuration(durationMs)}`;
    case 'up-to-date':
      return `is up to date, found in ${formatDuration(durationMs)}`;
    case 'cached':
      return 'was built before';
  }
}

/** What a copied interpreter needs, in one sentence. */
export function describeCopy({ path, needs }: CopiedInterpreter): string {
  const glibc = needs.glibc === undefined ? [] : [`glibc ${needs.glibc} or newer`];
  const all = [...glibc, ...needs.libraries];
  const needed = all.length === 0 ? 'no shared library' : all.join(', ');
  return `Copied to ${path}. Where it runs it needs ${needed}.`;
}

export interface BuildOptions extends SourceOptions {
  readonly clean: boolean;
  /** File to copy the interpreter to; `undefined` for none. */
  readonly copyOut: string | undefined;
}

/** `build`: the open tree incrementally, or clean into an image; copies the interpreter out if it is asked to. */
export async function buildCommand(context: CommandContext, options: BuildOptions): Promise<void> {
  const result = await context.services.build(
    {
      treeRoot: options.tree,
      source: sourceOf(options.commit),
      mode: options.clean ? 'clean' : 'incremental',
      preset: options.preset,
      configureFlags: options.flags,
      platform: options.platform,
    },
    context.progress.report,
    context.signal,
  );
  if (options.copyOut === undefined) {
    context.print(result, () => `${describeBuild(result)}\n`);
    return;
  }
  const copied = await context.services.copyInterpreter(result, options.copyOut, context.signal);
  context.print({ ...result, copied }, () => `${describeBuild(result)}\n${describeCopy(copied)}\n`);
}
