/** Names of our own as people read them: without what a row says elsewhere, or nobody can read. */
import { type Labels, label as labelName } from '../../core/model/labels.ts';

/** The words of our own image names that a row does not say elsewhere: the whole name would push them out of sight. */
export function shortImageName(reference: string): string {
  return reference
    .replace(/^php-source-bench\/tools:(.+)-[0-9a-f]{16}$/, 'gdb-valgrind-$1')
    .replace(/^php-source-bench\/[a-z]+:(.+)-[0-9a-f]{16}$/, '$1');
}

/** The folder that a volume of ours builds, instead of that folder's hash. */
export function shortVolumeName(name: string, labels: Labels): string {
  const folder = folderOf(labels[labelName.tree] ?? '');
  const architecture = /^php-source-bench-[0-9a-f]{12}-(.+)-[0-9a-f]{12}$/.exec(name)?.[1];
  return folder === undefined || architecture === undefined ? name : `${folder}-${architecture}`;
}

/** The last part of a path. */
export function folderOf(path: string): string | undefined {
  return path.split(/[\\/]/).findLast((part) => part !== '');
}
