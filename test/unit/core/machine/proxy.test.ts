import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  describeProxy,
  isLoopbackProxy,
  proxyEnvironment,
  proxySecrets,
} from '../../../../src/core/machine/proxy.ts';

const none = { httpProxy: '', httpsProxy: '', noProxy: '' };
const secret = {
  httpProxy: 'http://me:p%40ss@proxy:3128',
  httpsProxy: 'http://you:other@proxy:3129/',
  noProxy: 'localhost,.example',
};

describe('a proxy', () => {
  it('is told to programs in both spellings, and not at all where there is none', () => {
    assert.deepEqual(proxyEnvironment(none), {});
    assert.deepEqual(proxyEnvironment({ ...none, httpProxy: 'http://p:1' }), {
      http_proxy: 'http://p:1',
      HTTP_PROXY: 'http://p:1',
    });
    assert.deepEqual(Object.keys(proxyEnvironment(secret)).length, 6);
  });

  it('has secrets in every form in which they could be printed', () => {
    assert.deepEqual(proxySecrets(secret), ['p%40ss', 'p@ss', 'other']);
    assert.deepEqual(proxySecrets(none), []);
    assert.deepEqual(proxySecrets({ ...none, httpProxy: 'http://me:%zz@p:1' }), ['%zz']);
    assert.deepEqual(proxySecrets({ ...none, httpProxy: 'http://p:1/a:b@c' }), []);
  });

  it('is described without user and password', () => {
    assert.equal(describeProxy(secret), 'http://proxy:3128, http://proxy:3129/');
    assert.equal(describeProxy(none), undefined);
  });

  it('on this machine itself is no proxy for a container', () => {
    for (const httpProxy of ['http://localhost:1', 'http://a:b@127.0.0.1', 'http://[::1]:3128/']) {
      assert.equal(isLoopbackProxy({ ...none, httpProxy }), true, httpProxy);
    }
    for (const httpProxy of ['', 'http://localhost.example:1', 'http://10.0.0.1:1', 'http://127.example/']) {
      assert.equal(isLoopbackProxy({ ...none, httpProxy }), false, httpProxy);
    }
  });
});
