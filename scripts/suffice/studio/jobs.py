# SPDX-License-Identifier: GPL-3.0-or-later
"""A run as a child process: progress, stop, and going on where it was stopped.

A run has a folder of files named by a key of overlay and question, so that the same question
finds its answer again, and a run that was stopped or killed its journal. The child writes its
progress into a pipe: when the page is killed, the child ends at its next line, and what it has
done is in the journal.
"""
from __future__ import annotations

import os
import pathlib
import subprocess
import threading
from collections.abc import Callable, Sequence

from ..program import PROGRESS, find

STOPPED = 75  # the program's code of a run that was stopped, and goes on


class Job:
    """A call of the program that writes `output`; `state` is one of running, done, stopped,
    failed. `done` of `total` replications are finished, 0 of 0 while that is not known."""

    def __init__(self, words: Sequence[str], output: pathlib.Path,
                 program: pathlib.Path | None = None,
                 ended: Callable[[Job], None] = lambda job: None) -> None:
        """Start it; `ended` is called from another thread when it is no longer running."""
        self.words = [str(find(program)), *words, "-o", str(output)]
        self.output = output
        self.done, self.total = 0, 0
        self.state = "running"
        self.said: list[str] = []
        self._is_stopped = False
        self._ended = ended
        output.parent.mkdir(parents=True, exist_ok=True)
        self._process = subprocess.Popen(self.words, stdout=subprocess.DEVNULL,
                                         stderr=subprocess.PIPE, text=True, encoding="utf-8",
                                         errors="replace", stdin=subprocess.DEVNULL)
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End it; what is finished stays in its journal."""
        self._is_stopped = True
        self._process.terminate()

    def wait(self, seconds: float | None = None) -> str:
        """Wait until it has ended; its state."""
        self._thread.join(seconds)
        return self.state

    @property
    def message(self) -> str:
        """What the program said, but for its progress, and warnings of the scenario: those
        the page tells from `suffice check`."""
        kept, is_warning = [], False
        for line in self.said:
            is_warning = ": warning: " in line or (is_warning and line.startswith(" "))
            kept += [] if is_warning else [line]
        return "".join(kept or self.said).strip()

    def _watch(self) -> None:
        assert self._process.stderr is not None
        for line in self._process.stderr:
            match = PROGRESS.match(line)
            if match is None:
                self.said.append(line)
            else:
                self.done, self.total = int(match[1]), int(match[2])
        code = self._process.wait()
        if code == 0:
            self.done, self.state = self.total, "done"
        else:
            self.state = "stopped" if code == STOPPED or self._is_stopped else "failed"
        self._ended(self)


def journal(output: pathlib.Path) -> pathlib.Path:
    """The journal of a run that has not ended."""
    return output.with_name(output.name + ".journal")


def standing(output: pathlib.Path) -> str:
    """What is there of a run: "done", "stopped" (its journal), or "none"."""
    if journal(output).exists():
        return "stopped"
    return "done" if output.exists() else "none"


def shown(words: Sequence[str | os.PathLike[str]]) -> str:
    """A command as a person types it."""
    import shlex  # noqa: PLC0415
    return shlex.join(["suffice", *map(str, words)])
