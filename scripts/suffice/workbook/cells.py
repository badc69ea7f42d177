# SPDX-License-Identifier: GPL-3.0-or-later
"""One cell as a value of scenario files: a number, a word, a date, ages."""
from __future__ import annotations

import datetime
import math
import re

from .sheets import Column

Value = str | int | float | bool | datetime.date

_NUMBER = re.compile(r"-?\d+(\.\d+)?([eE][-+]?\d+)?")
_ASSUMPTION = re.compile(r"\$\S+.*")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_ERRORS = ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A")  # of Excel


class CellError(ValueError):
    """A cell cannot be taken; the message says what was found and expected."""


def value_of(column: Column, found: object) -> Value:
    """The value of a cell that is not empty; CellError where it is none of the column's."""
    if found in _ERRORS:
        raise CellError(f"found the error {found} of a formula, expected {_expected(column)}")
    return _READERS[column.kind](column, found.strip() if isinstance(found, str) else found)


def _told(found: object) -> str:
    if isinstance(found, datetime.datetime):
        return f"the date {found.date()}"
    return f"'{found}'" if isinstance(found, str) else str(found)


def _expected(column: Column) -> str:
    return {"text": "a text", "name": "a name", "number": "a number, or $assumption",
            "plain": "a number", "whole": "a whole number",
            "date": "a date, or a text as 2021-01-31", "ages": "an age as 7, 5-9 or 85+",
            "age": "an age in years, of whole months", "sure": "yes or no",
            "word": "one of: " + ", ".join(column.choices)}[column.kind]


def _wrong(column: Column, found: object, why: str = "") -> CellError:
    return CellError(f"found {_told(found)}{why}, expected {_expected(column)}")


def _number(column: Column, found: object) -> int | float:
    """A finite number; of a text that is one too, as a cell formatted as text has it."""
    if isinstance(found, str) and _NUMBER.fullmatch(found):
        found = float(found)
    if isinstance(found, bool) or not isinstance(found, (int, float)) or not math.isfinite(found):
        raise _wrong(column, found)
    return int(found) if found == int(found) and abs(found) < 2**53 else found


def _plain(column: Column, found: object) -> Value:
    number = _number(column, found)
    return f"{number}{column.unit}" if column.unit else number


def _assumable(column: Column, found: object) -> Value:
    if isinstance(found, str) and _ASSUMPTION.fullmatch(found):
        return found
    return _plain(column, found)


def _whole(column: Column, found: object) -> Value:
    number = _number(column, found)
    if not isinstance(number, int):
        raise _wrong(column, found, ", which is not whole")
    return number


def _text(column: Column, found: object) -> Value:
    if isinstance(found, datetime.datetime):
        raise _wrong(column, found)
    if isinstance(found, bool):
        return "yes" if found else "no"
    if isinstance(found, (int, float)):
        return str(_number(column, found))
    text = str(found)
    if "\n" in text or "\r" in text:
        raise CellError("found a line break in the cell, expected one line")
    return text


def _word(column: Column, found: object) -> Value:
    text = str(_text(column, found))
    if text not in column.choices:
        raise _wrong(column, found)
    return text


def _sure(column: Column, found: object) -> Value:
    text = str(_text(column, found)).lower()
    if text not in ("yes", "no"):
        raise _wrong(column, found)
    return text == "yes"


def _date(column: Column, found: object) -> Value:
    if isinstance(found, datetime.datetime):
        return found.date()
    if isinstance(found, datetime.date):
        return found
    if isinstance(found, str) and _DATE.fullmatch(found):
        try:
            return datetime.date.fromisoformat(found)
        except ValueError as error:
            raise _wrong(column, found) from error
    raise _wrong(column, found)


def _ages(column: Column, found: object) -> Value:
    if isinstance(found, datetime.datetime):
        raise CellError(f"found {_told(found)}, which Excel makes of an age band as "
                        f"{found.month}-{found.day}: format the cell as text and write the "
                        "band again")
    if not isinstance(found, str):
        return _whole(column, found)
    text = re.sub(r"\s|周岁|岁", "", found)
    text = re.sub(r"[–—~～至]", "-", text)
    return re.sub(r"(及以上|以上|\+|＋)$", "+", text)


def _age(column: Column, found: object) -> Value:
    years = _number(column, found)
    months = round(12 * years)
    if abs(12 * years - months) > 1e-6:
        raise _wrong(column, found)
    return 0 if months == 0 else f"{months} months"


_READERS = {"text": _text, "name": _text, "number": _assumable, "plain": _plain,
            "whole": _whole, "date": _date, "ages": _ages, "age": _age, "word": _word,
            "sure": _sure}
