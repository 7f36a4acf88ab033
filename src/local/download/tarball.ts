/** What a Bison source tarball looks like from outside. */
import { createHash } from 'node:crypto';
import type { Tarball } from '../../core/ports.ts';

/** Bison's largest release has 2.8 MiB. */
export const maxTarballBytes = 50 * 1024 * 1024;

const magics: Readonly<Record<string, readonly number[]>> = {
  gz: [0x1f, 0x8b],
  xz: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00],
  bz2: [0x42, 0x5a, 0x68],
};

/**
 * The plain name of a Bison tarball, `bison-VERSION.tar.SUFFIX`, from its file name there or in Debian's form
 * (`bison_3.8.2+dfsg.orig.tar.xz`); `undefined` for any other name.
 */
export function plainTarballName(fileName: string): string | undefined {
  const match =
    /^bison[-_](\d{1,4}(?:\.\d{1,4}){1,3})(?:\+[A-Za-z0-9.+~]{1,40})?(?:\.orig)?\.tar\.(gz|xz|bz2)$/.exec(
      fileName,
    );
  return match === null ? undefined : `bison-${match[1]}.tar.${match[2]}`;
}

/** Whether the content begins as its name says. */
export function isCompressedAs(name: string, content: Uint8Array): boolean {
  const magic = magics[name.slice(name.lastIndexOf('.') + 1)] ?? [];
  return magic.length > 0 && magic.every((byte, index) => content[index] === byte);
}

/** A tarball with its hash. */
export function tarballOf(fileName: string, content: Uint8Array): Tarball {
  return { fileName, content, sha256: createHash('sha256').update(content).digest('hex') };
}
