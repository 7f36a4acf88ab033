/** A tree's build configuration as a key and as people read it. */
import type { BuildConfiguration } from '../core/model/build.ts';
import type { Translate } from './translate.ts';

/** Tells one configuration from another. */
export function configurationId({ preset, configureFlags, platform }: BuildConfiguration): string {
  return JSON.stringify([preset, configureFlags, platform ?? '']);
}

/** For instance `debug`, or `debug, 2 more flags`. */
export function describeConfiguration({ preset, configureFlags }: BuildConfiguration, t: Translate): string {
  switch (configureFlags.length) {
    case 0:
      return preset;
    case 1:
      return t('{0}, 1 more flag', preset);
    default:
      return t('{0}, {1} more flags', preset, configureFlags.length);
  }
}
