/** A prune plan as the entries of a list to tick. */
import { type ObjectKind, objectKinds } from '../../core/model/objects.ts';
import type { PlanItem, PrunePlan } from '../../core/prune/plan-model.ts';
import { reasonText } from '../../core/prune/words.ts';
import type { Origin } from '../../core/resources/origin.ts';
import { formatBytes, formatDuration } from '../../core/text/format.ts';
import { formatAge } from '../age.ts';
import { inertText } from '../foreign-text.ts';
import { shortImageName } from '../resources/names.ts';
import type { Translate } from '../translate.ts';

export interface PlanText {
  readonly nowMs: number;
  /** BCP 47, for ages. */
  readonly locale: string;
  readonly t: Translate;
}

/** An entry of the list. */
export interface PlanEntry {
  readonly label: string;
  readonly description: string;
  readonly detail: string;
  readonly item: PlanItem;
}

/** The entries of one kind, below a line that says which. */
export interface PlanSection {
  readonly title: string;
  readonly entries: readonly PlanEntry[];
}

const icons: Readonly<Record<ObjectKind, string>> = {
  container: 'vm-outline',
  image: 'package',
  volume: 'database',
  network: 'globe',
  'build-cache': 'archive',
};

/** What may go, by kind, what is ticked first. What has to stay is no choice, and is in the plan's document. */
export function planSections(plan: PrunePlan, text: PlanText): readonly PlanSection[] {
  return objectKinds.flatMap((kind) => {
    const items = plan.items.filter((item) => item.kind === kind && item.removable);
    const entries = items
      .toSorted((a, b) => Number(b.remove) - Number(a.remove))
      .map((item) => entryOf(item, text));
    return entries.length === 0 ? [] : [{ title: kindTitle(kind, text.t), entries }];
  });
}

function kindTitle(kind: ObjectKind, t: Translate): string {
  switch (kind) {
    case 'container':
      return t('Containers');
    case 'image':
      return t('Images');
    case 'volume':
      return t('Volumes');
    case 'network':
      return t('Networks');
    case 'build-cache':
      return t('Build Cache');
  }
}

function entryOf(item: PlanItem, { nowMs, locale, t }: PlanText): PlanEntry {
  const parts = [
    item.bytes === undefined ? t('size not known') : formatBytes(item.bytes),
    item.createdAtMs === undefined ? '' : formatAge(item.createdAtMs, nowMs, locale),
    item.remakeMs === undefined ? '' : t('took {0} to make', formatDuration(item.remakeMs)),
    makerText(item.madeBy, t),
  ];
  return {
    label: `$(${icons[item.kind]}) ${inertText(shortImageName(item.name))}`,
    description: parts.filter((part) => part !== '').join(' · '),
    detail: inertText(reasonText(item)),
    item,
  };
}

function makerText(madeBy: Origin, t: Translate): string {
  switch (madeBy) {
    case 'php-source-bench':
      return 'PHP Source Bench';
    case 'dev-container':
      return t('dev container');
    case 'compose':
      return 'compose';
    case 'other':
      return '';
  }
}
