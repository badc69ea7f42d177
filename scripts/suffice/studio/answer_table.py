# SPDX-License-Identifier: GPL-3.0-or-later
"""The table of an answer as people read it: heads and verdicts in words, numbers with commas."""
from __future__ import annotations

from html import escape

import numpy as np
import pandas as pd

from .. import style
from .texts import Texts


def drawn(table: pd.DataFrame, texts: Texts) -> str:
    """HTML of a table of `questions.answer`; columns without a word are titles already."""
    heads = "".join(f"<th>{escape(texts.head(str(column)))}</th>" for column in table.columns)
    rows = "".join("<tr>" + "".join(
        f"<td>{escape(cell(value, str(column), texts))}</td>" for column, value in row.items())
        + "</tr>" for row in table.to_dict("records"))
    return f'<table class="plain"><tr>{heads}</tr>{rows}</table>'


def cell(value: object, column: str, texts: Texts) -> str:
    """A value as text: 1,234.5, 2023-09-01, a verdict in words; – where there is none."""
    if isinstance(value, str):
        return texts(f"a_{value}") if column == "verdict" else value
    if value is None or value is pd.NaT:
        return "–"
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    number = float(np.asarray(value, dtype=float))
    if np.isinf(number):
        return texts("a_never" if number > 0 else "a_no_date")
    return style.number(number)
