# SPDX-License-Identifier: GPL-3.0-or-later
"""Observations: what the run has where something was counted, weights by it, and laws that
are known of what follows; in the program, the package and the report.
"""
import pathlib
import subprocess
import tempfile
import unittest

import h5py
import numpy as np
import yaml
from scipy import special, stats
from where import SOURCE, program

import suffice
from suffice import report
from suffice.program import find
from suffice.results import ResultsError

N = 3000
COUNTED = """\
format: 1
name: counted
start: 2021-01-01
end: 2022-01-01
seed: 11
design: random
districts: {town: {}}
assumptions:
  rate: {gamma: {mean: 50 per year, cv: 0.2}}
  uptake: {beta: {mean: 0.06, n: 80}}
services:
  clinic:
    kind: stay
    arrivals: {town: {rate: $rate}}
    stay: {exponential: {mean: 1 month}}
    queue: {discipline: none}
    places: 1000
targets:
  busy: {measure: utilisation, of: clinic, value: 0.0045}
observations:
  asked: {measure: requests, of: clinic, value: 62, sd: 3}
  again: {measure: admissions, of: clinic, value: 62, sd: 3, hold_out: yes}
  elsewhere: {measure: requests, of: clinic, value: 300, sd: 3, basis: registered}
  nothing: {measure: occupancy, of: clinic, value: 1, sd: inf}
"""


def datasets(path):
    """All of a file but its observations and what tells of the scenario's text."""
    found = {}

    def keep(name, item):
        if isinstance(item, h5py.Dataset) and not name.startswith(("observations", "run")):
            found[name] = item[...].tobytes() if item.dtype.kind != "O" else str(item[...])
    with h5py.File(path) as opened:
        opened.visititems(keep)
    return found


class Laws(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.holder = tempfile.TemporaryDirectory()
        cls.folder = pathlib.Path(cls.holder.name)
        cls.scenario = cls.folder / "counted.yaml"
        cls.scenario.write_text(COUNTED)
        cls.path = cls.folder / "counted.h5"
        program("run", cls.scenario, "-n", N, "-o", cls.path, "-q")
        cls.tree = suffice.open(cls.path)

    @classmethod
    def tearDownClass(cls):
        cls.tree.close()
        cls.holder.cleanup()

    def test_gamma_poisson(self):
        """The rate is 50 / year x G, G ~ Gamma(25, 1/25), and asked ~ Poisson(50 G): given
        x G has the mean (25 + x) / 75, x is negative binomial, and each x weighs
        exp(-(x - 62)^2 / 18)."""
        x = np.arange(0, 400)
        weight = stats.nbinom.pmf(x, 25, 25 / 75) * np.exp(-((x - 62) / 3) ** 2 / 2)
        weight /= weight.sum()
        expected = (weight * (25 + x) / 75).sum()
        weights = self.tree.suffice.weights()
        rate = self.tree["assumptions"]["value"].isel(scenario=0, year=0).sel(assumption="rate")
        factor = rate * 365.25 / 50
        found = float(factor.weighted(weights).mean("replication"))
        error = float(np.sqrt((weights ** 2 * (factor - found) ** 2).sum()))
        self.assertLess(error, 0.02)
        self.assertLess(abs(found - expected), 4.65 * error)
        self.assertGreater(expected, 1.1)  # and not what was thought before: 1
        of = self.tree.suffice.observations("assumption").set_index("name").loc["rate"]
        self.assertAlmostEqual(of["mean_given"] * 365.25 / 50, found, places=8)

    def test_what_the_run_has_there_is_in_its_record(self):
        seen = self.tree["observations"]["simulated"].isel(scenario=0)
        root = self.tree.to_dataset().isel(scenario=0, district=0, service=0)
        asked = root["requests"].sum("month")
        np.testing.assert_array_equal(seen.sel(observation="asked"), asked)
        np.testing.assert_array_equal(seen.sel(observation="again"),
                                      root["admissions"].sum("month"))
        days = np.diff([0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365])
        np.testing.assert_allclose(seen.sel(observation="nothing"),
                                   (root["occupancy"] * days).sum("month") / 365, rtol=1e-12)
        logs = self.tree["observations"]["log_weight"].isel(scenario=0)
        np.testing.assert_allclose(logs, -((asked - 62) / 3) ** 2 / 2, rtol=1e-12)

    def test_ranks_and_what_the_run_excludes(self):
        of = self.tree.suffice.observations().set_index("name")
        asked = self.tree.to_dataset()["requests"].sum(["month", "district", "service"]).values[0]
        self.assertAlmostEqual(of.loc["asked", "rank"],
                               special.ndtr((62 - asked) / 3).mean(), places=8)
        np.testing.assert_allclose(of.loc["asked", ["low", "high"]].astype(float),
                                   np.quantile(asked, [0.025, 0.975]))
        self.assertEqual(list(of.index[of["excluded"]]), ["elsewhere"])
        self.assertEqual(list(of.index[of["weighs"]]), ["asked", "nothing"])
        self.assertTrue(np.isnan(of.loc["nothing", "rank"]))
        text = program("info", self.path)
        self.assertIn("excludes: elsewhere", text)

    def test_effective_sample_size_and_targets(self):
        weights = self.tree.suffice.weights().values
        of = self.tree.suffice.observations("weights").iloc[0]
        self.assertAlmostEqual(of["effective"], 1 / (weights ** 2).sum(), places=5)
        met = self.tree["targets"]["met"].values[0, :, 0]
        target = self.tree.suffice.observations("target").iloc[0]
        self.assertAlmostEqual(target["p_met_given"], (weights * met).sum(), places=8)
        self.assertGreater(target["p_met_given"], target["p_met"])
        self.assertLess(target["low_given"], target["p_met_given"])

    def test_an_infinite_error_changes_no_byte(self):
        plain, blank = self.folder / "plain.yaml", self.folder / "blank.yaml"
        parts = yaml.safe_load(COUNTED)
        del parts["observations"]
        plain.write_text(yaml.safe_dump(parts))
        blank.write_text(yaml.safe_dump({**parts, "observations": {
            "all": {"measure": "requests", "of": "clinic", "value": 1, "sd": ".inf"}}}))
        for of in (plain, blank):
            program("run", of, "-n", 20, "-o", of.with_suffix(".h5"), "-q")
        self.assertEqual(datasets(plain.with_suffix(".h5")), datasets(blank.with_suffix(".h5")))
        with h5py.File(blank.with_suffix(".h5")) as opened:
            self.assertTrue((opened["observations/log_weight"][:] == 0).all())
        with h5py.File(plain.with_suffix(".h5")) as opened:
            self.assertNotIn("observations", opened)
        self.assertIn("no observations", program("info", plain.with_suffix(".h5"),
                                                 "--observations"))

    def test_a_scenario_of_which_nothing_was_counted_says_nothing(self):
        plain, path = self.folder / "without.yaml", self.folder / "both.h5"
        plain.write_text(yaml.safe_dump(
            {**yaml.safe_load(COUNTED), "name": "without", "observations": {}}))
        program("run", plain, self.scenario, "-n", 20, "-o", path, "-q")
        self.assertEqual(program("info", path).count("(--observations)"), 1)
        told = program("info", path, "--observations")
        self.assertEqual(told.count("the scenario does not have it"), 4)
        self.assertEqual(told.count("weights by"), 1)
        with suffice.open(path) as tree:
            report.write(tree, self.folder / "both.html")
        self.assertNotIn("Does the run hold", (self.folder / "both.html").read_text("utf-8"))

    def test_a_registered_count_that_is_far_off_is_told_as_such(self):
        self.assertIn("excludes: elsewhere (of registered people)", program("info", self.path))

    def test_a_run_warns_of_what_it_excludes(self):
        """Once, with the count and the first rows; of residents alone; --strict runs."""
        path = self.folder / "warned.h5"
        changes = [f"observations.far-{i}={{measure: requests, of: clinic, value: {900 + i}, "
                   "sd: 1}" for i in range(4)]
        done = subprocess.run(
            [find(), "run", self.scenario, "-n", "20", "-o", path, "-q",
             "--set", "observations.again.sd=2",
             *(word for change in changes for word in ("--set", change))],
            capture_output=True, text=True, check=True)
        self.assertEqual(done.stderr.count("warning: excludes"), 1, done.stderr)
        self.assertRegex(done.stderr, r"excludes 4 of 7 observations: far-0 of counted "
                         r"\(counted 900, the run has \d+(\.\d+)? to \d+(\.\d+)?\), far-1 of "
                         r"counted \([^)]*\), far-2 of counted \([^)]*\), \.\.\.\n")
        self.assertNotIn("elsewhere", done.stderr.split("excludes")[1])
        again = subprocess.run(
            [find(), "run", self.scenario, "-n", "20", "-o", self.folder / "calm.h5", "-q"],
            capture_output=True, text=True, check=True)
        self.assertNotIn("excludes", again.stderr)

    def test_weights_that_do_not_hold_are_refused(self):
        path = self.folder / "narrow.h5"
        program("run", self.scenario, "-n", 200, "-o", path, "-q",
                "--set", "observations.asked.sd=0.2")
        self.assertIn("refused: the effective sample size is below 100",
                      program("info", path, "--observations"))
        with suffice.open(path) as tree, self.assertRaisesRegex(ResultsError, "do not hold"):
            tree.suffice.weights()

    def test_picture_and_report(self):
        figure = self.tree.suffice.plot_observations(lang="zh")
        self.assertEqual(len(figure.axes[0].get_yticks()), 4)
        figure.savefig(self.folder / "seen.png")
        for lang, wanted in (("en", "Does the run hold what was counted?"),
                             ("zh", "模拟能否再现已观测到的情况")):
            page = self.folder / f"report.{lang}.html"
            report.write(self.tree, page, lang=lang)
            text = page.read_text("utf-8")
            self.assertIn(wanted, text)
            self.assertIn("elsewhere", text)


class Counted(unittest.TestCase):
    """Every measure of the table, of every district and of all, against the record."""

    def test_every_measure(self):
        with tempfile.TemporaryDirectory() as holder:
            folder = pathlib.Path(holder)
            base = SOURCE / "scenarios/luzhou/plan.yaml"
            rows = {measure: {"measure": measure, "date": "2021-12-31"}
                    for measure in ("births", "deaths", "moves_in", "moves_out", "residents")}
            rows["girls"] = {"measure": "residents", "date": "2022-12-31", "sex": "F",
                             "age_from": 5, "age_to": 14, "district": "Naxi"}
            rows["old"] = {"measure": "deaths", "date": "2022-12-31", "age_from": 65}
            services = {
                "nursery": ["requests", "admissions", "refusals", "occupancy", "occupancy_end",
                            "waiting", "waiting_end"],
                "primary": ["applicants", "placed", "unplaced", "pupils_in", "occupancy_end"],
                "library": ["visits", "served", "visits_refused"]}
            for service, measures in services.items():
                for measure in measures:
                    rows[f"{service}-{measure}"] = {
                        "measure": measure, "of": service, "date": "2022-09-30",
                        **({} if measure.endswith("_end") else {"over": "5 months"})}
            rows = {name: {**row, "value": 1, "sd": 2} for name, row in rows.items()}
            overlay = folder / "counted.yaml"
            overlay.write_text(yaml.safe_dump({
                "format": 1, "extends": str(base), "name": "counted", "observations": rows}))
            path = folder / "counted.h5"
            program("run", overlay, "-n", 1, "-o", path, "-q")
            with suffice.open(path) as tree:
                root, of = tree.to_dataset().isel(scenario=0), tree["population"].isel(scenario=0)
                seen = tree["observations"]["simulated"].isel(scenario=0)
                for name, row in rows.items():
                    values = (of[row["measure"]] if "of" not in row else root[row["measure"]])
                    if "of" not in row:
                        values = values.sel(year=int(row["date"][:4]))
                        inside = [row.get("age_from", 0) <= age <= row.get("age_to", 100)
                                  for age in range(0, 105, 5)]
                        values = values.sel(age_group=inside)
                        if "sex" in row:
                            values = values.sel(sex=["female"])
                        if "district" in row:
                            values = values.sel(district=[row["district"]])
                        values = values.sum(["district", "sex", "age_group"])
                    else:
                        values = values.sel(service=row["of"]).sum("district")
                        if row["measure"].endswith("_end"):
                            values = values.isel(month=20)
                        elif row["measure"] in ("occupancy", "waiting"):
                            days = np.array([31, 30, 31, 31, 30])
                            values = (values.isel(month=slice(16, 21)) * days).sum("month") / 153
                        else:
                            values = values.isel(month=slice(16, 21)).sum("month")
                    np.testing.assert_allclose(seen.sel(observation=name), values, rtol=1e-12,
                                               err_msg=name)
                    self.assertFalse(np.isnan(values).any(), name)


if __name__ == "__main__":
    unittest.main()
