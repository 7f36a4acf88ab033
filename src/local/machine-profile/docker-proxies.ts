import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import type { ProxySettings } from '../../core/model/machine.ts';

const proxies = v.object({
  httpProxy: v.optional(v.string()),
  httpsProxy: v.optional(v.string()),
  noProxy: v.optional(v.string()),
});
const configuration = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ proxies: v.optional(v.record(v.string(), proxies)) }),
);

/**
 * The proxies that Docker's client configuration names for containers of an engine, by its address or `default`.
 * Docker's own commands complain of a broken file; here it is as if it named none.
 * @see https://docs.docker.com/engine/cli/proxy/
 */
export async function readDockerProxies(configDirectory: string, endpoint: string): Promise<ProxySettings> {
  const text = await readFile(join(configDirectory, 'config.json'), 'utf8').catch(() => '');
  const parsed = v.safeParse(configuration, text);
  const all = parsed.success ? (parsed.output.proxies ?? {}) : {};
  const found = Object.hasOwn(all, endpoint) ? all[endpoint] : all.default;
  return {
    httpProxy: found?.httpProxy ?? '',
    httpsProxy: found?.httpsProxy ?? '',
    noProxy: found?.noProxy ?? '',
  };
}
