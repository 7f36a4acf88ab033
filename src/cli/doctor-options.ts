import type { Command } from 'commander';
import { doctorCommand } from './doctor-command.ts';
import { type ProgramHooks, runWithTools } from './options.ts';
import { type ToolOptions, withToolOptions } from './toolchain-options.ts';

/** Adds `doctor`. */
export function addDoctor(program: Command, hooks: ProgramHooks): void {
  withToolOptions(program.command('doctor'), hooks)
    .description('check engine, permission, disk, network, name resolution, platforms and clock')
    .addHelpText('after', '\nIt ends with exit code 3 if a check failed, and leaves nothing in the engine.')
    .action((options: ToolOptions, command: Command) =>
      runWithTools({ command, hooks, options }, doctorCommand),
    );
}
