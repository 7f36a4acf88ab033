import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errors } from '../../core/errors.ts';

/** PEM texts of one connection; what has no file is absent. */
export interface TlsTexts {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

async function readPem(directory: string, name: string, origin: string): Promise<string | undefined> {
  const file = join(directory, `${name}.pem`);
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      return undefined;
    }
    throw errors.invalidSetting(origin, `${file} cannot be read.`);
  }
}

/**
 * Reads ca.pem, cert.pem and key.pem of a directory.
 * @throws `invalid-setting` if one exists and cannot be read, or a certificate comes without its key
 */
export async function readTlsFiles(directory: string, origin: string): Promise<TlsTexts> {
  const ca = await readPem(directory, 'ca', origin);
  const cert = await readPem(directory, 'cert', origin);
  const key = await readPem(directory, 'key', origin);
  if ((cert === undefined) !== (key === undefined)) {
    throw errors.invalidSetting(origin, `${directory} has only one of cert.pem and key.pem.`);
  }
  return {
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
  };
}
