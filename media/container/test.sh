#!/bin/sh
# Runs tests of the PHP tree in the current directory with the tree's own run-tests.php, inside a throwaway container.
#
#   test.sh JOBS LIMIT_SECONDS
#
# The build is at $home/build, for reading only. The current directory is the tree's own path, and an empty file
# system in memory. The folders that the tests write to are copied there, with the files at the tree's top; everything
# else is a link to the build. $home/folders names those folders, one on each line, below the tree; $home/tests the
# tests by their whole paths. What run-tests.php leaves of a test goes to $home/results, followed by the test's path.
# Only the copying is done as root.
# Exit codes: 14 the build has no interpreter, 124 and 137 the limit was reached; others are those of run-tests.php.
set -eu

jobs=$1 limit=$2
home=/opt/php-source-bench
build=$home/build
tree=$PWD
user=65534

[ -x "$build/sapi/cli/php" ] || exit 14

# The tree may lie where only root goes, as in /root. These are folders of this container alone.
folder=${tree%/*}
while [ -n "$folder" ]; do
  chmod a+x "$folder"
  folder=${folder%/*}
done

# Turns the link to a folder into a folder of links.
unfold() {
  rm "$tree/$1"
  mkdir "$tree/$1"
  find "$build/$1" -mindepth 1 -maxdepth 1 -exec ln -s -t "$tree/$1" {} +
}

find "$build" -mindepth 1 -maxdepth 1 ! -type d -exec cp -a -t "$tree" {} +
find "$build" -mindepth 1 -maxdepth 1 -type d -exec ln -s -t "$tree" {} +
while IFS= read -r folder; do
  parent=${folder%%/*} rest=${folder#*/}
  while [ "$parent" != "$folder" ]; do
    [ ! -L "$tree/$parent" ] || unfold "$parent"
    parent=$parent/${rest%%/*} rest=${rest#*/}
  done
  rm "$tree/$folder"
  cp -a "$build/$folder" "$tree/$folder"
done <"$home/folders"

# Tests that run at once must not make the folders of their results: run-tests.php takes the second one's failure for
# the end of everything.
sed 's|/[^/]*$||' "$home/tests" | sort -u | while IFS= read -r folder; do
  mkdir -p "$home/results$folder"
done
chown -hR "$user:$user" "$tree" "$home/results"

# As `make test` does: what was built shared is loaded, in the Makefile's order.
shared() { sed -n "s/^$1 *= *//p" Makefile | tr ' ' '\n' | sed -n 's|^.*/\(.*\)\.la$|\1|p'; }
set -- -n -d "extension_dir=$tree/modules/"
for name in $(shared PHP_MODULES); do
  [ "$name" = dl_test ] || set -- "$@" -d "extension=$name.so"
done
for name in $(shared PHP_ZEND_EX); do
  set -- "$@" -d "zend_extension=$tree/modules/$name.so"
done

knows() { grep -q "case '$1'" run-tests.php; }
if knows j; then set -- "$@" "-j$jobs"; fi
if knows --show-slow; then set -- "$@" --show-slow 0; fi

export TEST_PHP_EXECUTABLE="$tree/sapi/cli/php" TEST_PHP_SRCDIR="$tree"
[ ! -x sapi/cgi/php-cgi ] || export TEST_PHP_CGI_EXECUTABLE="$tree/sapi/cgi/php-cgi"
ulimit -c 0

exec setpriv --reuid="$user" --regid="$user" --clear-groups \
  timeout --kill-after=10 "$limit" \
  "$TEST_PHP_EXECUTABLE" -n -d memory_limit=-1 -d open_basedir= -d output_buffering=0 \
  run-tests.php "$@" --temp-source "$tree" --temp-target "$home/results$tree" -r "$home/tests"
