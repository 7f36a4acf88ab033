/** Where the scripts keep things on this machine, by the XDG base directory rules. */
import { userInfo } from 'node:os';
import { isAbsolute, join } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/** What can be made again: installed tools, downloaded sources, the tests' engine. */
export function cacheDirectory(environment: Environment = process.env): string {
  return directoryOf(environment, 'XDG_CACHE_HOME', '.cache');
}

/** What must stay until a person removes it: the private engine with its images and volumes. */
export function dataDirectory(environment: Environment = process.env): string {
  return directoryOf(environment, 'XDG_DATA_HOME', join('.local', 'share'));
}

/** What is true of this moment: which code-server runs, with what settings. */
export function stateDirectory(environment: Environment = process.env): string {
  return directoryOf(environment, 'XDG_STATE_HOME', join('.local', 'state'));
}

function directoryOf(environment: Environment, variable: string, belowHome: string): string {
  const configured = environment[variable];
  // The XDG rules say that a relative path is to be ignored.
  const base =
    configured !== undefined && isAbsolute(configured)
      ? configured
      : join(environment.HOME || userInfo().homedir, belowHome);
  return join(base, 'php-source-bench');
}
