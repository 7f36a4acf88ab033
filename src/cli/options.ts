/** What the commands' options have in common. */
import { type Command, InvalidArgumentError } from 'commander';
import { defaultRounds } from '../core/compare/request.ts';
import type { ServiceSettings } from '../core/services.ts';
import type { CommandContext } from './context.ts';
import {
  type ToolchainHooks,
  type ToolchainOptions,
  type ToolOptions,
  toolchainSettings,
  toolSettings,
} from './toolchain-options.ts';

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

/** Values of options that are not given. */
export const defaults = {
  benchmarkIterations: 10,
  benchmarkWarmups: 1,
  benchmarkTimeLimitSeconds: 300,
  benchmarkMemoryLimitMb: 2048,
  benchmarkCpuSet: '',
  benchmarkSuitesFile: '',
  compareRounds: defaultRounds,
  testJobs: 0,
  testTimeoutSeconds: 60,
} as const;

/** Reads a whole number within limits. */
export function whole(minimum: number, maximum: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d{1,9}$/.test(text) || value < minimum || value > maximum) {
      throw new InvalidArgumentError(`It must be a whole number from ${minimum} to ${maximum}.`);
    }
    return value;
  };
}

/** Reads a percentage, in percent. */
export function percentage(text: string): number {
  if (!/^\d{1,3}(\.\d{1,3})?$/.test(text)) {
    throw new InvalidArgumentError('It must be a percentage such as 1 or 0.5.');
  }
  return Number(text);
}

/** The settings of a command, with more of its own. */
function settingsOf(global: GlobalOptions, more: Partial<ServiceSettings> = {}): ServiceSettings {
  return {
    dockerHost: global.host,
    historyPath: global.history,
    baseImage: '',
    bisonTarball: '',
    profiles: {},
    ccache: 'clean',
    // The program ends after the build, and whatever waits would end with it.
    keepContainerMinutes: 0,
    extraPackages: [],
    preset: 'usual',
    configureFlags: [],
    pruneRules: {},
    ...defaults,
    ...more,
  };
}

/** Runs a command that needs a toolchain, with the settings that its options name and with more of its own. */
export function runWithToolchain(
  {
    command,
    hooks,
    options,
    more = {},
  }: {
    readonly command: Command;
    readonly hooks: ProgramHooks;
    readonly options: ToolchainOptions;
    readonly more?: Partial<ServiceSettings>;
  },
  work: (context: CommandContext) => Promise<void>,
): Promise<void> {
  const global = command.optsWithGlobals<GlobalOptions>();
  const settings = async () => settingsOf(global, { ...(await toolchainSettings(options, hooks)), ...more });
  return hooks.run(global, settings, work);
}

/** Runs a command that builds what a file says, with the tools that its options name. */
export function runWithTools(
  {
    command,
    hooks,
    options,
  }: { readonly command: Command; readonly hooks: ProgramHooks; readonly options: ToolOptions },
  work: (context: CommandContext) => Promise<void>,
): Promise<void> {
  const global = command.optsWithGlobals<GlobalOptions>();
  return hooks.run(global, async () => settingsOf(global, await toolSettings(options, hooks)), work);
}

/** Runs a command that builds nothing. */
export function runPlain(
  {
    command,
    hooks,
    more,
  }: {
    readonly command: Command;
    readonly hooks: ProgramHooks;
    readonly more?: () => Promise<Partial<ServiceSettings>>;
  },
  work: (context: CommandContext) => Promise<void>,
): Promise<void> {
  const global = command.optsWithGlobals<GlobalOptions>();
  return hooks.run(global, async () => settingsOf(global, await more?.()), work);
}
