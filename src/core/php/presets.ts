/** Named sets of configure flags, and the packages that each needs on the toolchain's distribution. */
import type { PhpVersion } from './version.ts';

/**
 * - `minimal`: the CLI and nothing else.
 * - `usual`: with opcache and a line editor, for measuring and trying the engine itself.
 * - `debug`: `usual` with PHP's own assertions and leak reports.
 * - `zts`: `usual`, thread-safe.
 * - `asan`: `debug` under gcc's AddressSanitizer.
 * - `everything`: all extensions that this version can be built with here.
 * - `custom`: only the flags that are given beside it.
 */
export const presetNames = ['minimal', 'usual', 'debug', 'zts', 'asan', 'everything', 'custom'] as const;

export type PresetName = (typeof presetNames)[number];

export interface Preset {
  readonly flags: readonly string[];
  /** Debian's names, beyond what every toolchain has. */
  readonly packages: readonly string[];
}

/** What a preset means for a version. */
export function presetFor(name: PresetName, version: PhpVersion): Preset {
  const usual = usualFlags(version);
  switch (name) {
    case 'minimal':
      return { flags: minimalFlags(version), packages: [] };
    case 'usual':
      return { flags: usual, packages: [] };
    case 'debug':
      return { flags: [...usual, '--enable-debug'], packages: [] };
    case 'zts':
      return { flags: [...usual, threadSafetyFlag(version)], packages: [] };
    case 'asan':
      return { flags: [...usual, '--enable-debug', ...sanitizerVariables], packages: [] };
    case 'everything':
      return everything(version);
    case 'custom':
      return { flags: [], packages: [] };
  }
}

function minimalFlags(version: PhpVersion): readonly string[] {
  const flags = ['--disable-all', '--enable-cli', '--disable-cgi'];
  // phpdbg came with 5.6, switched on unless refused.
  return version.id >= 50_600 ? [...flags, '--disable-phpdbg'] : flags;
}

function usualFlags(version: PhpVersion): readonly string[] {
  const flags = [...minimalFlags(version), '--with-libedit'];
  // opcache came with 5.5 and is no longer optional from 8.5 on.
  return version.id >= 50_500 && version.id < 80_500 ? [...flags, '--enable-opcache'] : flags;
}

/** 8.0 renamed it. */
function threadSafetyFlag(version: PhpVersion): string {
  return version.id >= 80_000 ? '--enable-zts' : '--enable-maintainer-zts';
}

/** As variables, since configure knows the sanitizers by flags of their own only in newer versions. */
const sanitizerVariables = [
  'CFLAGS=-g -O1 -fsanitize=address -fno-omit-frame-pointer -DZEND_TRACK_ARENA_ALLOC',
  'LDFLAGS=-fsanitize=address',
];

interface Extension {
  readonly flags: readonly string[];
  readonly packages?: readonly string[];
  /** First version id with this form, 0 if it is older than 5.3. */
  readonly from?: number;
  /** First version id without it. */
  readonly until?: number;
}

/** pkg-config, which 7.4 took up, finds headers in Debian's multiarch folders; what came before often does not. */
const pkgConfig = 70_400;

/** Those that every version has under one name, without packages of their own. */
const plainExtensions = (
  'bcmath calendar ctype dba dom exif fileinfo filter ftp mbstring pcntl pdo phar posix ' +
  'session shmop simplexml soap sockets sysvmsg sysvsem sysvshm tokenizer xml xmlreader xmlwriter'
).split(' ');

const extensions: readonly Extension[] = [
  { flags: ['--enable-libxml'], packages: ['libxml2-dev'], until: pkgConfig },
  { flags: ['--with-libxml'], packages: ['libxml2-dev'], from: pkgConfig },
  ...plainExtensions.map((name) => ({ flags: [`--enable-${name}`] })),
  { flags: ['--enable-hash'], until: pkgConfig },
  { flags: ['--enable-json'], until: 80_000 },
  // Before 7.4 the regular expressions of mbstring came with it.
  { flags: [], packages: ['libonig-dev'], from: pkgConfig },
  { flags: ['--with-iconv', '--with-gettext'] },
  { flags: ['--with-zlib'], packages: ['zlib1g-dev'] },
  { flags: ['--with-bz2'], packages: ['libbz2-dev'] },
  { flags: ['--with-gmp'], packages: ['libgmp-dev'] },
  { flags: ['--with-curl'], packages: ['libcurl4-openssl-dev'] },
  { flags: ['--with-sqlite3', '--with-pdo-sqlite'], packages: ['libsqlite3-dev'] },
  { flags: ['--with-mysqli', '--with-pdo-mysql'], from: 50_400 },
  { flags: ['--enable-zip'], until: pkgConfig },
  { flags: ['--with-zip'], packages: ['libzip-dev'], from: pkgConfig },
  {
    flags: ['--with-gd', '--with-png-dir=/usr', '--with-jpeg-dir=/usr'],
    packages: ['libpng-dev', 'libjpeg-dev'],
    until: pkgConfig,
  },
  {
    flags: ['--enable-gd', '--with-jpeg', '--with-freetype', '--with-webp'],
    packages: ['libpng-dev', 'libjpeg-dev', 'libfreetype-dev', 'libwebp-dev'],
    from: pkgConfig,
  },
  { flags: ['--enable-intl'], packages: ['libicu-dev'], from: pkgConfig },
  { flags: ['--with-xsl'], packages: ['libxslt1-dev'], from: pkgConfig },
  { flags: ['--with-ffi'], packages: ['libffi-dev'], from: pkgConfig },
  { flags: ['--with-tidy'], packages: ['libtidy-dev'], from: pkgConfig },
  { flags: ['--with-sodium'], packages: ['libsodium-dev'], from: pkgConfig },
  // Older ones do not compile against OpenSSL 3.
  { flags: ['--with-openssl'], packages: ['libssl-dev'], from: 80_100 },
];

function everything(version: PhpVersion): Preset {
  const fitting = extensions.filter(
    ({ from = 0, until = Number.MAX_SAFE_INTEGER }) => version.id >= from && version.id < until,
  );
  const base = usualFlags(version).filter((flag) => flag !== '--disable-cgi');
  return {
    flags: [...base, ...fitting.flatMap(({ flags }) => flags)],
    packages: [...new Set(fitting.flatMap(({ packages = [] }) => packages))].sort(),
  };
}

/** Whether a text is a Debian package's name, so that it can stand in a Dockerfile. */
export function isPackageName(text: string): boolean {
  return /^[a-z0-9][a-z0-9+.-]{1,99}$/.test(text);
}
