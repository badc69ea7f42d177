#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every number of the tables again, from the raw HDF5 with h5py and numpy alone.
"""
import csv
import io
import os
import subprocess
import unittest
import warnings

import h5py
import matplotlib
import numpy as np
from scipy import stats

matplotlib.use("Agg")
from where import PROGRAM

os.environ["SUFFICE_PROGRAM"] = str(PROGRAM)

from shared_results import plan_and_double  # noqa: E402

import suffice  # noqa: E402
from suffice import measures, tables  # noqa: E402

SCENARIOS = ("luzhou-plan", "luzhou-nursery-double")
N = 27  # of 25 groups: two have two replications
GROUPS = 25
YEARS = np.repeat(np.arange(2021, 2026), 12)  # of each month
ASKING = {"stay": "requests", "intake": "applicants", "visit": "visits"}
AWAY = {"stay": "admissions_overflow", "intake": "placed_overflow", "visit": "served_overflow"}
UNMET = {"stay": ("balked", "refusals", "reneged", "aged_out", "died_waiting",
                     "moved_waiting"),
            "intake": ("unplaced", "placed_above"), "visit": ("visits_refused",)}


def program(*arguments):
    return subprocess.run([PROGRAM, *map(str, arguments)], check=True, text=True,
                          capture_output=True).stdout


def interval(values):
    """The mean and half width of values (replication,) of interleaved groups."""
    values = np.asarray(values, dtype=float)
    seen = ~np.isnan(values)
    if not seen.any():
        return np.nan, np.nan
    mean = values[seen].mean()
    group = np.arange(len(values)) % GROUPS
    sums = np.array([(values[seen & (group == g)] - mean).sum() for g in range(GROUPS)])
    n_groups = len(np.unique(group[seen]))
    variance = n_groups / (n_groups - 1) * (sums**2).sum() / seen.sum()**2
    half = stats.t.ppf(0.975, n_groups - 1) * variance**0.5
    return mean, half * widened(values[seen], sums[np.unique(group[seen])], variance)


def widened(values, sums, variance):
    """The factor for the skewness of the mean: as docs/theory/model.md has it."""
    if variance == 0 or len(sums) < 3:
        return 1
    m = len(sums)
    alone, grouped = (max(stats.skew(x, bias=False)**2 - 6 / len(x), 0) for x in (values, sums))
    n = min(len(values), values.var(ddof=1) / variance)  # as many independent values
    of_values, of_totals = alone / n, grouped / m
    # Mirror images take skewness out of the totals: all values then tell of it.
    telling = m
    if of_totals > 0 and of_values > of_totals:
        telling = min(m * of_values / of_totals, max(n, m))
    z = stats.norm.ppf(0.975)
    x = (z**4 + 2 * z**2 - 3) / 18 * min(2 * of_values, of_totals)
    return 1 + (1 + 125 / telling) * x / (1 + 4 * x)


class Numbers(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.path = plan_and_double(PROGRAM, N)
        cls.tree = suffice.open(cls.path)
        cls.h5 = h5py.File(cls.path)
        cls.services = [s.decode() for s in cls.h5["service"][:]]
        cls.districts = [s.decode() for s in cls.h5["district"][:]]
        cls.targets = [s.decode() for s in cls.h5["targets/target"][:]]
        starts = [np.datetime64("2021-01-01") + int(d) for d in cls.h5["month"][:]]
        cls.days = np.diff([*starts, np.datetime64("2026-01-01")]).astype(float)
        cls.kinds, cls.loaded = {}, {}
        for service in cls.services:
            is_intake = not np.isnan(cls.raw(cls, "applicants", service)).all()
            is_visit = not np.isnan(cls.raw(cls, "visits", service)).all()
            cls.kinds[service] = "intake" if is_intake else "visit" if is_visit else "stay"

    @classmethod
    def tearDownClass(cls):
        cls.h5.close()
        cls.tree.close()

    def raw(self, name, service, scenario=0):
        """(replication, month, district)"""
        if name not in self.loaded:
            self.loaded[name] = self.h5[name][:]
        return self.loaded[name][scenario, :, :, :, self.services.index(service)]

    def measure(self, name, service, scenario, district, months):
        """A measure (replication,) as its definition reads; None where there is none."""
        kind = self.kinds[service]
        at = [self.districts.index(district)] if district != "all" else slice(None)
        days = self.days[months]

        def read(variable):
            return self.raw(variable, service, scenario)[:, months][:, :, at]

        def total(variable):
            return read(variable).sum((1, 2))

        def mean(variable):
            return (read(variable).sum(2) * days).sum(1) / days.sum()

        def ratio(a, b):
            return np.divide(a, b, out=np.full(N, np.nan), where=b > 0)

        years = days.sum() / 365.25
        unmet = sum(total(v) for v in UNMET[kind])
        if (name == "occupied" and kind == "visit") or (
                name in ("waiting", "waiting_end", "wait") and kind != "stay") or (
                name in ("above", "unplaced") and kind != "intake"):
            return None
        if name == "utilisation":
            return (100 * ratio(total("person_hours"), total("place_hours"))
                    if kind == "visit"
                    else 100 * ratio(mean("occupancy"), mean("usable_places")))
        if name == "wait":
            admitted = read("admissions")
            return ratio(np.nansum(read("wait") * admitted, (1, 2)), admitted.sum((1, 2)))
        return {
            "demand": lambda: total(ASKING[kind]) / years,
            "places_start": lambda: read("places")[:, 0].sum(1),
            "places": lambda: read("places")[:, -1].sum(1),
            "usable": lambda: mean("usable_places"), "occupied": lambda: mean("occupancy"),
            "waiting": lambda: mean("waiting"),
            "waiting_end": lambda: read("waiting_end")[:, -1].sum(1),
            "unmet": lambda: unmet / years,
            "unmet_share": lambda: 100 * ratio(unmet, total(ASKING[kind])),
            "above": lambda: total("placed_above") / years,
            "unplaced": lambda: total("unplaced") / years,
            "overflow": lambda: total(AWAY[kind]) / years}[name]()

    def check_row(self, row, values, about):
        mean, half = interval(values)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)
            expected = [mean, mean - half, mean + half, np.nanstd(values, ddof=1),
                        *np.nanquantile(values, [0.05, 0.5, 0.95])]
        found = [row[c] for c in ("mean", "low", "high", "sd", "q05", "q50", "q95")]
        np.testing.assert_allclose(found, expected, rtol=1e-7, atol=1e-7, err_msg=str(about))
        self.assertEqual(row["replications"], (~np.isnan(values)).sum(), about)

    def test_summary(self):
        """All 14 measures of all services, in one district and the city."""
        self.assertEqual(set(self.kinds.values()), {"stay", "intake", "visit"})
        self.assertEqual(len(measures.MEASURES), 14)
        keys = ["scenario", "service", "district", "measure"]
        yearly = self.tree.suffice.summary("all").set_index([*keys, "year"]).to_dict("index")
        whole = self.tree.suffice.summary("all", by_year=False).set_index(keys).to_dict("index")
        n_rows = 0
        for s, scenario in enumerate(SCENARIOS):
            for service in self.services:
                for district in ("Naxi", "all"):
                    for name in measures.MEASURES:
                        for year in (2024, None):
                            months = (YEARS == year if year else YEARS > 0).nonzero()[0]
                            values = self.measure(name, service, s, district, months)
                            key = (scenario, service, district, name)
                            row = yearly.get((*key, year)) if year else whole.get(key)
                            if values is None or np.isnan(values).all():
                                self.assertIsNone(row, key)
                                continue
                            n_rows += 1
                            self.check_row(row, values, (key, year))
        self.assertGreater(n_rows, 900)

    def test_summary_of_some_months(self):
        """The last month of a selection has its own days, not those up to the end."""
        root = self.tree.to_dataset()
        for months in (slice(0, 12), slice(0, 1), slice(30, 60)):
            at = np.arange(60)[months]
            table = root.isel(month=months).suffice.summary(
                ["demand", "occupied"], by_year=False, service="nursery", scenario="luzhou-plan")
            for name in ("demand", "occupied"):
                found = table[(table["district"] == "all") & (table["measure"] == name)]
                self.check_row(found.iloc[0], self.measure(name, "nursery", 0, "all", at), name)
        # The last month of a run may end early.
        cut = root.isel(month=slice(0, 2)).assign_attrs(end="2021-02-11")
        np.testing.assert_array_equal(measures.month_days(cut), [31, 10])

    def test_scorecard(self):
        card = self.tree.suffice.scorecard()
        self.assertEqual(len(card), 2 * len(self.targets))
        required = self.h5["targets/target_required"][:]
        n_partial = 0
        for row in card.to_dict("records"):
            s, i = SCENARIOS.index(row["scenario"]), self.targets.index(row["target"])
            met, value, use = (self.h5[f"targets/{v}"][s, :, i]
                               for v in ("met", "value", "utilisation"))
            p, missed = met.mean(), met == 0
            sums = np.array([(met - p)[np.arange(N) % GROUPS == g].sum()
                             for g in range(GROUPS)])
            variance = GROUPS / (GROUPS - 1) * (sums**2).sum() / N**2
            ratio = stats.t.ppf(0.975, N - 1) / stats.t.ppf(0.975, GROUPS - 1)
            n = min(N, p * (1 - p) / variance * ratio**2) if 0 < p < 1 and variance else N
            low = stats.beta.ppf(0.025, p * n, n - p * n + 1) if p > 0 else 0
            high = stats.beta.ppf(0.975, p * n + 1, n - p * n) if p < 1 else 1
            shortfall = abs(required[i] - value)[missed].mean() if missed.any() else np.nan
            n_partial += 0 < p < 1
            expected = [p, low, high, *interval(value), shortfall, *interval(use)]
            found = [row[c] for c in ("p_met", "p_low", "p_high", "value", "value_half_width",
                                      "shortfall", "utilisation", "utilisation_half_width")]
            np.testing.assert_allclose(found, expected, rtol=1e-7, atol=1e-9,
                                       err_msg=row["target"])
            met_from = np.nan_to_num(self.h5["targets/met_from"][s, :, i], nan=np.inf)
            day = np.sort(met_from)[24]  # of 27
            month = str(np.datetime64("2021-01-01") + int(day) - 1)[:7] if day < np.inf else ""
            self.assertEqual(row["secured"], month, row["target"])
            self.assertEqual(row["met"], met.sum())
        self.assertGreater(n_partial, 3)

    def test_compare(self):
        table = self.tree.suffice.compare(measures=["demand", "utilisation", "unmet"], by_year=True)
        self.assertEqual(set(table["of"]), {"service"})
        for row in table.iloc[::17].to_dict("records"):
            months = (YEARS == row["year"]).nonzero()[0]
            a, b = (self.measure(row["measure"], row["name"], s, row["district"], months)
                    for s in (0, 1))
            mean, half = interval(b - a)
            np.testing.assert_allclose(
                [row["base_mean"], row["mean"], row["difference"], row["low"], row["high"]],
                [interval(a + 0 * b)[0], interval(b + 0 * a)[0], mean, mean - half, mean + half],
                rtol=1e-7, atol=1e-7)
            self.assertEqual(row["is_different"], bool(np.nanmax(np.abs(b - a)) > 0))
            if np.nanstd(b - a) > 1e-9:
                reduction = (np.nanvar(a) + np.nanvar(b)) / np.nanvar(b - a)
                self.assertAlmostEqual(row["variance_reduction"] / reduction, 1, places=5)
            if mean and half:
                n = (~np.isnan(b - a)).sum() * (half / (0.1 * mean))**2
                self.assertAlmostEqual(row["replications_needed"], n, delta=1 + 1e-6 * n)

    def test_compare_of_a_measure_that_a_service_does_not_have(self):
        for call in (self.tree.suffice.compare, self.tree.suffice.plot_compare):
            name = "measures" if call == self.tree.suffice.compare else "measure"
            with self.assertRaisesRegex(suffice.ResultsError, "no service chosen has waiting"):
                call(service="primary", **{name: "waiting"})

    def test_compare_of_p_met(self):
        """A target that no replication changes may still change in others."""
        table = self.tree.suffice.compare()
        table = table[(table["of"] == "target") & (table["measure"] == "p_met")]
        met = self.h5["targets/met"]
        self.assertEqual(len(table), len(self.targets))
        for row in table.to_dict("records"):
            i = self.targets.index(row["name"])
            change = met[1, :, i] - met[0, :, i]
            self.assertAlmostEqual(row["difference"], change.mean())
            self.assertGreaterEqual(row["low"], -1)
            self.assertLessEqual(row["high"], 1)
            if not change.any():  # of 27 alike the exact bound of a probability
                edge = 1 - 0.025**(1 / N)
                np.testing.assert_allclose([row["low"], row["high"]], [-edge, edge])
            else:
                self.assertLess(row["low"], row["difference"])
                self.assertGreater(row["high"], row["difference"])

    def test_shortage(self):
        """Lists, seats and visits: P(more than 5 % are short), by year and by month."""
        for service in ("nursery", "junior_high", "primary", "library", "fitness"):
            kind = self.kinds[service]
            by_year = self.tree.suffice.shortage(service, 0.05, by="year")
            by_month = self.tree.suffice.shortage(service, 0.05)
            names = ("waiting", "usable_places") if kind == "stay" else (None, ASKING[kind])
            for s, scenario in enumerate(SCENARIOS):
                short = sum(self.raw(v, service, s) for v in (
                    names[:1] if kind == "stay" else UNMET[kind]))
                base = self.raw(names[1], service, s)
                short, base = (np.concatenate([x, x.sum(2, keepdims=True)], 2)
                               for x in (short, base))
                weight = self.days[:, None] if kind == "stay" else np.ones((60, 1))
                for year in (2021, 2025):
                    months = YEARS == year
                    a, b = ((x * weight)[:, months].sum(1) for x in (short, base))
                    self.check_shortage(by_year.sel(scenario=scenario, year=year), a, b)
                for month in (2, 44):
                    self.check_shortage(by_month.sel(scenario=scenario).isel(month=month),
                                        short[:, month], base[:, month])

    def check_shortage(self, found, short, base):
        """By district; the interval at the effective number of replications."""
        with np.errstate(invalid="ignore", divide="ignore"):
            over = np.where(base > 0, short / base > 0.05, np.nan)
        for d in range(over.shape[1]):
            here = over[:, d]
            low, p, high = (float(found[v].values[d]) for v in ("low", "probability", "high"))
            if np.isnan(here).all():
                self.assertTrue(np.isnan([low, p, high]).all())
                continue
            self.assertAlmostEqual(p, np.nanmean(here))
            n = (~np.isnan(here)).sum()
            if p in (0, 1):
                edge = 0.025**(1 / n)
                np.testing.assert_allclose([low, high], [0, 1 - edge] if p == 0 else [edge, 1])
            else:  # no narrower than of as many independent replications
                self.assertLessEqual(low, stats.beta.ppf(0.025, p * n, n - p * n + 1) + 1e-9)
                self.assertGreaterEqual(high, stats.beta.ppf(0.975, p * n + 1, n - p * n) - 1e-9)

    def test_the_program_prints_the_same(self):
        """Two implementations of the scorecard and the comparison."""
        card = self.tree.suffice.scorecard()
        printed = list(csv.DictReader(io.StringIO(program("info", self.path, "--targets",
                                                          "--csv"))))
        self.assertEqual(len(card), len(printed))
        for mine, theirs in zip(card.to_dict("records"), printed, strict=True):
            for name in ("p_met", "p_low", "p_high", "value", "value_half_width", "shortfall",
                         "utilisation", "p_stretch", "weakest_p_met"):
                there = float(theirs[name]) if theirs[name] else np.nan
                np.testing.assert_allclose(mine[name], there, rtol=2e-6, atol=1e-9,
                                           err_msg=f"{mine['target']} {name}")
            self.assertEqual(mine["secured"], theirs["secured"])
            self.assertEqual(mine["evidence"], theirs["evidence"])
        table = self.tree.suffice.compare().set_index(["of", "name", "district", "measure"])
        n_compared = {"service": 0, "target": 0}
        for line in csv.DictReader(io.StringIO(program("compare", self.path, "--csv"))):
            key = (line["of"], line["name"], line["district"], line["quantity"])
            if key in table.index:
                row = table.loc[key]
                n_compared[line["of"]] += 1
                for column in ("difference", "low", "high"):
                    np.testing.assert_allclose(row[column], float(line[column]), rtol=1e-6,
                                               atol=1e-7, err_msg=str(key))
        self.assertGreater(n_compared["service"], 200)
        self.assertEqual(n_compared["target"], 2 * len(self.targets))

    def test_quantiles_are_numpys(self):
        random = np.random.default_rng(1)
        values = random.normal(size=(31, 5))
        values[random.random((31, 5)) < 0.2] = np.nan
        np.testing.assert_allclose(tables.quantile(values, (0.05, 0.5, 0.9)),
                                   np.nanquantile(values, [0.05, 0.5, 0.9], axis=0))

    def test_every_measure_has_a_unit_and_two_titles(self):
        for measure in measures.MEASURES.values():
            self.assertTrue(measure.unit and measure.title and measure.title_zh)

    def test_another_unit_is_not_folded(self):
        root = self.tree.to_dataset()
        root["wait"] = root["wait"].assign_attrs(units="h")
        with self.assertRaisesRegex(suffice.ResultsError, "wait has the unit 'h'.*'day'"):
            root.suffice.summary("wait", service="nursery")


if __name__ == "__main__":
    unittest.main()
