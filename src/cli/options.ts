/** What the commands of the command line share. */
import { defaultRounds } from '../core/compare/request.ts';
import type { ServiceSettings } from '../core/services.ts';
import type { CommandContext } from './context.ts';
import { measureDefaults } from './measure-options.ts';
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

const defaults = {
  benchmarkIterations: measureDefaults.iterations,
  benchmarkWarmups: measureDefaults.warmups,
  benchmarkTimeLimitSeconds: measureDefaults.timeLimitSeconds,
  benchmarkMemoryLimitMb: measureDefaults.memoryLimitMb,
  compareRounds: defaultRounds,
};

/** The settings of a command, with what only other commands need as it usually is. */
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
