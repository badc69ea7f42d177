# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables of a results file as pandas frames: every number with its interval."""
from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd
import xarray as xr

from . import measures as m
from .estimates import LEVEL, Design, estimate_change, estimate_mean, estimate_probability
from .results import ResultsError, group

SECURED = 0.9  # the probability from which on a target counts as secured
QUANTILES = (0.05, 0.5, 0.95)


def labels(dataset: xr.Dataset, dimension: str, lang: str = "en") -> dict[str, str]:
    """What people call the members of a dimension, by name: their titles, else their names."""
    names = [str(name) for name in dataset[dimension].values]
    result = dict(zip(names, names, strict=True))
    wanted = [f"{dimension}_title"] + ([f"{dimension}_title_zh"] if lang == "zh" else [])
    for coordinate in wanted:
        if coordinate in dataset.coords:
            for name, title in zip(names, np.atleast_1d(dataset[coordinate].values),
                                   strict=True):
                result[name] = str(title) or result[name]
    return result


def tidy(tree: xr.DataTree, variables: Iterable[str] | str | None, name: str,
         selection: dict[str, object]) -> pd.DataFrame:
    """A long frame: one row an observation, with `variable`, `value` and `unit`."""
    name = name.strip("/") or "/"
    if variables is None and name == "/":
        dataset = _measured(tree, selection).measures(by_year=True).rename(period="year")
        chosen: list[str] = [str(v) for v in dataset.data_vars]
    else:
        dataset = _select(tree.to_dataset() if name == "/" else group(tree, name), selection)
        chosen = [variables] if isinstance(variables, str) else list(
            variables if variables is not None else map(str, dataset.data_vars))
    missing = [v for v in chosen if v not in dataset.data_vars]
    if missing:
        raise ResultsError(f"there is no variable {missing[0]!r} in group {name}, expected "
                           f"one of: {', '.join(map(str, dataset.data_vars))}")
    frames = []
    for variable in chosen:
        array = dataset[variable]
        array = array.drop_vars([c for c in array.coords if c not in array.dims])
        frame = array.to_series().dropna().rename("value").reset_index()
        frame.insert(len(frame.columns) - 1, "variable", variable)
        frame["unit"] = array.attrs.get("units", "")
        frames.append(frame)
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()


def _measured(tree: xr.DataTree, selection: dict[str, object]) -> m.Stored | m.Folder:
    """The measures of a selection."""
    _select(tree.to_dataset(), selection)  # tells what is wrong with it
    return m.of_tree(tree, _lists(selection))


def _lists(selection: dict[str, object]) -> dict[str, list]:
    """A selection, of which single labels are lists."""
    return {k: [v] if isinstance(v, (str, int, np.integer)) else v  # type: ignore[misc]
            for k, v in selection.items()}


def _select(dataset: xr.Dataset, selection: dict[str, object]) -> xr.Dataset:
    """Labels of dimensions, one or several; the dimensions stay."""
    if not selection:
        return dataset
    lists = _lists(selection)
    for dimension, wanted in lists.items():
        if dimension not in dataset.dims:
            raise ResultsError(f"these results have no dimension {dimension}, expected one "
                               f"of: {', '.join(map(str, dataset.dims))}")
        if isinstance(wanted, (list, tuple)) and dataset[dimension].dtype.kind in "OUTS":
            names = [str(name) for name in dataset[dimension].values]
            for label in wanted:
                if str(label) not in names:
                    raise ResultsError(f"there is no {dimension} {label!r}, expected one of: "
                                       f"{', '.join(names)}")
    try:
        return dataset.sel(lists)
    except (KeyError, ValueError) as error:
        raise ResultsError(f"cannot select {selection}: {error}") from error


def summary(tree: xr.DataTree, measures: Iterable[str] | str | None = None,
            by_year: bool = True, quantiles: Sequence[float] = QUANTILES,
            level: float = LEVEL, folder: m.Stored | m.Folder | None = None,
            **selection: object) -> pd.DataFrame:
    """Means with intervals, and quantiles over replications, of measures.

    One row a scenario, service, district (and "all"), period and measure: `mean`, its
    interval `low` to `high`, `sd` over replications, quantiles as `q05`, and the number of
    `replications` that observed it. Rows of measures that a service does not have are left
    out.
    """
    folder = folder or _measured(tree, selection)
    data = folder.measures(measures, by_year)
    groups = Design.of(tree).groups(data["replication"].values)
    frames = []
    for name in map(str, data.data_vars):
        array = data[name].transpose("replication", "scenario", "service", "district",
                                     "period")
        values = array.values
        estimate = estimate_mean(values, groups, level)
        frame = pd.DataFrame({
            "mean": estimate.mean.ravel(), "low": estimate.low.ravel(),
            "high": estimate.high.ravel(), "sd": np.sqrt(estimate.variance).ravel(),
        }, index=pd.MultiIndex.from_product(
            [array[d].values for d in array.dims[1:]], names=array.dims[1:]))
        for q, column in zip(quantiles, quantile(values, quantiles), strict=True):
            frame[f"q{100 * q:02.4g}".replace(".", "_")] = column.ravel()
        frame["replications"] = estimate.n.ravel().astype(int)
        frame.insert(0, "measure", name)
        frame.insert(1, "unit", array.attrs["units"])
        frames.append(frame[frame["replications"] > 0])
    table = pd.concat(frames).reset_index()
    if not by_year:
        table = table.drop(columns="period")
    return table.rename(columns={"period": "year"})


def quantile(values: np.ndarray, quantiles: Sequence[float]) -> np.ndarray:
    """Quantiles over axis 0 of what was observed, linear between order statistics.

    The same as numpy.nanquantile, which walks over columns one by one when there are NaN.
    """
    ordered = np.sort(values, axis=0)  # NaN last
    n = (~np.isnan(values)).sum(0)
    result = np.empty((len(quantiles), *values.shape[1:]))
    for i, q in enumerate(quantiles):
        at = q * np.maximum(n - 1, 0)
        low = np.floor(at).astype(int)
        high = np.minimum(low + 1, np.maximum(n - 1, 0))
        a = np.take_along_axis(ordered, low[None], 0)[0]
        b = np.take_along_axis(ordered, high[None], 0)[0]
        result[i] = a + (at - low) * (b - a)
    return result


# --- the scorecard ---------------------------------------------------------------------


def scorecard(tree: xr.DataTree, level: float = LEVEL) -> pd.DataFrame:
    """Every target: P(met) with its interval, value, shortfall, month secured, and use.

    Columns are those of ``suffice info --targets --csv``; numbers that are not there are
    NaN. `p_met` is of the replications in which the target can be decided; `shortfall` is
    the mean of those that miss it; `secured` is the month from whose end on 0.9 of the
    replications meet it for good.
    """
    targets = group(tree, "targets")
    design = Design.of(tree)
    groups = design.groups(targets["replication"].values)
    start = np.datetime64(str(tree.attrs["start"]), "D")
    rows: list[dict[str, object]] = []
    facts = {name: targets[f"target_{name}"].values for name in (
        "area", "title", "title_zh", "measure", "of", "each", "comparison", "required",
        "stretch", "unit", "date", "dates", "basis", "confidence", "soft")
        if f"target_{name}" in targets.coords}
    required = targets["target_required"].values.astype(float)
    for scenario in targets["scenario"].values:
        one = targets.sel(scenario=scenario).transpose("replication", "target", ...).load()
        met, value = one["met"].values, one["value"].values
        p, low, high = estimate_probability(met, groups, design.inner, level)
        p_stretch = estimate_mean(one["stretch_met"].values, groups, level).mean
        mean = estimate_mean(value, groups, level)
        use = estimate_mean(one["use"].values, groups, level)
        missed = np.where(met <= 0, np.abs(required - value), np.nan)
        shortfall = estimate_mean(missed, groups, level).mean
        district_p = estimate_mean(one["district_met"].values, groups, level).mean
        decided = (~np.isnan(met)).sum(0)
        for i, target in enumerate(one["target"].values):
            row: dict[str, object] = {"scenario": str(scenario), "target": str(target)}
            row |= {name: values[i] for name, values in facts.items()}
            row |= {"replications": len(met), "decided": int(decided[i]),
                    "met": int(np.nansum(met[:, i])), "p_met": p[i], "p_low": low[i],
                    "p_high": high[i], "p_stretch": p_stretch[i], "value": mean.mean[i],
                    "value_half_width": mean.half_width[i], "shortfall": shortfall[i],
                    "secured": _secured(one["met_from"].values[:, i], start),
                    "use": use.mean[i], "use_half_width": use.half_width[i]}
            here = district_p[i]
            if not np.isnan(here).all():
                weakest = int(np.nanargmin(here))
                row |= {"weakest_district": str(one["district"].values[weakest]),
                        "weakest_p_met": here[weakest]}
            rows.append(row)
    table = pd.DataFrame(rows)
    for name in ("weakest_district", "weakest_p_met"):
        if name not in table:
            table[name] = np.nan
    # A scenario without a target of another one: neither decided nor a value.
    absent = (table["decided"] == 0) & table["value"].isna()
    several = targets.sizes["scenario"] > 1
    return table[~absent].reset_index(drop=True) if several else table


def _secured(met_from: np.ndarray, start: np.datetime64) -> str:
    """The month by which a share SECURED of the replications meet it for good, or ""."""
    days = np.sort(np.where(np.isnan(met_from), np.inf, met_from))
    day = days[max(int(np.ceil(SECURED * len(days))) - 1, 0)]
    return str(start + np.timedelta64(int(day) - 1, "D"))[:7] if np.isfinite(day) else ""


# --- comparing -------------------------------------------------------------------------


def scenario_names(tree: xr.DataTree) -> list[str]:
    """The scenarios of the results, in their order."""
    root = tree.to_dataset()
    m.check_root(root)
    return [str(name) for name in root["scenario"].values]


def base_scenario(tree: xr.DataTree, base: str | None) -> str:
    """The scenario to compare with, the first when None; ResultsError when unknown."""
    names = scenario_names(tree)
    if base is None:
        return names[0]
    if base not in names:
        raise ResultsError(f"there is no scenario {base!r}, expected one of: "
                           f"{', '.join(names)}")
    return base


def chosen_scenarios(tree: xr.DataTree, scenario: str | Sequence[str] | None) -> list[str]:
    """All scenarios when None, else those named; ResultsError for an unknown one."""
    if scenario is None:
        return scenario_names(tree)
    chosen = [scenario] if isinstance(scenario, str) else list(scenario)
    return [base_scenario(tree, name) for name in chosen]


def compare(tree: xr.DataTree, base: str | None = None,
            measures: Iterable[str] | str | None = None, by_year: bool = False,
            precision: float = 0.1, level: float = LEVEL,
            folder: m.Stored | m.Folder | None = None, **selection: object) -> pd.DataFrame:
    """What each scenario differs from `base` by, paired by replication.

    Replication r of both has the same random numbers, so the difference of r is one
    observation of what the scenarios differ by (Law and Kelton, section 11.2).
    `variance_reduction` is (Var a + Var b) / Var (b - a): so many times the replications
    would independent runs need. `replications_needed` is how many give the interval of
    the difference a half width of `precision` times the difference, n (half width /
    wanted)^2. Targets are rows too: `of` is target or service, `measure` then value or
    p_met, whose interval is that of `estimate_change`. `is_different` is False where every
    replication is equal.
    """
    base = base_scenario(tree, base)
    others = [s for s in scenario_names(tree) if s != base]
    if not others:
        raise ResultsError("these results have one scenario, "
                           f"{base}: there is nothing to compare it with")
    folder = folder or _measured(tree, selection)
    data = folder.measures(measures, by_year)
    design = Design.of(tree)
    groups = design.groups(data["replication"].values)
    frames = []
    for name in map(str, data.data_vars):
        array = data[name].transpose("replication", "scenario", "service", "district",
                                     "period")
        for other in others:
            frame = _pair(array.sel(scenario=base), array.sel(scenario=other), groups,
                          precision, level)
            frame = frame.rename(columns={"service": "name", "period": "year"})
            frames.append(frame.assign(of="service", measure=name, scenario=other,
                                       unit=array.attrs["units"]))
    if "targets" in tree.children and not selection and measures is None:
        targets = group(tree, "targets")
        for variable, name in (("value", "value"), ("met", "p_met")):
            array = targets[variable].transpose("replication", "scenario", "target").load()
            for other in others:
                frame = _pair(array.sel(scenario=base), array.sel(scenario=other), groups,
                              precision, level, design.inner if name == "p_met" else None)
                frame = frame.rename(columns={"target": "name"}).assign(district="")
                frames.append(frame.assign(of="target", measure=name, scenario=other,
                                           unit="1"))
    if all(frame.empty for frame in frames):
        raise ResultsError("there is nothing to compare: no service chosen has "
                           f"{', '.join(map(str, data.data_vars))} in two scenarios")
    table = pd.concat(frames, ignore_index=True)
    table.insert(0, "base", base)
    head = ["base", "scenario", "of", "name", "district", "year", "measure", "unit"]
    if not by_year:
        head.remove("year")
    return table[head + [c for c in table.columns if c not in {*head, "year"}]]


def _pair(base: xr.DataArray, other: xr.DataArray, groups: np.ndarray | None,
          precision: float, level: float, inner: int | None = None) -> pd.DataFrame:
    """One row an element of two arrays (replication, ...), where both were observed.

    `inner`, that of the design, is told of values 0 and 1.
    """
    a, b = base.values, other.values
    seen = ~np.isnan(a) & ~np.isnan(b)
    a, b = np.where(seen, a, np.nan), np.where(seen, b, np.nan)
    ea, eb = estimate_mean(a, groups, level), estimate_mean(b, groups, level)
    ed = estimate_mean(b - a, groups, level)
    low, high = ed.low, ed.high
    if inner is not None:
        _, low, high = estimate_change(a, b, groups, inner, level)
    with np.errstate(invalid="ignore", divide="ignore"):
        reduction = np.where(ed.variance > 0, (ea.variance + eb.variance) / ed.variance,
                             np.nan)
        needed = np.ceil(ed.n * ((high - low) / 2 / (precision * np.abs(ed.mean)))**2)
    columns = {"base_mean": ea.mean, "mean": eb.mean, "difference": ed.mean,
               "low": low, "high": high, "replications": ed.n,
               "variance_reduction": reduction,
               "replications_needed": np.where(np.isfinite(needed), needed, np.nan),
               "is_different": (a != b).any(0, where=seen)}
    frame = pd.DataFrame({name: np.ravel(column) for name, column in columns.items()},
                         index=pd.MultiIndex.from_product(
                             [base[d].values for d in base.dims[1:]],
                             names=list(base.dims[1:])))
    frame["replications"] = frame["replications"].astype(int)
    return frame[frame["replications"] > 0].reset_index()


# --- shortage --------------------------------------------------------------------------


def shortage(tree: xr.DataTree, service: str, threshold: float, of: str | None = None,
             by: str = "month", relative: bool = False, level: float = LEVEL) -> xr.Dataset:
    """P(more people are short of the service than `threshold`), by district and period.

    `of` is "waiting" (the list, mean over the period) or "unserved" (those who went without
    in it); None takes the list where the service has one. `relative` takes the threshold as
    a share of usable places (waiting) or of demand (unserved). `by` is "month" or "year".
    Gives `probability`, `low`, `high` by scenario, period and district ("all" among them:
    the city as a whole); NaN where there is nothing it could be of.
    """
    if by not in ("month", "year"):
        raise ResultsError(f"by is {by!r}, expected month or year")
    m.check_root(tree.to_dataset())
    root = _select(tree.to_dataset(), {"service": service})
    kind = m.kinds_of(root)[0]
    root = root.transpose("replication", "scenario", "month", "district", "service")
    of = of or ("waiting" if has_list(tree, service) else "unserved")
    if of not in ("waiting", "unserved") or (of == "waiting" and kind != "stay"):
        raise ResultsError(f"of is {of!r}, which {service} does not have, expected unserved"
                           + (" or waiting" if kind == "stay" else ""))
    short, base = _short(root, kind, of, by)
    if relative:
        short = np.divide(short, base, out=np.full_like(short, np.nan), where=base > 0)
    over = np.where(np.isnan(short), np.nan, short > threshold)
    design = Design.of(tree)
    groups = design.groups(root["replication"].values)
    estimates = estimate_probability(over, groups, design.inner, level)
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
        unserved = m.MEASURES["unserved"].formulas[kind].fold.terms
        demand = m.MEASURES["demand"].formulas[kind].fold.terms
        short, base, weight = values(unserved), values(demand), np.ones_like(days)
    if by == "year":
        spans = [np.flatnonzero(years == year) for year in np.unique(years)]
        scale = [days[s].sum() if of == "waiting" else 1.0 for s in spans]
        short, base = (np.stack([(x[:, :, s] * weight[s]).sum(2) / c
                                 for s, c in zip(spans, scale, strict=True)], axis=2)
                       for x in (short, base))
    return short, base
