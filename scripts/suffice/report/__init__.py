# SPDX-License-Identifier: GPL-3.0-or-later
"""The report: one HTML file that opens offline, for people who decide."""
from .build import write

__all__ = ["write"]
