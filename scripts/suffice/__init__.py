# SPDX-License-Identifier: GPL-3.0-or-later
"""Suffice: opens, tabulates, draws and reports results of the simulator of that name.

    import suffice
    results = suffice.open("results/luzhou.h5")
    results.suffice.scorecard()
    results.suffice.fan("nursery")
    results.suffice.report("results/report.html")
"""
from __future__ import annotations

from . import estimates, measures
from .accessor import Results
from .equalities import equality
from .program import ProgramError, run, sweep, why
from .results import ResultsError, open  # noqa: A004 - as suffice.open
from .sizes import Size, size

__version__ = "0.1.0"
__all__ = ["ProgramError", "Results", "ResultsError", "Size", "equality", "estimates", "measures",
           "open", "run", "size", "sweep", "why"]
