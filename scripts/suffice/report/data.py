# SPDX-License-Identifier: GPL-3.0-or-later
"""What the report's script draws: monthly fans, shortages by year, outlines. Plain numbers."""
from __future__ import annotations

import os

import numpy as np
import xarray as xr
from matplotlib.colors import to_hex

from .. import boundaries as outlines
from .. import given, pictures, style, tables, weighted
from .. import measures as m
from ..estimates import Design, estimate_probability
from ..results import ResultsError

DIGITS = 4  # of numbers in pictures
MONTH = 30.4  # days to which months are normalised, so that February is no dip
MOST_BANDS = 3  # scenarios whose bands can be told from each other
# What is drawn of a month, and at which quantiles: the line, then its bands.
CURVES = {"wanted": (0.5, 0.05, 0.95, 0.25, 0.75), "places": (0.5, 0.05, 0.95),
          "demand": (0.5, 0.05, 0.95)}
MAP_WIDTH = 400  # of the map's drawing, in its own units
MAP_STEP = 0.006  # degrees between points of an outline: some 600 m


def rounded(values: np.ndarray) -> list:
    """Numbers to DIGITS digits, None for NaN, as nested lists."""
    values = np.asarray(values, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        size = np.where(values == 0, 0, np.floor(np.log10(np.abs(values))))
        scale = 10.0**(DIGITS - 1 - np.nan_to_num(size))
        short = np.round(values * scale) / scale
    flat = [None if np.isnan(v) else int(v) if v == int(v) else float(f"{v:.{DIGITS}g}")
            for v in short.ravel()]
    return np.array(flat, dtype=object).reshape(values.shape).tolist()


def fans(tree: xr.DataTree) -> dict[str, list]:
    """By service: scenario, district and all, then curves by month.

    The curves are those of CURVES: quantiles over the replications of what is wanted, of places
    and of demand, which is of a month of MONTH days, but for an intake, whose months without
    one are None. Of more than MOST_BANDS scenarios only the first has more than its medians. None
    for a service that a scenario does not have.
    """
    root = tree.to_dataset()
    kinds = m.kinds_of(root)
    result: dict[str, list] = {str(s): [] for s in root["service"].values}
    is_few = root.sizes["scenario"] <= MOST_BANDS
    lengths = m.month_days(root)[:, None] / MONTH
    for scenario in range(root.sizes["scenario"]):
        # One scenario at a time in memory.
        loaded = root[list(pictures.MONTHLY)].isel(scenario=[scenario]).load()
        for (service, rows), kind in zip(result.items(), kinds, strict=True):
            data = pictures.monthly(loaded, service)
            if np.isnan(data["demand"]).all():
                rows.append(None)
                continue
            if kind == "intake":
                has_intake = (data["demand"] > 0).any((0, 1, 3), keepdims=True)
                data["demand"] = np.where(has_intake, data["demand"], np.nan)
            else:
                data["demand"] = data["demand"] / lengths
            curves: list[np.ndarray] = []
            sample = given.weights_of(tree, root, str(root["scenario"].values[scenario]))
            for name, quantiles in CURVES.items():
                told = quantiles if scenario == 0 or is_few else quantiles[:1]
                curves += list(weighted.quantile(data[name][:, 0], told, sample))
            rows.append(rounded(np.stack(curves).transpose(2, 0, 1)))
    return result


def shortages(tree: xr.DataTree, folder: m.Stored | m.Folder) -> dict[str, dict]:
    """By service: what counts as short, and P, low, high by scenario, year, district."""
    data = folder.measures(("waiting", "usable", "unmet_share"), by_year=True)
    data = data.transpose("replication", "scenario", "period", "district", "service")
    design = Design.of(tree)
    groups = given.sample(tree, data)
    result = {}
    for i, service in enumerate(map(str, data["service"].values)):
        waiting = data["waiting"].values[..., i]
        usable = data["usable"].values[..., i]
        has_list = tables.has_list(tree, service)
        if has_list:
            share = np.divide(waiting, usable, out=np.full_like(waiting, np.nan),
                              where=usable > 0)
        else:
            share = data["unmet_share"].values[..., i] / 100
        over = np.where(np.isnan(share), np.nan, share > pictures.SHORTAGE)
        p, low, high = estimate_probability(over, groups, design.inner)
        result[service] = {"of": "waiting" if has_list else "unmet",
                           "p": rounded(np.stack([p, low, high], axis=-1))}
    return result


def shades() -> list[str]:
    """The colours of probabilities 0, 0.01 to 1, those of the other pictures."""
    scale = style.plt.get_cmap(style.SHADES)
    return [to_hex(scale(i / 100)) for i in range(101)]


def outlines_of(tree: xr.DataTree, path: str | os.PathLike[str] | None) -> dict | None:
    """Paths of the districts as SVG draws them; None where there are no outlines."""
    if path is None and outlines.find(tree) is None:
        return None
    shapes = outlines.read(tree, path)
    points = np.concatenate([ring for shape in shapes.values() for ring in shape.rings])
    (west, south), (east, north) = points.min(0), points.max(0)
    # Equirectangular about the middle: good for a city.
    squeeze = np.cos(np.deg2rad((south + north) / 2))
    scale = MAP_WIDTH / ((east - west) * squeeze)

    def place(xy: np.ndarray) -> np.ndarray:
        return np.round((xy - [west, north]) * [squeeze * scale, -scale], 1)

    districts = {}
    for name, shape in shapes.items():
        path_text = "".join(
            "M" + "L".join(f"{x:g} {y:g}" for x, y in place(ring)) + "Z"
            for ring in outlines.thinned(shape, MAP_STEP))
        at = place(np.array(shape.label))
        districts[name] = {"d": path_text, "at": at.tolist(), "room": _room(
            np.concatenate([place(ring) for ring in shape.rings]), at)}
    if not all(d["d"] for d in districts.values()):
        raise ResultsError("an outline is too small to draw")
    return {"width": MAP_WIDTH, "height": float(round((north - south) * scale, 1)),
            "districts": districts}


def _room(points: np.ndarray, at: np.ndarray) -> float:
    """How wide a district is about the place of its label, in the drawing's units."""
    level = points[np.abs(points[:, 1] - at[1]) < 14, 0]
    if not ((level < at[0]).any() and (level > at[0]).any()):
        return 0.0
    return float(2 * min(at[0] - level[level < at[0]].max(), level[level > at[0]].min() - at[0]))
