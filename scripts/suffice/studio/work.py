# SPDX-License-Identifier: GPL-3.0-or-later
"""One plan at work: its overlay, faults, runs and answers, shared by all tabs of a page.

Tabs look at `version` and draw again when it has risen. There is nothing of Panel here.
"""
from __future__ import annotations

import hashlib
import pathlib
import threading
from collections.abc import Callable, Hashable, Mapping
from concurrent import futures
from typing import Any

import xarray as xr

from ..results import open as open_results
from . import check, jobs
from . import plan as plans
from .overlay import Overlay, Path, base_of, is_overlay, write_whole
from .questions import Question

KEPT = 4  # readings of results and answers


class Work:
    """A plan that is being changed.

    `job` is what runs or ran last, `faults` are those of the overlay as it stands. A run is of
    the plan and the overlay on the same random numbers, in the overlay's folder; its files are
    named by what was changed, so that going back to former changes finds their results.
    """

    def __init__(self, scenario: pathlib.Path, file: pathlib.Path | None = None,
                 replications: int = 100, threads: int | None = None,
                 program: pathlib.Path | None = None) -> None:
        """ProgramError of a scenario with faults, OverlayError of a file that is in use."""
        self.program, self.replications, self.threads = program, replications, threads
        scenario = pathlib.Path(scenario)
        is_ours = is_overlay(scenario)
        base = base_of(scenario) if is_ours else scenario
        self.plan = plans.load(base, program)
        name = self.plan.tree["name"]
        self.overlay = Overlay(
            base, file or (scenario if is_ours else pathlib.Path(f"{base.stem}-changed.yaml")),
            f"{name}-changed", f"{self.plan.tree.get('title', name)}, changed",
            self.plan.tree["title_zh"] + "（修改）" if "title_zh" in self.plan.tree else "")
        self.values = self.plan.values
        self.faults: list[check.Fault] = []
        self.job: jobs.Job | None = None
        self.asked: Question | None = None  # what `job` answers; None of a run
        self._ticks = 0
        self._checking = threading.Lock()
        self._reader = futures.ThreadPoolExecutor(1, "studio-reader")
        self._readings: dict[Hashable, futures.Future] = {}
        self._opened: tuple[pathlib.Path, xr.DataTree] | None = None
        self.look()

    @property
    def version(self) -> tuple[int, int]:
        return self.overlay.version, self._ticks

    def tick(self, *_: object) -> None:
        """Something is to be drawn again."""
        self._ticks += 1

    # --- changes ---

    def set(self, values: Mapping[Path, str | None]) -> None:
        """One step of changes, kept, then looked at by the program."""
        self.overlay.set(values, self.values)
        self.look()

    def take_back(self, paths: list[Path]) -> None:
        self.overlay.take_back([p for p in paths if p in self.overlay.edits])
        self.look()

    def undo(self) -> None:
        if self.overlay.undo():
            self.look()

    def redo(self) -> None:
        if self.overlay.redo():
            self.look()

    def look(self) -> None:
        """Ask the program for the faults of what stands."""
        with self._checking:
            self.faults = check.check(self.overlay, self.program)
        self.tick()

    @property
    def is_sound(self) -> bool:
        return all(fault.is_warning for fault in self.faults)

    # --- runs ---

    @property
    def output(self) -> pathlib.Path:
        """Where the results of the plan and the present changes are, or will be."""
        name = f"run-{self.overlay.key()}" if self.overlay.edits else "plan"
        return self.overlay.folder / f"{name}.h5"

    def words(self, overlay: pathlib.Path) -> list[str]:
        """The run as the program takes it, but for its output."""
        scenarios = [str(self.overlay.base)] + ([str(overlay)] if self.overlay.edits else [])
        return ["run", *scenarios, "-n", str(self.replications)]

    def command(self) -> str:
        """The same run from the command line: of the saved file, to the same bytes."""
        return jobs.shown([*self.words(self.overlay.file), "-o", "results/changed.h5"])

    def run(self) -> jobs.Job:
        """Simulate the plan and the changes; goes on where the same run was stopped."""
        frozen = self._freeze()
        self.asked = None
        return self._start([*self.words(frozen), "--progress", "0.5"], self.output)

    def ask(self, question: Question) -> jobs.Job:
        """Ask the program a question of the plan as it is changed."""
        frozen = self._freeze()
        text = question.text(frozen.name, self.plan)
        key = hashlib.sha256((self.overlay.key() + text + repr(question)).encode())
        stem = f"{question.kind}-{key.hexdigest()[:12]}"
        file = self.overlay.folder / f"{stem}.yaml"
        write_whole(file, text)
        self.asked = question
        return self._start([*question.words(file)], self.overlay.folder / f"{stem}.h5")

    def stop(self) -> None:
        if self.job is not None:
            self.job.stop()

    @property
    def is_running(self) -> bool:
        return self.job is not None and self.job.state == "running"

    def standing(self) -> str:
        """Of the run of the present changes: "done", "stopped" or "none"."""
        return jobs.standing(self.output)

    def results(self) -> xr.DataTree | None:
        """The results of the present changes, where they were run."""
        path = self.output
        return self.results_of(path) if jobs.standing(path) == "done" else None

    def results_of(self, path: pathlib.Path) -> xr.DataTree:
        """Those of a file, opened once."""
        if self._opened is None or self._opened[0] != path:
            self._opened = path, open_results(path)
        return self._opened[1]

    def read(self, key: Hashable, make: Callable[[], Any]) -> futures.Future:
        """What `make` reads from files, in a thread of its own, one after the other: tabs draw
        meanwhile, and look again when it is there. The same key finds the same until
        something else is run."""
        if key not in self._readings:
            while len(self._readings) >= KEPT:
                del self._readings[next(iter(self._readings))]
            self._readings[key] = self._reader.submit(make)
            self._readings[key].add_done_callback(self.tick)
        return self._readings[key]

    def _freeze(self) -> pathlib.Path:
        """The overlay as it stands, as a file that later changes leave alone."""
        folder = self.overlay.folder
        path = folder / f"run-{self.overlay.key()}.yaml"
        write_whole(path, self.overlay.text(folder))
        return path

    def _start(self, words: list[str], output: pathlib.Path) -> jobs.Job:
        if self.is_running:
            raise RuntimeError("a run is under way; stop it first")
        if self.threads is not None:
            words = [*words, "-t", str(self.threads)]
        self._opened = None
        self._readings.clear()
        self.job = jobs.Job(words, output, self.program, self.tick)
        self.tick()
        return self.job

    def close(self) -> None:
        """End: a run stops and can go on, another process may open the overlay."""
        if self.is_running and self.job is not None:
            self.job.stop()
            self.job.wait(30)
        self._reader.shutdown(cancel_futures=True)
        self.overlay.close()
