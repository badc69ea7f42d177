# SPDX-License-Identifier: GPL-3.0-or-later
"""The tutorial works as it stands: its files, its commands, what they print."""
import re
import shlex
import subprocess
import sys

from where import PROGRAM, SOURCE

PAGE = (SOURCE / "docs/tutorial/city.md").read_text()
BLOCKS = re.findall(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", PAGE, re.M | re.S)


def test_its_files_and_commands_give_what_it_shows(tmp_path):
    (tmp_path / "data").mkdir()
    n_lines = 0
    for kind, name, text in BLOCKS:
        if name:
            (tmp_path / name).write_text(text)
        if kind == "python":
            subprocess.run([sys.executable, name], cwd=tmp_path, check=True)
        if kind != "console":
            continue
        told = ""
        for line in text.splitlines():
            if line.startswith("$ suffice "):
                done = subprocess.run([PROGRAM, *shlex.split(line)[2:]], cwd=tmp_path,
                                      capture_output=True, text=True)
                assert done.returncode == 0, done.stderr
                told = done.stdout + done.stderr
            elif line != "...":
                assert line in told.splitlines()
                n_lines += 1
    assert n_lines > 8
