#!/bin/sh
# From a fresh copy to a first result: installs, builds, runs Luzhou, writes the report.
# SPDX-License-Identifier: GPL-3.0-or-later
set -eu
cd "$(dirname "$0")/.."

replications=200
results=results/luzhou.h5
report=results/luzhou.html

step() {
    echo "quickstart: $*" >&2
}

step "1/4 installing what is missing"
sh scripts/setup.sh

step "2/4 building build/release/suffice"
mkdir -p build
if ! { cmake --preset release -DSUF_WARNINGS_AS_ERRORS=OFF &&
    cmake --build --preset release --target suffice; } \
    >build/quickstart.log 2>&1; then
    tail -n 40 build/quickstart.log >&2
    step "the build failed; all of it is in build/quickstart.log"
    exit 1
fi

step "3/4 simulating scenarios/luzhou/plan.yaml, $replications replications"
mkdir -p results
build/release/suffice run scenarios/luzhou/plan.yaml -n $replications -o "$results" --force
build/release/suffice info "$results"

step "4/4 writing the report"
build/release/suffice report "$results" -o "$report"

cat >&2 <<END
quickstart: done
  program   build/release/suffice (try: build/release/suffice --help)
  results   $results (opens in xarray: see docs/reference/results.md)
  run       ${results%.h5}.run.json (time, speed, threads)
  report    $PWD/$report (open it in a browser; --lang zh for Chinese)
  notebooks scripts/notebooks
  next      your own city in an hour: docs/tutorial/city.md (docs/tutorial/city.zh.md)
END
