/** Where a private engine keeps what. */
import { join } from 'node:path';
import { engineId } from './engine-network.ts';

/** A socket's path may have 107 bytes, and containerd puts some 40 below the engine's own directory. */
const longestDirectory = 60;

export interface EnginePaths {
  /** Name of the engine in interfaces, firewall rules and containerd. */
  readonly id: string;
  /** The engine's directory; holds everything that stays. */
  readonly directory: string;
  readonly dataRoot: string;
  readonly logPath: string;
  readonly configPath: string;
  readonly networkPath: string;
  readonly lockPath: string;
  /** Holds what is of no use after a stop; in `/run` if the engine's directory is too long for sockets. */
  readonly runtimeDirectory: string;
  readonly execRoot: string;
  readonly socketPath: string;
  readonly pidPath: string;
}

/** All paths of the engine that lives in `directory` (absolute). */
export function enginePaths(directory: string): EnginePaths {
  const id = engineId(directory);
  const runtimeDirectory = Buffer.byteLength(directory) <= longestDirectory ? directory : join('/run', id);
  return {
    id,
    directory,
    dataRoot: join(directory, 'data'),
    logPath: join(directory, 'dockerd.log'),
    configPath: join(directory, 'daemon.json'),
    networkPath: join(directory, 'network.json'),
    lockPath: `${directory}.lock`,
    runtimeDirectory,
    execRoot: join(runtimeDirectory, 'exec'),
    socketPath: join(runtimeDirectory, 'docker.sock'),
    pidPath: join(runtimeDirectory, 'dockerd.pid'),
  };
}
