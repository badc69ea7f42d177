# SPDX-License-Identifier: GPL-3.0-or-later
"""Former names of what results hold: read for one version, with a message.

Files of formats before 1.5 have them, and so may the arguments of older programs. Whoever
opens such a file gets its content under the names of today. The program has the same table
(``src/results/former_results.c``); a test compares them.
"""
from __future__ import annotations

import warnings

import xarray as xr

UNTIL = "0.2"  # the version that no longer reads them

# By group, as of `suffice.open`: the name of today by the former one.
VARIABLES: dict[str, dict[str, str]] = {
    "/": {"admissions_away": "admissions_overflow",
          "admissions_from_away": "admissions_overflow_in",
          "placed_away": "placed_overflow", "served_away": "served_overflow"},
    "/targets": {"use": "utilisation", "peak_use": "peak_utilisation"},
    "/measures": {"taken": "occupied", "used": "utilisation", "unserved": "unmet",
                  "unserved_share": "unmet_share", "elsewhere": "overflow"},
}
COORDINATES = {"assumption_confidence": "assumption_evidence",
               "target_confidence": "target_evidence"}
ATTRIBUTES = {"targets_on_confidence_c": "targets_on_evidence_c"}


def today(name: str, group: str = "/measures") -> str:
    """The name of today of a variable; a former one is told of with a warning."""
    now = VARIABLES.get(group, {}).get(name)
    if now is None:
        return name
    _warn(name, now, stacklevel=3)
    return now


def renewed(dataset: xr.Dataset, group: str, stacklevel: int = 3) -> xr.Dataset:
    """A group of a file under the names of today; each former name is told of."""
    names = {**VARIABLES.get(group, {}), **COORDINATES}
    found = {former: now for former, now in names.items()
             if former in dataset.variables and now not in dataset.variables}
    for former, now in found.items():
        _warn(former, now, stacklevel + 1)
    result = dataset.rename(found)
    result.attrs = {ATTRIBUTES.get(name, name): value for name, value in dataset.attrs.items()}
    return result


def _warn(former: str, now: str, stacklevel: int) -> None:
    warnings.warn(f"{former!r} is now called {now!r}; the former name is read until version "
                  f"{UNTIL}", FutureWarning, stacklevel=stacklevel + 1)
