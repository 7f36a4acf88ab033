/** The options of `prune`. */
import { type Command, Option } from 'commander';
import { errors } from '../core/errors.ts';
import { type PruneRules, parseRules } from '../core/prune/rule.ts';
import type { CommandContext } from './context.ts';
import { pruneApply, pruneDryRun, prunePlan } from './prune-command.ts';
import { whole } from './whole-option.ts';

export interface PruneOptions {
  readonly dryRun?: boolean;
  readonly plan?: boolean;
  readonly apply?: string;
  readonly rule?: string;
  readonly rules?: string;
  readonly out?: string;
  readonly grace?: number;
  readonly keepLogs?: string;
  readonly all: boolean;
}

/** What of the outside `prune` needs. */
export interface PruneHooks {
  readonly writeFile: (path: string, content: string) => Promise<void>;
  readonly readText: (path: string) => Promise<string>;
}

/** Adds the options of `prune`. */
export function withPruneOptions(command: Command): Command {
  return command
    .description('show what could be removed from the engine, and why; remove what was approved')
    .addOption(new Option('--dry-run', 'only show the plan').conflicts(['plan', 'apply']))
    .addOption(new Option('--plan', 'make a plan to look through and apply').conflicts('apply'))
    .option('--apply <file>', 'remove exactly what this plan has ticked')
    .option('--out <file>', 'with --plan: where it goes, instead of standard output')
    .option('--rule <name>', 'which rule decides what is ticked (default: "usual")')
    .option('--rules <file>', 'rules, as JSON of the same shape as the setting phpSourceBench.prune.rules')
    .option('--grace <minutes>', 'how long ago a container must have ended', whole(0, 525_600))
    .option('--keep-logs <dir>', 'with --apply: keep the logs of removed containers in this folder')
    .option('--all', 'show what stays, too', false);
}

/** The rules of the file that an option names. Rejects with `invalid-setting`. */
export async function readRules({ rules: path }: PruneOptions, hooks: PruneHooks): Promise<PruneRules> {
  if (path === undefined) {
    return {};
  }
  const text = await hooks.readText(path);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw errors.invalidSetting('--rules', `it is not JSON (${String(error)}).`);
  }
  const parsed = parseRules(value);
  if (typeof parsed === 'string') {
    throw errors.invalidSetting('--rules', parsed);
  }
  return parsed;
}

/** The one thing that the options ask for; a usage error if they ask for none. */
export function pruneAction(
  options: PruneOptions,
  hooks: PruneHooks,
  command: Command,
): (context: CommandContext) => Promise<void> {
  const { apply: file, rule, grace: graceMinutes, all, out, keepLogs } = options;
  if (file !== undefined) {
    return (context) => pruneApply(context, { file, keepLogs, readText: hooks.readText });
  }
  if (options.plan === true) {
    return (context) => prunePlan(context, { rule, graceMinutes, all, out, writeFile: hooks.writeFile });
  }
  if (options.dryRun === true) {
    return (context) => pruneDryRun(context, { rule, graceMinutes, all });
  }
  return command.error('error: say --dry-run, --plan or --apply FILE');
}
