/** Which folders an engine keeps what in. Its own documentation and source say so; only their sizes are asked for. */
import type { EngineStorage } from './storage-port.ts';

export const placeKinds = ['images', 'layers', 'containers', 'volumes', 'build-cache', 'logs'] as const;

export type PlaceKind = (typeof placeKinds)[number];

export interface Place {
  readonly kind: PlaceKind;
  readonly title: string;
  /** In the engine's file system; the first is the one to open. Empty if it keeps none. */
  readonly paths: readonly string[];
  /** What lies there, for a person who looks. */
  readonly note: string;
}

/** Every Linux distribution's package of containerd has it there. */
const usualContainerdRoot = '/var/lib/containerd';
const usualContainerdSocket = /^(?:\/var)?\/run\/containerd\/containerd\.sock$/;

/** Where containerd keeps its data, and whether that is more than a guess. */
export function containerdRoot({ dataRoot, containerdAddress }: EngineStorage): {
  readonly path: string;
  readonly certain: boolean;
} {
  if (containerdAddress === undefined || usualContainerdSocket.test(containerdAddress)) {
    return { path: usualContainerdRoot, certain: false };
  }
  // The engine's own containerd, which it starts where the machine has none.
  return { path: `${dataRoot}/containerd/daemon`, certain: true };
}

/** The folders of an engine, in the order in which people ask for them. */
export function placesOf(storage: EngineStorage): readonly Place[] {
  return [
    ...(storage.containerdStore ? containerdImages(storage) : driverImages(storage)),
    {
      kind: 'containers',
      title: 'Containers',
      paths: [`${storage.dataRoot}/containers`],
      note: 'A folder for each, by its identifier: its configuration and, with the usual log drivers, its log. What it writes to files is with the layers; the size counts that.',
    },
    {
      kind: 'volumes',
      title: 'Volumes',
      paths: [`${storage.dataRoot}/volumes`],
      note: 'A folder for each, by its name, with the files in _data. Volumes of other drivers than "local" are elsewhere: "Inspect" on a volume says where.',
    },
    buildCache(storage),
    logs(storage),
  ];
}

function driverImages({ driver, dataRoot }: EngineStorage): readonly Place[] {
  return [
    {
      kind: 'images',
      title: 'Images',
      paths: [`${dataRoot}/${driver}`, `${dataRoot}/image/${driver}`],
      note: `The layers of images, and what containers write, are in the first, under names of the storage driver's own, which are no layer's digest; what the engine knows of images is in the second. Use "Show Layers" or "Open File..." in the menu of an image instead of searching there.`,
    },
  ];
}

function containerdImages(storage: EngineStorage): readonly Place[] {
  const { path, certain } = containerdRoot(storage);
  const doubt = certain
    ? ''
    : " This is containerd's usual folder; the setting root in its /etc/containerd/config.toml may name another. The engine's own data-root does not move it.";
  return [
    {
      kind: 'images',
      title: 'Images, as they were pulled',
      paths: [`${path}/io.containerd.content.v1.content`],
      note: `containerd keeps what came from registries and builds, compressed, by its digest.${doubt}`,
    },
    {
      kind: 'layers',
      title: 'Images, unpacked',
      paths: [`${path}/io.containerd.snapshotter.v1.${storage.driver}`],
      note: 'The same layers unpacked, and what containers write, by numbers of its own. Both count as the size of images.',
    },
  ];
}

function buildCache({ driver, dataRoot, containerdStore }: EngineStorage): Place {
  return {
    kind: 'build-cache',
    title: 'Build cache',
    paths: [`${dataRoot}/buildkit`],
    note: `What BuildKit knows of its cache; the files are in ${
      containerdStore ? "containerd's two folders" : `${dataRoot}/${driver}, beside the layers of images`
    }. Records that images hold as well count as images here.`,
  };
}

function logs({ loggingDriver, dataRoot }: EngineStorage): Place {
  const base = { kind: 'logs', title: 'Logs of containers' } as const;
  switch (loggingDriver) {
    case 'json-file':
      return {
        ...base,
        paths: [`${dataRoot}/containers`],
        note: 'ID/ID-json.log in the folder of each container; it grows without limit unless max-size is set. It goes with the container.',
      };
    case 'local':
      return {
        ...base,
        paths: [`${dataRoot}/containers`],
        note: 'ID/local-logs/container.log in the folder of each container, in a form of the engine\'s own; "Show Container Log" reads it.',
      };
    case 'journald':
      return {
        ...base,
        paths: [],
        note: "In the journal of the engine's machine: journalctl CONTAINER_NAME=NAME.",
      };
    case 'none':
      return { ...base, paths: [], note: 'The engine keeps none, unless a container asks for it.' };
    default:
      return { ...base, paths: [], note: `The engine hands them to its log driver ${loggingDriver}.` };
  }
}
