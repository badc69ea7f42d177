# SPDX-License-Identifier: GPL-3.0-or-later
"""Costs: the program's tables and comparison, the package's tables and picture and the
report, against the numbers of the file; and the same bytes however a run is made.
"""
import csv
import io
import pathlib
import subprocess
import tempfile
import unittest

import h5py
import numpy as np
from where import PROGRAM, SOURCE, program

import suffice  # noqa: E402
from suffice import report  # noqa: E402
from suffice.results import ResultsError  # noqa: E402

PLAIN = SOURCE / "tests/data/supply/costs.yaml"
MORE = """\
format: 1
extends: {plain}
name: more
levers: {{south_beds: {{value: 60}}}}
services: {{ward: {{arrivals: {{north: {{every: 8 days}}}}}}}}
"""
DRAWN = ["--set", "costs.overrun={median: 1.1, mean: 1.2, rank_correlation: 0.5}",
         "--set", "delivery.delay={lognormal: {median: 1.07, mean: 1.15}}"]
N = 24


def rows(*arguments):
    return list(csv.DictReader(io.StringIO(program(*arguments, "--csv"))))


class Costs(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.holder = tempfile.TemporaryDirectory()
        cls.folder = pathlib.Path(cls.holder.name)
        (cls.folder / "more.yaml").write_text(MORE.format(plain=PLAIN))
        cls.path = cls.folder / "two.h5"
        program("run", PLAIN, cls.folder / "more.yaml", "-n", N, "-o", cls.path, "-q", *DRAWN)
        cls.tree = suffice.open(cls.path)
        cls.h5 = h5py.File(cls.path)

    @classmethod
    def tearDownClass(cls):
        cls.tree.close()
        cls.h5.close()
        cls.holder.cleanup()

    def test_sums_of_the_file_are_sums_of_its_parts(self):
        group = self.h5["costs"]
        for name in ("capital", "running", "spent", "overrun"):
            value = group[name][:]
            np.testing.assert_allclose(value[:, :, -1], value[:, :, :-1].sum(2), rtol=1e-12,
                                       atol=1e-6)
            np.testing.assert_allclose(value[..., -1], value[..., :-1].sum(-1), rtol=1e-12,
                                       atol=1e-6)  # the shares sum to 1
        np.testing.assert_allclose(group["spent"][:], group["capital"][:] + group["running"][:])
        capital = group["service_capital"][:]
        np.testing.assert_allclose(capital[:, :, :, -1], capital[:, :, :, :-1].sum(3))
        self.assertTrue((group["idle"][..., 0] <= group["service_running"][..., 0]).all())
        over = group["capital"][:] > group["budget"][:]
        known = np.isfinite(group["budget"][:])
        np.testing.assert_array_equal(group["over_budget"][:][known], over[known])
        self.assertTrue(np.isnan(group["over_budget"][:][~known]).all())

    def test_the_program_and_the_package_say_the_same(self):
        told = {(r["scenario"], r["of"], r["period"], r["quantity"]): r
                for r in rows("info", self.path, "--costs") if r["region"] == "all"}
        table = self.tree.suffice.costs()
        self.assertEqual(set(table["quantity"]), {"capital", "overrun", "running", "spent",
                                                  "budget", "over_budget"})
        for row in table.to_dict("records"):
            one = told[row["scenario"], row["fund"], str(row["year"]), row["quantity"]]
            np.testing.assert_allclose([row["mean"], row["low"], row["high"]],
                                       [float(one[k]) for k in ("mean", "low", "high")],
                                       rtol=1e-8, atol=1e-4)
        ward = self.tree.suffice.costs("service", False, service="ward", district="all",
                                       scenario="more")
        for row in ward.to_dict("records"):
            one = told["more", "ward", "all", row["quantity"]]
            np.testing.assert_allclose(row["mean"], float(one["mean"]), rtol=1e-8)
        text = program("info", self.path, "--costs")
        self.assertIn("costs are given of 5 of 6 projects, 1 of 1 works, 1 of 2 services", text)
        self.assertIn("no cost is given of: other", text)
        self.assertIn("P(over budget)", text)
        covered = self.tree.suffice.cost_coverage()
        self.assertEqual(list(covered["costed"])[:3], [5, 1, 1])
        self.assertEqual(list(covered["in_all"])[:3], [6, 1, 2])

    def test_what_one_more_person_served_costs_is_a_quotient_of_means(self):
        group = self.h5["costs"]
        services = list(group["service"].asstr()[:])
        ward = services.index("ward")
        cost, served = ((group[a][:, :, -1, -1, ward] for a in pair) for pair in
                        (("service_capital", "service_running"), ("served",)))
        cost = sum(cost)
        (served,) = served
        wanted = (cost[1] - cost[0]).mean() / (served[1] - served[0]).mean()
        found = {r["name"]: r for r in rows("compare", self.path)
                 if r["quantity"] == "cost_of_one_more_served"}
        self.assertAlmostEqual(float(found["ward"]["difference"]) / wanted, 1, places=8)
        self.assertLess(float(found["ward"]["low"]), wanted)
        self.assertLess(wanted, float(found["ward"]["high"]))
        self.assertEqual(found["other"]["difference"], "")  # nobody more is served
        self.assertIn("cost of one more person served: yuan, prices of 2020",
                      program("compare", self.path))

    def test_a_file_is_the_same_however_it_is_made(self):
        whole = self.path.read_bytes()
        for threads in (1, 3):
            other = self.folder / f"threads{threads}.h5"
            program("run", PLAIN, self.folder / "more.yaml", "-n", N, "-o", other, "-q",
                    "--threads", threads, *DRAWN)
            self.assertEqual(other.read_bytes(), whole)
        for k in (1, 2):
            program("run", PLAIN, self.folder / "more.yaml", "-n", N, "-o",
                    self.folder / "parts.h5", "-q", "--shard", f"{k}/2", *DRAWN)
        merged = self.folder / "merged.h5"
        program("merge", "-o", merged, *sorted(self.folder.glob("parts*.journal")), "-q")
        self.assertEqual(merged.read_bytes(), whole)

    def test_a_scenario_without_costs_has_no_group_and_says_so(self):
        path = self.folder / "none.h5"
        program("run", SOURCE / "tests/data/supply/equality.yaml", "-n", 2, "-o", path, "-q")
        with h5py.File(path) as file:
            self.assertNotIn("costs", file)
        done = subprocess.run([PROGRAM, "info", path, "--costs"], text=True,
                              capture_output=True, check=False)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("has no costs", done.stderr)
        with suffice.open(path) as tree, self.assertRaisesRegex(ResultsError, "section costs"):
            tree.suffice.costs()

    def test_pictures_and_the_report_have_them_in_both_languages(self):
        for lang, words in (("en", ("What the plan costs", "P(over budget)")),
                            ("zh", ("规划费用", "超支概率"))):
            figure = self.tree.suffice.plot_costs(lang=lang)
            self.assertIn(words[0], figure.axes[0].get_title(loc="left") +
                          figure.axes[0].get_title())
            self.assertEqual(len(figure.axes[0].get_xticklabels()), 3)
            page = self.folder / f"{lang}.html"
            report.write(self.tree, page, lang=lang)
            text = page.read_text()
            section = text[text.index('<section id="money">'):]
            section = section[:section.index("</section>")]
            for word in words:
                self.assertIn(word, section)
        with self.assertRaisesRegex(ResultsError, "no fund 'town'"):
            self.tree.suffice.plot_costs(fund="town")


if __name__ == "__main__":
    unittest.main()
