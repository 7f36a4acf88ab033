import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  configurationName,
  configurationText,
  configureFlagsOf,
} from '../../../../src/core/build/configuration.ts';
import { presetNames } from '../../../../src/core/php/presets.ts';

const version = { text: '8.2.32', id: 80_232 };
const textOf = (preset: (typeof presetNames)[number], ...configureFlags: string[]) =>
  configurationText(configureFlagsOf({ preset, configureFlags }, version));

describe('a configuration', () => {
  it('has the flags of its preset, then the others', () => {
    const flags = configureFlagsOf({ preset: 'debug', configureFlags: ['--enable-mbstring'] }, version);
    assert.ok(flags.indexOf('--enable-debug') < flags.indexOf('--enable-mbstring'));
    assert.deepEqual(configureFlagsOf({ preset: 'custom', configureFlags: ['--enable-x'] }, version), [
      '--enable-x',
    ]);
  });

  it('is called by its preset', () => {
    for (const preset of presetNames) {
      assert.equal(configurationName(textOf(preset), version), preset);
    }
  });

  it('is called by the preset that has most of it, and the flags beyond that', () => {
    assert.equal(configurationName(textOf('debug', '--enable-mbstring'), version), 'debug --enable-mbstring');
    assert.equal(configurationName('--with-x', version), 'custom --with-x');
    assert.equal(configurationName(`${textOf('usual')}-not`, version).split(' ')[0], 'minimal');
  });
});
