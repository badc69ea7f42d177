#!/bin/sh
# From a fresh copy to a first result: installs, builds, runs Luzhou, writes the report.
# SPDX-License-Identifier: GPL-3.0-or-later
#
# As root, or as a user with sudo, on Debian 12: what is missing comes with apt-get. Elsewhere,
# and without root: the wheel of dist/ is taken, or built first with gcc, make and Python 3.11
# (scripts/packaging/wheel.sh --here), and the program is .venv/bin/suffice.
set -eu
cd "$(dirname "$0")/.."

replications=200
results=results/luzhou.h5
report=results/luzhou.html

step() {
    echo "quickstart: $*" >&2
}

# True where what is missing could be installed; other faults than that end it all.
set_up() {
    code=0
    sh scripts/setup.sh || code=$?
    case $code in
    0) return 0 ;;
    3) return 1 ;;
    *) exit "$code" ;;
    esac
}

build_program() {
    mkdir -p build
    if ! { cmake --preset release -DSUF_WARNINGS_AS_ERRORS=OFF &&
        cmake --build --preset release --target suffice; } \
        >build/quickstart.log 2>&1; then
        tail -n 40 build/quickstart.log >&2
        step "the build failed; all of it is in build/quickstart.log"
        exit 1
    fi
    program=build/release/suffice
}

wheel() {
    # shellcheck disable=SC2012 # the newest one
    ls -t dist/suffice-*.whl 2>/dev/null | head -n 1
}

install_wheel() {
    [ -n "$(wheel)" ] || sh scripts/packaging/wheel.sh --here
    step "taking $(wheel)"
    [ -x .venv/bin/pip ] || python3 -m venv .venv
    .venv/bin/pip install --quiet --disable-pip-version-check --force-reinstall --no-deps \
        "$(wheel)"
    .venv/bin/pip install --quiet --disable-pip-version-check "$(wheel)"
    program=.venv/bin/suffice
}

step "takes 3 minutes on two quick cores and 0.6 GB here, beside Debian's packages;"
step "where those cannot be installed, 9 minutes of processor time and 1.1 GB"
step "1/4 installing what is missing"
if set_up; then
    step "2/4 building build/release/suffice"
    build_program
else
    step "2/4 packages cannot be installed here: building a wheel, which brings its libraries"
    install_wheel
fi

step "3/4 simulating scenarios/luzhou/plan.yaml, $replications replications"
mkdir -p results
$program run scenarios/luzhou/plan.yaml -n $replications -o "$results" --force

step "4/4 writing the report"
$program report "$results" -o "$report"
$program info "$results" --targets

cat >&2 <<END
quickstart: done
  program   $program (try: $program --help)
  results   $results (opens in xarray: see docs/reference/results.md)
  run       ${results%.h5}.run.json (time, speed, threads)
  report    $PWD/$report (open it in a browser; --lang zh for Chinese)
  notebooks scripts/notebooks
  next      your own city in an hour: docs/tutorial/city.md (docs/tutorial/city.zh.md)
END
