import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isBuildProduct, isBuildProductDirectory } from '../../../../src/core/build/build-products.ts';

describe('build products', () => {
  it('are what configure, make and editors leave', () => {
    for (const path of [
      'Makefile',
      'Zend/zend.o',
      'Zend/zend.lo',
      'Zend/zend.dep',
      'config.status',
      'ext/foo/config.log',
      'libtool',
      'main/php_config.h',
      'modules/opcache.so',
      'sapi/cli/php',
      'Zend/zend.c~',
      'conftest.c',
    ]) {
      assert.equal(isBuildProduct(path), true, path);
    }
    for (const path of [
      '.git',
      '.vscode',
      'modules',
      'libs',
      'Zend/.libs',
      'autom4te.cache',
      'ext/foo/autom4te.cache',
    ]) {
      assert.equal(isBuildProductDirectory(path), true, path);
    }
  });

  it('are not what a release ships', () => {
    for (const path of [
      'configure',
      'Makefile.global',
      'build/Makefile.global',
      'win32/build/Makefile',
      'main/php_config.h.in',
      'main/build-defs.h.in',
      'Zend/Makefile.frag',
      'Zend/zend_language_parser.c',
      'ext/pcre/pcre2lib/config.h',
      'ext/phar/phar/phar.inc',
      'sapi/cli/php_cli.c',
      'sapi/fpm/www.conf.in',
      'php',
    ]) {
      assert.equal(isBuildProduct(path), false, path);
    }
    for (const path of ['ext', 'ext/libs', 'ext/foo/modules', '.github', 'build', 'sapi/cli/php']) {
      assert.equal(isBuildProductDirectory(path), false, path);
    }
  });
});
