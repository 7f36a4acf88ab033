/** What every command of the program shares: its global options, its settings and how it is run. */
import { InvalidArgumentError } from 'commander';
import type { ServiceSettings } from '../core/services.ts';
import type { CommandContext } from './context.ts';
import type { ToolchainHooks } from './toolchain-options.ts';

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

/** For an option that is a whole number. */
export function whole(minimum: number, maximum: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d{1,9}$/.test(text) || value < minimum || value > maximum) {
      throw new InvalidArgumentError(`It must be a whole number from ${minimum} to ${maximum}.`);
    }
    return value;
  };
}

const defaults = {
  benchmarkIterations: 10,
  benchmarkWarmups: 1,
  benchmarkTimeLimitSeconds: 300,
  benchmarkMemoryLimitMb: 2048,
  benchmarkCpuSet: '',
  benchmarkSuitesFile: '',
};

/** The settings that the global options and `more` make. */
export function settingsOf(global: GlobalOptions, more: Partial<ServiceSettings>): ServiceSettings {
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
