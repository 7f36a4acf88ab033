/** Docker contexts, read from its configuration directory; the docker command is not needed. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { errors } from '../../core/errors.ts';
import type { DockerContext, EngineEndpoint } from '../../core/model/endpoint.ts';
import { parseAddress } from './address.ts';
import { readTlsFiles } from './tls.ts';

const configSchema = v.object({ currentContext: v.optional(v.string()) });
const metaSchema = v.object({
  Name: v.optional(v.string()),
  Endpoints: v.object({
    docker: v.object({ Host: v.string(), SkipTLSVerify: v.optional(v.boolean()) }),
  }),
});

/** The file's JSON in the shape of `schema`, `undefined` if there is no file. */
async function readJson<S extends v.GenericSchema>(
  file: string,
  schema: S,
  origin: string,
): Promise<v.InferOutput<S> | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && ['ENOENT', 'ENOTDIR'].includes(String(error.code))) {
      return undefined;
    }
    throw errors.invalidSetting(origin, `${file} cannot be read.`);
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw errors.invalidSetting(origin, `${file} is not JSON.`);
  }
  const result = v.safeParse(schema, json);
  if (!result.success) {
    throw errors.invalidSetting(origin, `${file} is not what Docker writes.`);
  }
  return result.output;
}

/**
 * The context that `docker context use` chose, `undefined` for none.
 * @throws `invalid-setting` if Docker's configuration cannot be read
 */
export async function readCurrentContext(configDirectory: string): Promise<string | undefined> {
  const config = await readJson(join(configDirectory, 'config.json'), configSchema, 'Docker configuration');
  return config?.currentContext === '' ? undefined : config?.currentContext;
}

/**
 * The engine of a context, with the TLS files that Docker keeps beside it.
 * @throws `invalid-setting` if there is no such context or it cannot be used
 */
export async function readContextEndpoint(configDirectory: string, name: string): Promise<EngineEndpoint> {
  const origin = `Docker context "${name}"`;
  const id = createHash('sha256').update(name).digest('hex');
  const contexts = join(configDirectory, 'contexts');
  const meta = await readJson(join(contexts, 'meta', id, 'meta.json'), metaSchema, origin);
  if (meta === undefined) {
    throw errors.invalidSetting(origin, `${configDirectory} has no such context.`);
  }
  const { Host, SkipTLSVerify } = meta.Endpoints.docker;
  const texts = await readTlsFiles(join(contexts, 'tls', id, 'docker'), origin);
  const hasTls = Object.keys(texts).length > 0 || SkipTLSVerify === true;
  return parseAddress(Host, origin, hasTls ? { ...texts, verify: SkipTLSVerify !== true } : undefined);
}

/** All contexts, sorted by name. What cannot be read or names no Docker engine is left out. */
export async function listContexts(configDirectory: string): Promise<readonly DockerContext[]> {
  const folder = join(configDirectory, 'contexts', 'meta');
  const ids = await readdir(folder).catch(() => []);
  const found = await Promise.all(
    ids.map(async (id) => {
      const meta = await readJson(join(folder, id, 'meta.json'), metaSchema, 'Docker contexts').catch(
        () => undefined,
      );
      return meta?.Name === undefined ? [] : [{ name: meta.Name, address: meta.Endpoints.docker.Host }];
    }),
  );
  return found.flat().toSorted((a, b) => (a.name < b.name ? -1 : 1));
}
