# SPDX-License-Identifier: GPL-3.0-or-later
"""One look for all pictures: colours that any colour vision tells apart, fonts, axes."""
from __future__ import annotations

import contextlib
import functools
import warnings
from collections.abc import Iterator
from typing import Any

import matplotlib as mpl
import matplotlib.colors as mcolors
import matplotlib.dates as mdates
import matplotlib.pyplot as plt
import numpy as np
from matplotlib import font_manager, patheffects
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, StrMethodFormatter

# What each colour is for, in light and dark, on paper (`paper`): `bad` is missed or short, `mid`
# open, `good` safe; `bad0` and `good0` are tints; `s0` to `s4` are shades of shares of people,
# < 1, 1 to 5, 5 to 10, 10 to 20, 20 and more per cent, and `on4` is the text on the last.
# Orange against blue; contrasts are at least 4.5 for text, in both.
LIGHT = {"paper": "#ffffff", "ink": "#17212b", "ink2": "#4c5966", "line": "#d5dade",
         "track": "#eef0f1", "bad": "#b04a00", "mid": "#5d6b78", "good": "#0b5c9e",
         "bad0": "#f9ebde", "good0": "#dfebf6", "s0": "#eef0f1", "s1": "#fbe3c8",
         "s2": "#f4bd86", "s3": "#e08b3e", "s4": "#b4550a", "on4": "#ffffff"}
DARK = {"paper": "#11171d", "ink": "#eef2f5", "ink2": "#b4bfc9", "line": "#364048",
        "track": "#252e36", "bad": "#ff9b45", "mid": "#a3b0bb", "good": "#6db3ee",
        "bad0": "#3b2a1b", "good0": "#1b2f42", "s0": "#252e36", "s1": "#4a3620",
        "s2": "#7a4d1f", "s3": "#9c5714", "s4": "#ea8f36", "on4": "#11171d"}
# Of scenarios: the two of the tokens, then those of Okabe and Ito (2008), "Color universal design".
COLOURS = (LIGHT["good"], LIGHT["bad"], "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
MARKERS = ("o", "s", "^", "D", "v", "P", "X")
DASHES = ("-", "-.", ":", (0, (6, 1, 1, 1, 1, 1)))
# Of probabilities and amounts: falls in lightness alone, so it prints.
SHADES = mcolors.LinearSegmentedColormap.from_list(
    "suffice", [LIGHT[f"s{i}"] for i in range(5)])
CHINESE = ("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "WenQuanYi Micro Hei",
           "WenQuanYi Zen Hei", "Microsoft YaHei", "PingFang SC", "SimHei",
           "Droid Sans Fallback")
CHINESE_FILES = ("cjk", "notosanssc", "sourcehan", "wqy", "msyh", "pingfang", "simhei",
                 "droidsansfallback")


@functools.cache
def fonts() -> list[str]:
    """Fonts to draw with: DejaVu, and one with Chinese where there is one."""
    available = {font.name for font in font_manager.fontManager.ttflist}
    if not available & set(CHINESE):
        # matplotlib keeps a list of fonts; one installed since is found on the disk.
        for path in font_manager.findSystemFonts():
            if any(part in path.lower() for part in CHINESE_FILES):
                font_manager.fontManager.addfont(path)
        available = {font.name for font in font_manager.fontManager.ttflist}
    return ["DejaVu Sans", *[name for name in CHINESE if name in available][:1]]


def has_chinese() -> bool:
    """Whether some installed font has Chinese characters."""
    return len(fonts()) > 1


def shown(text: str) -> str:
    """A text without the characters that no font here can draw."""
    return text if has_chinese() else "".join(c for c in text if ord(c) < 0x2E80).strip()


class Picture(Figure):
    """A figure that a notebook shows once, whether its cell ends in it or only makes it.

    The inline backend shows every figure that a cell has made when the cell ends. IPython
    shows the value of the cell's last line besides, and what is given to `display`: a figure
    shown there is not left for the end.
    """

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> None:
        """Called before it is shown; leaves that to the formats that the user has set."""
        del include, exclude
        if mpl.get_backend().endswith("inline"):
            plt.close(self)


def subplots(*shape: int, **options: Any) -> tuple[Picture, Any]:
    """A new picture and its axes."""
    return plt.subplots(*shape, FigureClass=Picture, **options)


@contextlib.contextmanager
def look(lang: str = "en") -> Iterator[None]:
    """The settings under which every picture is drawn."""
    if lang == "zh" and not has_chinese():
        warnings.warn("no font with Chinese characters is installed: install one, as "
                      "fonts-wqy-microhei on Debian", stacklevel=4)
    settings: Any = {
        "font.family": fonts(), "font.size": 9, "axes.titlesize": 11,
        "axes.titlelocation": "left",
        "axes.spines.top": False, "axes.spines.right": False, "axes.grid": True,
        "grid.alpha": 0.3, "axes.axisbelow": True, "figure.dpi": 100,
        "savefig.dpi": 130, "legend.frameon": False, "axes.unicode_minus": False,
        "figure.constrained_layout.use": True, "svg.fonttype": "path",
    }
    # Only these are put back. matplotlib's own context puts back all that there is, and so
    # undoes what a backend sets when it is loaded, which is when the first figure is made:
    # a notebook's would be told to show nothing from then on.
    before = {name: mpl.rcParams[name] for name in settings}
    mpl.rcParams.update(settings)
    try:
        yield
    finally:
        mpl.rcParams.update(before)


def colour(index: int) -> str:
    """The colour of the scenario at an index; they come again after COLOURS."""
    return COLOURS[index % len(COLOURS)]


def marker(index: int) -> str:
    """The marker of the scenario at an index: another one each time colours come again."""
    return MARKERS[index // len(COLOURS) % len(MARKERS)]


def dash(index: int) -> Any:
    """The dashes of the scenario at an index: others each time colours come again."""
    return DASHES[index // len(COLOURS) % len(DASHES)]


def ink(fill: Any) -> str:
    """Black or white, whichever can be read on a colour."""
    red, green, blue = mcolors.to_rgb(fill)
    return "black" if 0.299 * red + 0.587 * green + 0.114 * blue > 0.5 else "white"


def halo(width: float = 2.0) -> list[patheffects.AbstractPathEffect]:
    """A white edge around a text, so that it can be read on lines and on any colour."""
    return [patheffects.withStroke(linewidth=width, foreground="white")]


def count_axis(axes: Axes, is_x: bool = False) -> None:
    """An axis of counts: from zero, with thousands apart."""
    axis = axes.xaxis if is_x else axes.yaxis
    (axes.set_xlim if is_x else axes.set_ylim)(0)
    axis.set_major_formatter(StrMethodFormatter("{x:,.10g}"))
    axis.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10]))


def shaded(figure: Figure, axes: Axes, values: np.ndarray, most: float, texts: np.ndarray,
           rows: list[str], columns: list[str], label: str, shades: Any = SHADES) -> None:
    """A table of numbers (row, column), shaded from 0 to `most`, with a text in each cell.

    What is NaN or masked stays white; `label` is that of the colour bar.
    """
    image = np.ma.masked_invalid(values)
    mesh = axes.imshow(image, aspect="auto", vmin=0, vmax=most,
                       cmap=plt.get_cmap(shades).with_extremes(bad="white"))
    colours = np.asarray(mesh.cmap(mesh.norm(image)))
    for (i, j), text in np.ndenumerate(texts):
        if text:
            axes.text(j, i, text, ha="center", va="center", fontsize=8, color=ink(colours[i, j]))
    axes.set_yticks(range(len(rows)), rows)
    axes.set_xticks(range(len(columns)), columns)
    axes.grid(False)
    figure.colorbar(mesh, ax=axes, label=label, shrink=0.9)


def bare(axes: Axes) -> None:
    """Axes without frame, ticks and grid, for maps and tables."""
    axes.grid(False)
    axes.set_xticks([])
    axes.set_yticks([])
    for spine in axes.spines.values():
        spine.set_visible(False)


def number(value: float) -> str:
    """A number for people: 138,503, 47.38, 0.0547; to the unit, or to four digits.

    Without exponents; less than a billionth is what rounding leaves of 0.
    """
    if value != value:  # NaN
        return "–"
    if abs(value) >= 1000:
        return f"{value:,.0f}"
    return _digits(value, 4)


def half_width(value: float) -> str:
    """A half width, to two digits: 170, 4.5, 0.011."""
    if value >= 10:
        return f"{value:,.0f}"
    return _digits(value, 2)


def _digits(value: float, digits: int) -> str:
    """A number below 1000 to so many digits, as it would be written by hand."""
    if abs(value) < 1e-9:
        return "0"
    return np.format_float_positional(value, digits, unique=False, fractional=False, trim="-")


def tokens(theme: dict[str, str]) -> str:
    """The colours of a theme as a style sheet names them, `--ink: #17212b; ...`."""
    return " ".join(f"--{name}: {colour};" for name, colour in theme.items())


def mean_half_width(mean: float, half: float) -> str:
    """A mean and its half width, the mean to the last digit of the half width.

    The half width has two digits, or is whole: 8.5 ± 9.1, 87.29 ± 0.42, 767 ± 272. The
    mean alone where there is no half width, or one of 0.
    """
    if half != half or mean != mean:
        return number(mean)
    if half <= 1e-9 * max(1.0, abs(mean)):
        return number(mean)
    decimals = max(0, 1 - int(np.floor(np.log10(half))))
    return f"{mean:,.{decimals}f} ± {half:,.{decimals}f}"


__all__ = ["COLOURS", "DARK", "LIGHT", "SHADES", "bare", "colour", "count_axis", "dash", "fonts",
           "half_width", "halo", "has_chinese", "ink", "look", "marker", "mdates",
           "mean_half_width", "number", "plt", "shaded", "shown", "subplots", "tokens"]
