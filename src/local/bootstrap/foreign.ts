/** Bases for other processors, which this machine's kernel runs through an emulator. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Platform, platformOf } from '../../core/model/platform.ts';

/** Debian's name and qemu's name of a platform's architecture. */
const architectures: Readonly<Record<Platform, readonly [debian: string, qemu: string]>> = {
  'linux/amd64': ['amd64', 'x86_64'],
  'linux/386': ['i386', 'i386'],
  'linux/arm64': ['arm64', 'aarch64'],
  'linux/arm/v7': ['armhf', 'arm'],
  'linux/ppc64le': ['ppc64el', 'ppc64le'],
  'linux/s390x': ['s390x', 's390x'],
  'linux/mips64le': ['mips64el', 'mips64el'],
};

function ownPlatform(): Platform {
  const names: Readonly<Record<string, string>> = {
    x64: 'amd64',
    ia32: '386',
    ppc64: 'ppc64le',
    arm: 'arm/v7',
  };
  return platformOf(names[process.arch] ?? process.arch);
}

/** What debootstrap calls a platform; `undefined` for this machine's own. */
export function debianArchitecture(platform: Platform): string | undefined {
  return platform === ownPlatform() ? undefined : architectures[platform]?.[0];
}

/**
 * Why a base for another platform cannot be made here, as the end of a sentence.
 * @param registry where the kernel lists what it runs through interpreters
 */
export async function foreignObstacle(
  platform: Platform,
  registry = '/proc/sys/fs/binfmt_misc',
): Promise<string | undefined> {
  if (platform === ownPlatform()) {
    return undefined;
  }
  const names = architectures[platform];
  if (names === undefined) {
    return `the distribution is not made for ${platform}.`;
  }
  try {
    const entry = await readFile(join(registry, `qemu-${names[1]}`), 'utf8');
    // Without the flag F the emulator would have to lie inside the new root.
    if (/^enabled$/m.test(entry) && /^flags:.*F/m.test(entry)) {
      return undefined;
    }
  } catch {
    // There is no emulator for it.
  }
  return `this machine does not run programs for ${platform} (install qemu-user-static and binfmt-support).`;
}
