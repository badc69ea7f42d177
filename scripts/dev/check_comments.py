#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fail when a header declares a function without a comment.

usage: check_comments.py FOLDER
The comment stands right above the declaration, or behind it on its line; one above several
that follow each other without a blank line is of all of them.
"""
import pathlib
import re
import sys

# What may stand before a declaration: macros, comments, braces and blank lines are no part.
_DECLARATION = re.compile(
    r"^(?!\s|#|/\*|\*|typedef|enum|struct \w+ \{|union|static|extern \"|\}|return)"
    r"[A-Za-z_][\w\s\*]*?\b(suf_\w+)\(", re.ASCII)


def undocumented(text: str) -> list[tuple[int, str]]:
    """Line and name of each function that a header declares without a comment."""
    lines = text.split("\n")
    found = []
    i = 0
    above = False  # a comment has just ended
    while i < len(lines):
        line = lines[i]
        if line.lstrip().startswith("/*"):
            while "*/" not in lines[i] and i + 1 < len(lines):
                i += 1
            above = lines[i].rstrip().endswith("*/")
            i += 1
            continue
        joined, first = line, i
        if re.match(r"[A-Za-z_]", line) and not line.startswith(("typedef", "enum", "struct {")):
            while not re.search(r"[;{]", lines[i]) and i + 1 < len(lines):
                i += 1
                joined += " " + lines[i].strip()
            match = _DECLARATION.match(joined)
            if match and ";" in joined:
                above = above or "/*" in joined
                if not above:
                    found.append((first + 1, match[1]))
            else:
                above = False
        elif not re.fullmatch(r"enum \{.*\};", line):
            above = False
        i += 1
    return found


def main() -> int:
    bad = 0
    for path in sorted(pathlib.Path(sys.argv[1]).rglob("*.h")):
        for line, name in undocumented(path.read_text(encoding="utf-8")):
            print(f"{path}:{line}: {name} has no comment: say what it does, in which units and "
                  "ranges, who owns what, and how it fails")
            bad += 1
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
