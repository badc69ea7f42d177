# SPDX-License-Identifier: GPL-3.0-or-later
"""Where places run out: the probability that more people than a threshold are short."""
from __future__ import annotations

import numpy as np
import xarray as xr

from . import former_names, given
from . import measures as m
from .estimates import LEVEL, Design, estimate_probability
from .results import ResultsError
from .selection import select

SHORTAGE = 0.05  # of places or of demand: what counts as a shortage by default


def shortage(tree: xr.DataTree, service: str, threshold: float = SHORTAGE,
             of: str | None = None, by: str = "month", relative: bool | None = None,
             level: float = LEVEL) -> xr.Dataset:
    """P(more people are short of the service than `threshold`), by district and period.

    `of` is "waiting" (the list, mean over the period) or "unmet" (those who went without
    in it); None takes the list where the service has one. `relative` takes the threshold as
    a share of usable places (waiting) or of demand (unmet); None does so below 1. `by` is
    "month" or "year".
    Gives `probability`, `low`, `high` by scenario, period and district ("all" among them:
    the city as a whole); NaN where there is nothing it could be of.
    """
    if by not in ("month", "year"):
        raise ResultsError(f"by is {by!r}, expected month or year")
    relative = threshold < 1 if relative is None else relative
    m.check_root(tree.to_dataset())
    root = select(tree.to_dataset(), {"service": service})
    kind = m.kinds_of(root)[0]
    root = root.transpose("replication", "scenario", "month", "district", "service")
    of = former_names.today(of) if of else ("waiting" if has_list(tree, service) else "unmet")
    if of not in ("waiting", "unmet") or (of == "waiting" and kind != "stay"):
        raise ResultsError(f"of is {of!r}, which {service} does not have, expected unmet"
                           + (" or waiting" if kind == "stay" else ""))
    short, base = _short(root, kind, of, by)
    if relative:
        short = np.divide(short, base, out=np.full_like(short, np.nan), where=base > 0)
    over = np.where(np.isnan(short), np.nan, short > threshold)
    design = Design.of(tree)
    sample = given.sample(tree, root)
    estimates = estimate_probability(over, sample, design.inner, level)
    if by == "month":
        period: tuple[str, np.ndarray] = ("month", root["month"].values)
    else:
        period = ("year", np.unique(m.month_years(root)))
    result = xr.Dataset(
        {name: (("scenario", period[0], "district"), values, {"units": "1"})
         for name, values in zip(("probability", "low", "high"), estimates, strict=True)},
        coords={"scenario": root["scenario"].values, period[0]: period[1],
                "district": np.array([*map(str, root["district"].values), m.ALL],
                                     dtype=object)})
    unit = "of places" if of == "waiting" else "of demand"
    if given.has_observations(tree):
        result = result.assign_coords({given.COLUMN: ("scenario", [
            found.effective if (found := given.used(tree, str(name))) else np.nan
            for name in root["scenario"].values])})
    result.attrs = {"service": service, "of": of, "by": by, "threshold": threshold,
                    "relative": int(relative), "level": level,
                    "long_name": f"P({of} > " + (f"{100 * threshold:g} % {unit})"
                                                 if relative else f"{threshold:g})")}
    return result


def has_list(tree: xr.DataTree, service: str) -> bool:
    """Whether a service has a waiting list, in some scenario: what a shortage of it means.

    Files before format 1.4 do not say: there somebody has to have waited.
    """
    root = tree.to_dataset()
    if "service_has_list" in root.coords:
        return bool(root["service_has_list"].sel(service=service).any())
    if "waits" in tree.children:
        joined = tree["waits"].to_dataset()["joined"].isel(replication=0)
        return bool(joined.sel(service=service).notnull().any())
    return bool((tree.to_dataset()["waiting"].sel(service=service) > 0).any())


def _short(root: xr.Dataset, kind: str, of: str, by: str) -> tuple[np.ndarray, np.ndarray]:
    """People short, and what a share is of, by replication, scenario, period, district."""
    days = m.month_days(root)[:, None]
    years = m.month_years(root)

    def values(names: tuple[str, ...]) -> np.ndarray:
        total = np.sum([m.read(root[name])[..., 0] for name in names], axis=0)
        return np.concatenate([total, total.sum(-1, keepdims=True)], axis=-1)

    if of == "waiting":
        short, base, weight = values(("waiting",)), values(("usable_places",)), days
    else:
        unmet = m.MEASURES["unmet"].formulas[kind].fold.terms
        demand = m.MEASURES["demand"].formulas[kind].fold.terms
        short, base, weight = values(unmet), values(demand), np.ones_like(days)
    if by == "year":
        spans = [np.flatnonzero(years == year) for year in np.unique(years)]
        scale = [days[s].sum() if of == "waiting" else 1.0 for s in spans]
        short, base = (np.stack([(x[:, :, s] * weight[s]).sum(2) / c
                                 for s, c in zip(spans, scale, strict=True)], axis=2)
                       for x in (short, base))
    return short, base
