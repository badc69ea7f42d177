# SPDX-License-Identifier: GPL-3.0-or-later
"""openpyxl, which reads and writes Excel books, where it is installed."""
from __future__ import annotations

import importlib
import types

_EXTRAS = {"openpyxl": "excel", "pyarrow": "parquet"}


class WorkbookError(Exception):
    """A book cannot be read or written; the message says why."""


def openpyxl() -> types.ModuleType:
    """The library, with its parts; WorkbookError says how to install it."""
    return _library("openpyxl", "Excel books need", ("styles", "worksheet.datavalidation"))


def pyarrow() -> None:
    """WorkbookError says how to install it where it lacks."""
    _library("pyarrow", "parquet files need", ())


def _library(name: str, what: str, parts: tuple[str, ...]) -> types.ModuleType:
    try:
        found = importlib.import_module(name)
        for part in parts:
            importlib.import_module(f"{name}.{part}")
    except ImportError as error:
        how = f"pip install 'suffice[{_EXTRAS[name]}]', or pip install {name}"
        raise WorkbookError(f"{what} the Python package {name}, which is not installed: "
                            f"{how}") from error
    return found
