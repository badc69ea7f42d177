# SPDX-License-Identifier: GPL-3.0-or-later
"""Running the program from Python: one run, or a grid of them, opened when done."""
from __future__ import annotations

import csv
import itertools
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence

import xarray as xr
from tqdm import tqdm

from .results import ResultsError
from .results import open as open_results

Path = str | os.PathLike[str]
PROGRESS = re.compile(r"suffice: (\d+) of (\d+) replications")


class ProgramError(RuntimeError):
    """The program failed; the message is its own.

    `code`: 1 run, 2 command line, 3 scenario, 75 stopped by a signal (`run` again goes on).
    """

    def __init__(self, message: str, code: int) -> None:
        super().__init__(message)
        self.code = code


def find(program: Path | None = None) -> pathlib.Path:
    """The program: as given, $SUFFICE_PROGRAM, on PATH, or build/release above here."""
    given = program or os.environ.get("SUFFICE_PROGRAM")
    if given:
        return pathlib.Path(given)
    found = shutil.which("suffice")
    if found:
        return pathlib.Path(found)
    starts = [pathlib.Path.cwd(), pathlib.Path(__file__).resolve(), pathlib.Path(sys.prefix)]
    for folder in (parent for start in starts for parent in (start, *start.parents)):
        candidate = folder / "build/release/suffice"
        if candidate.is_file():
            return candidate
    raise FileNotFoundError("the program suffice was not found: put it on PATH, or tell "
                            "program=..., or set SUFFICE_PROGRAM")


def run(scenario: Path | Sequence[Path], replications: int | None = None,
        output: Path | None = None, seed: int | None = None,
        settings: Mapping[str, object] | None = None, threads: int | None = None,
        until: str | None = None, force: bool = False, progress: bool = True,
        program: Path | None = None) -> xr.DataTree:
    """Simulate scenarios on common random numbers, and open the results.

    `settings` are values by path, as {"services.nursery.stay.until_age": "4 years"}. Without
    `output` the results are results/NAME.h5 of the first scenario. Results that are there
    already are opened, or extended to more replications; those of another run are replaced
    only with `force`. `until` is a stopping rule. ProgramError tells the program's message.
    """
    scenarios = [scenario] if isinstance(scenario, (str, os.PathLike)) else list(scenario)
    if not scenarios:
        raise ValueError("there is no scenario to run")
    target = target_of(output, scenarios[0], ".h5")
    command = [str(find(program)), "run", *map(str, scenarios), "-o", str(target)]
    options: dict[str, object] = {"-n": replications, "-s": seed, "-t": threads,
                                  "--until": until}
    _watch(command + options_of(options, settings, force), progress)
    return open_results(target)


def why(scenario: Path, replications: int | None = None, output: Path | None = None,
        seed: int | None = None, settings: Mapping[str, object] | None = None,
        threads: int | None = None, force: bool = False, progress: bool = True,
        program: Path | None = None) -> xr.DataTree:
    """Simulate a plan with and without its causes of shortage, and open the results.

    Their group ``/why`` says why people are not served: `results.suffice.why()`,
    `why_sentences()` and `plot_why()`. Without `output` they are results/NAME-why.h5.
    Other options are those of `run`.
    """
    target = target_of(output, scenario, "-why.h5")
    command = [str(find(program)), "why", str(scenario), "-o", str(target)]
    options: dict[str, object] = {"-n": replications, "-s": seed, "-t": threads}
    _watch(command + options_of(options, settings, force), progress)
    return open_results(target)


def target_of(output: Path | None, scenario: Path, ending: str) -> pathlib.Path:
    """Where an answer goes: as given, or a file of `results`; its folder is made."""
    target = pathlib.Path(output) if output is not None else (
        pathlib.Path("results") / f"{pathlib.Path(scenario).stem}{ending}")
    target.parent.mkdir(parents=True, exist_ok=True)
    return target


def options_of(options: dict[str, object], settings: Mapping[str, object] | None,
               force: bool) -> list[str]:
    """What was given, as the program takes it; flags are True, None and False are left out.

    A list gives its option once an element, a mapping once a name, as NAME=VALUE.
    """
    result = []
    for option, value in (options | {"--set": settings or {}, "--force": force}).items():
        if isinstance(value, bool) or value is None:
            result += [option] if value else []
            continue
        several = ([f"{name}={text_of(one)}" for name, one in value.items()]
                   if isinstance(value, Mapping) else value if isinstance(value, list)
                   else [value])
        result += [part for one in several for part in (option, str(one))]
    return result


def text_of(value: object) -> str:
    """A value as scenarios write it; JSON is YAML."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _watch(command: list[str], progress: bool) -> None:
    """Run the program, its lines of progress turned into a bar; ProgramError on failure."""
    said = []
    with subprocess.Popen([*command, "--progress", "0.2"], stdout=subprocess.DEVNULL,
                          stderr=subprocess.PIPE, text=True, encoding="utf-8",
                          errors="replace") as process, \
            tqdm(unit=" replications", disable=not progress, leave=False) as bar:
        assert process.stderr is not None
        try:
            for line in process.stderr:
                match = PROGRESS.match(line)
                if match is None:
                    said.append(line)
                    continue
                bar.total = int(match[2])
                bar.update(int(match[1]) - bar.n)
        except KeyboardInterrupt:
            process.terminate()  # what is finished stays in the journal
            raise
        code = process.wait()
    if code != 0:
        raise ProgramError("".join(said).strip() or f"suffice ended with code {code}", code)


def sweep(base: Path, grid: Mapping[str, Sequence[object]],
          replications: int | None = None, output: Path | None = None,
          **options: object) -> xr.DataTree:
    """Simulate a scenario at every point of a grid, all on common random numbers.

    `grid` holds the values of each path, as {"assumptions.nursery_uptake.value": [0.04,
    0.06]}. The points are scenarios of one results file, point-1 to point-n; `compare` pairs
    them. Their titles tell their values. The tree that comes back has the values as
    coordinates along `scenario` too, named after the last keys of their paths; the file does
    not, so that only the titles are there when it is opened again. Other options are those of
    `run`.
    """
    if not grid or any(len(values) == 0 for values in grid.values()):
        raise ValueError("the grid is empty: expected values for at least one path")
    base = pathlib.Path(base).resolve()
    paths = list(grid)
    points = list(itertools.product(*grid.values()))
    target = target_of(output, base, ".sweep.h5")
    short = _short_names(paths)
    with tempfile.TemporaryDirectory(prefix="sweep.", dir=target.parent) as folder:
        scenarios = []
        for i, point in enumerate(points):
            title = ", ".join(f"{short[p]} {text_of(v)}"
                              for p, v in zip(paths, point, strict=True))
            overlay: dict = {"format": 1, "extends": os.path.relpath(base, folder),
                             "name": f"point-{i + 1}", "title": title,
                             "title_zh": title}
            for path, value in zip(paths, point, strict=True):
                put_value(overlay, split_path(path), value)
            file = pathlib.Path(folder) / f"{i:04d}.yaml"
            file.write_text(json.dumps(overlay, ensure_ascii=False, indent=1),
                            encoding="utf-8")
            scenarios.append(file)
        tree = run(scenarios, replications, target, **options)  # type: ignore[arg-type]
    for i, path in enumerate(paths):
        values = [point[i] if isinstance(point[i], (int, float, str)) else text_of(point[i])
                  for point in points]
        tree.coords[short[path]] = ("scenario", values)
    return tree


def split_path(path: str) -> list[str]:
    """The keys of a path: "a.b" or, of names with dots, 'a."b.c"'."""
    try:
        keys = next(csv.reader([path], delimiter=".", strict=True), [])
    except csv.Error as error:
        raise ValueError(f"{path!r} is no path of a scenario: {error}") from error
    if not keys or "" in keys:
        raise ValueError(f"{path!r} is no path of a scenario: a key is empty")
    return keys


def _short_names(paths: Sequence[str]) -> dict[str, str]:
    """What tells paths apart: as few of their last keys as do, two at least.

    Two, as the last key alone may be the name of a variable of the results.
    """
    for depth in range(2, 20):
        names = {p: ".".join(split_path(p)[-depth:]) for p in paths}
        if len(set(names.values())) == len(paths):
            return names
    raise ResultsError("two paths of the grid are the same")


def put_value(overlay: dict, keys: list[str], value: object) -> None:
    """Put a value into a tree of mappings, which are made where they lack.

    ValueError where a key on the way has a value, or is removed, already: one overlay cannot
    take something away and add to what it has taken away.
    """
    for depth, key in enumerate(keys[:-1], 1):
        overlay = overlay.setdefault(key, {})
        if not isinstance(overlay, dict):
            raise ValueError(f"{'.'.join(keys)} is set after {'.'.join(keys[:depth])} was set to "
                             "a value, or removed: an overlay cannot say both, so make the first "
                             "change in a scenario of its own, which extends this one")
    overlay[keys[-1]] = value
