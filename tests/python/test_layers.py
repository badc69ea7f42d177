# SPDX-License-Identifier: GPL-3.0-or-later
"""The checks of the source refuse each include that docs/house.md forbids, and functions of
headers without a comment."""
import importlib.util
import itertools
import pathlib
import re

import pytest

SOURCE = pathlib.Path(__file__).resolve().parents[2]


def load_check(name):
    spec = importlib.util.spec_from_file_location(name, SOURCE / f"scripts/dev/{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


CHECK = load_check("check_layers")
COMMENTS = load_check("check_comments")
PAIRS = list(itertools.permutations(CHECK.MAY_INCLUDE, 2))


def plant(root: pathlib.Path, folder: str, line: str) -> None:
    (root / folder).mkdir(parents=True, exist_ok=True)
    (root / folder / "planted.c").write_text(f"/* A file. */\n{line}\n")


@pytest.mark.parametrize("folder,target", PAIRS, ids="-".join)
def test_an_include_is_refused_unless_its_row_has_it(tmp_path, capsys, folder, target):
    plant(tmp_path, folder, f'#include "{target}/name.h"')
    is_refused = CHECK.main(tmp_path) != 0
    assert is_refused == (target not in CHECK.MAY_INCLUDE[folder])
    if is_refused:
        assert f"planted.c:2: {folder}/ must not include {target}/" in capsys.readouterr().out


@pytest.mark.parametrize("line", ['#include "../cli/run.h"', '#  include "cli/run.h"',
                                  '#include <hdf5.h>', '#include <yaml.h>', '#include <omp.h>',
                                  '#include <jansson.h>', '    static int n;'])
def test_ways_around_are_refused(tmp_path, line):
    plant(tmp_path, "stats", line)
    assert CHECK.main(tmp_path) == 1


def write_files(root: pathlib.Path, files: dict[str, str]) -> None:
    for name, included in files.items():
        path = root / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("".join(f'#include "{header}"\n' for header in included.split()))


@pytest.mark.parametrize("files", [
    {"stats/a.h": "stats/b.h", "stats/b.h": "stats/a.h"},
    {"stats/a.h": "stats/b.h", "stats/b.h": "", "stats/b.c": "b.h stats/a.h"},  # by name.c
    {"stats/a.h": "stats/b.h", "stats/b.h": "stats/c.h", "stats/c.h": "a.h"},
], ids=["two headers", "a header and a source", "three modules"])
def test_a_circle_of_includes_within_a_folder_is_refused(tmp_path, capsys, files):
    write_files(tmp_path, files)
    assert CHECK.main(tmp_path) == 1
    assert re.search(r"a circle of includes: stats/\w -> .*stats/\w\n", capsys.readouterr().out)


def test_two_ways_to_one_header_are_no_circle(tmp_path):
    write_files(tmp_path, {"stats/a.c": "a.h stats/b.h stats/c.h", "stats/a.h": "",
                           "stats/b.h": "stats/c.h", "stats/c.h": "base/d.h", "base/d.h": ""})
    assert CHECK.main(tmp_path) == 0


def test_the_page_has_the_same_table():
    page = (SOURCE / "docs/house.md").read_text()
    rows = re.findall(r"^\| `src/([\w/]+)` \|.*\| ([\w/, ]+) \|$", page, re.M)
    told = {name: set() if what == "nothing" else set(what.split(", ")) for name, what in rows}
    assert told == CHECK.MAY_INCLUDE


def test_no_arrow_leads_up():
    """The folders have an order in which each includes earlier ones only."""
    left = dict(CHECK.MAY_INCLUDE)
    done: set[str] = set()
    while left:
        ready = {name for name, needs in left.items() if needs <= done}
        assert ready, f"a circle among {sorted(left)}"
        done |= ready
        left = {name: needs for name, needs in left.items() if name not in ready}


@pytest.mark.parametrize("header,names", [
    ("int suf_a(void);\n", ["suf_a"]),
    ("/* Says it. */\nint suf_a(void);\nint suf_b(int x,\n    int y);\n", []),
    ("/* Says it. */\nint suf_a(void);\n\nint suf_b(void);\n", ["suf_b"]),
    ("/* Of the type. */\ntypedef struct suf_t {\n    int x; /* in days */\n} suf_t;\n"
     "SUF_MUST_CHECK suf_status suf_a(\n    suf_t *self);\n", ["suf_a"]),
    ("/* Says it\n * in two lines. */\nenum { SUF_MOST = 8 };\nconst char *suf_a(void);\n", []),
    ("int suf_a(void); /* in days */\n", []),
    ("/* Of the macro. */\n#define SUF_A(x) suf_a(x)\nvoid suf_a(int x);\n", ["suf_a"]),
])
def test_a_function_of_a_header_without_a_comment_is_told(header, names):
    assert [name for _, name in COMMENTS.undocumented(header)] == names
