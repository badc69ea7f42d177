#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether the prose of Markdown pages has one sentence a line, so that changes can be read.

usage: one_sentence.py [--fix] PAGE...

Tables, code, headings and what stands in quotes or brackets are left as they are. Each line
that is not one sentence is named; with --fix the pages are written anew. Exit status 1 when a
page was not as it should be.
"""
import pathlib
import re
import sys

ITEM = re.compile(r"( *)([-*+]|\d+\.) +")
# What looks like the end of a sentence and is none.
SHORT = re.compile(r"(?:\b(?:e\.g|i\.e|vs|cf|etc|No|Fig|Eq|approx|St|Dr)|\b[A-Z]|\.\.)\.$")
END = re.compile(r"[.!?][)\"*_”]*(?= )|[。！？][）”*]*")
OPEN, CLOSE = "([{（“", ")]}）”"


def sentences(text: str) -> list[str]:
    """The sentences of a paragraph. None ends within code, brackets or a link."""
    # Code and links count as one word without punctuation.
    plain = re.sub(r"`[^`]*`|(?<=\])\([^)]*\)", lambda found: "X" * len(found[0]), text)
    out, start = [], 0
    for found in END.finditer(plain):
        before = plain[start:found.end()]
        depth = sum(map(before.count, OPEN)) - sum(map(before.count, CLOSE))
        after = plain[found.end():].lstrip()
        is_end = found[0][0] in "。！？" or re.match(r"[^a-z]", after) and not re.match(
            r"[-+=<>|&,;:]", after)
        if depth <= 0 and after and is_end and not SHORT.search(before.rstrip(')"*_”')):
            out.append(text[start:found.end()].strip())
            start = found.end()
    return [*out, text[start:].strip()]


def joined(lines: list[str]) -> str:
    """One line of several: Chinese needs no space where a line ended."""
    text = lines[0]
    for line in lines[1:]:
        is_wide = ord(text[-1]) > 0x2E80 and ord(line[0]) > 0x2E80
        text += line if is_wide else f" {line}"
    return text


def arranged(page: str) -> str:
    """The page with one sentence a line."""
    out: list[str] = []
    held: list[str] = []  # lines of the paragraph in hand
    indent = first = ""

    def flush() -> None:
        nonlocal held
        if held:
            told = sentences(joined(held))
            out.extend((indent if i else first) + one for i, one in enumerate(told))
        held = []

    # A head of settings at the top of a page.
    head = re.match(r"---\n.*?\n---\n", page, re.S)
    if head:
        out += head[0].split("\n")[:-1]
        page = page[head.end():]
    fence = ""
    is_after_blank = True
    for line in page.split("\n"):
        mark = re.match(r"\s*(```+|~~~+)", line)
        if fence or mark:
            flush()
            out.append(line)
            if mark and not fence:
                fence = mark[1]
            elif mark and mark[1].startswith(fence):
                fence = ""
            continue
        item = ITEM.match(line)
        if not line.strip() or line.startswith(("#", "|", "<", ">", "---")) or \
                is_after_blank and line.startswith(" " * (len(indent) + 4)) and not item:
            flush()
            out.append(line)
            is_after_blank = not line.strip() or is_after_blank and line.startswith("    ")
            if line.strip() and not line.startswith(" "):
                indent = ""
            continue
        if item:
            flush()
            first, indent = item[0], " " * len(item[0])
            held = [line[len(item[0]):].strip()]
        else:
            if not held:
                width = len(line) - len(line.lstrip())
                first = indent = " " * width
            held.append(line.strip())
        is_after_blank = False
    flush()
    return "\n".join(out)


def main() -> int:
    is_fixing = "--fix" in sys.argv[1:]
    is_wrong = False
    for name in sys.argv[1:]:
        if name == "--fix":
            continue
        page = pathlib.Path(name)
        text = page.read_text()
        right = arranged(text)
        if right == text:
            continue
        is_wrong = True
        wanted = right.split("\n")
        for number, line in enumerate(text.split("\n"), 1):
            if line not in wanted:
                print(f"{name}:{number}: not one sentence a line: {line.strip()[:60]}")
        if is_fixing:
            page.write_text(right)
    return 1 if is_wrong else 0


if __name__ == "__main__":
    sys.exit(main())
