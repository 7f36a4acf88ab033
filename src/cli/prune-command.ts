import { errors } from '../core/errors.ts';
import { type PrunePlan, parsePlanFile, planFile } from '../core/prune/plan-model.ts';
import type { PruneReceipt } from '../core/prune/receipt.ts';
import { type PruneRule, usualRuleName, withUsualRule } from '../core/prune/rule.ts';
import {
  engineText,
  itemCells,
  itemHead,
  itemNumbers,
  outcomeText,
  receiptSentence,
  sizeText,
  tickedText,
} from '../core/prune/words.ts';
import type { CommandContext } from './context.ts';
import { exitCodeOf } from './exit-codes.ts';
import { renderTable } from './tables.ts';

export interface PlanOptions {
  /** A saved rule's name; the usual one if there is none. */
  readonly rule: string | undefined;
  /** Minutes, instead of the rule's own time since a container's end. */
  readonly graceMinutes: number | undefined;
  /** Whether to print what stays, too. */
  readonly all: boolean;
}

export interface FileOptions {
  /** Where the plan goes; `undefined` for standard output. */
  readonly out: string | undefined;
  /** Writes a file whole or not at all. */
  readonly writeFile: (path: string, content: string) => Promise<void>;
}

function planTable(plan: PrunePlan, all: boolean): string {
  const shown = plan.items.filter((item) => all || item.remove);
  const rows = shown.map((item) => [item.remove ? 'remove' : 'keep', ...itemCells(item)]);
  const right = itemNumbers.map((column) => column + 1);
  return rows.length === 0 ? '' : `${renderTable(['', ...itemHead], rows, right)}\n`;
}

function planText(plan: PrunePlan, all: boolean): string {
  const more = all ? '' : ' The option --all shows what stays and why.';
  return `${planTable(plan, all)}${tickedText(plan)} would go from ${engineText(plan.engine)}.${more}`;
}

/** The rule of that name among the saved ones and the usual one. */
function ruleOf(context: CommandContext, name: string): PruneRule {
  const rules = withUsualRule(context.settings.pruneRules);
  const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
  if (rule === undefined) {
    throw errors.invalidSetting(
      '--rule',
      `there is no rule "${name}"; there are ${Object.keys(rules).join(', ')}.`,
    );
  }
  return rule;
}

function makePlan(context: CommandContext, options: PlanOptions): Promise<PrunePlan> {
  const ruleName = options.rule ?? usualRuleName;
  const saved = ruleOf(context, ruleName);
  const { graceMinutes } = options;
  const rule = graceMinutes === undefined ? saved : { ...saved, deadLongerThanHours: graceMinutes / 60 };
  return context.services.planPrune({ ruleName, rule, only: undefined }, context.signal);
}

/** `prune --dry-run`: what would go, what stays, and why. */
export async function pruneDryRun(context: CommandContext, options: PlanOptions): Promise<void> {
  const plan = await makePlan(context, options);
  context.print(plan, () => `${planText(plan, options.all)} Nothing was removed.\n`);
}

/** `prune --plan`: the same, kept in a file to be looked through and carried out. */
export async function prunePlan(context: CommandContext, options: PlanOptions & FileOptions): Promise<void> {
  const plan = await makePlan(context, options);
  const { out } = options;
  if (out === undefined) {
    context.print(plan, () => planFile(plan));
    return;
  }
  await options.writeFile(out, planFile(plan));
  context.print(
    plan,
    () =>
      `${planText(plan, options.all)}\nThe plan is in ${out}. Set "remove" of what else goes or stays, then: php-source-bench prune --apply ${out}\n`,
  );
}

function receiptText(receipt: PruneReceipt): string {
  const rows = receipt.items.map(({ outcome, kind, name, bytes, reason, log }) => [
    outcomeText(outcome),
    kind,
    name,
    sizeText(bytes),
    log === undefined ? reason : `${reason}; its log: ${log}`,
  ]);
  const table = rows.length === 0 ? '' : `${renderTable(['', 'Kind', 'Name', 'Size', 'Why'], rows, [3])}\n`;
  return `${table}${receiptSentence(receipt)}\n`;
}

export interface ApplyFileOptions {
  readonly file: string;
  readonly keepLogs: string | undefined;
  readonly readText: (path: string) => Promise<string>;
}

/** `prune --apply`: removes what a plan file has ticked, and prints the receipt, whatever ended the prune. */
export async function pruneApply(context: CommandContext, options: ApplyFileOptions): Promise<void> {
  const plan = parsePlanFile(await options.readText(options.file), options.file);
  const { report } = context.progress;
  const receipt = await context.services.applyPrune(plan, { logs: options.keepLogs }, report, context.signal);
  context.print(receipt, () => receiptText(receipt));
  if (receipt.failure !== undefined) {
    process.stderr.write(`✗ ${receipt.failure.message}\n`);
    context.exitWith(exitCodeOf(receipt.failure.reason));
  }
}
