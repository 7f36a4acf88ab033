/** Whether what npm installed is what package-lock.json asks for. */

interface LockedPackage {
  readonly version?: unknown;
  readonly integrity?: unknown;
  readonly optional?: unknown;
  readonly link?: unknown;
}

/**
 * Compares package-lock.json with the lock file that npm leaves in node_modules when it has finished. Optional
 * packages of other platforms may be missing; anything else that is missing or different means no match.
 * Texts that are no lock files do not match.
 */
export function installedMatches(lockText: string, installedText: string): boolean {
  const wanted = packagesOf(lockText);
  const installed = packagesOf(installedText);
  if (wanted === undefined || installed === undefined) {
    return false;
  }
  const complete = [...wanted].every(([path, entry]) => entry.optional === true || installed.has(path));
  return complete && [...installed].every(([path, entry]) => same(wanted.get(path), entry));
}

function same(wanted: LockedPackage | undefined, installed: LockedPackage): boolean {
  return wanted?.version === installed.version && wanted?.integrity === installed.integrity;
}

function packagesOf(text: string): ReadonlyMap<string, LockedPackage> | undefined {
  const lock = parse(text);
  if (!isObject(lock) || !('packages' in lock) || !isObject(lock.packages)) {
    return undefined;
  }
  const entries = Object.entries(lock.packages).filter((entry): entry is [string, LockedPackage] => {
    const [path, value]: [string, unknown] = entry;
    return path !== '' && isObject(value);
  });
  return new Map(entries);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
