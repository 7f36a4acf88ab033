import type { PhpVersion } from './version.ts';

/**
 * The usual configure flags for measuring and trying the engine itself: the CLI, opcache and a line editor for
 * `php -a`, nothing else, so that a build needs few packages and little time.
 */
export function usualConfigureFlags(version: PhpVersion): readonly string[] {
  const flags = ['--disable-all', '--enable-cli', '--disable-cgi', '--with-libedit'];
  // opcache came with 5.5 and is no longer optional from 8.5 on.
  if (version.id >= 50_500 && version.id < 80_500) {
    flags.push('--enable-opcache');
  }
  // phpdbg came with 5.6, switched on unless refused.
  if (version.id >= 50_600) {
    flags.push('--disable-phpdbg');
  }
  return flags;
}

const flagForm = /^--[A-Za-z0-9][A-Za-z0-9_-]*(=[^\0\r\n]*)?$|^[A-Z_]+=[^\0\r\n]*$/;

/** The first flag that configure could not take (`--name`, `--name=value` or `VARIABLE=value`), if any. */
export function firstInvalidFlag(flags: readonly string[]): string | undefined {
  return flags.find((flag) => !flagForm.test(flag));
}

/** Whether make knows header dependencies: PHP's makefiles track them from 8.1 on (2021-02), not before. */
export function tracksHeaders(version: PhpVersion): boolean {
  return version.id >= 80_100;
}
