# SPDX-License-Identifier: GPL-3.0-or-later
"""`design: {table: ...}`: assumptions drawn as a table of points says, with weights."""
import pathlib
import subprocess
import tempfile
import unittest

import h5py
import numpy as np
from scipy import stats
from where import PROGRAM, program

import suffice

N = 3000
COUNTED = """\
format: 1
name: counted
start: 2021-01-01
end: 2022-01-01
seed: 11
design: {table: points.csv}
districts: {town: {}}
assumptions:
  rate: {gamma: {mean: 50 per year, cv: 0.2}}
  again: {uniform: {low: 5 per year, high: 9 per year}}
services:
  clinic:
    kind: stay
    arrivals: {town: {rate: $rate}}
    stay: {exponential: {mean: 1 month}}
    queue: {discipline: none}
    places: 1000
  other:
    kind: stay
    arrivals: {town: {rate: $again}}
    stay: {exponential: {mean: 1 month}}
    queue: {discipline: none}
    places: 1000
targets:
  busy: {measure: utilisation, of: clinic, value: 0.0045}
observations:
  asked: {measure: requests, of: clinic, value: 62, sd: 3}
"""


def table(path, header, rows):
    path.write_text("\n".join([header, *(",".join(map(str, row)) for row in rows)]) + "\n")


class Points(unittest.TestCase):
    def setUp(self):
        self.holder = tempfile.TemporaryDirectory()
        self.folder = pathlib.Path(self.holder.name)
        self.scenario = self.folder / "counted.yaml"
        self.scenario.write_text(COUNTED)
        self.points = self.folder / "points.csv"

    def tearDown(self):
        self.holder.cleanup()

    def run_it(self, name, *arguments, code=0):
        path = self.folder / name
        done = subprocess.run([PROGRAM, "run", str(self.scenario), "-o", str(path), "-q",
                               *map(str, arguments)], text=True, capture_output=True)
        self.assertEqual(done.returncode, code, done.stderr)
        return path if code == 0 else done.stderr

    def values(self, path, name):
        with suffice.open(path) as tree:
            found = tree["assumptions"]["value"].isel(scenario=0, year=0)
            return found.sel(assumption=name).values.copy()

    def test_values_are_quantiles_and_what_is_lacking_is_drawn_as_in_a_random_design(self):
        u = np.random.default_rng(1).random(40)
        table(self.points, "rate,replication,note", zip(u[::-1], range(39, -1, -1), "x" * 40))
        path = self.run_it("a.h5")
        law = stats.gamma(25, scale=50 / 365.25 / 25)
        np.testing.assert_allclose(self.values(path, "rate"), law.ppf(u), rtol=1e-9)
        other = self.run_it("b.h5", "--set", "design=random", "-n", 40)
        np.testing.assert_array_equal(self.values(path, "again"), self.values(other, "again"))
        self.assertFalse((self.values(path, "rate") == self.values(other, "rate")).any())
        with h5py.File(path) as opened:
            self.assertEqual(opened.attrs["design"], b"table")
            self.assertEqual(opened.attrs["design_points"], 40)

    def test_a_tiny_outside_calibrator_through_the_files(self):
        """The rate is 50 / year x G, G ~ Gamma(25, 1/25); points are drawn from a normal law
        about 1.15 on its own scale, and weigh by prior / proposal."""
        rng = np.random.default_rng(2)
        prior, proposal = stats.gamma(25, scale=1 / 25), stats.norm(1.15, 0.15)
        g = proposal.rvs(N, random_state=rng)
        logs = prior.logpdf(g) - proposal.logpdf(g)
        table(self.points, "replication,rate,log_weight",
              zip(range(N), map(repr, prior.cdf(g).tolist()), map(repr, logs.tolist())))
        path = self.run_it("a.h5")
        x = np.arange(0, 400)
        weight = stats.nbinom.pmf(x, 25, 25 / 75) * np.exp(-((x - 62) / 3) ** 2 / 2)
        expected = (weight * (25 + x) / 75).sum() / weight.sum()
        with suffice.open(path) as tree:
            w = tree.suffice.weights().values
            asked = tree["observations"]["simulated"].values[0, :, 0]
            log_w = tree["observations"]["log_weight"].values[0]
        np.testing.assert_allclose(log_w, logs - ((asked - 62) / 3) ** 2 / 2, rtol=1e-12,
                                   atol=1e-12)
        np.testing.assert_allclose(self.values(path, "rate") * 365.25 / 50, g, rtol=1e-7)
        found = (w * g).sum()
        error = np.sqrt((w ** 2 * (g - found) ** 2).sum())
        self.assertLess(error, 0.01)
        self.assertLess(abs(found - expected), 4.65 * error)
        self.assertGreater(expected, 1.1)
        # Without the table's weights it would be another answer.
        bare = np.exp(-((asked - 62) / 3) ** 2 / 2)
        self.assertGreater(abs((bare * g).sum() / bare.sum() - expected), 0.02)

    def test_the_same_bytes_however_it_is_run_and_written(self):
        u = np.random.default_rng(3).random((60, 2))
        table(self.points, "replication,rate,again", [(r, *p) for r, p in enumerate(u)])
        first = self.run_it("a.h5", "-t", 1).read_bytes()
        self.assertEqual(first, self.run_it("b.h5", "-t", 3).read_bytes())
        for k in (1, 2):
            subprocess.run([PROGRAM, "run", self.scenario, "-o", self.folder / "c.h5", "-q",
                            "--shard", f"{k}/2"], check=True)
        program("merge", *sorted(self.folder.glob("c.*.journal")), "-o", self.folder / "c.h5",
                "-q")
        self.assertEqual(first, (self.folder / "c.h5").read_bytes())
        program("rerun", self.folder / "a.h5")
        # Rows and columns in another order, numbers written otherwise.
        table(self.points, "again,replication,rate",
              [(f"{p[1]:.17e}", r, p[0]) for r, p in reversed(list(enumerate(u)))])
        with h5py.File(self.run_it("d.h5")) as other, h5py.File(self.folder / "a.h5") as one:
            for name in ("requests", "assumptions/value"):
                np.testing.assert_array_equal(other[name][:], one[name][:])
        # Another content is another run.
        table(self.points, "replication,rate,again", [(r, 0.5, p[1]) for r, p in enumerate(u)])
        with h5py.File(self.run_it("e.h5")) as other, h5py.File(self.folder / "a.h5") as one:
            self.assertNotEqual(other.attrs["fingerprint"], one.attrs["fingerprint"])

    def test_a_killed_run_goes_on_to_the_same_bytes(self):
        u = np.random.default_rng(4).random(4000)
        table(self.points, "replication,rate", enumerate(u))
        whole = self.run_it("a.h5").read_bytes()
        path = self.folder / "b.h5"
        run = subprocess.Popen([PROGRAM, "run", self.scenario, "-o", path, "-q"])
        journal = self.folder / "b.h5.journal"
        while run.poll() is None and not (journal.exists()
                                          and journal.stat().st_size > 600_000):
            pass
        run.kill()
        run.wait()
        self.assertFalse(path.exists())
        self.assertEqual(self.run_it("b.h5").read_bytes(), whole)

    def test_points_count_as_independent(self):
        """The interval of P is that of Clopper and Pearson of all points."""
        u = np.random.default_rng(5).random(200)
        table(self.points, "replication,rate", enumerate(u))
        with suffice.open(self.run_it("a.h5")) as tree:
            met = tree["targets"]["met"].values[0, :, 0].sum()
            row = tree.suffice.scorecard().iloc[0]
        self.assertTrue(20 < met < 180)
        np.testing.assert_allclose(
            [row["p_low"], row["p_high"]],
            [stats.beta.ppf(0.025, met, 201 - met), stats.beta.ppf(0.975, met + 1, 200 - met)],
            atol=1e-6)

    def test_faults_are_told_with_their_place(self):
        for text, expected in (
                ("replication,rat\n0,0.5\n", "points.csv:1:13: found an unknown column 'rat'"),
                ("replication,rat\n0,0.5\n", "did you mean 'rate'?"),
                ("replication,rate,rate\n0,0.5,0.5\n", "points.csv:1:18: found column 'rate' a "
                                                       "second time"),
                ("rate\n0.5\n", "points.csv:1: the column 'replication' is missing"),
                ("replication\n0\n", "points.csv:1: found no column of an assumption"),
                ("replication,rate\n", "points.csv: found no rows"),
                ("", "points.csv: found no rows"),
                ("replication,rate\n0,1\n", "points.csv:2:3: found '1', expected a number above "
                                            "0 and below 1"),
                ("replication,rate\n0,\n", "points.csv:2:3: found '': "),
                ("replication,rate\n0,0.5,1\n", "points.csv:2: found 3 cells, expected 2"),
                ("replication,rate\n-1,0.5\n", "points.csv:2:1: found '-1', expected the number "
                                               "of a replication"),
                ("replication,rate\n0,0.5\n0,0.6\n", "points.csv:3:1: found replication 0 a "
                                                     "second time, the first in line 2"),
                ("replication,rate\n0,0.5\n2,0.6\n", "points.csv:3:1: found replication 2 in a "
                                                     "table of 2 rows, expected 0 to 1"),
                ("replication,rate,log_weight\n0,0.5,x\n", "points.csv:2:7: found 'x': ")):
            self.points.write_text(text)
            self.assertIn(expected, self.run_it("a.h5", code=3), text)
        self.points.write_text("replication,rate,log_weight\n0,0.5,0\n1,0.2,1\n")
        self.assertIn("a table of 2 replications has no more of them than that, and -n asks "
                      "for 3", self.run_it("a.h5", "-n", 3, code=2))
        self.assertIn("found a table with log_weight in a scenario without observations",
                      self.run_it("a.h5", "--set", "observations=null", code=3))
        self.assertIn("found 3 draws, expected at most the 2",
                      self.run_it("a.h5", "--set", "nested={outer: 3, inner: 2}", code=3))
        self.assertIn("found an unknown key 'tabel' in the design",
                      self.run_it("a.h5", "--set", "design={tabel: points.csv}", code=3))
        self.points.unlink()
        self.assertIn("points.csv: cannot be opened", self.run_it("a.h5", code=3))

    def test_scenarios_of_one_run_have_the_same_table(self):
        table(self.points, "replication,rate", [(0, 0.5), (1, 0.25)])
        other = self.folder / "other.yaml"
        table(self.folder / "more.csv", "replication,rate", [(0, 0.5), (1, 0.75)])
        other.write_text("format: 1\nextends: counted.yaml\nname: other\n"
                         "design: {table: more.csv}\n")
        self.assertIn("found another design", self.run_it("a.h5", other, code=3))
        other.write_text("format: 1\nextends: counted.yaml\nname: other\n")
        self.run_it("a.h5", other)

    def test_nested_runs_take_a_row_for_each_draw(self):
        table(self.points, "replication,rate,log_weight", [(0, 0.2, 1), (1, 0.5, 2)])
        path = self.run_it("a.h5", "--set", "nested={outer: 2, inner: 3}")
        rate = self.values(path, "rate")
        self.assertEqual(len(rate), 6)
        self.assertEqual(len(set(rate[:3])), 1)
        self.assertLess(rate[0], rate[3])
        with suffice.open(path) as tree:
            asked = tree["observations"]["simulated"].values[0, :, 0]
            logs = tree["observations"]["log_weight"].values[0]
        np.testing.assert_allclose(logs + ((asked - 62) / 3) ** 2 / 2, [1] * 3 + [2] * 3)


if __name__ == "__main__":
    unittest.main()
