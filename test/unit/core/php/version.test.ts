import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { firstInvalidFlag, tracksHeaders } from '../../../../src/core/php/configure-flags.ts';
import { parsePhpVersion } from '../../../../src/core/php/version.ts';

const header = (version: string) =>
  `/* automatically generated */\n#define PHP_MAJOR_VERSION 8\n#define PHP_VERSION "${version}"\n`;

describe('the PHP version of a tree', () => {
  it('is read from main/php_version.h', () => {
    assert.deepEqual(parsePhpVersion(header('8.2.32')), { text: '8.2.32', id: 80_232 });
    assert.deepEqual(parsePhpVersion(header('8.6.0-dev')), { text: '8.6.0-dev', id: 80_600 });
    assert.deepEqual(parsePhpVersion(header('5.3.29')), { text: '5.3.29', id: 50_329 });
  });

  it('is not guessed', () => {
    assert.equal(parsePhpVersion(''), undefined);
    assert.equal(parsePhpVersion(header('eight')), undefined);
    assert.equal(parsePhpVersion('#define PHP_VERSION_ID 80232\n'), undefined);
    assert.equal(parsePhpVersion(header('8.2.1 $(reboot)')), undefined);
  });

  it('decides whether make knows header dependencies', () => {
    assert.equal(tracksHeaders({ text: '8.0.15', id: 80_015 }), false);
    assert.equal(tracksHeaders({ text: '8.1.2', id: 80_102 }), true);
  });
});

describe('configure flags', () => {
  it('may be options or variables, nothing else', () => {
    assert.equal(firstInvalidFlag(['--disable-all', '--with-x=/a b', 'CFLAGS=-O2 -g']), undefined);
    assert.equal(firstInvalidFlag(['--ok', '; reboot']), '; reboot');
    assert.equal(firstInvalidFlag(['--a\n--b']), '--a\n--b');
  });
});
