import type { Measuring } from '../core/backfill/plan.ts';
import { measureRequest } from '../core/bench/request.ts';
import { usualLimits } from '../core/services.ts';
import type { ChosenVariant } from './choose-suite.ts';
import { configurationOf, readSettings } from './configuration.ts';
import type { OpenTree } from './trees.ts';

/** How unattended work measures a chosen variant on commits of a tree, by the settings of now. */
export function measuringOf(tree: OpenTree, { suite, variant }: ChosenVariant): Measuring {
  const measured = measureRequest(suite, variant, usualLimits(readSettings(tree.root)));
  return { ...measured, ...configurationOf(tree), treeRoot: tree.root };
}
