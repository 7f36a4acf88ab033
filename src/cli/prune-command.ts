import type { PrunePlan } from '../core/prune/plan.ts';
import { formatBytes } from '../core/text/format.ts';
import type { CommandContext } from './context.ts';
import { renderTable } from './tables.ts';

function planText(plan: PrunePlan, all: boolean): string {
  const shown = plan.items.filter((item) => all || item.remove);
  const rows = shown.map((item) => [
    item.remove ? 'remove' : 'keep',
    item.kind,
    item.name,
    item.bytes === undefined ? '?' : formatBytes(item.bytes),
    item.reason,
  ]);
  const going = plan.items.filter((item) => item.remove).length;
  const table = rows.length === 0 ? '' : `${renderTable(['', 'Kind', 'Name', 'Size', 'Why'], rows, [3])}\n`;
  const kept = plan.items.length - going;
  return `${table}${going} would be removed from ${plan.engineName} (${plan.endpoint}), freeing about ${formatBytes(plan.freedBytes)}; ${kept} stay${all ? '' : ' (--all shows them)'}. Nothing was removed.\n`;
}

/** `prune --dry-run`: what would go, what stays, and why. */
export async function pruneCommand(
  context: CommandContext,
  options: { readonly graceMinutes: number; readonly all: boolean },
): Promise<void> {
  const plan = await context.services.planPrune(options.graceMinutes * 60_000, context.signal);
  context.print(plan, () => planText(plan, options.all));
}
