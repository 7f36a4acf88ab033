/** Commands that need root: run directly by root, by `sudo` otherwise. */
import { execa } from 'execa';
import { lastLines, SetupError } from './setup-error.ts';

/** Where Debian keeps administrators' programs; not on every user's PATH. */
const administratorPath = '/usr/local/sbin:/usr/sbin:/sbin';

/** PATH with the administrators' programs at its end. */
export function searchPath(): string {
  return `${process.env.PATH ?? ''}:${administratorPath}`;
}

export interface CommandResult {
  readonly exitCode: number | undefined;
  readonly stdout: string;
  /** Output and errors in the order they came. */
  readonly all: string;
}

/** Runs a program and returns how it ended, whatever that is. Rejects only if it is not there at all. */
export async function tryCommand(
  command: string,
  commandArguments: readonly string[],
): Promise<CommandResult> {
  const result = await execa(command, commandArguments, {
    env: { PATH: searchPath(), LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive' },
    stdin: 'ignore',
    all: true,
    reject: false,
  });
  if (result.exitCode === undefined && result.signal === undefined) {
    throw new SetupError(`"${command}" cannot be run: ${result.shortMessage ?? 'unknown reason'}`);
  }
  return { exitCode: result.exitCode, stdout: result.stdout, all: result.all };
}

/** Runs a program and returns its output; rejects with its last lines if it fails. */
export async function runCommand(command: string, commandArguments: readonly string[]): Promise<string> {
  const result = await tryCommand(command, commandArguments);
  return outputOf([command, ...commandArguments], result);
}

/** Runs a program as root and returns how it ended. Rejects if root cannot be had, naming `purpose`. */
export async function tryAsRoot(
  purpose: string,
  command: string,
  commandArguments: readonly string[],
): Promise<CommandResult> {
  if (process.getuid?.() === 0) {
    return tryCommand(command, commandArguments);
  }
  await requireSudo(purpose);
  const settings = [`PATH=${searchPath()}`, 'LC_ALL=C', 'DEBIAN_FRONTEND=noninteractive'];
  return tryCommand('sudo', ['-n', 'env', ...settings, command, ...commandArguments]);
}

/** Runs a program as root and returns its output; rejects with its last lines if it fails. */
export async function runAsRoot(
  purpose: string,
  command: string,
  commandArguments: readonly string[],
): Promise<string> {
  const result = await tryAsRoot(purpose, command, commandArguments);
  return outputOf([command, ...commandArguments], result);
}

function outputOf(words: readonly string[], result: CommandResult): string {
  if (result.exitCode !== 0) {
    throw new SetupError(`"${words.join(' ')}" failed:\n${lastLines(result.all)}`);
  }
  return result.stdout;
}

async function requireSudo(purpose: string): Promise<void> {
  const result = await execa('sudo', ['-n', 'true'], { stdin: 'ignore', reject: false });
  if (result.failed) {
    throw new SetupError(
      `Root is needed to ${purpose}, and sudo does not give it without a password. ` +
        'Run "sudo -v" in this terminal first, or run this command as root.',
    );
  }
}
