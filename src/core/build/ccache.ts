/** The compiler cache: compilations kept in a volume of their own, for builds that would do them again. */
import { label, ownLabels } from '../model/labels.ts';
import { architectureTag, type Platform } from '../model/platform.ts';
import type { EnginePort } from '../ports.ts';

/**
 * Which builds use it. It makes what was never compiled before about a fifth slower, and what was compiled before many
 * times faster: it pays for clean builds of one commit after the other, less for the edit loop.
 */
export const ccacheUses = ['never', 'clean', 'always'] as const;

export type CcacheUse = (typeof ccacheUses)[number];

const path = '/var/cache/php-source-bench-ccache';

/** What a build container needs for it; the volume is made if it is not there. */
export async function ensureCcache(
  engine: Pick<EnginePort, 'ensureVolume'>,
  platform: Platform,
  signal: AbortSignal,
) {
  const volume = `php-source-bench-ccache-${architectureTag(platform)}`;
  await engine.ensureVolume(
    { name: volume, labels: ownLabels('ccache-volume', { [label.platform]: platform }) },
    signal,
  );
  return {
    mounts: [{ volume, path }],
    environment: {
      CCACHE_DIR: path,
      CCACHE_MAXSIZE: '4G',
      // Toolchains differ in content; the times of their files say little.
      CCACHE_COMPILERCHECK: 'content',
    },
  };
}
