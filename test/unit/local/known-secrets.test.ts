import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { it } from 'node:test';
import { localSecrets } from '../../../src/local/known-secrets.ts';
import { withTemporary } from '../../support/temporary.ts';

it('knows the credentials of registries and the passwords of proxies', () =>
  withTemporary(async (directory) => {
    const auth = Buffer.from('me:registry:pass').toString('base64');
    const auths = { 'registry.example': { auth }, other: { identitytoken: 'identity', auth: '' } };
    await writeFile(join(directory, 'config.json'), JSON.stringify({ auths, credsStore: 'desktop' }));
    const env = {
      DOCKER_CONFIG: directory,
      http_proxy: 'http://me:p%40ss@proxy:3128',
      HTTPS_PROXY: 'http://me:other@proxy:3128',
    };
    const known = await localSecrets(env).knownSecrets();
    assert.deepEqual(
      [...known].sort(),
      [auth, 'identity', 'other', 'p%40ss', 'p@ss', 'registry:pass'].sort(),
    );
  }));

it('knows none where nothing is configured, or the configuration is broken', () =>
  withTemporary(async (directory) => {
    const secrets = localSecrets({ DOCKER_CONFIG: directory });
    assert.deepEqual(await secrets.knownSecrets(), []);
    await writeFile(join(directory, 'config.json'), '{"auths": 1');
    assert.deepEqual(await secrets.knownSecrets(), []);
  }));
