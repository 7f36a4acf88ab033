/**
 * What configure, make, the tests and editors leave in a tree. A release tree that is no checkout has no git to say
 * so; nothing that any PHP release ships is on these lists.
 */

const directoryNames = new Set(['.git', '.svn', '.hg', '.libs', 'autom4te.cache']);

/** Where the editor keeps a folder's settings: those of this extension may be there, and change no build. */
export const editorFolder = '.vscode';

/** Directories at the tree's top only: `modules` and `libs` may be names of sources further down. */
const topDirectories = new Set([
  editorFolder,
  '.ccache',
  '.php-source-bench',
  'gcovr_html',
  'lcov_html',
  'libs',
  'modules',
]);

const fileNames = new Set([
  'config.cache',
  'config.log',
  'config.nice',
  'config.status',
  'confdefs.h',
  'libtool',
]);

const suffixes = ['.dep', '.gcda', '.gcno', '.la', '.lo', '.loT', '.o', '.so', '.swp', '~'];

const paths = new Set([
  'Makefile',
  'Makefile.fragments',
  'Makefile.objects',
  'Zend/zend_config.h',
  'Zend/zend_dtrace_gen.h',
  'Zend/zend_dtrace_gen.h.bak',
  'ext/date/lib/timelib_config.h',
  'ext/mbstring/libmbfl/config.h',
  'ext/opcache/jit/ir/gen_ir_fold_hash',
  'ext/opcache/jit/ir/minilua',
  'ext/opcache/jit/zend_jit_arm64.c',
  'ext/opcache/jit/zend_jit_x86.c',
  'ext/opcache/minilua',
  'ext/phar/phar.1',
  'ext/phar/phar.phar',
  'ext/phar/phar.phar.1',
  'ext/phar/phar.php',
  'libphp.a',
  'main/build-defs.h',
  'main/internal_functions.c',
  'main/internal_functions_cli.c',
  'main/php_config.h',
  'run-test-info.php',
  'sapi/cgi/php-cgi',
  'sapi/cgi/php-cgi.1',
  'sapi/cli/php',
  'sapi/cli/php.1',
  'sapi/fpm/init.d.php-fpm',
  'sapi/fpm/php-fpm',
  'sapi/fpm/php-fpm.8',
  'sapi/fpm/php-fpm.conf',
  'sapi/fpm/php-fpm.service',
  'sapi/fpm/status.html',
  'sapi/fpm/www.conf',
  'sapi/litespeed/php',
  'sapi/phpdbg/phpdbg',
  'sapi/phpdbg/phpdbg.1',
  'scripts/man1/php-config.1',
  'scripts/man1/phpize.1',
  'scripts/php-config',
  'scripts/phpize',
  'tmp-php.ini',
]);

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Whether everything below this directory is a build product; `path` is below the tree's root, with `/`. */
export function isBuildProductDirectory(path: string): boolean {
  return directoryNames.has(nameOf(path)) || topDirectories.has(path);
}

/** Whether this file is a build product; `path` is below the tree's root, with `/`. */
export function isBuildProduct(path: string): boolean {
  const name = nameOf(path);
  return (
    paths.has(path) ||
    fileNames.has(name) ||
    name.startsWith('conftest.') ||
    suffixes.some((suffix) => name.endsWith(suffix))
  );
}
