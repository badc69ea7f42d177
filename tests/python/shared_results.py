# SPDX-License-Identifier: GPL-3.0-or-later
"""Results of the plan that several tests look at: simulated once for each program; and the
small scenarios of the report's test."""
import fcntl
import pathlib
import shutil
import subprocess

from small_plan import small_luzhou

FEWEST = 12  # replications of the file that others go on from
# An overlay of hello, and a second service for it.
MANY = """\
format: 1
extends: {source}/scenarios/hello.yaml
name: many
services:
  nursery:
    stay: {{exponential: {{mean: $stay}}}}
assumptions:
  stay: {{uniform: {{low: 1 year, high: 1.4 years}}, evidence: C, source: guessed}}
targets:
  T1: {{area: 1 children, title: families who get a place, measure: share_admitted,
       of: nursery, within: 60 days, value: 0.9}}
  T2: {{area: 1 children, title: places used, measure: utilisation, of: nursery, value: 0.7}}
"""
SECOND = """\
  care:
    kind: stay
    arrivals:
      town: {rate: 100 per year}
    stay: {exponential: {mean: 0.4 years}}
    queue: {discipline: fifo, patience: {exponential: {mean: 180 days}}}
    places: 40
"""


def plan_and_double(program: pathlib.Path, n: int) -> pathlib.Path:
    """The small plan and twice its nurseries, n replications, in a folder beside the program.

    What is there of this very program is taken; another test that wants it too waits. More
    replications are added to the file of the fewest.
    """
    folder = program.parent / "tests/python/shared"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"plan_and_double_{n}.h5"
    luzhou = folder / str(n) / "luzhou"
    command = [program, "run", luzhou / "plan.yaml", luzhou / "nursery-double.yaml", "-n",
               str(n), "-o", path, "-q"]
    with open(path.with_suffix(".lock"), "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        shutil.rmtree(luzhou, ignore_errors=True)
        small_luzhou(luzhou)
        if n > FEWEST and not path.exists():
            fewest = plan_and_double(program, FEWEST)
            for suffix in (".h5", ".run.json"):
                shutil.copy(fewest.with_suffix(suffix), path.with_suffix(suffix))
        if subprocess.run(command, check=False, capture_output=True).returncode != 0:
            subprocess.run([*command, "--force"], check=True)  # that of another program
    return path
