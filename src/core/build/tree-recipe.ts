/** What a tree needs of its toolchain, and the recipe for it. */
import type { Platform } from '../model/platform.ts';
import { type PresetName, presetFor } from '../php/presets.ts';
import type { Report, TreePort } from '../ports.ts';
import {
  findTarget,
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
  /** `undefined` for that of the machine profile, or the engine's own. */
  readonly platform: Platform | undefined;
}

/** What a source and a preset need of a toolchain. */
export function needsOf(source: Source, preset: PresetName): ToolchainNeeds {
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
  const target = await findTarget(deps, request.platform, signal);
  const needs = needsOf(source, request.preset);
  const { recipe } = await recipeFor(deps, settings, needs, target, steps, report, signal);
  return recipe;
}
