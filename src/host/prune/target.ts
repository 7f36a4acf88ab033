/** What a prune is asked for: everything, a group of the tree, or rows that a person selected. */
import { type ObjectId, objectKey } from '../../core/model/objects.ts';
import type { PlanRequest } from '../../core/prune/plan.ts';
import { type PruneRule, usualRule, usualRuleName } from '../../core/prune/rule.ts';
import type { Row } from '../resources/row.ts';

/** The rule for objects that a person selected one by one: it asks for no time and no loss of a name. */
export const selectionRule: PruneRule = {
  ...usualRule,
  kinds: ['container', 'image', 'network'],
  onlyDangling: false,
  deadLongerThanHours: 0,
};

/** The objects of rows and of what is below them. */
export function objectsOf(rows: readonly Row[]): readonly ObjectId[] {
  return rows.flatMap((row) => [
    ...(row.object === undefined ? [] : [row.object]),
    ...objectsOf(row.children ?? []),
  ]);
}

/** What to plan for rows of the tree; a group is judged by the usual rule. */
export function requestFor(rows: readonly Row[]): PlanRequest {
  const only = new Set(objectsOf(rows).map(objectKey));
  return rows.some(({ object }) => object === undefined)
    ? { ruleName: usualRuleName, rule: usualRule, only }
    : { ruleName: 'selection', rule: selectionRule, only };
}
