/** The options of `prune`. */
import { type Command, Option } from 'commander';
import { errors } from '../core/errors.ts';
import { type PruneRules, parseRules } from '../core/prune/rule.ts';
import type { CommandContext } from './context.ts';
import { parseJson } from './json-option.ts';
import { type ProgramHooks, runPlain, whole } from './options.ts';
import { pruneApply, pruneDryRun, prunePlan } from './prune-command.ts';

interface PruneFlags {
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

/** Adds `prune`. */
export function addPrune(program: Command, hooks: ProgramHooks): void {
  program
    .command('prune')
    .description('show what could be removed from the engine, and why; remove what was approved')
    .addOption(new Option('--dry-run', 'only show the plan').conflicts(['plan', 'apply']))
    .addOption(new Option('--plan', 'make a plan to look through and apply').conflicts('apply'))
    .option('--apply <file>', 'remove exactly what this plan has ticked')
    .option('--out <file>', 'with --plan: where it goes, instead of standard output')
    .option('--rule <name>', 'which rule decides what is ticked (default: "usual")')
    .option('--rules <file>', 'rules, as JSON of the same shape as the setting phpSourceBench.prune.rules')
    .option('--grace <minutes>', 'how long ago a container must have ended', whole(0, 525_600))
    .option('--keep-logs <dir>', 'with --apply: keep the logs of removed containers in this folder')
    .option('--all', 'show what stays, too', false)
    .action((options: PruneFlags, command: Command) => {
      const more = async () => ({ pruneRules: await readRules(options, hooks) });
      return runPlain({ command, hooks, more }, actionOf(options, hooks, command));
    });
}

/** The rules of the file that an option names. Rejects with `invalid-setting`. */
async function readRules({ rules: path }: PruneFlags, hooks: ProgramHooks): Promise<PruneRules> {
  if (path === undefined) {
    return {};
  }
  const parsed = parseRules(parseJson('--rules', await hooks.readText(path)));
  if (typeof parsed === 'string') {
    throw errors.invalidSetting('--rules', parsed);
  }
  return parsed;
}

/** The one thing that the options ask for; a usage error if they ask for none. */
function actionOf(
  options: PruneFlags,
  hooks: ProgramHooks,
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
