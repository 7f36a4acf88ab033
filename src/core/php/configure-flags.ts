import type { PhpVersion } from './version.ts';

const flagForm = /^--[A-Za-z0-9][A-Za-z0-9_-]*(=[^\0\r\n]*)?$|^[A-Z_]+=[^\0\r\n]*$/;

/** The first flag that configure could not take (`--name`, `--name=value` or `VARIABLE=value`), if any. */
export function firstInvalidFlag(flags: readonly string[]): string | undefined {
  return flags.find((flag) => !flagForm.test(flag));
}

/** Whether make knows header dependencies: PHP's makefiles track them from 8.1 on (2021-02), not before. */
export function tracksHeaders(version: PhpVersion): boolean {
  return version.id >= 80_100;
}
