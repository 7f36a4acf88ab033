/** Runs the programs that the product is measured beside. */
import { execa } from 'execa';
import { SetupError } from '../../../scripts/setup/setup-error.ts';

export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  readonly signal: AbortSignal;
}

const mostBytes = 64_000_000;

/** Runs a program to its end and returns its standard output; rejects with its last lines if it fails. */
export async function command(
  program: string,
  words: readonly string[],
  { cwd, env = {}, input, signal }: CommandOptions,
): Promise<string> {
  const result = await execa(program, words, {
    ...(cwd === undefined ? {} : { cwd }),
    ...(input === undefined ? { stdin: 'ignore' } : { input }),
    env: { LC_ALL: 'C', ...env },
    cancelSignal: signal,
    maxBuffer: mostBytes,
    reject: false,
  });
  signal.throwIfAborted();
  if (result.failed) {
    const said = `${result.stdout}\n${result.stderr}`.trim().split('\n').slice(-20).join('\n');
    throw new SetupError(`"${program} ${words[0] ?? ''} ..." failed:\n${said || result.shortMessage}`);
  }
  return result.stdout;
}
