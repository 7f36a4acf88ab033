/** Secrets of Docker's client and of the environment, so that they can be kept out of what is shown. */
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { proxySecrets } from '../core/machine/proxy.ts';
import type { SecretsPort } from '../core/ports.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const credentials = v.object({
  auth: v.optional(v.string()),
  password: v.optional(v.string()),
  identitytoken: v.optional(v.string()),
  registrytoken: v.optional(v.string()),
});
const configuration = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ auths: v.optional(v.record(v.string(), credentials)) }),
);

/** `auth` is user and password in base64. */
function passwordIn(auth: string): string {
  const pair = Buffer.from(auth, 'base64').toString('utf8');
  return pair.slice(pair.indexOf(':') + 1);
}

async function registrySecrets(directory: string): Promise<readonly string[]> {
  const text = await readFile(join(directory, 'config.json'), 'utf8').catch(() => '');
  const parsed = v.safeParse(configuration, text);
  const all = parsed.success ? Object.values(parsed.output.auths ?? {}) : [];
  return all.flatMap(({ auth = '', password = '', identitytoken = '', registrytoken = '' }) => [
    ...[auth, password, identitytoken, registrytoken],
    passwordIn(auth),
  ]);
}

function environmentSecrets(env: Environment): readonly string[] {
  return ['http_proxy', 'https_proxy', 'all_proxy'].flatMap((name) =>
    [env[name], env[name.toUpperCase()]].flatMap((address = '') =>
      proxySecrets({ httpProxy: address, httpsProxy: '', noProxy: '' }),
    ),
  );
}

/** @param env where proxies and Docker's configuration are looked up */
export function localSecrets(env: Environment = process.env): SecretsPort {
  return {
    knownSecrets: async () => {
      const directory = env.DOCKER_CONFIG || join(homedir(), '.docker');
      const found = [...environmentSecrets(env), ...(await registrySecrets(directory))];
      return [...new Set(found)].filter((secret) => secret !== '');
    },
  };
}
