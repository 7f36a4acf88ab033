/** How the measured interpreter is called, and what a variant asks of a build. */
import { errors } from '../errors.ts';
import type { Ini, Variant } from '../model/bench.ts';
import type { PhpVersion } from '../php/version.ts';

/** Where a build image has opcache, if it is an extension there. */
const opcachePath = '/opt/php/lib/extensions/opcache.so';

/** How a build has opcache. */
export type Opcache = 'none' | 'extension' | 'built-in';

/** What a build of this version with these flags for configure has. */
export function opcacheOf({ id }: Pick<PhpVersion, 'id'>, configureFlags: readonly string[]): Opcache {
  if (id >= 80_500) {
    return 'built-in';
  }
  // configure builds it unless all or it is switched off; the last word counts.
  const isOn = configureFlags.reduce((on, flag) => {
    const [name, value = 'yes'] = flag.split('=');
    if (name === '--enable-opcache') {
      return value !== 'no';
    }
    return name === '--disable-opcache' || name === '--disable-all' ? false : on;
  }, true);
  return id >= 50_500 && isOn ? 'extension' : 'none';
}

function isTrue(value: string | undefined): boolean {
  return value !== undefined && /^(1|on|yes|true)$/i.test(value.trim());
}

/** Whether these settings switch opcache on. */
export function wantsOpcache(ini: Ini): boolean {
  return isTrue(ini['opcache.enable_cli']);
}

/** Whether these settings switch the JIT on. */
export function wantsJit(ini: Ini): boolean {
  const jit = ini['opcache.jit'] ?? '0';
  return wantsOpcache(ini) && !/^(|0|no|off|false|disable)$/i.test(jit.trim());
}

/**
 * Checks what can be told of a variant before anything is built.
 * @throws `variant-unavailable` if the version, or a build with these flags, cannot have it
 */
export function checkVariant(
  variant: Variant,
  ini: Ini,
  version: PhpVersion,
  configureFlags: readonly string[],
): void {
  if (!wantsOpcache(ini)) {
    return;
  }
  if (version.id < 50_500) {
    throw errors.variantUnavailable(
      variant.name,
      `PHP ${version.text} has no opcache. Choose the variant "default".`,
    );
  }
  if (opcacheOf(version, configureFlags) === 'none') {
    throw errors.variantUnavailable(
      variant.name,
      'it needs opcache, and this configuration builds none. Choose the preset "usual", or add --enable-opcache to the configure flags.',
    );
  }
  if (wantsJit(ini) && version.id < 80_000) {
    throw errors.variantUnavailable(
      variant.name,
      `PHP ${version.text} has no JIT. Choose the variant "opcache" or "default".`,
    );
  }
}

/** What stands between the interpreter and the script on its command line. */
export function interpreterArguments(ini: Ini, opcache: Opcache): readonly string[] {
  const settings = Object.entries(ini).map(([name, value]) => `${name}=${value}`);
  const all =
    wantsOpcache(ini) && opcache === 'extension' ? [`zend_extension=${opcachePath}`, ...settings] : settings;
  return ['-n', ...all.flatMap((setting) => ['-d', setting])];
}
