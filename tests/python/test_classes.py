# SPDX-License-Identifier: GPL-3.0-or-later
"""Waiting by class of priority, in plain xarray and in the package.
"""
import csv
import io
import pathlib
import re
import subprocess
import tempfile
import unittest

import h5py
import numpy as np
import xarray as xr
from where import PROGRAM, SOURCE

import suffice  # noqa: E402

SMALL = SOURCE / "tests/data/scenarios_good/small.yaml"
OTHER = """\
format: 1
extends: {small}
name: other
services:
  nursery: {{queue: {{classes: {{replace: {{first: {{share: 0.5}}, third: {{share: 0.5}}}}}}}}}}
  ward: {{queue: {{discipline: priority, classes: {{urgent: {{share: 0.2}},
                                                   planned: {{share: 0.8}}}}}}}}
"""
N = 6
LABELS = ["nursery/first", "nursery/second", "nursery/third", "ward/urgent", "ward/planned"]


def program(*arguments):
    return subprocess.run([PROGRAM, *map(str, arguments)], check=True, text=True,
                          capture_output=True).stdout


class Classes(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.holder = tempfile.TemporaryDirectory()
        cls.folder = pathlib.Path(cls.holder.name)
        (cls.folder / "other.yaml").write_text(OTHER.format(small=SMALL))
        cls.path = cls.folder / "two.h5"
        program("run", SMALL, cls.folder / "other.yaml", "-n", N, "-o", cls.path, "-q")
        cls.tree = suffice.open(cls.path)
        cls.h5 = h5py.File(cls.path)
        cls.days = np.diff([*cls.h5["month"][:], 1095])  # 2021 to 2024

    @classmethod
    def tearDownClass(cls):
        cls.tree.close()
        cls.h5.close()
        cls.holder.cleanup()

    def months(self, variable, label, scenario=0):
        """(replication, month, district) of a class."""
        return self.h5[f"classes/{variable}"][scenario, ..., LABELS.index(label)]

    def test_xarray_opens_the_group_labelled(self):
        with xr.open_dataset(self.path, group="classes", engine="h5netcdf") as data:
            self.assertEqual(list(data["priority"].values), LABELS)
            self.assertEqual(list(data["priority_service"].values),
                             [label.split("/")[0] for label in LABELS])
            self.assertEqual(list(data["priority_class"].values),
                             [label.split("/")[1] for label in LABELS])
            one = data["listed"].sel(scenario="small", priority="nursery/first",
                                     district="North")
            self.assertEqual(one.dims, ("replication", "month"))
            self.assertEqual(data["wait"].attrs["units"], "day")
            self.assertEqual(str(data["month"].values[0])[:10], "2021-01-01")
            # What a scenario does not have is not observed in it.
            is_there = data["waiting"].notnull().all(("replication", "month", "district"))
            self.assertEqual(is_there.values.tolist(), [[True, True, False, False, False],
                                                        [True, False, True, True, True]])

    def test_scenarios_without_classes_have_no_group(self):
        path = self.folder / "hello.h5"
        program("run", SOURCE / "scenarios/hello.yaml", "-n", 2, "-o", path, "-q")
        with h5py.File(path) as h5:
            self.assertNotIn("classes", h5)
        with self.assertRaisesRegex(suffice.ResultsError, "no group classes.*no service has"):
            suffice.open(path).suffice.class_waits("nursery")

    def test_class_waits(self):
        table = self.tree.suffice.class_waits("nursery", "small").set_index(
            ["class", "district", "measure"])
        self.assertEqual(len(table), 2 * 4 * 9)
        years = self.days.sum() / 365.25
        for label in ("first", "second"):
            listed = self.months("listed", f"nursery/{label}")
            left = self.months("left", f"nursery/{label}")
            admitted = self.months("admissions", f"nursery/{label}")
            wait = self.months("wait", f"nursery/{label}")
            waiting = self.months("waiting", f"nursery/{label}")
            total = np.nansum(wait * admitted, (1, 2)) / admitted.sum((1, 2))
            mean = (waiting.sum(2) * self.days).sum(1) / self.days.sum()
            for measure, values in (("listed", listed.sum((1, 2)) / years),
                                    ("left", left.sum((1, 2)) / years),
                                    ("admitted", admitted.sum((1, 2)) / years),
                                    ("wait", total), ("waiting", mean)):
                row = table.loc[(label, "all", measure)]
                np.testing.assert_allclose([row["mean"], row["sd"]],
                                           [values.mean(), values.std(ddof=1)], err_msg=measure)
                self.assertTrue(row["low"] < row["mean"] < row["high"])
        one = self.tree.suffice.class_waits("nursery", "small", 2022).set_index(
            ["class", "district", "measure"])
        values = self.months("waiting", "nursery/second")[:, 12:24, 1]
        row = one.loc[("second", "Middle", "waiting")]
        np.testing.assert_allclose(row["mean"],
                                   (values * self.days[12:24]).sum(1).mean() / 365)
        with self.assertRaisesRegex(suffice.ResultsError, "care has no classes.*nursery, ward"):
            self.tree.suffice.class_waits("care")
        with self.assertRaisesRegex(suffice.ResultsError, "2031"):
            self.tree.suffice.class_waits("nursery", year=2031)

    def test_the_program_prints_the_same(self):
        tables = {service: self.tree.suffice.class_waits(service).set_index(
            ["scenario", "class", "district", "measure"]) for service in ("nursery", "ward")}
        rows = list(csv.DictReader(io.StringIO(program("info", self.path, "--classes",
                                                       "--csv"))))
        rows = [row for row in rows if row["replications"] != "0"]  # nobody was admitted
        self.assertEqual(len(rows), sum(map(len, tables.values())))
        for line in rows:
            row = tables[line["service"]].loc[(line["scenario"], line["class"],
                                               line["district"], line["quantity"])]
            np.testing.assert_allclose([row["mean"], row["high"] - row["mean"]],
                                       [float(line["mean"]), float(line["half_width"])],
                                       rtol=1e-6, atol=1e-7, err_msg=str(line))

    def test_wait_times_by_class(self):
        table = self.tree.suffice.wait_times("nursery", 2022, "small", by_class=True)
        self.assertEqual(len(table), 2 * 3 * 10)
        for row in table.to_dict("records"):
            at = (0, slice(None), 1, ["North", "Middle", "South"].index(row["district"]),
                  LABELS.index(f"nursery/{row['class']}"))
            level = int(np.argmin(abs(self.h5["classes/quantile"][:] - row["share"])))
            days = self.h5["classes/wait_quantile"][at][..., level]
            days = np.sort(np.where(np.isnan(days), np.inf, days))
            # Of 6 the 1st, 3rd and 6th: the least that 5, 50 and 95 % do not exceed.
            self.assertEqual([row["low"], row["days"], row["high"]],
                             [days[0], days[2], days[5]])
            self.assertAlmostEqual(row["joined"], self.h5["classes/joined"][at].mean())
        together = self.tree.suffice.wait_times("nursery", 2022, "small")
        joined = table.groupby(["district", "share"])["joined"].sum()
        for row in together.to_dict("records"):
            self.assertAlmostEqual(joined[(row["district"], row["share"])], row["joined"])

    def test_the_report_tells_classes(self):
        for lang, words in (("en", "By class of priority"), ("zh", "按优先级别")):
            page = self.folder / f"{lang}.html"
            self.tree.suffice.report(page, lang=lang)
            html = page.read_text("utf-8")
            self.assertEqual(html.count(words), 2)  # nursery and ward
            ward = html.split('data-service="ward"')[1].split("</details>")[0]
            rows = re.findall(r'scope="row">(urgent|planned)',
                              ward.split('class="classes"')[1])
            self.assertEqual(rows, ["urgent", "planned"])
            care = html.split('data-service="care"')[1].split("</details>")[0]
            self.assertNotIn('class="classes"', care)


if __name__ == "__main__":
    unittest.main()
