#!/bin/sh
# Builds a Bison source tarball, inside a toolchain image.
#
#   bison.sh TARBALL SHA256 PREFIX
set -eu

tarball=$1 sha256=$2 prefix=$3

printf '%s  %s\n' "$sha256" "$tarball" | sha256sum -c -
mkdir /tmp/bison
tar -x --strip-components=1 -C /tmp/bison -f "$tarball"
cd /tmp/bison

# Bison before 3.1 carries a gnulib that looks into glibc's FILE through a macro that glibc 2.28 removed.
# The newer macro marks the same layout; _IO_IN_BACKUP left the public header at the same time.
if [ -f lib/stdio-impl.h ] && ! grep -q _IO_EOF_SEEN lib/fseterr.c; then
  sed -i 's/defined _IO_ftrylockfile/defined _IO_EOF_SEEN || defined _IO_ftrylockfile/' lib/*.c
  printf '\n#if !defined _IO_IN_BACKUP && defined _IO_EOF_SEEN\n# define _IO_IN_BACKUP 0x100\n#endif\n' >>lib/stdio-impl.h
  # glibc warns at link time about gets(), and newer headers no longer declare it at all.
  sed -i '/_GL_WARN_ON_USE (gets,/d' lib/stdio.in.h
fi
# One date for every file, or make would want the autotools that made the release.
find . -exec touch -h -d '2000-01-01 00:00:00' {} +

./configure --prefix="$prefix" --disable-nls
if [ -f doc/bison.texi ] || [ -f doc/bison.texinfo ]; then
  make -j"$(nproc)" MAKEINFO=true
  make install MAKEINFO=true
else
  # Debian's source has no manual and none of the examples that are cut from it, and "make all" wants both.
  printf 'include Makefile\ngenerated: $(filter-out examples/%%,$(BUILT_SOURCES))\n' >generated.mk
  make -f generated.mk generated
  make -j"$(nproc)" src/bison
  make install-binPROGRAMS install-dist_pkgdataDATA install-dist_skeletonsDATA install-dist_m4sugarDATA install-dist_xsltDATA
fi
cd /
rm -rf /tmp/bison
"$prefix/bin/bison" --version
