import { Command } from 'commander';
import { addBackfill } from './backfill-options.ts';
import { addBench, addSuites } from './bench-options.ts';
import { addBisect } from './bisect-options.ts';
import { buildCommand } from './build-command.ts';
import { addChanges } from './changes-options.ts';
import { addCompare } from './compare-options.ts';
import { addDoctor } from './doctor-options.ts';
import { exitCodeHelp } from './exit-codes.ts';
import { addHistory } from './history-program.ts';
import { addNightly } from './nightly-options.ts';
import { type ProgramHooks, runWithToolchain } from './options.ts';
import { addPrune } from './prune-options.ts';
import { recipeCommand } from './recipe-command.ts';
import { addTest } from './test-options.ts';
import { type ToolchainOptions, withCommitOption, withToolchainOptions } from './toolchain-options.ts';

function addBuild(program: Command, hooks: ProgramHooks): void {
  withCommitOption(withToolchainOptions(program.command('build'), hooks))
    .description('build a tree in a container')
    .option('--clean', 'start from nothing and keep the result as an image', false)
    .option('--copy-out <file>', 'copy the interpreter to a file of this machine')
    .action((options: ToolchainOptions & { clean: boolean; copyOut?: string }, command: Command) => {
      const source = {
        tree: options.tree,
        commit: options.commit,
        preset: options.preset,
        flags: options.flag,
        platform: options.platform,
        clean: options.clean,
        copyOut: options.copyOut,
      };
      return runWithToolchain({ command, hooks, options }, (context) => buildCommand(context, source));
    });
}

function addRecipe(program: Command, hooks: ProgramHooks): void {
  withToolchainOptions(program.command('recipe'), hooks)
    .description("print the Dockerfile of a tree's toolchain")
    .option('--out <dir>', 'write it and what it copies into a folder instead')
    .action((options: ToolchainOptions & { out?: string }, command: Command) => {
      const { tree, preset, platform, out } = options;
      return runWithToolchain({ command, hooks, options }, (context) =>
        recipeCommand(context, { tree, preset, platform, out, writeFile: hooks.writeFile }),
      );
    });
}

/** The command line with all its commands. */
export function createProgram(hooks: ProgramHooks): Command {
  // Commands take over how their program ends when they are added.
  const program = new Command('php-source-bench')
    .exitOverride()
    .description('Build php-src in cached containers, test it, benchmark it, and keep the history.')
    .version(hooks.version)
    .option(
      '--host <endpoint>',
      'Docker engine: unix://, tcp://, ssh:// or context://NAME (default: DOCKER_HOST, context, socket)',
      '',
    )
    .option('--history <file>', 'history database (default: the one the editor uses)', '')
    .option('--json', 'print one JSON document on standard output', false)
    .option('--verbose', 'print all output of builds, tests and benchmarks', false)
    .addHelpText('after', exitCodeHelp);
  addBuild(program, hooks);
  addTest(program, hooks);
  addBench(program, hooks);
  addSuites(program, hooks);
  addCompare(program, hooks);
  addNightly(program, hooks);
  addBackfill(program, hooks);
  addBisect(program, hooks);
  addRecipe(program, hooks);
  addHistory(program, hooks);
  addChanges(program, hooks);
  addPrune(program, hooks);
  addDoctor(program, hooks);
  return program;
}
