import type { EngineInfo } from '../model/engine.ts';
import type { ProfileSettings, ProfilesSettings } from '../model/machine.ts';

/** The profile that is for every engine without one of its own. */
export const defaultProfileName = 'default';

export interface ChosenProfile {
  readonly name: string;
  readonly settings: ProfileSettings;
}

/** The engine's own profile over the default one: by the engine's name first, then by its address. */
export function chooseProfile(
  profiles: ProfilesSettings,
  engine: Pick<EngineInfo, 'name' | 'endpoint'>,
): ChosenProfile {
  const name = [engine.name, engine.endpoint].find((key) => Object.hasOwn(profiles, key));
  const usual = Object.hasOwn(profiles, defaultProfileName) ? profiles[defaultProfileName] : undefined;
  const own = name === undefined ? undefined : profiles[name];
  return { name: name ?? defaultProfileName, settings: { ...usual, ...own } };
}
