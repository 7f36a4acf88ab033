/** What a build is configured with, and what people call that. */
import type { BuildConfiguration } from '../model/build.ts';
import { presetFor, presetNames } from '../php/presets.ts';
import { type PhpVersion, phpVersionOf } from '../php/version.ts';

/** All flags for configure: those that the preset means for this version, then the others. */
export function configureFlagsOf(
  { preset, configureFlags }: Pick<BuildConfiguration, 'preset' | 'configureFlags'>,
  version: PhpVersion,
): readonly string[] {
  return [...presetFor(preset, version).flags, ...configureFlags];
}

/** The flags as a label holds them. */
export function configurationText(flags: readonly string[]): string {
  return flags.join(' ');
}

/**
 * A configuration as people know it: its preset, with the flags that it has beyond that, for instance
 * `debug --enable-mbstring`.
 * @param text as {@link configurationText} makes it
 * @param version the version that the preset's flags are compared for
 */
export function configurationName(text: string, version: PhpVersion): string {
  const candidates = presetNames
    .map((name) => ({ name, flags: configurationText(presetFor(name, version).flags) }))
    .filter(({ flags }) => flags === '' || text === flags || text.startsWith(`${flags} `))
    .sort((a, b) => b.flags.length - a.flags.length);
  const [longest] = candidates;
  return longest === undefined ? text : `${longest.name} ${text.slice(longest.flags.length).trim()}`.trim();
}

/** The configuration of a build by all its flags, as people know it; the flags themselves for an unknown version. */
export function configurationOfBuild(flags: readonly string[], phpVersion: string): string {
  const text = configurationText(flags);
  const version = phpVersionOf(phpVersion);
  return version === undefined ? text : configurationName(text, version);
}
