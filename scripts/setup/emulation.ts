/** Lets this machine run programs for other processors, for the tests of foreign platforms. */
import { existsSync } from 'node:fs';
import { runAsRoot } from './root.ts';
import { ensureSystemPackages } from './system-packages.ts';

const purpose = 'let this machine run programs for another processor';
const registry = '/proc/sys/fs/binfmt_misc';

/**
 * Registers qemu's emulator for an architecture (`ppc64le`) with the kernel; installs it first if it is missing.
 * Registered for good, as the package itself does it where a service manager runs.
 */
export async function ensureEmulation(architecture: string): Promise<void> {
  const entry = `qemu-${architecture}`;
  if (existsSync(`${registry}/${entry}`)) {
    return;
  }
  await ensureSystemPackages(['qemu-user-static', 'binfmt-support']);
  if (!existsSync(`${registry}/register`)) {
    await runAsRoot(purpose, 'mount', ['-t', 'binfmt_misc', 'binfmt_misc', registry]);
  }
  if (!existsSync(`${registry}/${entry}`)) {
    await runAsRoot(purpose, 'update-binfmts', ['--enable', entry]);
  }
}
