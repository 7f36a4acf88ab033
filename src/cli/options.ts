/** What the commands' options have in common. */
import type { Command } from 'commander';
import { defaultRounds } from '../core/compare/request.ts';
import type { ServiceSettings } from '../core/services.ts';
import type { CommandContext } from './context.ts';
import { measureDefaults } from './measure-options.ts';
import { type ToolchainHooks, type ToolchainOptions, toolchainSettings } from './toolchain-options.ts';

/** Options that every command has. */
export interface GlobalOptions {
  readonly host: string;
  readonly history: string;
  readonly json: boolean;
  readonly verbose: boolean;
}

export interface ProgramHooks extends ToolchainHooks {
  readonly version: string;
  /** Writes a file whole or not at all, and makes its folder. */
  readonly writeFile: (path: string, content: string | Uint8Array) => Promise<void>;
  /** Runs a command with services of these settings, and turns its end into an exit code. */
  readonly run: (
    global: GlobalOptions,
    settings: () => Promise<ServiceSettings>,
    command: (context: CommandContext) => Promise<void>,
  ) => Promise<void>;
}

const defaults = {
  benchmarkIterations: measureDefaults.iterations,
  benchmarkWarmups: measureDefaults.warmups,
  benchmarkTimeLimitSeconds: measureDefaults.timeLimitSeconds,
  benchmarkMemoryLimitMb: measureDefaults.memoryLimitMb,
  compareRounds: defaultRounds,
};

/** The settings of a command, with `more` of its own. */
export function settingsOf(global: GlobalOptions, more: Partial<ServiceSettings> = {}): ServiceSettings {
  return {
    dockerHost: global.host,
    historyPath: global.history,
    baseImage: '',
    bisonTarball: '',
    profiles: {},
    ccache: 'clean',
    extraPackages: [],
    preset: 'usual',
    configureFlags: [],
    ...defaults,
    ...more,
  };
}

/** Runs a command that needs a toolchain, with the settings that its options name. */
export function runWithToolchain(
  {
    command,
    hooks,
    options,
  }: { readonly command: Command; readonly hooks: ProgramHooks; readonly options: ToolchainOptions },
  work: (context: CommandContext) => Promise<void>,
): Promise<void> {
  const global = command.optsWithGlobals<GlobalOptions>();
  const settings = async () => settingsOf(global, await toolchainSettings(options, hooks));
  return hooks.run(global, settings, work);
}

/** Runs a command that needs no toolchain. */
export function runPlain(
  { command, hooks }: { readonly command: Command; readonly hooks: ProgramHooks },
  work: (context: CommandContext) => Promise<void>,
): Promise<void> {
  const global = command.optsWithGlobals<GlobalOptions>();
  return hooks.run(global, async () => settingsOf(global), work);
}
