#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Draw a results file: demand, places and occupancy by service, one colour a scenario.

usage: scripts/plot_results.py results/luzhou.h5 -o results/luzhou.png

Demand is requests for a stay, applicants of an intake, or visits; what is taken of visits is the
mean number of people at one time in opening hours. All districts are summed. Lines are means over replications; bands hold the middle 95 %
of the replications. Run it with the environment that scripts/setup.sh makes:
.venv/bin/python scripts/plot_results.py ...
"""
import argparse
import pathlib
import sys

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
import xarray as xr
from matplotlib import font_manager, ticker

# Okabe and Ito (2008), "Color universal design": told apart with any colour vision.
COLOURS = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000"]
FONTS = ["DejaVu Sans", "Noto Sans CJK SC", "WenQuanYi Micro Hei", "Droid Sans Fallback"]
DAYS_PER_YEAR = 365.25
BAND = (0.025, 0.975)


def load(path: str) -> xr.Dataset:
    """The monthly results of a file, summed over districts, with demand as a yearly rate.

    A service that a scenario does not have stays NaN.
    """
    with xr.open_dataset(path, engine="h5netcdf") as file:
        known = ["requests", "applicants", "visits", "places", "occupancy", "person_hours",
                 "place_hours"]
        monthly = file[[name for name in known if name in file]].sum(
            "district", min_count=1, keep_attrs=True)
        # Of whichever kind a service is: stays have requests, intakes applicants, visits visits.
        for name in ("applicants", "visits"):
            monthly["requests"] = monthly["requests"].fillna(monthly[name])
        at_one_time = monthly["places"] * monthly["person_hours"] / monthly["place_hours"]
        monthly["occupancy"] = monthly["occupancy"].fillna(at_one_time)
        ends = np.append(file["month"].values[1:], np.datetime64(file.attrs["end"], "ns"))
        days = xr.DataArray((ends - file["month"].values) / np.timedelta64(1, "D"),
                            dims="month", coords={"month": file["month"]})
        monthly["demand"] = monthly["requests"] * DAYS_PER_YEAR / days
        monthly["demand"].attrs["units"] = "people asking, a year"
        # A mean over a month is drawn at its middle.
        monthly = monthly.assign_coords(
            middle=("month", file["month"].values + (ends - file["month"].values) / 2),
            end=("month", ends))
        for dimension in ("scenario", "service"):
            monthly[f"{dimension}_label"] = (dimension, labels(file, dimension))
        return monthly.load()


def labels(file: xr.Dataset, dimension: str) -> list[str]:
    """What people call the members of a dimension: their titles, else their names."""
    names = [str(name) for name in file[dimension].values]
    titles = file.get(f"{dimension}_title")
    if titles is None:
        return names
    return [str(title) or name for title, name in zip(titles.values, names)]


def draw_line(axes, times, values: xr.DataArray, colour: str) -> None:
    """The mean over replications, and the band when there is more than one."""
    axes.plot(times, values.mean("replication"), color=colour)
    if values.sizes["replication"] > 1:
        low, high = (values.quantile(q, "replication") for q in BAND)
        axes.fill_between(times, low, high, color=colour, alpha=0.25, linewidth=0)


def draw_places(axes, one: xr.Dataset, colour: str) -> None:
    """What is built in each month, in steps: places open on a day."""
    edges = np.append(one["month"].values, one["end"].values[-1])
    built = one["places"].mean("replication").values
    axes.step(edges, np.append(built, built[-1]), where="post", color=colour,
              linestyle="--")


def draw_service(row, service: xr.Dataset) -> None:
    """One row of the figure: demand on the left, places and occupancy on the right."""
    demand, use = row
    title = str(service["service_label"].values)
    for index in range(service.sizes["scenario"]):
        one = service.isel(scenario=index)
        if one["requests"].isnull().all():
            continue
        colour = COLOURS[index % len(COLOURS)]
        draw_line(demand, one["middle"], one["demand"], colour)
        draw_line(use, one["middle"], one["occupancy"], colour)
        draw_places(use, one, colour)
    demand.set_title(f"{title}: demand", loc="left")
    demand.set_ylabel(service["demand"].attrs["units"])
    use.set_title(f"{title}: built and taken", loc="left")
    use.set_ylabel("places")
    for axes in row:
        axes.set_ylim(bottom=0)
        axes.yaxis.set_major_formatter(ticker.StrMethodFormatter("{x:,.10g}"))
        axes.grid(alpha=0.3)
        axes.spines[["top", "right"]].set_visible(False)


def draw(results: xr.Dataset) -> plt.Figure:
    """One row a service, one colour a scenario."""
    available = {font.name for font in font_manager.fontManager.ttflist}
    plt.rcParams["font.family"] = [font for font in FONTS if font in available]
    n = results.sizes["service"]
    figure, rows = plt.subplots(n, 2, figsize=(11, 2.6 * n + 1), sharex=True,
                                squeeze=False, layout="constrained")
    for index in range(n):
        draw_service(rows[index], results.isel(service=index))
    rows[0, 1].legend(
        handles=[plt.Line2D([], [], color="0.3", linestyle="--", label="built"),
                 plt.Line2D([], [], color="0.3", label="taken")],
        loc="lower right", frameon=False, ncols=2)
    figure.align_ylabels()
    replications = results.sizes["replication"]
    meaning = ("1 replication" if replications == 1 else
               f"mean of {replications} replications; band: the middle 95 % of them")
    scenarios = [str(label) for label in results["scenario_label"].values]
    figure.suptitle(f"{scenarios[0] if len(scenarios) == 1 else 'Scenarios compared'}\n"
                    f"all districts; {meaning}", fontsize="medium")
    if len(scenarios) > 1:
        handles = [plt.Line2D([], [], color=COLOURS[i % len(COLOURS)], label=label)
                   for i, label in enumerate(scenarios)]
        figure.legend(handles=handles, loc="outside lower center", ncols=min(4, len(handles)),
                      frameon=False)
    return figure


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("file", help="results file of suffice run")
    parser.add_argument("-o", "--output", help="picture (default: FILE with .png)")
    arguments = parser.parse_args()
    output = arguments.output or str(pathlib.Path(arguments.file).with_suffix(".png"))
    try:
        results = load(arguments.file)
    except (OSError, KeyError) as error:
        print(f"plot_results: {arguments.file}: cannot be read as results: {error}",
              file=sys.stderr)
        return 1
    figure = draw(results)
    try:
        figure.savefig(output, dpi=130)
    except (OSError, ValueError) as error:
        print(f"plot_results: {output}: cannot be written: {error}", file=sys.stderr)
        return 1
    plt.close(figure)
    print(output)
    return 0


if __name__ == "__main__":
    sys.exit(main())
