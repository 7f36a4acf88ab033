/** What the list of build configurations shows. */
import { configurationText, configureFlagsOf } from '../core/build/configuration.ts';
import type { KnownBuild } from '../core/build/find-build.ts';
import type { BuildConfiguration } from '../core/model/build.ts';
import { type PresetName, presetNames } from '../core/php/presets.ts';
import type { PhpVersion } from '../core/php/version.ts';
import { formatAge } from './age.ts';
import type { StatusContext } from './status-text.ts';
import type { Translate } from './translate.ts';

/** A preset in the list. */
export interface ConfigurationItem {
  readonly label: string;
  /** Whether it is the one in use, and when it was built and used last. */
  readonly description: string;
  readonly detail: string;
  readonly preset: PresetName;
}

/**
 * The presets, each with the age of its build if there is one.
 * @param current what the tree is built with now; its own flags go with every preset
 * @param builds `undefined` until they are known
 */
export function configurationItems(
  current: BuildConfiguration,
  version: PhpVersion | undefined,
  builds: readonly KnownBuild[] | undefined,
  { nowMs, locale, t }: StatusContext,
): readonly ConfigurationItem[] {
  return presetNames.map((preset) => {
    const usedAtMs = version === undefined ? 0 : lastUse({ ...current, preset }, version, builds ?? []);
    const age = formatAge(usedAtMs, nowMs, locale);
    const parts = [
      ...(preset === current.preset ? [t('current')] : []),
      ...(age === '' ? [] : [t('built, last used {0}', age)]),
    ];
    return { label: preset, description: parts.join(' · '), detail: describePreset(preset, t), preset };
  });
}

/** 0 if it was never built. */
function lastUse(
  configuration: BuildConfiguration,
  version: PhpVersion,
  builds: readonly KnownBuild[],
): number {
  const text = configurationText(configureFlagsOf(configuration, version));
  const { platform } = configuration;
  return builds
    .filter((build) => build.configuration === text && (platform ?? build.platform) === build.platform)
    .reduce((latest, { usedAtMs }) => Math.max(latest, usedAtMs), 0);
}

function describePreset(preset: PresetName, t: Translate): string {
  switch (preset) {
    case 'minimal':
      return t('The command line interpreter and nothing else.');
    case 'usual':
      return t('With opcache and a line editor, for measuring and trying the engine itself.');
    case 'debug':
      return t("As usual, with PHP's own assertions and leak reports.");
    case 'zts':
      return t('As usual, thread-safe.');
    case 'asan':
      return t("As debug, under gcc's AddressSanitizer.");
    case 'everything':
      return t('All extensions that this version can be built with here.');
    case 'custom':
      return t('Only the flags of the setting "phpSourceBench.build.configureFlags".');
  }
}
