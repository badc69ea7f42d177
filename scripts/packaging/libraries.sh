# shellcheck shell=sh
# The libraries of the program, built as static ones without root; read by wheel.sh.
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Their sources are Debian 12's. apt-get fetches them with lists of its own, in the folder of
# the sources, so it needs no root; elsewhere put the archives zlib_*, libyaml_*, jansson_*,
# hdf5_* and gsl_*.orig.tar.* there by hand. Debian's mirror is the one that apt uses here,
# or that of SUF_MIRROR. HDF5 is built without network drivers.

# Of apt's lists; Debian 12 has one in the newer form.
mirror() {
    if [ -n "${SUF_MIRROR-}" ]; then
        echo "$SUF_MIRROR"
        return
    fi
    sed -n 's/^URIs: *//p; s/^deb  *\(\[[^]]*\] *\)\{0,1\}\(http[^ ]*\) .*/\2/p' \
        /etc/apt/sources.list.d/debian.sources /etc/apt/sources.list 2>/dev/null | head -n 1
}

has_sources() {
    for library in zlib libyaml jansson hdf5 gsl; do
        ls "$1/${library}"_*.orig.tar.* >/dev/null 2>&1 || return 1
    done
}

# The sources, in the folder $1.
fetch_sources() {
    if has_sources "$1"; then
        return 0
    fi
    say "fetching the sources of the libraries"
    mkdir -p "$1/apt/lists/partial" "$1/apt/cache/archives/partial"
    echo "deb-src $(mirror) bookworm main" >"$1/apt/sources.list"
    cat >"$1/apt/apt.conf" <<END
Dir::State::Lists "$1/apt/lists";
Dir::Cache "$1/apt/cache";
Dir::Etc::SourceList "$1/apt/sources.list";
Dir::Etc::SourceParts "/dev/null";
END
    (
        cd "$1"
        export APT_CONFIG="$1/apt/apt.conf"
        apt-get -q update && apt-get -q source --download-only zlib libyaml jansson hdf5 gsl
    ) >"$1/fetch.log" 2>&1 || true
    has_sources "$1" || {
        tail -n 5 "$1/fetch.log" >&2
        say "the sources could not be fetched. Put Debian's archives zlib_*, libyaml_*,"
        say "jansson_*, hdf5_* and gsl_*.orig.tar.* into $1"
        exit 1
    }
}

# An archive of the folder $1 as the folder $2/$3, whatever it is packed with.
unpack() {
    rm -rf "${2:?}/$3" "$2/unpacked"
    python3 -m tarfile -e "$(ls "$1/$3"_*.orig.tar.*)" "$2/unpacked"
    mv "$2"/unpacked/* "$2/$3"
    chmod -R u+rwX "$2/$3"
    find "$2/$3" \( -name 'configure' -o -path '*/bin/*' -o -name '*.sh' -o -name 'depcomp' \
        -o -name 'missing' -o -name 'install-sh' -o -name 'config.*' \) -type f \
        -exec chmod u+x {} +
}

with_cmake() {
    cmake -S "$1" -B "$1/build" -G Ninja -DCMAKE_BUILD_TYPE=Release \
        -DCMAKE_INSTALL_PREFIX="$2" -DCMAKE_INSTALL_LIBDIR=lib -DBUILD_SHARED_LIBS=OFF \
        -DCMAKE_POSITION_INDEPENDENT_CODE=ON -DCMAKE_POLICY_VERSION_MINIMUM=3.5 \
        -DBUILD_TESTING=OFF -DJANSSON_BUILD_DOCS=OFF -DJANSSON_WITHOUT_TESTS=ON
    cmake --build "$1/build" --target install
}

with_configure() {
    (
        cd "$1" || exit 1
        shift
        ./configure "$@"
        make -s -j"$(nproc)" V=0
        make -s install
    )
}

# In the folder $1, from the sources in $2.
build_all() {
    for library in zlib libyaml jansson hdf5 gsl; do
        unpack "$2" "$2/unpacked_sources" $library
    done
    work=$2/unpacked_sources
    CFLAGS='-O2 -fPIC' with_configure "$work/zlib" --prefix="$1" --static
    with_cmake "$work/libyaml" "$1"
    sed "s|@prefix@|$1|; s|@exec_prefix@|$1|; s|@includedir@|$1/include|; s|@libdir@|$1/lib|
        s|@PACKAGE_VERSION@|0.2.5|" "$work/libyaml/yaml-0.1.pc.in" \
        >"$1/lib/pkgconfig/yaml-0.1.pc"
    with_cmake "$work/jansson" "$1"
    # Its configure wants a C++ compiler even where nothing in C++ is built.
    with_configure "$work/hdf5" --quiet --prefix="$1" --with-zlib="$1" --disable-shared \
        --with-pic --enable-build-mode=production --disable-tests --disable-tools \
        --disable-dependency-tracking CXX='gcc -x c' CXXCPP='gcc -E -x c'
    sed -i '/^SUBDIRS/s/ doc$//' "$work/gsl/Makefile.in" # Debian's sources have no manual
    with_configure "$work/gsl" --quiet --prefix="$1" --disable-shared --with-pic \
        --disable-dependency-tracking CFLAGS=-O2
}

# Static libraries in the folder $1, from the sources in $2, once.
build_libraries() {
    if [ -e "$1/done" ]; then
        return 0
    fi
    fetch_sources "$2"
    say "building zlib, libyaml, jansson, HDF5 and GSL in $1"
    mkdir -p "$1" "$2/unpacked_sources"
    # Not `build_all || ...`: there the shell would go on after what fails in it.
    build_all "$1" "$2" >"$2/build.log" 2>&1 &
    wait $! || {
        tail -n 30 "$2/build.log" >&2
        say "the libraries could not be built; all of it is in $2/build.log"
        exit 1
    }
    touch "$1/done"
}
