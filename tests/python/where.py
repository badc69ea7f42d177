# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the tests find the program and the sources, and how much they are to do.

SUFFICE_PROGRAM is the program, by default that of the release build; SUFFICE_AMOUNT how
many replications, flips or the like a test takes that can take any number.
"""
import os
import pathlib
import subprocess
import sys

SOURCE = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = pathlib.Path(
    os.environ.get("SUFFICE_PROGRAM", SOURCE / "build/release/suffice")).resolve()
sys.path.insert(0, str(SOURCE / "scripts"))

# Under a sanitizer a test of many replications looks for faults of memory, which few show
# as well; its numbers are held against theory with the optimised program.
IS_SANITIZED = "SUFFICE_SANITIZED" in os.environ


def amount(usual: int) -> int:
    return int(os.environ.get("SUFFICE_AMOUNT", usual))


def program(*arguments: object) -> str:
    """Runs the program; what it prints."""
    return subprocess.run([PROGRAM, *map(str, arguments)], check=True, text=True,
                          capture_output=True).stdout
