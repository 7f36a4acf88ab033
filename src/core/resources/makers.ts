/** What made an object, as far as its labels say: files, folders and jobs that a person can look at. */
import { type Labels, label } from '../model/labels.ts';

export type Maker =
  /** A file of the machine that it was made from, such as a compose file. */
  | { readonly kind: 'file'; readonly path: string }
  /** A folder of that machine: a php-src tree, or a dev container's project. */
  | { readonly kind: 'folder'; readonly path: string }
  /** A benchmark, by its run's identifier. */
  | { readonly kind: 'job'; readonly id: string }
  /** Where the sources of an image are, as its maker says. */
  | { readonly kind: 'address'; readonly url: string }
  /** The commands that made the image; there is always this one. */
  | { readonly kind: 'history' };

const maxPathLength = 4000;
const maxFiles = 20;

/** The makers that labels tell of, the nearest first. Labels are foreign text: only plain local paths count. */
export function makersOf(labels: Labels): readonly Maker[] {
  const composeFolder = labels['com.docker.compose.project.working_dir'] ?? '';
  const composeFiles = (labels['com.docker.compose.project.config_files'] ?? '')
    .split(',')
    .slice(0, maxFiles)
    .map((path) => (isLocalPath(path) || path === '' ? path : `${composeFolder}/${path}`));
  const files = [...composeFiles, labels['devcontainer.config_file'] ?? ''].filter(isLocalPath);
  const folders = [labels[label.tree] ?? '', labels['devcontainer.local_folder'] ?? ''].filter(isLocalPath);
  const job = labels[label.job];
  const address = labels['org.opencontainers.image.source'] ?? '';
  return [
    ...files.map((path) => ({ kind: 'file', path }) as const),
    ...(job === undefined ? [] : [{ kind: 'job', id: job } as const]),
    ...folders.map((path) => ({ kind: 'folder', path }) as const),
    ...(/^https?:\/\/[\w.-]+(?:[/:]\S*)?$/.test(address) ? [{ kind: 'address', url: address } as const] : []),
    { kind: 'history' },
  ];
}

/** An absolute path of a disk; one of a network would send the name of whoever opens it to a stranger. */
function isLocalPath(path: string): boolean {
  const isAbsolute = /^(?:\/(?!\/)|[A-Za-z]:[\\/])/.test(path);
  return isAbsolute && path.length <= maxPathLength && !/\p{Cc}/u.test(path);
}
