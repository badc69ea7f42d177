# SPDX-License-Identifier: GPL-3.0-or-later
"""What a planner changes, as an overlay: edits by path, undo, a YAML file, a history.

An edit is a path from the root of the scenario, as ("projects", "New wing", "places"), and a
text; None removes what is there. The overlay is a scenario that `extends` the plan: the file
that is saved is all that the program needs. Every step goes to a history beside it before it
is shown, so that a killed page loses none, and undo reaches back over a restart. The history
is locked: a second page of another process is refused, tabs of one process share the overlay.
There is nothing of Panel here.
"""
from __future__ import annotations

import fcntl
import hashlib
import json
import os
import pathlib
import tempfile
from collections.abc import Mapping
from typing import Any, TextIO

import yaml

from ..program import put_value
from ..rebase.document import scalar

Path = tuple[str, ...]
Edits = dict[Path, str | None]

MARK = "# Changes to a plan, made in suffice studio, which opens this file again."
HEAD = ("format", "extends", "name", "title", "title_zh")
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class OverlayError(RuntimeError):
    """An overlay that cannot be opened, with the reason."""


def is_overlay(path: pathlib.Path) -> bool:
    """Whether a file is an overlay that the studio has made, and may write again."""
    with path.open(encoding="utf-8", errors="replace") as stream:
        return stream.readline().rstrip("\n") == MARK


def base_of(path: pathlib.Path) -> pathlib.Path:
    """The plan that an overlay of the studio extends."""
    tree = yaml.load(path.read_text(encoding="utf-8"), _LOADER)
    return path.parent / tree["extends"]


class Overlay:
    """Edits of a plan, with their history in `folder`; `file` is where they are saved.

    `version` rises with every change, so that each tab sees that it must draw again.
    """

    def __init__(self, base: pathlib.Path, file: pathlib.Path, name: str, title: str = "",
                 title_zh: str = "") -> None:
        """Open what is there of it: the file, and steps that were not saved in it yet."""
        self.base, self.file = base.resolve(), file.resolve()
        self.name, self.title, self.title_zh = name, title, title_zh
        self.folder = self.file.with_suffix(".studio")
        self.edits: Edits = {}
        self.version = 0
        self.told = ""  # what to tell of the opening: "resumed", "aside" or ""
        self._done: list[Edits] = []  # of each step what was there before
        self._undone: list[Edits] = []
        self._saved: Edits = {}
        self.folder.mkdir(parents=True, exist_ok=True)
        self._history = self._locked()
        if self.file.exists():
            self._read_file()
        self._replay()

    # --- edits ---

    def set(self, values: Mapping[Path, str | None], base: Mapping[Path, str | None]) -> None:
        """One step: edits; a value that is that of the plan takes its edit back.

        `base` has what the plan has at these paths; a path that it lacks is new there.
        """
        before = {path: self.edits.get(path, _ABSENT) for path in values}
        after = {path: _ABSENT if path in base and base[path] == value else value
                 for path, value in values.items()}
        for path, value in values.items():
            if value is None:  # what is below goes with it
                below = [p for p in self.edits if len(p) > len(path) and p[:len(path)] == path]
                before |= {p: self.edits[p] for p in below}
                after |= dict.fromkeys(below, _ABSENT)
        if before == after:
            return
        self._record({"set": [[list(path), value] for path, value in after.items()]})
        self._apply(after)
        self._done.append(before)
        self._undone.clear()

    def take_back(self, paths: list[Path]) -> None:
        """One step: the plan's own values at these paths again."""
        self.set(dict.fromkeys(paths), dict.fromkeys(paths))

    def undo(self) -> bool:
        """Take the last step back; False where there is none."""
        return self._move("undo", self._done, self._undone)

    def redo(self) -> bool:
        """Do a step again that was taken back; False where there is none."""
        return self._move("redo", self._undone, self._done)

    def _move(self, what: str, source: list[Edits], target: list[Edits]) -> bool:
        if not source:
            return False
        self._record({what: 1})
        step = source.pop()
        target.append({path: self.edits.get(path, _ABSENT) for path in step})
        self._apply(step)
        return True

    def _apply(self, step: Edits) -> None:
        for path, value in step.items():
            if value == _ABSENT:
                self.edits.pop(path, None)
            else:
                self.edits[path] = value
        self.version += 1

    @property
    def can_undo(self) -> bool:
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        return bool(self._undone)

    @property
    def is_saved(self) -> bool:
        """Whether the file has all of it."""
        return self.edits == self._saved and self.file.exists()

    # --- the file ---

    def lines(self, folder: pathlib.Path | None = None) -> list[tuple[str, Path]]:
        """The lines of the file, each with the path that it is of; () of its head.

        Every value has a line of its own, so that a fault at a line is a fault of a cell.
        `folder` is where the file will lie, which the path of the plan is told from.
        """
        extends = os.path.relpath(self.base, folder or self.file.parent)
        result: list[tuple[str, Path]] = [(MARK, ()), ("format: 1", ())]
        for key, value in zip(HEAD[1:], (extends, self.name, self.title, self.title_zh)):
            if value:
                result.append((f"{key}: {scalar(value)}", ()))
        tree: dict = {}
        for path, text in self.edits.items():
            put_value(tree, list(path), text)
        _emit(tree, (), result)
        return result

    def text(self, folder: pathlib.Path | None = None) -> str:
        return "".join(line + "\n" for line, _ in self.lines(folder))

    def key(self) -> str:
        """What tells this overlay from others, wherever its file lies."""
        return hashlib.sha256(self.text(self.base.parent).encode()).hexdigest()[:12]

    def save(self) -> pathlib.Path:
        """Write the file, whole or not at all."""
        write_whole(self.file, self.text())
        self._saved = dict(self.edits)
        self._record({"saved": _hash(self.file)})
        self.version += 1
        return self.file

    def close(self) -> None:
        """Let another process open it."""
        self._history.close()

    def _read_file(self) -> None:
        tree = yaml.load(self.file.read_text(encoding="utf-8"), _LOADER)
        if not is_overlay(self.file):
            raise OverlayError(f"{self.file}: was not made by suffice studio, and is not "
                               "written over: give another file with -o")
        if (self.file.parent / tree["extends"]).resolve() != self.base:
            raise OverlayError(f"{self.file}: is an overlay of {tree['extends']}, not of "
                               f"{self.base}: give another file with -o")
        self.name = tree.get("name", self.name)
        self.title, self.title_zh = tree.get("title", ""), tree.get("title_zh", "")
        self.edits = {path: text for key, node in tree.items() if key not in HEAD
                      for path, text in _leaves(node, (key,))}
        self._saved = dict(self.edits)

    # --- the history ---

    def _locked(self) -> TextIO:
        stream = (self.folder / "history.jsonl").open("a+", encoding="utf-8")
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            stream.close()
            raise OverlayError(f"{self.file}: is open in another suffice studio; close that "
                               "one, or give another file with -o") from error
        return stream

    def _record(self, entry: dict[str, Any]) -> None:
        self._history.write(json.dumps(entry, ensure_ascii=False) + "\n")
        self._history.flush()
        os.fsync(self._history.fileno())

    def _replay(self) -> None:
        """Do the steps of the history again, unless the file was changed by others since."""
        self._history.seek(0)
        entries, whole = [], 0
        for line in self._history.read().splitlines(keepends=True):
            try:
                entries.append(json.loads(line))
            except ValueError:
                break  # the last line of a killed page
            if not line.endswith("\n"):
                break
            whole += len(line.encode())
        self._history.truncate(whole)
        hashes = [e.get("saved") for e in entries if "saved" in e]
        if entries and hashes and hashes[-1] != _hash(self.file):
            (self.folder / "history.old.jsonl").write_text(
                "".join(json.dumps(e, ensure_ascii=False) + "\n" for e in entries), "utf-8")
            self._history.truncate(0)
            entries, self.told = [], "aside"
        if not entries:
            self._record({"start": [[list(p), v] for p, v in self.edits.items()],
                          "saved": _hash(self.file)})
            return
        self.edits = {tuple(p): v for p, v in entries[0].get("start", [])}
        for entry in entries[1:]:
            if "set" in entry:
                after = {tuple(p): v for p, v in entry["set"]}
                self._done.append({p: self.edits.get(p, _ABSENT) for p in after})
                self._undone.clear()
                self._apply(after)
            elif "undo" in entry or "redo" in entry:
                source, target = ((self._done, self._undone) if "undo" in entry else
                                  (self._undone, self._done))
                step = source.pop()
                target.append({p: self.edits.get(p, _ABSENT) for p in step})
                self._apply(step)
        if not self.is_saved and self.edits:
            self.told = "resumed"


_ABSENT = "\0"  # in a step: there is no edit


def write_whole(path: pathlib.Path, text: str) -> None:
    """Put a text in place of a file at once: a reader never sees half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, delete=False,
                                     prefix=f".{path.name}.") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    os.chmod(stream.name, 0o644)
    os.replace(stream.name, path)


def _hash(path: pathlib.Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else ""


def _leaves(node: Any, path: Path) -> list[tuple[Path, str | None]]:
    if isinstance(node, dict):
        return [leaf for key, value in node.items() for leaf in _leaves(value, (*path, key))]
    if isinstance(node, list):
        raise OverlayError(f"{'.'.join(path)} is a list, which suffice studio does not write: "
                           "keep these changes in a scenario of their own")
    return [(path, None if node == "null" else str(node))]


def _emit(node: dict, path: Path, lines: list[tuple[str, Path]]) -> None:
    for key, value in node.items():
        here = (*path, key)
        head = "  " * len(path) + scalar(key) + ":"
        if isinstance(value, dict):
            lines.append((head, here))
            _emit(value, here, lines)
        else:
            lines.append((f"{head} {'null' if value is None else scalar(value)}", here))
