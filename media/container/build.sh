#!/bin/sh
# Builds the PHP tree in the current directory, inside a build container.
#
#   build.sh JOBS RECONFIGURE CLEAN STAGE CONFIGURE_FLAG...
#
# RECONFIGURE, CLEAN and STAGE are 1 or 0; STAGE copies the interpreter out of the tree, for an image. CCACHE_DIR is
# where compilations are kept, if they are. The tree's own state is kept in .php-source-bench/ beside the sources, in
# the same volume. Lines that start with "##psb " are for the extension; everything else is for people.
# Exit codes name the step that failed: 10 sync, 11 buildconf, 12 configure, 13 make, 14 stage.
set -u

jobs=$1 reconfigure=$2 clean=$3 stage=$4
shift 4

state=.php-source-bench
marks=$state/marks
mkdir -p "$marks" || exit 10
# Only a build that ends well says so; the extension skips the next one if nothing has changed since.
rm -f "$marks/built" || exit 10

# A build under AddressSanitizer runs what it has built; that PHP leaks at its end is no failure of the build.
export ASAN_OPTIONS="${ASAN_OPTIONS:-detect_leaks=0}"

# ccache is used through compilers of the same names, so that configure need not know of it. Debian's own folder of
# such names has no cc, and that is the name that PHP's configure looks for first.
if [ -n "${CCACHE_DIR:-}" ]; then
  compilers=$PWD/$state/compilers
  mkdir -p "$compilers" || exit 10
  for compiler in cc gcc c++ g++ clang clang++; do
    ln -sf /usr/bin/ccache "$compilers/$compiler" || exit 10
    # What is not installed must not seem to be.
    command -v "$compiler" >/dev/null || rm -f "$compilers/$compiler"
  done
  export PATH="$compilers:$PATH"
fi

step() { printf '##psb step %s\n' "$1"; }

# Marks survive a killed build: what was asked for is still owed by the next one.
[ "$reconfigure" = 1 ] && : >"$state/owes-configure"
[ "$clean" = 1 ] && : >"$state/owes-clean"

step sync
if [ -s "$state/delete.list" ]; then
  xargs -0 rm -f -- <"$state/delete.list" || exit 10
fi
# Changed files get this machine's time: the host's clock may be behind, and make compares times.
if [ -s "$state/touch.list" ]; then
  xargs -0 touch -h -c -- <"$state/touch.list" || exit 10
fi
for file in manifest changes; do
  [ ! -f "$state/$file.next" ] || mv "$state/$file.next" "$state/$file.json" || exit 10
done
[ ! -f "$state/generation.next" ] || mv "$state/generation.next" "$marks/generation" || exit 10
rm -f "$state/delete.list" "$state/touch.list" "$marks/sync-in-progress"

if [ ! -f configure ] || { [ -f "$state/owes-configure" ] && [ ! -f "$state/ships-configure" ]; }; then
  step buildconf
  ./buildconf --force || exit 11
fi

if [ ! -f config.status ] || [ ! -f Makefile ] || [ -f "$state/owes-configure" ]; then
  step configure
  rm -f config.status config.cache
  ./configure "$@" || exit 12
  rm -f "$state/owes-configure"
fi

if [ -f "$state/owes-clean" ]; then
  make clean >/dev/null || exit 13
  rm -f "$state/owes-clean"
fi

step make
make -j"$jobs" || exit 13
[ -x sapi/cli/php ] || exit 14
sapi/cli/php -n -v || exit 14
: >"$marks/built" || exit 10
mv "$state/used.next" "$state/used" || exit 10
if [ "$stage" = 0 ]; then
  exit 0
fi

step stage
# The finished interpreter, outside the volume, so that an image of this container holds it and nothing else.
rm -rf /opt/php
mkdir -p /opt/php/bin /opt/php/lib/extensions || exit 14
cp sapi/cli/php /opt/php/bin/php || exit 14
[ ! -x sapi/cgi/php-cgi ] || cp sapi/cgi/php-cgi /opt/php/bin/php-cgi || exit 14
for extension in modules/*.so; do
  [ ! -f "$extension" ] || cp "$extension" /opt/php/lib/extensions/ || exit 14
done
