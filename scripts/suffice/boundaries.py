# SPDX-License-Identifier: GPL-3.0-or-later
"""Where districts lie: their outlines, for maps.

GeoJSON is read as it is; other formats (shapefile, GeoPackage) through geopandas. A
district is the feature of which some property equals its name or one of its titles.
"""
from __future__ import annotations

import dataclasses
import json
import os
import pathlib

import numpy as np
import xarray as xr
from matplotlib.path import Path

from .facts import run_facts, scenario_folders
from .results import ResultsError
from .selection import labels

NAME = "boundaries.geojson"  # looked for beside the scenario
LABEL_GRID = 30  # points each way, among which the place of a label is chosen


@dataclasses.dataclass(frozen=True)
class Outline:
    """A district: its rings (n, 2) of longitude and latitude, and where its label goes."""

    rings: list[np.ndarray]
    label: tuple[float, float]


def find(tree: xr.DataTree) -> pathlib.Path | None:
    """`boundaries.geojson` beside a scenario of the run, as its run.json tells; else None."""
    results = pathlib.Path(str(tree.encoding.get("source"))).absolute()
    paths = (above / folder / NAME for folder in scenario_folders(run_facts(tree))
             for above in (pathlib.Path(), *results.parents))
    return next((path for path in paths if path.is_file()), None)


def read(tree: xr.DataTree, path: str | os.PathLike[str] | None) -> dict[str, Outline]:
    """The outline of each district, by name; ResultsError when one is missing."""
    if path is None:
        path = find(tree)
        if path is None:
            raise ResultsError("a map needs the outlines of the districts: give "
                               f"boundaries=FILE, or put {NAME} beside the scenario")
    path = pathlib.Path(path)
    features = _features(path)
    root = tree.to_dataset()
    result = {}
    for name in map(str, root["district"].values):
        wanted = {name, labels(root, "district")[name], labels(root, "district", "zh")[name]}
        found = [f for f in features
                 if wanted & {str(v) for v in (f.get("properties") or {}).values()}]
        if len(found) != 1:
            raise ResultsError(f"{path}: has {len(found)} features for the district {name}, "
                               "expected one with a property that is its name or title")
        result[name] = _outline(found[0]["geometry"])
    return result


def _features(path: pathlib.Path) -> list[dict]:
    if path.suffix.lower() in (".geojson", ".json"):
        try:
            text = path.read_text(encoding="utf-8")
            return json.loads(text)["features"]
        except (ValueError, KeyError, TypeError) as error:
            raise ResultsError(f"{path}: is no GeoJSON of features: {error}") from error
    try:
        import geopandas  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise ResultsError(f"{path}: needs geopandas, for all but GeoJSON: "
                           "pip install '.[maps]'") from error
    frame = geopandas.read_file(path)
    if frame.crs is not None:
        frame = frame.to_crs(4326)
    return json.loads(frame.to_json())["features"]


def _outline(geometry: dict) -> Outline:
    polygons = geometry["coordinates"]
    if geometry["type"] == "Polygon":
        polygons = [polygons]
    elif geometry["type"] != "MultiPolygon":
        raise ResultsError(f"a boundary is a {geometry['type']}, expected a Polygon or "
                           "a MultiPolygon")
    rings = [np.asarray(ring, dtype=float)[:, :2] for polygon in polygons for ring in polygon]
    largest = max((np.asarray(p[0], dtype=float)[:, :2] for p in polygons), key=_area)
    return Outline(rings, _label(largest))


def _area(ring: np.ndarray) -> float:
    x, y = ring[:, 0], ring[:, 1]
    return abs(float(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y))) / 2


def _label(ring: np.ndarray) -> tuple[float, float]:
    """The point of a grid inside a ring that is farthest from it: room for a label.

    The centroid of a bent district may lie on its border or outside.
    """
    axes = [np.linspace(low, high, LABEL_GRID + 2)[1:-1]
            for low, high in zip(ring.min(0), ring.max(0), strict=True)]
    grid = np.stack(np.meshgrid(*axes), axis=-1).reshape(-1, 2)
    inside = grid[Path(ring).contains_points(grid)]
    if len(inside) == 0:  # a ring too thin for the grid
        return float(ring[:, 0].mean()), float(ring[:, 1].mean())
    nearest = np.min([_squares(inside, a, b) for a, b in zip(ring, np.roll(ring, -1, 0),
                                                             strict=True)], axis=0)
    x, y = inside[np.argmax(nearest)]
    return float(x), float(y)


def _squares(points: np.ndarray, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Squared distances of points (n, 2) from the segment a to b."""
    along = b - a
    length = along @ along
    at = np.clip((points - a) @ along / length, 0, 1) if length > 0 else np.zeros(len(points))
    return np.asarray(((points - a - at[:, None] * along)**2).sum(1))


def thinned(outline: Outline, step: float) -> list[np.ndarray]:
    """Rings with points no nearer than `step` degrees: an outline for a small picture.

    Points are rounded to a grid, the same for all districts, so that borders still meet.
    """
    result = []
    for ring in outline.rings:
        grid = np.round(ring / step) * step
        keep = np.append(True, (np.diff(grid, axis=0) != 0).any(1))
        if keep.sum() >= 4:
            result.append(grid[keep])
    return result
