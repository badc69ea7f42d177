# SPDX-License-Identifier: GPL-3.0-or-later
"""Numbers as people write them: chances, shares, people, months; English and Chinese."""
from __future__ import annotations

import math

import numpy as np

from .. import style
from ..words import unit as unit_in

LINES = (0.5, 0.9)  # chances whose side must be seen
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_TO_TEN = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
# "1 in 5" and its like: the shares that words tell, with how they are read.
_IN = tuple((a, b) for b in (2, 3, 4, 5, 10, 20) for a in range(1, b)
            if math.gcd(a, b) == 1 and (a == 1 or b in (3, 4, 5, 10)))


def sign(lang: str) -> str:
    """The sign of per cent as the language writes it behind a number."""
    return "%" if lang == "zh" else " %"


def hundredths(share: float) -> int:
    """A share of 0 to 1 in 100, rounded as people do, halves up, whatever the last bits of it.

    `suffice info` rounds alike (`suf_print_hundredths`), so that both say the same of a file.
    """
    return math.floor(100 * share + 0.5 + 1e-9)


def percent(share: float, lang: str, lines: tuple[float, ...] = ()) -> str:
    """A share of 0 to 1 as whole per cent: "19 %"; "< 1 %" of what is little.

    One more digit where rounding hides on which side of a line it is.
    """
    if math.isnan(share):
        return "–"
    value = 100 * share
    if 0 < value < 0.5:
        return "< 1" + sign(lang)
    for line in lines:
        if (share < line) != (hundredths(share) < 100 * line) and share != line:
            return f"{math.floor(10 * value + 1e-9) / 10:.1f}" + sign(lang)
    return f"{hundredths(share)}" + sign(lang)


def bare(share: float) -> str:
    """A share of 0 to 1 as whole per cent, without the sign: the first of a range."""
    return f"{hundredths(share)}"


def chance(p: float, low: float, high: float, lang: str) -> str:
    """A chance of a simulation, never 0 % or 100 %: then its limit, "< 2 %", "> 98 %"."""
    told = in_100(p, low, high)
    return told if math.isnan(p) else told + sign(lang)


def in_100(p: float, low: float, high: float) -> str:
    """A chance in 100, without the sign; `low` and `high` are the limits of `p`."""
    if math.isnan(p):
        return "–"
    if p <= 0:
        return f"< {max(1, math.ceil(100 * high - 1e-9))}"
    if p >= 1:
        return f"> {min(99, math.floor(100 * low + 1e-9))}"
    if p < 0.01:
        return "< 1"
    if p > 0.99 and hundredths(p) == 100:
        return "> 99"
    return percent(p, "en", LINES).removesuffix(sign("en"))


def people(value: float) -> str:
    """People or places of a sentence: two significant digits; fewer than half of one are 0."""
    if math.isnan(value):
        return "–"
    size = abs(value)
    if size < 0.5:
        return "0"
    step = 10 ** max(0, math.floor(math.log10(size)) - 1)
    return f"{round(value / step) * step:,.0f}".replace("-", "−")


def whole(value: float) -> str:
    """People or places of a table: whole, thousands apart."""
    if math.isnan(value):
        return "–"
    return f"{value:,.0f}".replace("-0", "0").replace("-", "−") if abs(value) < 0.5 else \
        f"{value:,.0f}".replace("-", "−")


def month(date: str, lang: str) -> str:
    """The month of a date, "2024-03-08" or "2024-03": "Mar 2024"; what is no date as it is."""
    if len(date) < 7 or not date[:4].isdigit():
        return date
    year, at = date[:4], int(date[5:7])
    return f"{year}年{at}月" if lang == "zh" else f"{_MONTHS[at - 1]} {year}"


def count(n: int, lang: str, noun: str = "") -> str:
    """A number of things, in English in words to ten."""
    told = f"{n:,}" if lang == "zh" or n > 10 else _TO_TEN[n]
    return f"{told} {noun}{'' if n == 1 else 's'}" if noun and lang == "en" else told


def one_in(share: float) -> tuple[int, int]:
    """A share in words, (a, b) for "a in b": of denominators 2, 3, 4, 5, 10 and 20."""
    return min(_IN, key=lambda f: abs(f[0] / f[1] - share))


def mean_half(mean: float, half: float, is_whole: bool = False) -> str:
    """A mean with half its interval, "8.5 ± 9.1"; the mean alone without one.

    `is_whole`: of people or places, of which fewer than half a one are none.
    """
    if math.isnan(mean):
        return "–"
    if is_whole:
        if abs(mean) < 0.5 and not half >= 0.5:
            return "0"
        # A range of people below one is not told as zero.
        shown = "" if math.isnan(half) or half < 1e-9 else f" ± {max(1, round(half)):,.0f}"
        return whole(mean) + shown
    if math.isnan(half) or half <= 1e-9 * max(1.0, abs(mean)):
        return style.number(mean)
    return style.mean_half_width(mean, half)


def amount(value: float, unit: str, promise: float = math.nan) -> str:
    """A value of a target, or its promise, without a unit: 48, 83, 4.6, 0.12, 1,310.

    Per cent of shares (unit "1"). To the digit that tells a value from its promise.
    """
    if math.isnan(value):
        return "–"
    scale = 100 if unit == "1" else 1
    value, promise = value * scale, promise * scale
    if math.isnan(promise):
        return f"{value:,.10g}"
    least = 2 if promise < 1 else 1 if promise < 10 and promise != round(promise) else 0
    if promise >= 10_000 and abs(value - promise) >= 100:
        value = round(value, 4 - len(f"{value:.0f}"))
    for digits in range(least, 5):
        if value == promise or round(value, digits) != round(promise, digits):
            return f"{value:,.{digits}f}"
    return f"{value:,.{least}f}"


def with_unit(text: str, unit: str, lang: str) -> str:
    """A number with the unit of a target."""
    if unit in ("1", "%"):
        return text + sign(lang)
    named = unit_in(unit, lang)
    return f"{text} {named}" if named else text


def share_class(share: float) -> int:
    """The shade of a share of 0 to 1: < 1, 1 to 5, 5 to 10, 10 to 20, 20 and more per cent."""
    return int(np.digitize(share, (0.01, 0.05, 0.1, 0.2)))
