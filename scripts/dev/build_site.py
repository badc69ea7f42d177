#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Builds the site of the pages, the C headers and the Python package. Warnings are errors.

usage: build_site.py FOLDER

FOLDER/html is the site, FOLDER/source what it is made from: the pages as they stand, with
README.md as the first one, and pages made from headers and docstrings. Which page belongs to
which part is read from the list in README.md; a page that is in no list is an error.
"""
import pathlib
import re
import shutil
import subprocess
import sys

import api_pages

SOURCE = pathlib.Path(__file__).resolve().parents[2]
PAGES = ["README.md", "README.zh.md", "CHANGELOG.md", "docs"]
MADE = {"Reference": ["api/c/index", "api/python"]}
LINK = re.compile(r"(!?)\[((?:[^\[\]]|\[[^\]]*\])*)\]\(([^)\s]+)\)")
PYTHON = """\
The Python package
==================

What each part is for is told in :doc:`/docs/guide/python`; here is every name.

.. automodule:: suffice
   :members: open, run, sweep, ResultsError, ProgramError

.. autoclass:: suffice.Results
   :members:

.. automodule:: suffice.measures
   :members:

.. automodule:: suffice.estimates
   :members:
"""


def staged(page: pathlib.Path, text: str) -> str:
    """A page's text for the site: a link to what is no page becomes its words."""
    def link(found: re.Match[str]) -> str:
        image, words, target = found.groups()
        path = target.partition("#")[0]
        if image or not path or re.match(r"\w+:", path):
            return found[0]
        aim = (page.parent / path).resolve()
        name = str(aim.relative_to(SOURCE))
        if name == "README.md":
            return found[0].replace("README.md", "index.md")
        return found[0] if aim.suffix == ".md" and is_page(name) else words

    parts = re.split(r"(^```.*?^```$)", text, flags=re.M | re.S)
    return "".join(part if i % 2 else LINK.sub(link, part) for i, part in enumerate(parts))


def is_page(name: str) -> bool:
    return any(name == page or name.startswith(f"{page}/") for page in PAGES)


def tables_of_contents(readme: str) -> str:
    """The parts of the site, from the lists under the headings of README.md."""
    section = readme.partition("\n## Pages\n")[2].partition("\n## ")[0]
    out = ""
    for part in section.split("\n### ")[1:]:
        title, _, text = part.partition("\n")
        pages = [target.removesuffix(".md") for _, _, target in LINK.findall(text)
                 if target.endswith(".md")] + MADE.get(title, [])
        out += f"\n```{{toctree}}\n:hidden:\n:caption: {title}\n\n" + "\n".join(pages) + "\n```\n"
    return out


def main() -> int:
    if len(sys.argv) != 2:
        print("usage: build_site.py FOLDER", file=sys.stderr)
        return 2
    folder = pathlib.Path(sys.argv[1]).resolve()
    stage = folder / "source"
    shutil.rmtree(stage, ignore_errors=True)
    (stage / "api/c").mkdir(parents=True)
    for name in PAGES:
        for path in sorted((SOURCE / name).glob("**/*")) or [SOURCE / name]:
            target = stage / path.relative_to(SOURCE)
            target.parent.mkdir(parents=True, exist_ok=True)
            if path.suffix == ".md":
                target.write_text(staged(path, path.read_text()))
            elif path.is_file():
                shutil.copy(path, target)
    readme = (stage / "README.md").read_text()
    (stage / "README.md").unlink()
    (stage / "index.md").write_text(readme + tables_of_contents(readme))
    (stage / "api/python.rst").write_text(PYTHON)
    faults = api_pages.write_pages(SOURCE, stage / "api/c")
    for fault in faults:
        print(fault, file=sys.stderr)
    done = subprocess.run([sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-E",
                           "-c", SOURCE / "docs", "-d", folder / "doctrees", stage,
                           folder / "html"])
    return 1 if faults else done.returncode


if __name__ == "__main__":
    sys.exit(main())
