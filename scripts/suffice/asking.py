# SPDX-License-Identifier: GPL-3.0-or-later
"""What the questions have in common: asking the program, and opening the file of an answer."""
from __future__ import annotations

import os
import pathlib
import subprocess
from collections.abc import Mapping

import h5py
import numpy as np

from . import checksums
from .program import ProgramError, find, options_of, target_of
from .results import ResultsError, text

Path = str | os.PathLike[str]


class Answer:
    """The file of an answer: the group of its question, read whole."""

    GROUP = ""

    def __init__(self, path: Path) -> None:
        """Read all of it; ResultsError when it is no such file, or damaged."""
        file = pathlib.Path(path)
        if not file.exists():
            raise FileNotFoundError(f"{file}: there is no such file")
        self._texts: dict[str, list[str]] = {}
        self._numbers: dict[str, np.ndarray] = {}
        try:
            checksums.verify(file)
            with h5py.File(file, "r") as opened:
                self._read(opened[self.GROUP])
        except (OSError, KeyError, TypeError, ValueError) as error:
            raise ResultsError(
                f"{file}: is no answer of suffice {self.GROUP}: {error}") from error
        self.replications = int(self._numbers["replications"][0])

    def _read(self, group: h5py.Group) -> None:
        """Take what the group of the question has."""
        for key, data in group.items():
            if isinstance(data, h5py.Dataset):
                if data.dtype.kind == "f":
                    self._numbers[key] = data[:]
                else:
                    self._texts[key] = list(map(str, data.asstr()[:]))
        self.scenario = text(group.attrs["scenario"])

    def _titles(self, name: str, lang: str) -> list[str]:
        """What people call things: the Chinese title, else the title, else the name."""
        ends = ("_title_zh", "_title", "") if lang == "zh" else ("_title", "")
        return [next((t for t in texts if t), "")
                for texts in zip(*(self._texts[name + end] for end in ends), strict=True)]


def kind_of(path: Path) -> str:
    """The question that a file answers: "margin", "slip", "size" or "worth"."""
    try:
        with h5py.File(path, "r") as opened:
            found = [name for name in ("margin", "slip", "size", "worth") if name in opened]
            kind = text(opened.attrs.get("file_type", ""))
    except OSError as error:
        raise ResultsError(f"{path}: cannot be opened: {error}") from error
    if kind != "suffice answer" or len(found) != 1:
        raise ResultsError(f"{path}: is no answer of a question")
    return found[0]


def ask(question: str, scenario: Path, output: Path | None,
        options: dict[str, object], values: Mapping[str, object] | None,
        settings: Mapping[str, object] | None, force: bool,
        program: Path | None) -> pathlib.Path:
    """Run `suffice QUESTION SCENARIO`; the path of its answer.

    Without `output` that is results/NAME.QUESTION.h5. `options` are those of `options_of`,
    `values` those of levers. ProgramError tells the program's message.
    """
    target = target_of(output, scenario, f".{question}.h5")
    command = [str(find(program)), question, str(scenario), "-q", "-o", str(target),
               *options_of(options | {"--lever": values or {}}, settings, force)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8",
                          errors="replace", check=False)
    if done.returncode != 0:
        raise ProgramError(done.stderr.strip(), done.returncode)
    return target
