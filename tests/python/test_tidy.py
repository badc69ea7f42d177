# SPDX-License-Identifier: GPL-3.0-or-later
"""clang-tidy over src/: what was clean is passed over until something that it sees changes."""
import json
import pathlib
import shutil
import subprocess
import sys

import pytest
from where import SOURCE

CLEAN = "int twice(int x);\n\nint\ntwice(int x)\n{\n    return 2 * x; /* a number */\n}\n"


@pytest.mark.skipif(shutil.which("clang-tidy") is None, reason="clang-tidy is not installed")
def test_a_file_is_looked_at_again_when_anything_changes(tmp_path: pathlib.Path):
    (tmp_path / "scripts/dev").mkdir(parents=True)
    (tmp_path / "src").mkdir()
    shutil.copy(SOURCE / "scripts/dev/tidy.py", tmp_path / "scripts/dev")
    (tmp_path / ".clang-tidy").write_text("Checks: '-*,readability-braces-around-statements'\n"
                                          "WarningsAsErrors: '*'\nHeaderFilterRegex: '.*'\n")
    code, header = tmp_path / "src/a.c", tmp_path / "src/a.h"
    header.write_text("#define UNUSED 1\n")
    text = '#include "a.h"\n' + CLEAN
    code.write_text(text)
    commands = tmp_path / "compile_commands.json"

    def looked(*arguments: str, flag: str = "") -> tuple[int, str]:
        commands.write_text(json.dumps([{"file": str(code), "directory": str(tmp_path),
                                         "command": f"clang {flag} -o a.o -c {code}"}] * 2))
        done = subprocess.run([sys.executable, tmp_path / "scripts/dev/tidy.py", commands,
                               *arguments], capture_output=True, text=True, check=False,
                              env={"PATH": "/usr/local/bin:/usr/bin:/bin",
                                   "XDG_CACHE_HOME": str(tmp_path / "cache")})
        return done.returncode, done.stdout.splitlines()[-1]

    new, known = (0, "tidy: 1 files, 0 of them clean as before, 0 with faults"), \
        (0, "tidy: 1 files, 1 of them clean as before, 0 with faults")
    assert looked() == new
    assert looked() == known
    assert looked("--all") == new
    assert looked(flag="-DX=1") == new
    # A macro that nobody uses, a comment, the checks.
    header.write_text("#define UNUSED 2\n")
    assert looked() == new
    code.write_text(text.replace("a number", "NOLINT"))
    assert looked() == new
    with (tmp_path / ".clang-tidy").open("a") as checks:
        checks.write("# other\n")
    assert looked() == new
    # A fault is told each time.
    code.write_text(text.replace("return", "if (x > 0)\n        return x;\n    return"))
    bad = (1, "tidy: 1 files, 0 of them clean as before, 1 with faults")
    assert looked() == bad
    assert looked() == bad
