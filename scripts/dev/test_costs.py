#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What tests cost: the processor seconds of each, its children's too.

    scripts/dev/test_costs.py BUILD [REGEX]      # those whose names fit, by default all
                              [--label-exclude L]  # by default thorough

A busy machine lengthens the time that ctest tells, but these hardly. One test runs at a time.
A line is: seconds of processor, seconds that passed, PASSED or FAILED, name.
"""
import argparse
import json
import os
import re
import resource
import subprocess
import sys
import time


def properties(test):
    return {p["name"]: p["value"] for p in test["properties"]}


def tests_of(build, regex, excluded):
    """Each test of a build as ctest knows it, in ctest's order."""
    listing = subprocess.run(["ctest", "--test-dir", build, "--show-only=json-v1"], check=True,
                             text=True, capture_output=True).stdout
    return [test for test in json.loads(listing)["tests"] if re.search(regex, test["name"])
            and excluded not in properties(test).get("LABELS", [])]


def cost(test):
    """Processor seconds, seconds that passed, exit code."""
    about = properties(test)
    environment = dict(line.split("=", 1) for line in about.get("ENVIRONMENT", []))
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    code = subprocess.run(test["command"], cwd=about["WORKING_DIRECTORY"], check=False,
                          env={**os.environ, **environment}, stdin=subprocess.DEVNULL,
                          stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    is_fine = code == 0 or code == about.get("SKIP_RETURN_CODE")
    return used, time.monotonic() - start, is_fine


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("build")
    parser.add_argument("regex", nargs="?", default="")
    parser.add_argument("--label-exclude", default="thorough")
    options = parser.parse_args()
    total, is_fine = 0.0, True
    for test in tests_of(options.build, options.regex, options.label_exclude):
        used, passed, ok = cost(test)
        total += used
        is_fine &= ok
        print(f"{used:8.1f} {passed:8.1f} {'PASSED' if ok else 'FAILED'} {test['name']}",
              flush=True)
    print(f"{total:8.1f} of all")
    return 0 if is_fine else 1


if __name__ == "__main__":
    sys.exit(main())
