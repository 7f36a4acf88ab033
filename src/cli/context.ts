import type { ServiceSettings, Services } from '../core/services.ts';
import type { Progress } from './progress.ts';

/** What a command of the CLI works with. */
export interface CommandContext {
  readonly services: Services;
  readonly settings: ServiceSettings;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  /** Prints the result: the value as JSON with `--json`, else the text. */
  readonly print: (value: unknown, text: () => string) => void;
  /** Sets the exit code of a command that did its work and has bad news. */
  readonly exitWith: (code: number) => void;
}
