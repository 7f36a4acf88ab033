import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { configurationText, configureFlagsOf } from '../../../src/core/build/configuration.ts';
import type { KnownBuild } from '../../../src/core/build/find-build.ts';
import type { BuildConfiguration } from '../../../src/core/model/build.ts';
import { type PresetName, presetNames } from '../../../src/core/php/presets.ts';
import { configurationItems } from '../../../src/host/configuration-items.ts';
import { english } from '../../support/translate.ts';

const version = { text: '8.2.32', id: 80_232 };
const nowMs = 1_760_000_000_000;
const context = { nowMs, locale: 'en', t: english };
const current: BuildConfiguration = { preset: 'usual', configureFlags: ['--enable-x'], platform: undefined };

function built(preset: PresetName, minutesAgo: number, more: Partial<BuildConfiguration> = {}): KnownBuild {
  const flags = configureFlagsOf({ ...current, preset, ...more }, version);
  return {
    platform: 'linux/amd64',
    configuration: configurationText(flags),
    usedAtMs: nowMs - minutesAgo * 60_000,
  };
}

describe('the list of build configurations', () => {
  it('has every preset with a sentence on it, and says which one is in use', () => {
    const items = configurationItems(current, version, undefined, context);
    assert.deepEqual(
      items.map(({ preset }) => preset),
      presetNames,
    );
    assert.equal(new Set(items.map(({ detail }) => detail)).size, presetNames.length);
    assert.deepEqual(
      items
        .filter(({ description }) => description !== '')
        .map(({ label, description }) => [label, description]),
      [['usual', 'current']],
    );
  });

  it('says of those that are built when they were used last, with the flags that go with them', () => {
    const builds = [
      built('debug', 90),
      built('debug', 5),
      built('usual', 2),
      built('zts', 1, { configureFlags: [] }),
    ];
    const described = configurationItems(current, version, builds, context).map(
      ({ description }) => description,
    );
    assert.deepEqual(described, [
      '',
      'current · built, last used 2 minutes ago',
      'built, last used 5 minutes ago',
      ...['', '', '', ''],
    ]);
  });

  it('knows the builds of the platform in use', () => {
    const foreign = { ...current, platform: 'linux/arm64' } as const;
    const builds = [built('debug', 5), { ...built('zts', 5), platform: 'linux/arm64' } as const];
    const named = configurationItems(foreign, version, builds, context).filter(({ description }) =>
      description.includes('built'),
    );
    assert.deepEqual(
      named.map(({ preset }) => preset),
      ['zts'],
    );
  });
});
