import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  checkVariant,
  interpreterArguments,
  opcacheOf,
  wantsJit,
  wantsOpcache,
} from '../../../../src/core/bench/interpreter.ts';
import { builtInVariants } from '../../../../src/core/bench/suite.ts';
import { isBenchError } from '../../../../src/core/errors.ts';
import type { Variant } from '../../../../src/core/model/bench.ts';
import { presetFor } from '../../../../src/core/php/presets.ts';

const php = (text: string, id: number) => ({ text, id });
const php54 = php('5.4.45', 50_445);
const php74 = php('7.4.33', 70_433);
const php82 = php('8.2.32', 80_232);
const php85 = php('8.5.0', 80_500);

function variant(name: string): Variant {
  const found = builtInVariants.find((candidate) => candidate.name === name);
  assert.ok(found);
  return found;
}

describe('opcache in a build', () => {
  it('is there by version and flags, of which the last counts', () => {
    assert.equal(opcacheOf(php82, presetFor('usual', php82).flags), 'extension');
    assert.equal(opcacheOf(php82, presetFor('minimal', php82).flags), 'none');
    assert.equal(opcacheOf(php82, []), 'extension');
    assert.equal(opcacheOf(php82, ['--enable-opcache', '--disable-all']), 'none');
    assert.equal(opcacheOf(php82, ['--disable-all', '--enable-opcache=shared']), 'extension');
    assert.equal(opcacheOf(php82, ['--enable-opcache=no']), 'none');
    assert.equal(opcacheOf(php54, ['--enable-opcache']), 'none');
    assert.equal(opcacheOf(php85, presetFor('minimal', php85).flags), 'built-in');
  });
});

describe('a variant', () => {
  it('says what it wants', () => {
    const wanted = builtInVariants.map(({ name, ini }) => [name, wantsOpcache(ini), wantsJit(ini)]);
    assert.deepEqual(wanted, [
      ['default', false, false],
      ['opcache', true, false],
      ['jit', true, true],
      ['jit-function', true, true],
    ]);
    assert.equal(wantsJit({ 'opcache.enable_cli': 'On', 'opcache.jit': 'disable' }), false);
    assert.equal(wantsJit({ 'opcache.jit': 'tracing' }), false);
  });

  it('is refused where it cannot be had, with what to do', () => {
    const flags = presetFor('minimal', php82).flags;
    const refused = [
      ['opcache', php54, ['--enable-opcache'], /PHP 5\.4\.45 has no opcache/],
      ['jit', php74, ['--enable-opcache'], /PHP 7\.4\.33 has no JIT\. Choose the variant "opcache"/],
      ['jit', php82, flags, /Choose the preset "usual", or add --enable-opcache/],
    ] as const;
    for (const [name, version, configureFlags, message] of refused) {
      const chosen = variant(name);
      assert.throws(
        () => checkVariant(chosen, chosen.ini, version, configureFlags),
        (error) => isBenchError(error, 'variant-unavailable') && message.test(error.message),
      );
    }
    for (const version of [php54, php74, php82, php85]) {
      checkVariant(variant('default'), {}, version, ['--disable-all']);
    }
    checkVariant(variant('jit'), variant('jit').ini, php85, ['--disable-all']);
  });

  it("becomes the interpreter's command line, with opcache where it is an extension", () => {
    assert.deepEqual(interpreterArguments({}, 'extension'), ['-n']);
    const on = { 'opcache.enable_cli': '1', precision: '5' };
    assert.deepEqual(interpreterArguments(on, 'extension'), [
      '-n',
      ...['-d', 'zend_extension=/opt/php/lib/extensions/opcache.so'],
      ...['-d', 'opcache.enable_cli=1', '-d', 'precision=5'],
    ]);
    assert.deepEqual(interpreterArguments(on, 'built-in').slice(0, 3), ['-n', '-d', 'opcache.enable_cli=1']);
  });
});
