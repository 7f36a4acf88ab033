/** Docker's own command line, as a person would use it instead. */
import { existsSync } from 'node:fs';
import { command } from './command.ts';

/** Debian's belongs to Debian's engine; another one on PATH may be without a part that it needs. */
const program = existsSync('/usr/bin/docker') ? '/usr/bin/docker' : 'docker';

/** Runs `docker` with these words on the engine behind a socket; returns its standard output. */
export type DockerCli = (words: readonly string[], input?: string) => Promise<string>;

/** The command line for an engine. Builds go through the classic builder, which leaves nothing behind in a cache. */
export function dockerCli(socketPath: string, signal: AbortSignal): DockerCli {
  const env = { DOCKER_HOST: `unix://${socketPath}`, DOCKER_BUILDKIT: '0' };
  return (words, input) =>
    command(program, words, { env, signal, ...(input === undefined ? {} : { input }) });
}
