#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Draw the scorecard of a results file: P(met) of every target, and how much of it is used.

usage: scripts/plot_scorecard.py results/luzhou.h5 -o results/luzhou.targets.png

One row a target, grouped by area of the plan; bars hold the exact 95 % interval (Clopper and
Pearson). Several scenarios stand in one row, a colour each. Hollow: assumed by the scenario, not
stated by the plan. Run it with the environment that scripts/setup.sh makes.
"""
import argparse
import csv
import io
import pathlib
import subprocess
import sys

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import pandas as pd
from matplotlib import font_manager

COLOURS = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000"]
FONTS = ["DejaVu Sans", "Noto Sans CJK SC", "WenQuanYi Micro Hei", "Droid Sans Fallback"]
PROGRAM = pathlib.Path(__file__).resolve().parents[1] / "build/release/suffice"


def load(path: str, program: str) -> pd.DataFrame:
    """The scorecard as the program tells it."""
    done = subprocess.run([program, "info", path, "--targets", "--csv"], check=True, text=True,
                          capture_output=True)
    return pd.DataFrame(csv.DictReader(io.StringIO(done.stdout)))


def shown(text: str, has_chinese: bool) -> str:
    """A text without what no font here can draw."""
    return text if has_chinese else "".join(c for c in text if ord(c) < 0x2E80).strip()


def rows_of(card: pd.DataFrame) -> tuple[dict[str, float], list[tuple[float, str]]]:
    """Heights of the targets from the top, and of the headings of their areas."""
    heights, headings = {}, []
    y, area = 0.0, None
    for _, row in card.drop_duplicates("target").iterrows():
        if row["area"] != area:
            y -= 0.4
            headings.append((y, row["area"]))
            area = row["area"]
            y -= 1
        heights[row["target"]] = y
        y -= 1
    return heights, headings


def draw_point(axes, row: pd.Series, y: float, colour: str) -> None:
    """P(met) with its interval; a cross where it cannot be decided."""
    if row["p_met"] == "":
        axes.text(0.5, y, "cannot be decided", ha="center", va="center", color="0.4")
        return
    low, p, high = float(row["p_low"]), float(row["p_met"]), float(row["p_high"])
    axes.plot([low, high], [y, y], color=colour, linewidth=3, alpha=0.35)
    axes.plot(p, y, "o", color=colour, markersize=5,
              markerfacecolor=colour if row["basis"] == "stated" else "white")


def draw(card: pd.DataFrame) -> plt.Figure:
    available = {font.name for font in font_manager.fontManager.ttflist}
    fonts = [font for font in FONTS if font in available]
    plt.rcParams["font.family"] = fonts
    heights, headings = rows_of(card)
    scenarios = list(card["scenario"].drop_duplicates())
    depth = -min(heights.values()) + 1
    figure, (met, use) = plt.subplots(1, 2, figsize=(12, 0.24 * depth + 1.6), sharey=True,
                                      width_ratios=[3, 1], layout="constrained")
    step = 0.6 / max(1, len(scenarios))
    for index, scenario in enumerate(scenarios):
        colour = COLOURS[index % len(COLOURS)]
        for _, row in card[card["scenario"] == scenario].iterrows():
            y = heights[row["target"]] + 0.3 - step * (index + 0.5)
            draw_point(met, row, y, colour)
            if row["use"] != "":
                use.barh(y, 100 * float(row["use"]), height=step * 0.9, color=colour, alpha=0.6)
    first = card.drop_duplicates("target")
    met.set_yticks([heights[name] for name in first["target"]],
                   [f"{row.target}  {row.title}" for row in first.itertuples()], fontsize=8)
    for y, area in headings:
        met.text(-0.01, y, shown(area, len(fonts) > 1), transform=met.get_yaxis_transform(), ha="right", va="center",
                 fontsize=9, fontweight="bold")
    met.set_xlim(-0.02, 1.02)
    met.set_ylim(-depth, 0.5)
    met.axvline(0.9, color="0.7", linestyle=":")
    met.set_xlabel("probability that the target is met by its date")
    use.set_xlabel("used, % (last 365 days)")
    for axes in (met, use):
        axes.grid(axis="x", alpha=0.3)
        axes.spines[["top", "right"]].set_visible(False)
    if len(scenarios) > 1:
        handles = [plt.Line2D([], [], color=COLOURS[i % len(COLOURS)], marker="o", label=name)
                   for i, name in enumerate(scenarios)]
        figure.legend(handles=handles, loc="outside lower center", ncols=min(4, len(handles)),
                      frameon=False)
    figure.suptitle(f"{scenarios[0] if len(scenarios) == 1 else 'Scenarios compared'}: targets, "
                    f"{card['replications'].iloc[0]} replications; hollow: assumed, not stated "
                    "by the plan", fontsize="medium")
    return figure


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("file", help="results file of suffice run")
    parser.add_argument("-o", "--output", help="picture (default: FILE with .targets.png)")
    parser.add_argument("--program", default=str(PROGRAM), help="the program suffice")
    arguments = parser.parse_args()
    output = arguments.output or str(pathlib.Path(arguments.file).with_suffix(".targets.png"))
    try:
        card = load(arguments.file, arguments.program)
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"plot_scorecard: {arguments.file}: {getattr(error, 'stderr', error)}",
              file=sys.stderr)
        return 1
    if card.empty:
        print(f"plot_scorecard: {arguments.file}: no targets in it", file=sys.stderr)
        return 1
    figure = draw(card)
    try:
        figure.savefig(output, dpi=130)
    except (OSError, ValueError) as error:
        print(f"plot_scorecard: {output}: cannot be written: {error}", file=sys.stderr)
        return 1
    plt.close(figure)
    print(output)
    return 0


if __name__ == "__main__":
    sys.exit(main())
