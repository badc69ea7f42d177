#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tests of the package with the oldest versions of what it needs.

Their environment, of scripts/requirements-oldest.txt, is made beside the program.
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tomllib

import pytest
from where import PROGRAM, SOURCE

TESTS = ("test_odd_files.py", "test_numbers.py", "test_package.py", "test_program.py",
         "test_parts.py")
ENVIRONMENT = PROGRAM.parent / "oldest"


def test_the_package_works_with_them():
    wanted = SOURCE / "scripts/requirements-oldest.txt"
    pins = dict(re.findall(r"^(\w+)==([\d.]+)$", wanted.read_text(), re.M))
    project = tomllib.loads((SOURCE / "pyproject.toml").read_text())["project"]
    declared = project["dependencies"] + project["optional-dependencies"]["report"]
    for line in declared:
        name, oldest = re.fullmatch(r"(\w+) >=([\d.]+)", line).groups()
        if not pins[name].startswith(oldest):
            pytest.fail(f"{wanted}: has {name} {pins[name]}, pyproject.toml says {oldest}")
    made_of = ENVIRONMENT / "made_of.txt"
    if not made_of.exists() or made_of.read_text() != wanted.read_text():
        shutil.rmtree(ENVIRONMENT, ignore_errors=True)
        # Without a pip of its own, and compiling only what is imported.
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", ENVIRONMENT], check=True)
        subprocess.run([sys.executable, "-m", "pip", "--python", ENVIRONMENT / "bin/python",
                        "install", "-q", "--no-compile", "--disable-pip-version-check", "-r",
                        wanted], check=True)
        made_of.write_text(wanted.read_text())
    environment = os.environ | {"SUFFICE_PROGRAM": str(PROGRAM),
                                "PYTHONPYCACHEPREFIX": str(ENVIRONMENT / "cache")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    for test in TESTS:
        subprocess.run([ENVIRONMENT / "bin/python", pathlib.Path(__file__).with_name(test)],
                       env=environment, check=True)
