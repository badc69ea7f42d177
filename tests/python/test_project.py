# SPDX-License-Identifier: GPL-3.0-or-later
"""What the project says of itself agrees: versions, and the links of its pages."""
import pathlib
import re
import subprocess
import sys
import tomllib
import zipfile

import pytest
import yaml
from where import PROGRAM, SOURCE

PAGES = sorted(path for folder in (".", "docs", "results", "scenarios", "scripts", "tests")
               for path in (SOURCE / folder).glob("*.md" if folder == "." else "**/*.md")
               if ".venv" not in path.parts)


def find(pattern: str, name: str) -> str:
    return re.search(pattern, (SOURCE / name).read_text(), re.M).group(1)


def test_the_versions_agree():
    version = find(r'^__version__ = "(.*)"', "scripts/suffice/__init__.py")
    told = subprocess.run([PROGRAM, "--version"], capture_output=True, text=True).stdout
    assert told.split()[:2] == ["suffice", version]
    assert yaml.safe_load((SOURCE / "CITATION.cff").read_text())["version"] == version
    assert f"## {version}" in (SOURCE / "CHANGELOG.md").read_text()
    recipe = yaml.safe_load((SOURCE / "scripts/packaging/conda/recipe.yaml").read_text())
    assert recipe["context"]["version"] == version


def packages_of_debian(name: str) -> list[set[str]]:
    """What each `apt-get install` of a file names."""
    text = (SOURCE / name).read_text().replace("\\\n", " ")
    lines = re.findall(r"apt-get install (.*?)(?:&&|$)", text, re.M)
    return [{word for word in line.split() if not word.startswith("-")} for line in lines]


def test_the_images_install_the_same():
    docker = packages_of_debian("scripts/packaging/Dockerfile")
    assert len(docker) == 2 and all(docker)
    assert packages_of_debian("scripts/packaging/suffice.def") == docker


def test_the_recipe_of_conda_needs_what_the_wheel_needs():
    project = tomllib.loads((SOURCE / "pyproject.toml").read_text())["project"]
    recipe = yaml.safe_load((SOURCE / "scripts/packaging/conda/recipe.yaml").read_text())
    wanted = {f"python {project['requires-python']}"}
    wanted |= {line.lower().replace("matplotlib ", "matplotlib-base ")
               for line in project["dependencies"]}
    assert set(recipe["requirements"]["run"]) == wanted


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_links_lead_somewhere(page: pathlib.Path):
    text = re.sub(r"```.*?```", "", page.read_text(), flags=re.S)
    targets = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text)
    lost = [target for target in targets
            if not re.match(r"\w+:", target) and not (page.parent / target).exists()]
    assert lost == []


def test_pages_have_one_sentence_a_line():
    """As .pre-commit-config.yaml has it, which leaves out two."""
    pages = [page for page in PAGES if page.name not in ("CHANGELOG.md", "plan.md")]
    told = subprocess.run([sys.executable, SOURCE / "scripts/dev/one_sentence.py", *pages],
                          capture_output=True, text=True)
    assert (told.returncode, told.stdout) == (0, "")


@pytest.mark.parametrize(("text", "right"), [
    ("One. Two.\n", "One.\nTwo.\n"),
    ("One\nand on. `two` is code.\n", "One\nand on.\n`two` is code.\n".replace("\na", " a")),
    ("- One. Two\n  goes on.\n", "- One.\n  Two goes on.\n"),
    ("A link ([a.md](b.md)). Then more, e.g. This one.\n",
     "A link ([a.md](b.md)).\nThen more, e.g. This one.\n"),
    ("一句。又一句。\n", "一句。\n又一句。\n"),
    ("| a. B | c. D |\n\n    code. Here.\n", "| a. B | c. D |\n\n    code. Here.\n"),
])
def test_sentences_are_told_apart(tmp_path: pathlib.Path, text: str, right: str):
    page = tmp_path / "page.md"
    page.write_text(text)
    check = [sys.executable, SOURCE / "scripts/dev/one_sentence.py"]
    assert subprocess.run([*check, page], capture_output=True).returncode == (text != right)
    subprocess.run([*check, "--fix", page], capture_output=True)
    assert page.read_text() == right
    assert subprocess.run([*check, page], capture_output=True).returncode == 0


def test_what_is_installed_works(tmp_path: pathlib.Path):
    subprocess.run(["cmake", "--install", PROGRAM.parent, "--prefix", tmp_path], check=True,
                   stdout=subprocess.DEVNULL)
    scenario = tmp_path / "share/suffice/scenarios/luzhou/plan.yaml"
    done = subprocess.run([tmp_path / "bin/suffice", "check", scenario], capture_output=True,
                          text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert "no faults" in done.stdout
    for name, told in (("man/man1/suffice.1", ".TH SUFFICE 1"),
                       ("bash-completion/completions/suffice", "complete -F"),
                       ("zsh/site-functions/_suffice", "#compdef suffice"),
                       ("fish/vendor_completions.d/suffice.fish", "complete -c suffice")):
        assert told in (tmp_path / "share" / name).read_text()
    assert (tmp_path / "share/suffice/scenario.schema.json").read_text() == \
        (SOURCE / "scenarios/scenario.schema.json").read_text()


def test_the_package_carries_its_licence(tmp_path: pathlib.Path):
    subprocess.run([sys.executable, "-m", "pip", "wheel", "-q", "--no-deps",
                    "--no-build-isolation", "--disable-pip-version-check", "-C",
                    "wheel.cmake=false", "-w", tmp_path, SOURCE], check=True)
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        held = {pathlib.PurePath(name).name: name for name in wheel.namelist()}
        about = wheel.read(held["METADATA"]).decode()
        assert "License-Expression: GPL-3.0-or-later\n" in about
        assert wheel.read(held["LICENSE"]) == (SOURCE / "LICENSE").read_bytes()
