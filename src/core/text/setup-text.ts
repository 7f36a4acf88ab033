import { builtInVariants } from '../bench/suite.ts';
import type { Setup, Variant } from '../model/bench.ts';

/** A variant as people know it: its name with the settings of php.ini that the name does not say; empty for the usual one. */
function variantText({ name, ini }: Variant): string {
  const known = builtInVariants.find((variant) => variant.name === name)?.ini ?? {};
  const settings = Object.entries(ini)
    .filter(([setting, value]) => known[setting] !== value)
    .map(([setting, value]) => `${setting}=${value}`);
  return [...(name === 'default' ? [] : [name]), ...settings].join(' ');
}

/** What is not as usual about a setup, its machine apart: `jit memory_limit=1G`, `control d5f6e56610`. */
export function setupDetails({ variant, role, branch }: Setup): readonly string[] {
  const place = [...(role === 'subject' ? [] : [role]), branch].join(' ').trim();
  return [variantText(variant), place].filter((detail) => detail !== '');
}
