#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The group /measures against a naive fold of the monthly variables, and its readers.
"""
import csv
import gzip
import io
import pathlib
import subprocess
import tempfile
import unittest
import warnings

import h5py
import numpy as np
import xarray as xr
from shared_results import plan_and_double
from small_plan import small_luzhou
from where import PROGRAM, SOURCE

import suffice  # noqa: E402
from suffice import measures  # noqa: E402

LEFT_OUT = ("balked", "refusals", "reneged", "aged_out", "died_waiting", "moved_waiting")
# By kind, as the page about results tells: how, the variables, what a share is of.
FORMULAS = {
    "stay": {
        "demand": ("rate", ["requests"]), "places_start": ("first", ["places"]),
        "places": ("last", ["places"]), "usable": ("mean", ["usable_places"]),
        "occupied": ("mean", ["occupancy"]),
        "utilisation": ("share_of_time", ["occupancy"], "usable_places"),
        "waiting": ("mean", ["waiting"]), "waiting_end": ("last", ["waiting_end"]),
        "wait": ("wait", ["wait"], "admissions"), "unmet": ("rate", LEFT_OUT),
        "unmet_share": ("share", LEFT_OUT, "requests"),
        "overflow": ("rate", ["admissions_overflow"])},
    "intake": {
        "demand": ("rate", ["applicants"]), "places_start": ("first", ["places"]),
        "places": ("last", ["places"]), "usable": ("mean", ["usable_places"]),
        "occupied": ("mean", ["occupancy"]),
        "utilisation": ("share_of_time", ["occupancy"], "usable_places"),
        "unmet": ("rate", ["unplaced", "placed_above"]),
        "unmet_share": ("share", ["unplaced", "placed_above"], "applicants"),
        "above": ("rate", ["placed_above"]), "unplaced": ("rate", ["unplaced"]),
        "overflow": ("rate", ["placed_overflow"])},
    "visit": {
        "demand": ("rate", ["visits"]), "places_start": ("first", ["places"]),
        "places": ("last", ["places"]), "usable": ("mean", ["usable_places"]),
        "utilisation": ("share", ["person_hours"], "place_hours"),
        "unmet": ("rate", ["visits_refused"]),
        "unmet_share": ("share", ["visits_refused"], "visits"),
        "overflow": ("rate", ["served_overflow"])}}
CLASS_FORMULAS = {
    "demand": ("rate", ["requests"]), "refused": ("rate", ["refusals"]),
    "listed": ("rate", ["listed"]), "admitted": ("rate", ["admissions"]),
    "from_list": ("rate", ["admissions_waited"]), "left": ("rate", ["left"]),
    "waiting": ("mean", ["waiting"]), "waiting_end": ("last", ["waiting_end"]),
    "wait": ("wait", ["wait"], "admissions")}


def run(*arguments):
    return subprocess.run([PROGRAM, *map(str, arguments)], check=True, capture_output=True,
                          text=True).stdout


def naive(formula, read, months, districts, days):
    """One number of one replication, by loops: read(name)[month, district]."""
    how, terms, *base = formula
    top = bottom = 0.0
    for m in months:
        for d in districts:
            x = sum(read(name)[m, d] for name in terms)
            if how == "first":
                top += x if m == months[0] else 0
            elif how == "last":
                top += x if m == months[-1] else 0
            elif how in ("rate", "share"):
                top += x
                bottom += read(base[0])[m, d] if base else 0
            elif how in ("mean", "share_of_time"):
                top += days[m] * x
                bottom += days[m] * read(base[0])[m, d] if base else 0
            elif how == "wait":
                n = read(base[0])[m, d]
                top += n * x if n > 0 else 0
                bottom += n
    total = sum(days[m] for m in months)
    if how == "rate":
        return top / (total / 365.25)
    if how == "mean":
        return top / total
    if how in ("first", "last"):
        return top
    return (1 if how == "wait" else 100) * top / bottom if bottom > 0 else np.nan


class Measures(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.path = pathlib.Path(cls.folder.name)
        scenarios = {
            "hello": "scenarios/hello.yaml", "queue": "scenarios/queues/mmc_patience.yaml",
            "kinds": small_luzhou(cls.path / "luzhou") / "plan.yaml",
            "classes": "tests/data/scenarios_good/everything.yaml"}
        cls.files = {}
        for name, scenario in scenarios.items():
            cls.files[name] = cls.path / f"{name}.h5"
            run("run", SOURCE / scenario, "-n", 3, "-o", cls.files[name], "-q")

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def spans(self, file):
        """Periods by label, each with its months; and the days of each month."""
        start, end = (np.datetime64(file.attrs[name].decode() if isinstance(
            file.attrs[name], bytes) else str(file.attrs[name]), "D")
            for name in ("start", "end"))
        edges = np.append(file["month"][:], (end - start) / np.timedelta64(1, "D"))
        years = (start + file["month"][:].astype("timedelta64[D]")).astype("datetime64[Y]")
        spans = {str(year): np.flatnonzero(years == year) for year in np.unique(years)}
        return spans | {"all": np.arange(len(years))}, np.diff(edges)

    def check_file(self, path):
        """Every number of both groups of measures; how many there were by kind."""
        seen = {}
        with h5py.File(path) as file:
            spans, days = self.spans(file)
            kinds = file["service_kind"].asstr()[:]
            districts = list(file["district"].asstr()[:])
            groups = [("measures", "/", file["service"].asstr()[:], None)]
            if "classes" in file:
                groups.append(("class_measures", "classes",
                               file["classes/priority"].asstr()[:], CLASS_FORMULAS))
            for group, source, items, formulas in groups:
                stored = file[group]
                self.assertEqual(list(stored["period"].asstr()[:]), list(spans))
                self.assertEqual(list(stored["region"].asstr()[:]), [*districts, "all"])
                raw = {name: array[:] for name, array in file[source].items()
                       if isinstance(array, h5py.Dataset) and array.ndim == 5}
                names = [n for n, a in stored.items() if a.ndim == 5]
                for s in range(len(file["scenario"])):
                    for i, _ in enumerate(items):
                        kind = "class" if formulas else kinds[s, i]
                        of = formulas or FORMULAS.get(kind, {})
                        for name in names:
                            values = stored[name][s, ..., i]
                            if name not in of:
                                self.assertTrue(np.isnan(values).all(), (name, kind))
                                continue
                            seen[kind] = seen.get(kind, 0) + (~np.isnan(values)).sum()
                            for r in (0, len(values) - 1):
                                self.check_block(values[r], of[name], {
                                    n: a[s, r, :, :, i] for n, a in raw.items()}, spans, days,
                                    (path.name, name, s, r, i))
        return seen

    def check_block(self, values, formula, raw, spans, days, about):
        n = values.shape[1] - 1
        found, expected = [], []
        for p, months in enumerate(spans.values()):
            for d in {0, n - 1, n}:
                found.append(values[p, d])
                expected.append(naive(formula, raw.__getitem__, months,
                                      range(n) if d == n else [d], days))
        np.testing.assert_allclose(found, expected, rtol=1e-12, atol=1e-12,
                                   err_msg=str(about))

    def test_measures_are_a_naive_fold_of_the_months(self):
        seen = {}
        for path in self.files.values():
            for kind, n in self.check_file(path).items():
                seen[kind] = seen.get(kind, 0) + n
        self.assertEqual(set(seen), {"stay", "intake", "visit", "class"})
        self.assertGreater(min(seen.values()), 100)

    def test_info_tells_the_means_of_the_group(self):
        for path in self.files.values():
            with h5py.File(path) as file:
                services = list(file["service"].asstr()[:])
                regions = list(file["measures/region"].asstr()[:])
                rows = list(csv.DictReader(io.StringIO(run("info", path, "--csv"))))
                self.assertGreater(len(rows), 10)
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore", RuntimeWarning)
                    for row in rows:
                        values = file["measures"][row["quantity"]][
                            0, :, -1, regions.index(row["district"]),
                            services.index(row["service"])]
                        np.testing.assert_allclose(float(row["mean"]), np.nanmean(values),
                                                   rtol=1e-8, err_msg=str(row))

    def test_compare_tells_the_differences_of_the_group(self):
        path = plan_and_double(PROGRAM, 12)
        n = 0
        with h5py.File(path) as file:
            services = list(file["service"].asstr()[:])
            regions = list(file["measures/region"].asstr()[:])
            for row in csv.DictReader(io.StringIO(run("compare", path, "--csv"))):
                if row["of"] != "service" or row["replications"] != "12":
                    continue
                n += row["is_different"] == "yes"
                a, b = file["measures"][row["quantity"]][
                    :, :, -1, regions.index(row["district"]), services.index(row["name"])]
                np.testing.assert_allclose(float(row["difference"]), (b - a).mean(), rtol=1e-6,
                                           atol=1e-9, err_msg=str(row))
        self.assertGreater(n, 10)

    def test_the_package_reads_the_group(self):
        for path in self.files.values():
            tree = suffice.open(path)
            stored = measures.of_tree(tree)
            self.assertIsInstance(stored, measures.Stored)
            folded = measures.Folder(tree.to_dataset())
            for by_year in (False, True):
                xr.testing.assert_allclose(stored.measures("all", by_year),
                                           folded.measures("all", by_year), rtol=1e-12)

    def test_classes_are_folded_where_the_file_does_not_have_them(self):
        tree = suffice.open(self.files["classes"])
        older = tree.drop_nodes("class_measures")
        for service in dict.fromkeys(tree["classes"]["priority_service"].values.astype(str)):
            for year in (None, int(str(tree["month"].values[0])[:4])):
                one, two = (t.suffice.class_waits(service, year=year) for t in (tree, older))
                self.assertEqual(list(one["measure"]), list(two["measure"]))
                np.testing.assert_allclose(one["mean"], two["mean"], rtol=1e-12)

    def test_the_table_of_the_package_is_the_programs(self):
        with h5py.File(self.files["kinds"]) as file:
            group = file["measures"]
            self.assertEqual([n for n, a in group.items() if a.ndim == 5],
                             list(measures.MEASURES))
            kinds = file["service_kind"].asstr()[0]
            for name, about in measures.MEASURES.items():
                attributes = {k: suffice.results.text(v) for k, v in group[name].attrs.items()}
                self.assertEqual((attributes["units"], attributes["long_name"],
                                  attributes["long_name_zh"]),
                                 (about.unit, about.title, about.title_zh))
                has = {kind for i, kind in enumerate(kinds)
                       if not np.isnan(group[name][..., i]).all()}
                self.assertEqual(has, set(about.formulas), name)

    def test_a_part_of_the_districts_has_its_own_sum(self):
        tree = suffice.open(self.files["kinds"])
        names = [str(d) for d in tree["district"].values[:2]]
        table = tree.suffice.summary("demand", by_year=False, service="nursery",
                                     district=names).set_index("district")["mean"]
        self.assertAlmostEqual(table["all"], table[names].sum())

    def test_facts_are_told(self):
        with h5py.File(self.files["kinds"]) as file:
            facts = {name: (kind, has) for name, kind, has in zip(
                file["service"].asstr()[:], file["service_kind"].asstr()[0],
                file["service_has_list"][0], strict=True)}
            self.assertEqual(facts["nursery"], ("stay", 1))
            self.assertEqual(facts["junior_high"], ("intake", 0))
            units = set(file["assumptions/assumption_value_unit"].asstr()[:])
            self.assertLessEqual(units, {"1", "days", "per day"})
            self.assertGreater(len(units), 1)

    def test_a_file_of_format_1_3_opens_as_ever(self):
        path = self.path / "old.h5"
        path.write_bytes(gzip.decompress(
            (SOURCE / "tests/data/older/hello_1_3.h5.gz").read_bytes()))
        new = self.path / "new.h5"
        run("run", SOURCE / "scenarios/hello.yaml", "-n", 2, "-o", new, "-q")
        with h5py.File(path) as file:
            self.assertNotIn("measures", file)
        old_rows, new_rows = (run("info", p, "--csv") for p in (path, new))
        self.assertEqual(old_rows, new_rows)
        old, young = (suffice.open(p).suffice for p in (path, new))
        one, two = old.summary("all"), young.summary("all")
        self.assertEqual(list(one["measure"]), list(two["measure"]))
        np.testing.assert_allclose(one["mean"], two["mean"], rtol=1e-12)
        self.assertTrue(suffice.tables.has_list(suffice.open(path), "nursery"))
        self.assertIn("hello", run("compare", path, new))

    def test_shards_give_the_same_bytes(self):
        scenario = SOURCE / "scenarios/hello.yaml"
        whole, parts = self.path / "whole.h5", self.path / "parts.h5"
        run("run", scenario, "-n", 6, "-o", whole, "-q", "-t", 2)
        for shard in ("1/2", "2/2"):
            run("run", scenario, "-n", 6, "-o", parts, "-q", "-t", 1, "--shard", shard)
        run("merge", *sorted(self.path.glob("parts.*.journal")), "-o", parts, "-q")
        self.assertEqual(whole.read_bytes(), parts.read_bytes())


if __name__ == "__main__":
    unittest.main()
