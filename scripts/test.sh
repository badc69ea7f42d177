#!/bin/sh
# Installs the test tools, then builds and runs every test; stops at the first failure.
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Steps: format, release (every test), asan (every test under address, leak and undefined
# behaviour checks), tsan (the tests labelled tsan), tidy (clang-tidy over src/). Named on
# the command line, only those are run: sh scripts/test.sh release asan. Only when it is named:
# thorough (the tests labelled thorough, which take too long for every day, and then what the
# fast tests notice of 200 planted faults: hours on one core, and it goes on where it was
# stopped). What a step prints goes to build/log/<step>.log. The last line counts the tests.
set -eu
cd "$(dirname "$0")/.."

all="format release asan tsan tidy"
steps=${*:-$all}
passed=0
failed=0
n_steps=0
for step in $steps; do
    case " $all thorough " in
    *" $step "*) n_steps=$((n_steps + 1)) ;;
    *)
        echo "usage: sh scripts/test.sh [STEP...], where STEP is one of: $all thorough" >&2
        exit 2
        ;;
    esac
done

sh scripts/setup.sh --tests
jobs=$(nproc)
mkdir -p build/log
# What was compiled on this machine before, in whichever folder, is not compiled again.
export CCACHE_BASEDIR="$PWD" CCACHE_NOHASHDIR=1

# What .pre-commit-config.yaml lists, over every file that git knows.
format_step() {
    PRE_COMMIT_HOME="$PWD/build/pre-commit" .venv/bin/pre-commit run --all-files --verbose
}

# Configures and builds a preset, then runs its tests (all, or those of a label; by a test
# preset of another name), building only a target when one is named. One test more than there
# are cores: some wait for files, sockets or a cluster.
preset_step() {
    cmake --preset "$1" "-DSUF_PYTHON=$PWD/.venv/bin/python" \
        -DCMAKE_C_COMPILER_LAUNCHER=ccache &&
        cmake --build --preset "$1" ${4:+--target "$4"} &&
        ctest --preset "${3:-$1}" --parallel "$((jobs + 1))" ${2:+-L "$2"}
}

# Compiles nothing: clang does in the step tsan.
tidy_step() {
    cmake --preset tidy && cmake --build --preset tidy --target suffice_build_facts &&
        .venv/bin/python scripts/dev/tidy.py build/tidy/compile_commands.json --jobs "$jobs"
}

run_step() {
    case $1 in
    format) format_step ;;
    tidy) tidy_step ;;
    thorough) preset_step release thorough thorough && .venv/bin/python scripts/dev/mutate.py ;;
    tsan) preset_step tsan tsan tsan suffice ;;
    *) preset_step "$1" ;;
    esac
}

# Adds what ctest's closing line counts: "98% tests passed, 1 tests failed out of 50".
count_tests() {
    line=$(sed -n 's/.*tests passed, \([0-9]*\) tests failed out of \([0-9]*\).*/\1 \2/p' \
        "$1" | tail -n 1)
    if [ -n "$line" ]; then
        failed=$((failed + ${line% *}))
        passed=$((passed + ${line#* } - ${line% *}))
    fi
}

i=0
for step in $steps; do
    i=$((i + 1))
    log=build/log/$step.log
    echo "test [$i/$n_steps] $step ..."
    start=$(date +%s)
    result=0
    (run_step "$step") >"$log" 2>&1 || result=$?
    count_tests "$log"
    if [ "$result" != 0 ]; then
        tail -n 60 "$log"
        echo "test [$i/$n_steps] $step FAILED; all of it is in $log"
        [ "$failed" != 0 ] || failed=1
        echo "$passed passed, $failed failed"
        exit 1
    fi
    echo "test [$i/$n_steps] $step passed in $(($(date +%s) - start)) s"
done
echo "$passed passed, 0 failed"
