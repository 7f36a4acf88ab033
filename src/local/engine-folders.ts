/** What this machine shows of an engine's folders. */
import { access, constants, readdir, stat, statfs } from 'node:fs/promises';
import type { FolderLook, FolderPort } from '../core/storage/storage-port.ts';

/** Folders of this machine. */
export function localFolders(): FolderPort {
  return { lookAtFolder, logBytes };
}

async function lookAtFolder(path: string): Promise<FolderLook> {
  return { access: await accessTo(path), disk: await diskOf(path) };
}

/** A folder below one that this user may not enter counts as closed: whether it is there cannot be seen. */
async function accessTo(path: string): Promise<FolderLook['access']> {
  try {
    if (!(await stat(path)).isDirectory()) {
      return 'absent';
    }
    await access(path, constants.R_OK | constants.X_OK);
    return 'open';
  } catch (error) {
    return isRefused(error) ? 'closed' : 'absent';
  }
}

function isRefused(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'EACCES' || error.code === 'EPERM');
}

async function diskOf(path: string): Promise<FolderLook['disk']> {
  try {
    const { bavail, blocks, bsize } = await statfs(path);
    return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
  } catch {
    return undefined;
  }
}

/** What the drivers `json-file` and `local` write below a container's folder, with the older files beside them. */
const logs = [
  { folder: '', name: /^[0-9a-f]{64}-json\.log/ },
  { folder: '/local-logs', name: /^container\.log/ },
];

async function logBytes(dataRoot: string): Promise<number | undefined> {
  const containers = `${dataRoot}/containers`;
  if ((await accessTo(containers)) !== 'open') {
    return undefined;
  }
  const ids = await readdir(containers);
  const sizes = await Promise.all(
    ids.flatMap((id) => logs.map(({ folder, name }) => bytesIn(`${containers}/${id}${folder}`, name))),
  );
  return sizes.reduce((sum, bytes) => sum + bytes, 0);
}

/** What is not there, or went meanwhile, holds nothing. */
async function bytesIn(folder: string, wanted: RegExp): Promise<number> {
  const names = await readdir(folder).catch(() => []);
  let sum = 0;
  for (const name of names.filter((each) => wanted.test(each))) {
    sum += await stat(`${folder}/${name}`).then(
      ({ size }) => size,
      () => 0,
    );
  }
  return sum;
}
