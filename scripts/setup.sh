#!/bin/sh
# Installs what building and running Suffice needs; with --tests, what testing needs too.
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Debian 12 is what it knows: what is missing comes with apt-get, as root or through sudo.
# Where neither is to be had, or on another system, it says what is missing and stops with
# exit code 3.
# The Python packages go into .venv, at the versions of scripts/requirements*.txt. When
# everything is there already, it changes nothing and takes a second or two.
set -eu
cd "$(dirname "$0")/.."

tests=no
case "${1-}" in
'') ;;
--tests) tests=yes ;;
*)
    echo "usage: sh scripts/setup.sh [--tests]" >&2
    exit 2
    ;;
esac

say() {
    echo "setup: $*" >&2
}

has_module() {
    command -v pkg-config >/dev/null && pkg-config --exists "$1"
}

# A program that links shows what no file name does: headers, libraries and runtimes fit.
links() {
    command -v "$1" >/dev/null || return 1
    directory=$(mktemp -d)
    echo 'int main(void) { return 0; }' >"$directory/a.c"
    if "$@" -o "$directory/a" "$directory/a.c" >/dev/null 2>&1; then
        rm -rf "$directory"
    else
        rm -rf "$directory"
        return 1
    fi
}

has_stdio() {
    command -v gcc >/dev/null && echo '#include <stdio.h>' | gcc -E - >/dev/null 2>&1
}

# The presets need CMake 3.25.
has_cmake() {
    command -v cmake >/dev/null &&
        [ "$(printf '%s\n3.25\n' "$(cmake --version | sed -n '1s/[^0-9]*//p')" |
            sort -V | head -n 1)" = 3.25 ]
}

# The first Python that is new enough and can make a virtual environment.
find_python() {
    for candidate in python3 /usr/bin/python3; do
        if command -v "$candidate" >/dev/null && "$candidate" -c '
import sys, venv, ensurepip
sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$candidate"
            return 0
        fi
    done
    return 1
}

# One version of the formatter and the linter: their output differs between majors.
has_llvm_14() {
    command -v "$1" >/dev/null && "$1" --version | grep -q 'version 14\.'
}

has_daemon() {
    command -v "$1" >/dev/null || [ -x "/usr/sbin/$1" ]
}

has_slurm_plugins() {
    ls /usr/lib/*/slurm-wlm/select_cons_tres.so >/dev/null 2>&1
}

# Pictures have Chinese names too.
has_chinese_font() {
    find /usr/share/fonts /usr/local/share/fonts "$HOME/.fonts" "$HOME/.local/share/fonts" \
        -type f 2>/dev/null | grep -qiE 'cjk|wqy|notosanssc|sourcehan|droidsansfallback'
}

missing=
need() {
    package=$1
    shift
    "$@" >/dev/null 2>&1 || missing="$missing $package"
}

find_missing() {
    missing=
    need gcc command -v gcc
    need libc6-dev has_stdio
    need cmake has_cmake
    need ninja-build command -v ninja
    need pkg-config command -v pkg-config
    need git command -v git
    need libgsl-dev has_module gsl
    need libhdf5-dev has_module hdf5-serial
    need libyaml-dev has_module yaml-0.1
    need libjansson-dev has_module jansson
    need zlib1g-dev has_module zlib
    # Not only for the tests: every preset configures them, and it is small.
    need libcmocka-dev has_module cmocka
    need python3-venv find_python
    need fonts-wqy-microhei has_chinese_font
    if [ "$tests" = yes ]; then
        need ccache command -v ccache
        need clang has_llvm_14 clang
        need clang-format has_llvm_14 clang-format
        need clang-tidy has_llvm_14 clang-tidy
        need libclang-rt-14-dev links clang -fsanitize=thread
        need libomp-dev links clang -fopenmp
        # The manual page is rendered, checked, and the completions asked of their shells.
        need man-db command -v man
        need mandoc command -v mandoc
        need zsh command -v zsh
        need fish command -v fish
        # A browser, in which a test opens the report.
        need chromium command -v chromium
        # A cluster of one node, which a test starts and stops.
        need munge has_daemon munged
        need slurmctld has_daemon slurmctld
        need slurmd has_daemon slurmd
        need slurm-client command -v sbatch
        need slurm-wlm-basic-plugins has_slurm_plugins
    fi
    missing=${missing# }
}

refuse() {
    say "$1"
    say "Debian 12 has what is missing in the packages: $missing"
    say "an administrator can install them with: apt-get install $missing"
    exit 3
}

install_packages() {
    find_missing
    [ -n "$missing" ] || return 0
    command -v apt-get >/dev/null ||
        refuse "something is missing, and there is no apt-get here to install it with."
    if [ "$(id -u)" = 0 ]; then
        as_root=env
    elif ! command -v sudo >/dev/null; then
        refuse "something is missing, and installing it needs root or sudo."
    elif sudo -n true 2>/dev/null; then
        as_root="sudo -n env"
    elif [ -t 0 ] && sudo -v; then
        as_root="sudo env"
    else
        refuse "something is missing, and sudo does not let $(id -un) install it."
    fi
    say "installing with apt-get: $missing"
    $as_root apt-get update -q >&2 || say "apt-get update failed; trying all the same."
    # shellcheck disable=SC2086 # a list of words
    $as_root DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends \
        $missing >&2 || refuse "apt-get could not install everything."
    find_missing
    [ -z "$missing" ] || refuse "apt-get is done, and still something is missing."
}

# The environment remembers the list it was made from: an equal list needs no work.
install_requirements() {
    list=scripts/$1.txt
    cmp -s "$list" ".venv/$1.installed" && return 0
    say "installing the Python packages of $list"
    if ! .venv/bin/python -m pip install --quiet --no-input \
        --disable-pip-version-check -r "$list" >&2; then
        say "the Python packages of $list could not be installed in .venv;"
        say "pip must be able to reach a package index."
        exit 1
    fi
    cp "$list" ".venv/$1.installed"
}

# The commands of the package, as pyproject.toml names them.
has_commands() {
    for name in $(sed -n 's/^\(suffice-[a-z]*\) = .*/\1/p' pyproject.toml); do
        [ -x ".venv/bin/$name" ] || return 1
    done
}

install_python() {
    if ! .venv/bin/python -c 'import pip' 2>/dev/null; then
        rm -rf .venv
        if ! "$(find_python)" -m venv .venv >&2; then
            say "the Python environment .venv could not be made."
            exit 1
        fi
    fi
    install_requirements requirements
    # The project's own package, as it stands in scripts/suffice; the program is built apart.
    if ! .venv/bin/python -c 'import suffice' 2>/dev/null || ! has_commands; then
        .venv/bin/python -m pip install --quiet --no-input --disable-pip-version-check \
            --no-deps --no-build-isolation -C wheel.cmake=false -e . >&2 || {
            say "the Python package of scripts/suffice could not be installed in .venv."
            exit 1
        }
    fi
    if [ "$tests" = yes ]; then
        install_requirements requirements-test
    fi
}

install_packages
install_python
say "everything is there."
