import { join } from 'node:path';
import type { Platform } from '../core/model/platform.ts';
import type { PresetName } from '../core/php/presets.ts';
import { recipeFolder } from '../core/recipe/toolchain.ts';
import type { CommandContext } from './context.ts';

export interface RecipeOptions {
  readonly tree: string;
  readonly preset: PresetName;
  /** `undefined` for that of the machine profile, or the engine's own. */
  readonly platform: Platform | undefined;
  /** Folder to write into; `undefined` prints the Dockerfile. */
  readonly out: string | undefined;
  /** Writes a file whole or not at all, and makes its folder. */
  readonly writeFile: (path: string, content: string | Uint8Array) => Promise<void>;
}

/** `recipe`: the Dockerfile of a tree's toolchain, or a folder with all that it needs. */
export async function recipeCommand(context: CommandContext, options: RecipeOptions): Promise<void> {
  const request = { treeRoot: options.tree, preset: options.preset, platform: options.platform };
  const recipe = await context.services.readRecipe(request, context.progress.report, context.signal);
  const { key, reference, dockerfile, files } = recipe;
  const { out } = options;
  if (out !== undefined) {
    for (const { path, content } of recipeFolder(recipe)) {
      await options.writeFile(join(out, path), content);
    }
  }
  const summary = { key, reference, dockerfile, files: files.map(({ path }) => path), folder: out };
  context.print(summary, () => (out === undefined ? dockerfile : `${join(out, 'Dockerfile')}\n`));
}
