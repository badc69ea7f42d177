# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables and pictures that are given what was seen: the package, the program and plain
weighted numbers agree; without observations nothing is different."""
import io
import pathlib
import subprocess
import tempfile
import unittest

import numpy as np
import pandas as pd
import yaml
from test_observations import COUNTED
from where import PROGRAM, program

import suffice
from suffice import given, report, weighted
from suffice.report import glance
from suffice.report.texts import Texts

N = 1200
EFFECTIVE = given.COLUMN


def rows(*arguments):
    return pd.read_csv(io.StringIO(program(*arguments)))


class Given(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.holder = tempfile.TemporaryDirectory()
        cls.folder = pathlib.Path(cls.holder.name)
        parts = yaml.safe_load(COUNTED)
        overlay = {"format": 1, "extends": "counted.yaml", "services": {"clinic": {"places": 4}}}
        texts = {"counted": parts, "fewer": {**overlay, "name": "fewer"},
                 "plain": {**overlay, "name": "plain", "observations":
                           dict.fromkeys(parts["observations"])}}
        for name, text in texts.items():
            (cls.folder / f"{name}.yaml").write_text(yaml.safe_dump(text))
        cls.path = cls.folder / "counted.h5"
        program("run", *(cls.folder / f"{name}.yaml" for name in texts), "-n", N, "-o", cls.path,
                "-q")
        cls.tree = suffice.open(cls.path)
        cls.weights = cls.tree.suffice.weights("counted").values

    @classmethod
    def tearDownClass(cls):
        cls.tree.close()
        cls.holder.cleanup()

    def same(self, theirs, ours, columns):
        for column in columns:
            np.testing.assert_allclose(
                pd.to_numeric(ours[column], errors="coerce"), theirs[column].astype(float),
                rtol=1e-7, atol=1e-11, err_msg=column)

    def test_scorecard(self):
        theirs, ours = rows("info", self.path, "--targets", "--csv"), self.tree.suffice.scorecard()
        self.same(theirs, ours, ["met", "p_met", "p_low", "p_high", "value", "shortfall",
                                 "value_half_width", "p_95", "p_99", "together_median",
                                 "together_low", "together_high", "p_all", EFFECTIVE])
        met = self.tree["targets"]["met"].sel(scenario="counted", target="busy").values
        self.assertAlmostEqual(ours["p_met"][0], (self.weights * met).sum(), places=12)
        self.assertGreater(ours["p_met"][0], met.mean() + 0.1)
        self.assertAlmostEqual(ours[EFFECTIVE][0], 1 / (self.weights**2).sum(), places=8)
        self.assertTrue(np.isnan(ours[EFFECTIVE][2]))  # nothing was counted of it

    def test_measures(self):
        ours = self.tree.suffice.summary(by_year=False)
        keys = ["scenario", "service", "district", "measure"]
        both = ours.merge(rows("info", self.path, "--csv").rename(columns={"quantity": "measure"}),
                          on=keys, suffixes=("", "_theirs"))
        self.assertEqual(len(both), len(ours))
        self.assertGreater(len(both), 20)
        np.testing.assert_allclose(both["mean"], both["mean_theirs"], rtol=1e-9)
        np.testing.assert_allclose((both["high"] - both["low"]) / 2, both["half_width"],
                                   rtol=1e-6, atol=1e-9)
        asked = self.tree["measures"]["demand"].sel(
            scenario="counted", service="clinic", region="all", period="all").values
        row = ours[(ours["scenario"] == "counted") & (ours["measure"] == "demand")].iloc[0]
        self.assertAlmostEqual(row["mean"], (self.weights * asked).sum(), places=9)
        sums = np.cumsum(self.weights[np.argsort(asked)])
        self.assertAlmostEqual(row["q50"], np.sort(asked)[np.searchsorted(sums, 0.5)], delta=1)

    def test_differences_take_the_weights_of_the_base(self):
        theirs = rows("compare", self.path, "--csv")
        ours = self.tree.suffice.compare()
        keys = ["scenario", "of", "name", "district", "measure"]
        both = ours.merge(theirs.rename(columns={"quantity": "measure"}).fillna({"district": ""}),
                          on=keys, suffixes=("", "_theirs"))
        self.assertEqual(len(both), len(ours))
        for column in ("base_mean", "mean", "difference", "low", "high", EFFECTIVE):
            np.testing.assert_allclose(both[column], both[f"{column}_theirs"], rtol=1e-7,
                                       atol=1e-9, err_msg=column)
        self.assertTrue((both[EFFECTIVE] > 100).all())  # of `plain` too: it has the same world
        np.testing.assert_allclose(both["mean"] - both["base_mean"], both["difference"], atol=1e-9)
        # From `plain`, of which nothing was counted, the weights are those of the other.
        back = self.tree.suffice.compare("plain").set_index(["scenario", *keys[1:]])
        there = ours.set_index(["scenario", *keys[1:]])
        one = ("service", "clinic", "town", "occupied")
        self.assertAlmostEqual(back.loc[("counted", *one), "difference"],
                               -there.loc[("plain", *one), "difference"], places=9)
        text = program("compare", self.path)
        self.assertIn("given what was seen (effective sample of", text)
        self.assertEqual(text.count("weights: those of counted, under which it was seen\n"), 2)
        self.assertNotIn("given", program("compare", self.path, "--prior"))

    def test_another_past_is_told(self):
        path = self.folder / "past.h5"
        other = self.folder / "other.yaml"
        other.write_text(yaml.safe_dump({
            "format": 1, "extends": "counted.yaml", "name": "other",
            "observations": {"asked": None, "taken": {
                "measure": "admissions", "of": "clinic", "value": 62, "sd": 3}},
            "services": {"clinic": {"places": 6}}}))
        program("run", self.folder / "counted.yaml", other, "-n", 800, "-o", path, "-q")
        self.assertRegex(program("compare", path), r"whose past is another one, \d+ % of the")

    def test_observations_of_one_name_are_the_same_in_a_run(self):
        """A file tells of each once: the table said the first scenario's of the others."""
        other = self.folder / "another.yaml"

        def told(**parts):
            other.write_text(yaml.safe_dump({"format": 1, "extends": "counted.yaml",
                                             "name": "another", "observations": parts}))
            return subprocess.run([PROGRAM, "run", self.folder / "counted.yaml", other, "-n", "2",
                                   "-o", self.folder / "another.h5", "-q", "-f"],
                                  text=True, capture_output=True)

        for change in ({"value": 63}, {"sd": 4}, {"measure": "admissions"}, {"hold_out": True},
                       {"basis": "registered"}, {"district": "town"}):
            done = told(asked=change)
            self.assertEqual(done.returncode, 3, change)
            self.assertIn("found another 'asked' than in", done.stderr)
            self.assertIn("observations of one name must be the same in all scenarios of a run",
                          done.stderr)
        new = {"measure": "requests", "of": "clinic", "value": 60, "sd": 3}
        for change in ({"asked": {"title": "asked for"}}, {"asked": None}, {"new": new}):
            self.assertEqual(told(**change).returncode, 0, change)

    def test_points_of_a_table_are_not_what_was_thought_before(self):
        points, path = self.folder / "points.csv", self.folder / "table.h5"
        points.write_text("replication,rate,log_weight\n" + "".join(
            f"{r},{(r + 0.5) / 400},0.1\n" for r in range(400)))
        table = ("--set", "design={table: " + str(points) + "}")
        counted = self.folder / "counted.yaml"
        for sd, what in ((3, ""), (0.2, ": weights by what was seen are refused")):
            program("run", counted, *table, "-o", path, "-q", "-f", "--set",
                    f"observations.asked.sd={sd}")
            prior = program("info", path, "--prior")
            self.assertIn("clinic, as its table draws\n", prior)
            told = prior if sd == 3 else program("info", path)
            self.assertIn(f"clinic, as its table draws{what}\n", told)
            self.assertNotIn("as thought before", prior + program("info", path))
            with suffice.open(path) as tree:
                self.assertEqual(given.words(given.prior(tree), None, "en"), ["as its table draws"])
                self.assertEqual("as its table draws" + what in given.words(tree, None, "en"),
                                 sd != 3)
                for lang, words in (("en", "as its table draws"), ("zh", "按点表抽取")):
                    page = self.folder / "table.html"
                    report.write(tree, page, lang=lang)
                    page = page.read_text("utf-8")
                    self.assertIn(words, page)
                    self.assertNotIn("as thought before", page)
        for question in ("size", "margin", "slip", "why"):
            done = subprocess.run([PROGRAM, question, counted, *table, "-n", "20"], text=True,
                                  capture_output=True, cwd=self.folder)
            self.assertEqual(done.returncode, 3, done.stderr)
            self.assertIn("found a table with log_weight", done.stderr)

    def test_regret(self):
        theirs = rows("compare", self.path, "--regret", "--csv")
        ours = self.tree.suffice.regret(service="clinic")
        self.same(theirs[(theirs["of"] == "clinic") & (theirs["quantity"] == "unmet")], ours,
                  ["mean", "low", "high", "q90", "worst", "best", "best_low", "best_high",
                   EFFECTIVE])

    def test_heads_and_the_prior(self):
        text = program("info", self.path)
        size = f"given what was seen (effective sample of {1 / (self.weights**2).sum():.0f})"
        self.assertIn(f"\ntargets, {size}\n", text)
        self.assertIn(f"\nclinic, {size}\n", text)
        self.assertEqual(text.count("given what was seen"), 4)  # of two scenarios of three
        self.assertIn(size, program("info", self.path, "--equality"))
        prior = program("info", self.path, "--prior")
        self.assertNotIn("given what was seen", prior)
        self.assertIn("\nclinic, as thought before what was seen\n", prior)
        card = self.tree.suffice.prior().scorecard()
        met = self.tree["targets"]["met"].sel(scenario="counted", target="busy").values
        self.assertAlmostEqual(card["p_met"][0], met.mean(), places=12)
        self.assertTrue(card[EFFECTIVE].isna().all())

    def test_a_comparison_of_the_report_says_whose_weights_it_takes(self):
        """Those of the scenario compared with; of one that has none, those of the others."""
        names = ("counted", "fewer", "plain")
        titles = {name: f"Case {name}" for name in names}
        for base, whose in (("counted", "Case counted"), ("fewer", "Case fewer"),
                            ("plain", "Case counted, Case fewer")):
            self.assertEqual(glance.whose(self.tree, base, Texts("en"), titles),
                             f"Differences are weighted by what was seen in: {whose}.")
            self.assertEqual(glance.whose(given.prior(self.tree), base, Texts("en"),
                                          titles), "")
        for lang, words in (("en", "Differences are weighted by what was seen in"),
                            ("zh", "差值按以下情景的观测值加权")):
            page = self.folder / f"whose.{lang}.html"
            for tree, count in ((self.tree, 1), (given.prior(self.tree), 0)):
                report.write(tree, page, lang=lang)
                self.assertEqual(page.read_text("utf-8").count(words), count)

    def test_nothing_is_different_without_observations(self):
        path = self.folder / "plain.h5"
        program("run", self.folder / "plain.yaml", "-n", 60, "-o", path, "-q")
        for part in ((), ("--targets",), ("--equality",)):
            self.assertNotIn(EFFECTIVE, program("info", path, "--csv", *part).split("\n")[0])
            self.assertNotIn("what was seen", program("info", path, *part))
        with suffice.open(path) as tree:
            self.assertNotIn(EFFECTIVE, tree.suffice.scorecard())
            self.assertEqual(given.words(tree, None, "en"), [])

    def test_weights_that_are_refused_are_not_taken(self):
        path = self.folder / "narrow.h5"
        program("run", self.folder / "counted.yaml", "-n", 200, "-o", path, "-q",
                "--set", "observations.asked.sd=0.2")
        self.assertIn("clinic, as thought before: weights by what was seen are refused\n",
                      program("info", path))
        with suffice.open(path) as tree:
            self.assertTrue(tree.suffice.scorecard()[EFFECTIVE].isna().all())
            self.assertEqual(given.words(tree, None, "zh"), ["未纳入观测值：观测权重不可用"])

    def test_draws_of_a_nested_run_count_once(self):
        path = self.folder / "nested.h5"
        program("run", self.folder / "counted.yaml", "-o", path, "-q",
                "--set", "nested={outer: 60, inner: 5}", "--set", "observations.asked.sd=30")
        of = rows("info", path, "--observations", "--csv")
        of = of[of["of"] == "weights"].set_index("quantity")["value"]
        with suffice.open(path) as tree:
            found = given.judged(tree, "counted")
        draws = found.weights.reshape(60, 5).sum(1)
        self.assertAlmostEqual(of["effective"], 1 / (draws**2).sum(), places=5)
        self.assertAlmostEqual(of["pareto_k"], found.pareto_k, places=6)
        self.assertLess(of["effective"], 60)
        self.assertEqual(of["hold"], 0)

    def test_pictures_and_report_say_so(self):
        results = self.tree.suffice
        for figure in (results.fan("clinic", scenario="counted"), results.heatmap("clinic"),
                       results.plot_scorecard(), results.plot_compare(),
                       results.plot_regret(service="clinic")):
            self.assertIn("given what was seen", figure.get_suptitle())
        self.assertIn("as thought before", results.plot_observations().get_suptitle())
        self.assertIn("as thought before what was seen",
                      results.prior().fan("clinic", scenario="counted").get_suptitle())
        line = results.fan("clinic", scenario="counted").axes[1].lines[0].get_ydata()
        asked = self.tree["requests"].sel(scenario="counted", service="clinic", district="town")
        np.testing.assert_allclose(line, self.weights @ asked.transpose(
            "replication", "month").values, rtol=1e-9)
        for lang, words in (("en", "given what was seen"), ("zh", "已纳入观测值")):
            page = self.folder / f"report.{lang}.html"
            report.write(self.tree, page, lang=lang)
            self.assertIn(words, page.read_text("utf-8"))


class Quantiles(unittest.TestCase):
    def test_equal_weights_give_the_plain_quantile(self):
        random = np.random.default_rng(1)
        values = random.normal(size=(101, 4))
        values[::7, 2] = np.nan
        sample = weighted.Sample(None, np.arange(101), np.full(101, 1 / 101))
        np.testing.assert_allclose(weighted.quantile(values, (0.05, 0.5, 0.9), sample),
                                   np.nanquantile(values, (0.05, 0.5, 0.9), axis=0), rtol=1e-9)

    def test_a_normal_posterior(self):
        x = np.linspace(-6, 6, 20001)
        weights = np.exp(-x**2 / 2 - (x - 2) ** 2 / 2)
        sample = weighted.Sample(None, np.arange(len(x)), weights / weights.sum())
        found = weighted.quantile(x[:, None], (0.05, 0.5, 0.95), sample)[:, 0]
        np.testing.assert_allclose(found, 1 + np.array([-1, 0, 1]) * 1.6448536 * np.sqrt(0.5),
                                   atol=1e-3)


if __name__ == "__main__":
    unittest.main()
