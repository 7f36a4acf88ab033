/** What a person is asked before anything is removed. */
import { objectKinds } from '../../core/model/objects.ts';
import { bytesOf, type PlanItem, type PrunePlan, tickedItems } from '../../core/prune/plan-model.ts';
import { formatBytes } from '../../core/text/format.ts';
import { inertText } from '../foreign-text.ts';
import type { Translate } from '../translate.ts';

export interface Confirmation {
  readonly message: string;
  readonly detail: string;
  /** Whether there are containers whose logs may be kept. */
  readonly hasLogs: boolean;
}

const namesShown = 5;

/** The question for a plan with something ticked. */
export function confirmationOf(plan: PrunePlan, t: Translate): Confirmation {
  const ticked = tickedItems(plan);
  const engine = inertText(plan.engine.name);
  const size = formatBytes(bytesOf(ticked));
  const message =
    ticked.length === 1
      ? t('Remove 1 object, about {0}, from the Docker engine {1}?', size, engine)
      : t('Remove {0} objects, about {1}, from the Docker engine {2}?', ticked.length, size, engine);
  const volumes = ticked.filter(({ kind }) => kind === 'volume');
  const strangers = ticked.filter(
    ({ madeBy, kind }) => madeBy !== 'php-source-bench' && kind !== 'build-cache',
  );
  return {
    message,
    detail: [
      inertText(plan.engine.endpoint),
      ...(plan.engine.local ? [] : [t('This is the engine of another or a virtual machine.')]),
      countsText(ticked),
      ...(volumes.length === 0 ? [] : [t('The data in these volumes is lost: {0}', namesOf(volumes))]),
      ...(strangers.length === 0 ? [] : [t('Not made by PHP Source Bench: {0}', namesOf(strangers))]),
    ].join('\n'),
    hasLogs: ticked.some(({ kind }) => kind === 'container'),
  };
}

function countsText(items: readonly PlanItem[]): string {
  return objectKinds
    .map((kind) => [kind, items.filter((item) => item.kind === kind).length] as const)
    .filter(([, count]) => count > 0)
    .map(([kind, count]) => `${kind}: ${count}`)
    .join(', ');
}

function namesOf(items: readonly PlanItem[]): string {
  const shown = items.slice(0, namesShown).map(({ name }) => inertText(name));
  return items.length > namesShown ? `${shown.join(', ')}, … (${items.length})` : shown.join(', ');
}
