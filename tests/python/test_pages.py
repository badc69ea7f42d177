# SPDX-License-Identifier: GPL-3.0-or-later
"""Pages in two languages say the same; what README shows is what the program prints."""
import pathlib
import re
import subprocess

import pytest
import yaml
from where import PROGRAM, SOURCE

CHINESE = sorted([SOURCE / "README.zh.md", *(SOURCE / "docs").glob("**/*.zh.md")])
BLOCK = re.compile(r"^```([^\n]*)\n(.*?)^```$", re.M | re.S)


def outline(page: pathlib.Path) -> dict[str, list]:
    """What a translation must share with its original."""
    text = page.read_text()
    prose = BLOCK.sub("", text)
    return {
        "headings": [len(marks) for marks in re.findall(r"^(#+) ", prose, re.M)],
        "blocks": [(kind, re.sub(r" *#.*|, lang=\"zh\"", "", body))
                   for kind, body in BLOCK.findall(text)],
        "commands": [line.split("#")[0].strip() for line in prose.split("\n")
                     if line.startswith("    ")],
        "tables": [line.count("|") for line in prose.split("\n") if line.startswith("|")],
        "items": len(re.findall(r"^(?:- |\d+\. )", prose, re.M)),
    }


def test_planners_pages_are_in_chinese():
    names = [str(page.relative_to(SOURCE)) for page in CHINESE]
    assert names == ["README.zh.md"] + [f"docs/guide/{name}.zh.md" for name in (
        "costs", "excel", "install", "kinds", "known", "margin", "policies", "rebase", "size",
        "slip", "studio", "why")] + [
            "docs/tutorial/city.zh.md"]


@pytest.mark.parametrize("page", CHINESE, ids=lambda page: page.name)
def test_a_chinese_page_has_the_parts_of_the_english_one(page: pathlib.Path):
    english = page.with_name(page.name.replace(".zh", ""))
    assert outline(page) == outline(english)
    assert f"[English]({english.name})" in page.read_text()
    assert f"[中文]({page.name})" in english.read_text()


def told(*arguments: str | pathlib.Path) -> str:
    return subprocess.run([PROGRAM, *arguments], check=True, capture_output=True, cwd=SOURCE,
                          text=True).stdout


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_readme_shows_what_the_smallest_scenario_gives(name: str, tmp_path: pathlib.Path):
    blocks = BLOCK.findall((SOURCE / name).read_text())
    scenario, = (body for kind, body in blocks if kind == "yaml")
    assert yaml.safe_load(scenario) == yaml.safe_load(
        (SOURCE / "scenarios/hello.yaml").read_text())
    shown, = (body for _, body in blocks if body.startswith("$ build/release/suffice run"))
    told("run", "scenarios/hello.yaml", "-n", "100", "-o", tmp_path / "hello.h5", "--quiet")
    printed = told("info", tmp_path / "hello.h5")
    # Behind the first line, which has the build's commit.
    assert shown.partition("\n2021")[2] == printed.partition("\n2021")[2]


@pytest.mark.parametrize("page", sorted((SOURCE / "docs/theory").glob("*.md")),
                         ids=lambda page: page.name)
def test_pages_of_theory_name_what_is_there(page: pathlib.Path):
    """Functions with their prefix or with (), tests as `test_x` or `folder/test_x`."""
    text = page.read_text()
    source = "\n".join(path.read_text() for path in (SOURCE / "src").glob("**/*.[ch]"))
    functions = {name for pair in re.findall(r"\b(suf_\w+)|\b([a-z]\w+)\(\)", text)
                 for name in pair if name}
    assert [name for name in sorted(functions)
            if not re.search(rf"\b{name}\(", source)] == []
    names = re.findall(r"`((?:\w+/)?test_\w+)`|`python/(\w+)`", text)
    tests = {test or f"python/test_{python}" for test, python in names}
    files = {str(path.relative_to(SOURCE / "tests")).rpartition(".")[0]
             for path in (SOURCE / "tests").glob("*/test_*.*")}
    files |= {name.removeprefix("unit/") for name in files}
    assert sorted(tests - files) == []
