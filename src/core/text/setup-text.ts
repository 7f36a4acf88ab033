import type { Setup, Variant } from '../model/bench.ts';

/** A variant as people know it: its name with the settings of php.ini behind it; empty for the usual one. */
function variantText({ name, ini }: Variant): string {
  const settings = Object.entries(ini).map(([setting, value]) => `${setting}=${value}`);
  return [...(name === 'default' ? [] : [name]), ...settings].join(' ');
}

/** What is not as usual about a setup, its machine apart: `jit opcache.jit=tracing`, `control d5f6e56610`. */
export function setupDetails({ variant, role, branch }: Setup): readonly string[] {
  const place = [...(role === 'subject' ? [] : [role]), branch].join(' ').trim();
  return [variantText(variant), place].filter((detail) => detail !== '');
}
