import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { BuildConfiguration } from '../../../src/core/model/build.ts';
import { configurationId, describeConfiguration } from '../../../src/host/configuration-text.ts';
import { english } from '../../support/translate.ts';

const plain: BuildConfiguration = { preset: 'debug', configureFlags: [], platform: undefined };

describe('a configuration', () => {
  it('is another with another preset, flag or platform', () => {
    const all: readonly BuildConfiguration[] = [
      plain,
      { ...plain, preset: 'zts' },
      { ...plain, configureFlags: ['--a', '--b'] },
      { ...plain, configureFlags: ['--a --b'] },
      { ...plain, platform: 'linux/arm64' },
    ];
    assert.equal(new Set(all.map(configurationId)).size, all.length);
    assert.equal(configurationId(plain), configurationId({ ...plain }));
  });

  it('is called by its preset, and how much there is beside it', () => {
    assert.equal(describeConfiguration(plain, english), 'debug');
    assert.equal(describeConfiguration({ ...plain, configureFlags: ['--a'] }, english), 'debug, 1 more flag');
    const two = { ...plain, configureFlags: ['--a', '--b'] };
    assert.equal(describeConfiguration(two, english), 'debug, 2 more flags');
  });
});
