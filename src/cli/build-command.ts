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

/** The source that `--commit` chooses. */
export function sourceOf(options: SourceOptions): SourceChoice {
  return options.commit === undefined ? { kind: 'work-tree' } : { kind: 'commit', commit: options.commit };
}

/** One sentence on a build. */
export function describeBuild(build: BuildResult): string {
  const commit = build.source.commit?.sha.slice(0, 12);
  const state = build.source.dirty ? ' with changes' : '';
  const of = commit === undefined ? 'release tree' : `commit ${commit}${state}`;
  const how = build.cached ? 'was built before' : `built in ${formatDuration(build.durationMs)}`;
  const where = build.image ?? `${build.treeRoot}/sapi/cli/php in volume ${build.volume ?? '?'}`;
  return `PHP ${build.phpVersion} (${of}, ${build.platform}) ${how}: ${where}`;
}

/** `build`: the open tree incrementally, or clean into an image. */
export async function buildCommand(
  context: CommandContext,
  options: SourceOptions & { readonly clean: boolean },
): Promise<void> {
  const result = await context.services.build(
    {
      treeRoot: options.tree,
      source: sourceOf(options),
      mode: options.clean ? 'clean' : 'incremental',
      preset: options.preset,
      configureFlags: options.flags,
      platform: options.platform,
    },
    context.progress.report,
    context.signal,
  );
  context.print(result, () => `${describeBuild(result)}\n`);
}
