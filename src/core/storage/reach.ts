/** Where an engine's file system is, seen from here. */
import type { EngineInfo } from '../model/engine.ts';
import type { EngineStorage, FolderLook } from './storage-port.ts';

export const reaches = ['here', 'hidden', 'docker-desktop', 'virtual-machine', 'other-machine'] as const;

/**
 * `hidden`: of this machine, but not in sight, as from inside a container. `virtual-machine`: behind a socket of this
 * machine, in a virtual machine or at the end of a tunnel.
 */
export type Reach = (typeof reaches)[number];

/** @param look at its data root, by its path on this machine */
export function reachOf(
  { local, operatingSystem }: Pick<EngineInfo, 'local' | 'operatingSystem'>,
  { throughSocket }: Pick<EngineStorage, 'throughSocket'>,
  { access }: Pick<FolderLook, 'access'>,
): Reach {
  if (local) {
    return access === 'absent' ? 'hidden' : 'here';
  }
  if (operatingSystem === 'Docker Desktop') {
    return 'docker-desktop';
  }
  return throughSocket ? 'virtual-machine' : 'other-machine';
}

/** How to get there, for a person. */
export interface Directions {
  /** Each a paragraph; may hold foreign text. */
  readonly words: readonly string[];
  /** Lines for a shell, which nothing runs by itself; may hold foreign text. */
  readonly commands: readonly string[];
}

type Place = Pick<EngineInfo, 'name' | 'operatingSystem' | 'kernelVersion' | 'endpoint'>;

export function directionsOf(reach: Reach, engine: Place, storage: EngineStorage): Directions {
  switch (reach) {
    case 'here':
      return storage.rootless ? rootless(storage) : rootful(storage);
    case 'hidden':
      return {
        words: [
          'The engine runs on this machine, but its folders are not in sight from here: this editor runs in a container, or the engine in another one. Look from the machine itself.',
        ],
        commands: [],
      };
    case 'docker-desktop':
      return dockerDesktop(engine);
    case 'virtual-machine':
      return virtualMachine(engine);
    case 'other-machine':
      return {
        words: [
          `The paths are those of the machine ${engine.name}, which answers at ${engine.endpoint}. Log in there, as with ssh, to see them.`,
        ],
        commands: [],
      };
  }
}

function rootful({ dataRoot }: EngineStorage): Directions {
  return {
    words: [
      'The folders are on this machine. Only root may look into them. Use "Open Docker Data in Terminal..." in the menu of the sidebar, and, in an editor on your own machine, "Reveal Docker Data in File Manager...". Look, and change nothing there: the engine does not notice, and loses its way.',
    ],
    commands: [`sudo ls -la ${quoted(dataRoot)}`, `sudo du -xsh ${quoted(dataRoot)}`],
  };
}

function rootless({ dataRoot }: EngineStorage): Directions {
  return {
    words: [
      "The engine runs without root, so that the folders are yours, on this machine. Files of other users than root in containers belong to numbers beyond your own: the engine's own namespace shows them as containers do.",
    ],
    commands: [
      `ls -la ${quoted(dataRoot)}`,
      'nsenter -U --preserve-credentials -m -t "$(cat "$XDG_RUNTIME_DIR/docker.pid")"',
    ],
  };
}

function dockerDesktop({ kernelVersion }: Place): Directions {
  const file = /microsoft/i.test(kernelVersion)
    ? String.raw`%LOCALAPPDATA%\Docker\wsl\disk\docker_data.vhdx (of older versions: %LOCALAPPDATA%\Docker\wsl\data\ext4.vhdx)`
    : '~/Library/Containers/com.docker.docker/Data/vms/0/data/Docker.raw on a Mac, and ~/.docker/desktop/vms/0/data/Docker.raw on Linux';
  return {
    words: [
      `The paths are those inside Docker Desktop's virtual machine. All of its disk is one file of yours, usually ${file}; Docker Desktop shows it in Settings, Resources, Advanced, "Disk image location". What is freed inside does not always make that file smaller at once.`,
      "A container in the virtual machine's own namespaces is a shell there. It is root: look, and change nothing.",
    ],
    commands: ['docker run --rm -it --privileged --pid=host alpine nsenter -t 1 -m -u -i -n sh'],
  };
}

interface Program {
  readonly pattern: RegExp;
  readonly name: string;
  readonly command: string;
}

const programs: readonly Program[] = [
  { pattern: /orbstack/i, name: 'OrbStack', command: 'ls ~/OrbStack/docker' },
  { pattern: /colima/i, name: 'Colima', command: 'colima ssh' },
  { pattern: /rancher/i, name: 'Rancher Desktop', command: 'rdctl shell' },
  { pattern: /podman/i, name: 'Podman', command: 'podman machine ssh' },
];

function virtualMachine({ name, operatingSystem, endpoint }: Place): Directions {
  const program = programs.find(({ pattern }) => pattern.test(`${name} ${operatingSystem} ${endpoint}`));
  const where =
    program === undefined
      ? `The paths are those of ${name}, which is not this machine: a virtual machine, or the other end of a tunnel. Log in there to see them.`
      : `The paths are those inside the virtual machine of ${program.name}.`;
  return { words: [where], commands: program === undefined ? [] : [program.command] };
}

/** For a POSIX shell, on one line. */
export function quoted(path: string): string {
  return `'${path.replaceAll(/\p{Cc}/gu, '?').replaceAll("'", String.raw`'\''`)}'`;
}
