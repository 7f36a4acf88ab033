/** A PHP version as the tree's `main/php_version.h` names it. */
export interface PhpVersion {
  /** For instance `8.2.32` or `8.6.0-dev`. */
  readonly text: string;
  /** `major * 10000 + minor * 100 + release`, as PHP_VERSION_ID. */
  readonly id: number;
}

const versionLine =
  /^[ \t]*#[ \t]*define[ \t]+PHP_VERSION[ \t]+"(\d{1,3})\.(\d{1,3})\.(\d{1,3})([A-Za-z0-9.+-]{0,40})"/m;

/** Reads the version from the text of `main/php_version.h`; `undefined` if it names none. */
export function parsePhpVersion(header: string): PhpVersion | undefined {
  const match = versionLine.exec(header);
  if (match === null) {
    return undefined;
  }
  const [, major = '', minor = '', release = '', extra = ''] = match;
  return {
    text: `${Number(major)}.${Number(minor)}.${Number(release)}${extra}`,
    id: Number(major) * 10_000 + Number(minor) * 100 + Number(release),
  };
}

/** The version of a text like {@link PhpVersion.text}; `undefined` for any other. */
export function phpVersionOf(text: string): PhpVersion | undefined {
  return parsePhpVersion(`#define PHP_VERSION "${text}"`);
}
