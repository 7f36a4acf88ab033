/** A real Bison source tarball for the tests, out of Debian's source package. */
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { locked } from '../../src/local/locked.ts';
import { downloadUpstream } from './debian-source.ts';
import { cacheDirectory } from './locations.ts';

/** The path of a Bison source tarball (`bison_VERSION.orig.tar.xz`) in the cache; downloaded on first use (3 MB). */
export async function ensureBisonSource(): Promise<string> {
  const directory = join(cacheDirectory(), 'sources');
  await mkdir(directory, { recursive: true });
  return locked(join(cacheDirectory(), 'locks', 'bison-source'), async () => {
    const present = (await readdir(directory)).find((name) => /^bison_.*\.orig\.tar\.\w+$/.test(name));
    return present === undefined ? downloadUpstream(['bison'], directory) : join(directory, present);
  });
}
