#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""clang-tidy over the files of src/, each once; what it found clean is not looked at again.

usage: tidy.py COMPILE_COMMANDS [--jobs N] [--all] [FILE...]

A file is clean for good as long as nothing is other that clang-tidy sees of it: its text
and that of every header, with macros and comments (a NOLINT is one), its flags, the
checks (.clang-tidy) and the version of clang-tidy. A hash of these stands in the folder
suffice/tidy of the user's cache, $XDG_CACHE_HOME or ~/.cache, when the file was clean;
--all looks at every file all the same. Exit code 1 when a file is not clean.
"""
from __future__ import annotations

import argparse
import concurrent.futures
import hashlib
import json
import os
import pathlib
import shlex
import subprocess
import sys
import time

SOURCE = pathlib.Path(__file__).resolve().parents[2]
CACHE = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser() / "suffice/tidy"
KEPT_SECONDS = 90 * 86400  # a hash that was of no use for so long is forgotten


def seen(command: list[str], folder: str) -> bytes:
    """What the compiler sees of a file, with macros and comments, wherever it lies.

    Raises CalledProcessError where it does not compile.
    """
    flags, words = [], iter(command[1:])
    for word in words:
        if word == "-o":
            next(words)
        elif word != "-c":
            flags.append(word)
    text = subprocess.run([command[0], *flags, "-E", "-dD", "-CC"], cwd=folder, check=True,
                          capture_output=True).stdout
    return (text + " ".join(flags).encode()).replace(os.fsencode(SOURCE), b".")


def look(entry: dict, commands: pathlib.Path, common: bytes, is_all: bool) -> tuple[bool, str]:
    """Whether a file was clean before, and what is wrong with it; "" when nothing is."""
    try:
        text = seen(shlex.split(entry["command"]), entry["directory"])
    except subprocess.CalledProcessError as error:
        return False, error.stderr.decode(errors="replace")
    stamp = CACHE / hashlib.sha256(common + text).hexdigest()
    if stamp.exists() and not is_all:
        stamp.touch()
        return True, ""
    done = subprocess.run(["clang-tidy", "-quiet", "-p", commands.parent, entry["file"]],
                          cwd=entry["directory"], capture_output=True, text=True, check=False)
    if done.returncode == 0:
        stamp.touch()
        return False, ""
    return False, done.stdout + done.stderr


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("commands", type=pathlib.Path)
    parser.add_argument("files", nargs="*", type=pathlib.Path, help="only these")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--all", action="store_true")
    asked = parser.parse_intermixed_args()
    wanted = {str(path.resolve()) for path in asked.files}
    # The build takes some files several times, as tests build them again.
    once = {entry["file"]: entry for entry in reversed(json.loads(asked.commands.read_text()))}
    entries = [entry for file, entry in sorted(once.items())
               if file.startswith(f"{SOURCE}/src/") and (not wanted or file in wanted)]
    if not entries or len(entries) < len(wanted):
        sys.exit("tidy: not all files that are asked for are in the build")
    CACHE.mkdir(parents=True, exist_ok=True)
    for stamp in CACHE.iterdir():
        if time.time() - stamp.stat().st_mtime > KEPT_SECONDS:
            stamp.unlink(missing_ok=True)
    common = (SOURCE / ".clang-tidy").read_bytes() + subprocess.run(
        ["clang-tidy", "--version"], check=True, capture_output=True).stdout
    n_before = n_bad = 0
    with concurrent.futures.ThreadPoolExecutor(asked.jobs) as pool:
        for was_clean, wrong in pool.map(
                lambda entry: look(entry, asked.commands, common, asked.all), entries):
            n_before += was_clean
            n_bad += bool(wrong)
            print(wrong, end="", flush=True)
    print(f"tidy: {len(entries)} files, {n_before} of them clean as before, {n_bad} with faults")
    return int(n_bad > 0)


if __name__ == "__main__":
    sys.exit(main())
