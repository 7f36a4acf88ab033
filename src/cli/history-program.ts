import { type Command, Option } from 'commander';
import type { ExportFormat } from '../core/history-exchange/archive-port.ts';
import { addShow } from './changes-options.ts';
import type { CommandContext } from './context.ts';
import {
  backupCommand,
  exportCommand,
  importCommand,
  pruneHistoryCommand,
} from './history-archive-commands.ts';
import { historyCommand } from './history-command.ts';
import { type ProgramHooks, runPlain, whole } from './options.ts';

const dayMs = 86_400_000;

interface HistoryFlags {
  readonly list: boolean;
  readonly series?: number;
  readonly limit: number;
  readonly svg?: string;
  readonly html?: string;
}

type Run = (command: Command, work: (context: CommandContext) => Promise<void>) => Promise<void>;

/** `history`, which shows a series, and the commands below it. */
export function addHistory(program: Command, hooks: ProgramHooks): void {
  const run: Run = (command, work) => runPlain({ command, hooks }, work);
  const history = program
    .command('history')
    .description('show a series of the history')
    .option('--list', 'list the series instead', false)
    .option('--series <id>', 'which one; the total time with the most runs otherwise', whole(1, 999_999_999))
    .option('--limit <n>', 'rows to print, the newest', whole(1, 100_000), 30)
    .option('--svg <file>', 'write a picture of the chart')
    .option('--html <file>', 'write a report to publish: chart, changes and runs in one page')
    .action(({ list, series, limit, svg, html }: HistoryFlags, command: Command) =>
      run(command, (context) =>
        historyCommand(context, { list, series, limit, svg, html, writeFile: hooks.writeFile }),
      ),
    );
  addShow(history, hooks);
  addExchange(history, run);
  addUpkeep(history, run);
}

function addExchange(history: Command, run: Run): void {
  history
    .command('import <path>')
    .description('take in an export, or folders of php/real-time-benchmark-data')
    .action((path: string, _: unknown, command: Command) =>
      run(command, (context) => importCommand(context, path)),
    );
  history
    .command('export <path>')
    .description('write all runs to a file (json) or a new folder (csv)')
    .addOption(
      new Option('--format <format>', 'JSON Lines or CSV tables').choices(['json', 'csv']).default('json'),
    )
    .action((path: string, { format }: { format: ExportFormat }, command: Command) =>
      run(command, (context) => exportCommand(context, path, format)),
    );
}

function addUpkeep(history: Command, run: Run): void {
  history
    .command('backup <file>')
    .description('copy the database while it is in use')
    .action((file: string, _: unknown, command: Command) =>
      run(command, (context) => backupCommand(context, file)),
    );
  history
    .command('prune')
    .description('remove the single samples of old runs; their medians and spreads stay')
    .requiredOption('--older-than <days>', 'what started that long ago', whole(1, 100_000))
    .option('--dry-run', 'only say what would be removed', false)
    .action(({ olderThan, dryRun }: { olderThan: number; dryRun: boolean }, command: Command) =>
      run(command, (context) => pruneHistoryCommand(context, Date.now() - olderThan * dayMs, dryRun)),
    );
}
