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
from .calibration import Calibration, CalibrationError, calibrate
from .equalities import equality
from .knowledge import plot_worth, read_worth, worth, worth_sentences, write_worth
from .margins import Margin, margin
from .program import ProgramError, run, sweep, why
from .results import ResultsError, open  # noqa: A004 - as suffice.open
from .sizes import Size, size
from .slips import Slip, slip
from .studio import studio

__version__ = "0.1.0"
__all__ = ["Calibration", "CalibrationError", "Margin", "ProgramError", "Results",
           "ResultsError", "Size", "Slip", "calibrate", "equality", "estimates", "margin",
           "measures", "open", "plot_worth", "read_worth", "run", "size", "slip", "studio", "sweep",
           "why", "worth", "worth_sentences", "write_worth"]
