/** What the list of a folder of an image or container offers. */
import type { FileTree, FolderEntry, Resolved } from '../../core/contents/file-tree.ts';
import { formatBytes } from '../../core/text/format.ts';
import { inertText } from '../foreign-text.ts';
import type { Translate } from '../translate.ts';

export interface FileItem {
  readonly label: string;
  readonly description: string;
  /** Where it leads, links not yet followed; `undefined` asks for a path. */
  readonly path: string | undefined;
  /** Whether it is offered whatever is typed. */
  readonly alwaysShow: boolean;
}

const icons: Readonly<Record<FolderEntry['kind'], string>> = {
  folder: 'folder',
  file: 'file',
  symlink: 'file-symlink-file',
  other: 'circle-slash',
};

/** The way up, the entries, and, behind them, the way to type a path. */
export function folderItems(tree: FileTree, folder: string, t: Translate): readonly FileItem[] {
  const entries = tree.list(folder).map((entry) => ({
    label: `$(${icons[entry.kind]}) ${inertText(entry.name)}`,
    description: descriptionOf(entry),
    path: `${folder === '/' ? '' : folder}/${entry.name}`,
    alwaysShow: false,
  }));
  const up = { label: '$(arrow-up) ..', description: '', path: `${folder}/..`, alwaysShow: false };
  return [
    ...(folder === '/' ? [] : [up]),
    ...entries,
    { label: `$(edit) ${t('Type a Path...')}`, description: '', path: undefined, alwaysShow: true },
  ];
}

function descriptionOf({ sizeBytes, target }: FolderEntry): string {
  return target === undefined
    ? sizeBytes === undefined
      ? ''
      : formatBytes(sizeBytes)
    : inertText(`\u2192 ${target}`);
}

/** Why something cannot be opened; `undefined` if it can. */
export function refusalOf(
  path: string,
  resolved: Resolved,
  maxFileBytes: number,
  t: Translate,
): string | undefined {
  switch (resolved.kind) {
    case 'folder':
      return undefined;
    case 'file':
      return refusalOfFile(resolved, maxFileBytes, t);
    case 'nothing':
      return t('There is no {0}.', path);
    case 'endless':
      return t('{0} is a link that leads back to itself.', path);
    case 'other':
      return t('{0} is neither a file nor a folder.', path);
  }
}

function refusalOfFile(
  { path, sizeBytes }: Extract<Resolved, { kind: 'file' }>,
  maxFileBytes: number,
  t: Translate,
): string | undefined {
  if (path.includes('\ufffd')) {
    return t('The name of {0} is not UTF-8, so that the engine cannot be asked for it.', path);
  }
  return sizeBytes > maxFileBytes
    ? t(
        '{0} has {1}, more than the {2} that are opened here. Copy it with "docker cp".',
        path,
        formatBytes(sizeBytes),
        formatBytes(maxFileBytes),
      )
    : undefined;
}
