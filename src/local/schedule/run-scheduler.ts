import { execa } from 'execa';
import { errors } from '../../core/errors.ts';

/** A program of a scheduler, as it ended. */
export interface Ended {
  /** `undefined` if it could not be started. */
  readonly exitCode: number | undefined;
  readonly stdout: Uint8Array;
  readonly stderr: string;
}

/** What is around the scheduler's programs: `PATH`, `HOME` and the like. */
export type SchedulerEnvironment = Readonly<Record<string, string | undefined>>;

const limitMs = 30_000;

/** Runs a scheduler's program with plain messages; an exit code is a result, not an error. */
export async function runScheduler(
  environment: SchedulerEnvironment,
  command: readonly [string, ...string[]],
  input: Uint8Array = new Uint8Array(),
): Promise<Ended> {
  const [program, ...words] = command;
  const result = await execa(program, words, {
    env: { ...environment, LC_ALL: 'C' },
    extendEnv: false,
    reject: false,
    encoding: 'buffer',
    stripFinalNewline: false,
    input,
    timeout: limitMs,
  });
  return {
    exitCode: result.exitCode,
    stdout: result.stdout ?? new Uint8Array(),
    stderr: new TextDecoder().decode(result.stderr).trim(),
  };
}

/** The same, for a command that must end well. @throws `schedule-failed` */
export async function requireScheduler(
  environment: SchedulerEnvironment,
  command: readonly [string, ...string[]],
  input?: Uint8Array,
): Promise<Uint8Array> {
  const { exitCode, stdout, stderr } = await runScheduler(environment, command, input);
  if (exitCode !== 0) {
    const detail = stderr === '' ? `it ended with ${exitCode ?? 'no'} exit code and said nothing` : stderr;
    throw errors.scheduleFailed(command.join(' '), detail);
  }
  return stdout;
}
