/** What a tree needs of its toolchain, and the recipe for it. */
import type { Platform } from '../model/platform.ts';
import { type PresetName, presetFor } from '../php/presets.ts';
import type { Report, TreePort } from '../ports.ts';
import {
  recipeFor,
  type ToolchainDeps,
  type ToolchainNeeds,
  type ToolchainSettings,
} from '../recipe/ensure-toolchain.ts';
import type { Recipe } from '../recipe/toolchain.ts';
import { Steps } from '../steps.ts';
import { readSource, type Source } from './source.ts';

export interface RecipeDeps extends ToolchainDeps {
  readonly tree: TreePort;
  readonly machine: ToolchainDeps['machine'] & ConstructorParameters<typeof Steps>[1];
}

export interface RecipeRequest {
  readonly treeRoot: string;
  readonly preset: PresetName;
  /** `undefined` for the engine's own. */
  readonly platform: Platform | undefined;
}

/** What a source and a preset need, whatever the platform. */
export function needsOf(source: Source, preset: PresetName): Omit<ToolchainNeeds, 'platform'> {
  return {
    phpVersion: source.version.text,
    requirement: source.requirement,
    shipsParsers: source.shipsParsers,
    packages: presetFor(preset, source.version).packages,
  };
}

/** The recipe that a build of the open tree would use; gets the base image and the Bison source, builds nothing. */
export async function recipeOfTree(
  deps: RecipeDeps,
  settings: ToolchainSettings,
  request: RecipeRequest,
  report: Report,
  signal: AbortSignal,
): Promise<Recipe> {
  const steps = new Steps(report, deps.machine);
  steps.start('Reading the tree');
  const source = await readSource(deps.tree, request.treeRoot, { kind: 'work-tree' }, false, signal);
  steps.done(`PHP ${source.version.text}`);
  const platform = request.platform ?? (await deps.engine.describe(signal)).platform;
  return recipeFor(deps, settings, { ...needsOf(source, request.preset), platform }, steps, report, signal);
}
