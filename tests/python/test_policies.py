# SPDX-License-Identifier: GPL-3.0-or-later
"""Policies: the program's table and the package's, against the numbers of the file; what a
scenario without any keeps; and the same bytes however a run is made.
"""
import csv
import io
import pathlib
import subprocess
import tempfile
import unicodedata
import unittest

import h5py
import numpy as np
from where import PROGRAM, SOURCE, program

import suffice  # noqa: E402
from suffice import report  # noqa: E402
from suffice.results import ResultsError  # noqa: E402

QUEUE = SOURCE / "tests/data/oracle/policies.yaml"
SHORT = ["--set", "end=2002-01-01"]
N = 12


def walk(file):
    """The datasets of a file, each with its name."""
    found = []
    file.visititems(lambda name, item: found.append((name, item))
                    if isinstance(item, h5py.Dataset) else None)
    return found


class Policies(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.holder = tempfile.TemporaryDirectory()
        cls.folder = pathlib.Path(cls.holder.name)
        cls.path = cls.folder / "one.h5"
        program("run", QUEUE, "-n", N, "-o", cls.path, "-q", *SHORT, "--threads", 1)
        cls.tree = suffice.open(cls.path)
        cls.h5 = h5py.File(cls.path)

    @classmethod
    def tearDownClass(cls):
        cls.tree.close()
        cls.h5.close()
        cls.holder.cleanup()

    def test_both_tables_are_the_numbers_of_the_file(self):
        table = self.tree.suffice.policies().set_index(["policy", "district", "quantity"])
        told = {(row["policy"], row["quantity"]): row for row in csv.DictReader(
            io.StringIO(program("info", self.path, "--policies", "--csv")))}
        group = self.h5["policies"]
        decisions = group["decisions"][0].sum(axis=2)  # by replication, policy, district
        places = group["moved_places"][0].sum(axis=2)
        names = [name.decode() for name in group["policy"][:]]
        for at, policy in enumerate(names):
            means = {"decisions": decisions[:, at, 0].mean(),
                     "moved_places": places[:, at, 0].mean(),
                     "acts": (decisions[:, at, 0] > 0).mean(),
                     "first_decision": np.nanmean(group["first_decision"][0, :, at, 0])}
            for quantity, mean in means.items():
                row = table.loc[(policy, "one", quantity)]
                self.assertAlmostEqual(row["mean"], mean, places=9)
                for end in ("mean", "low", "high"):
                    self.assertAlmostEqual(float(told[policy, quantity][end]), row[end],
                                           delta=1e-6 * max(1, abs(row[end])))
        self.assertGreater(table.loc[("more", "one", "decisions")]["mean"], 2)

    def test_places_of_the_months_are_those_that_policies_left(self):
        opened = self.h5["places_opened"][0, :, :, 0, 0].sum(axis=1)
        closed = self.h5["places_closed"][0, :, :, 0, 0].sum(axis=1)
        names = [name.decode() for name in self.h5["policies/policy"][:]]
        moved = self.h5["policies/moved_places"][0].sum(axis=(2, 3))
        np.testing.assert_array_equal(opened, moved[:, names.index("more")])
        np.testing.assert_array_equal(closed, moved[:, names.index("less")])
        np.testing.assert_array_equal(self.h5["places"][0, :, -1, 0, 0], 3 + opened - closed)

    def run_small(self, name, rest, projects):
        """Four hundred days of a desk of 20 places and hardly anybody; places built and
        usable by month, of the desk and of what it is converted to."""
        path = self.folder / f"{name}.yaml"
        path.write_text(f"""format: 1
name: {name}
start: 2021-01-01
end: 2022-07-01
districts: {{one: {{}}}}
services:
  desk: {{kind: stay, arrivals: {{one: {{rate: 1 per year}}}}, stay: {{fixed: {{value: 1 day}}}},
         places: 20}}
  other: {{kind: stay, arrivals: {{one: {{rate: 1 per year}}}},
          stay: {{fixed: {{value: 1 day}}}}, places: 1}}
policies:
  rule:
    when: {{measure: utilisation, of: desk, below: 0.9}}
    {rest}
projects:
  {projects}
""")
        program("run", path, "-n", 1, "-o", path.with_suffix(".h5"), "-q")
        with h5py.File(path.with_suffix(".h5")) as file:
            return file["places"][0, 0, :, 0, :], file["usable_places"][0, 0, :, 0, :]

    def test_what_opens_on_the_day_of_a_closing_is_usable(self):
        built, usable = self.run_small(
            "closing", "do: {close: desk, share: 0.5}\n    at_most: 1",
            "more: {service: desk, district: one, places: 8, opens: 2021-02-01}")
        self.assertEqual(built[1, 0], 18)  # half of 20, and 8
        np.testing.assert_array_equal(usable[1:, 0], built[1:, 0])

    def test_no_more_is_owed_than_can_be_converted(self):
        """Three decisions of ten places come before the first is done: ten are converted, and
        what opens later is left as it is."""
        built, _ = self.run_small(
            "owing", "do: {convert: desk, to: other, places: 10, keep: 10, takes: 3 months}\n"
            "    at_most: 3",
            "more: {service: desk, district: one, places: 10, opens: 2022-01-15}")
        self.assertEqual(list(built[8]), [10, 11])
        self.assertEqual(list(built[-1]), [20, 11])

    def test_a_scenario_without_policies_says_so(self):
        plain = self.folder / "plain.yaml"
        plain.write_text("".join(f"{key}: {value}\n" for key, value in (
            ("format", 1), ("extends", QUEUE), ("name", "plain"), ("policies", "null"))))
        path = self.folder / "two.h5"
        program("run", QUEUE, plain, "-n", 2, "-o", path, "-q", *SHORT)
        said = program("info", path, "--policies")
        self.assertEqual(said.count("P(decides)"), 1)
        self.assertTrue(said.endswith("\npolicies: none in this scenario\n"), said)

    def test_columns_stand_below_each_other_whatever_the_names(self):
        """Chinese characters take two columns of a terminal, dashes one, accents none."""
        names = ["one", "East–West ≥", "北区", "Cafe\u0301"]
        path = self.folder / "names.yaml"
        path.write_text(f"format: 1\nextends: {QUEUE}\nname: names\ndistricts: {{"
                        + ", ".join(f'"{name}": {{}}' for name in names) + "}\n"
                        "services: {queue: {places: {"
                        + ", ".join(f'"{name}": 3' for name in names) + "}, arrivals: {"
                        + ", ".join(f'"{name}": {{rate: 0.7 per day}}' for name in names)
                        + "}}}\n")
        program("run", path, "-n", 2, "-o", path.with_suffix(".h5"), "-q", *SHORT)
        rows = [line for line in program("info", path.with_suffix(".h5"),
                                         "--policies").splitlines() if "[" in line]
        ends = {sum(0 if unicodedata.combining(c) else
                    2 if unicodedata.east_asian_width(c) in "WF" else 1
                    for c in line[:line.index("[")]) for line in rows[1:]}
        self.assertEqual((len(rows), len(ends)), (1 + 2 * len(names), 1), rows)

    def test_the_same_bytes_at_any_number_of_threads(self):
        other = self.folder / "threads.h5"
        program("run", QUEUE, "-n", N, "-o", other, "-q", *SHORT, "--threads", 3)
        self.assertEqual(other.read_bytes(), self.path.read_bytes())

    def test_the_same_bytes_in_shards(self):
        parts = self.folder / "parts.h5"
        for k in (2, 1):
            program("run", QUEUE, "-n", N, "-o", parts, "-q", *SHORT, "--shard", f"{k}/2")
        merged = self.folder / "merged.h5"
        program("merge", *sorted(self.folder.glob("parts.*.journal")), "-o", merged, "-q")
        self.assertEqual(merged.read_bytes(), self.path.read_bytes())

    def test_the_same_bytes_after_a_kill(self):
        many = ["run", QUEUE, "-n", 400, "-q", *SHORT]
        whole, path = self.folder / "whole.h5", self.folder / "killed.h5"
        program(*many, "-o", whole)
        run = subprocess.Popen([PROGRAM, *map(str, many), "-t", "1", "-o", path])
        journal = self.folder / "killed.h5.journal"
        while run.poll() is None and not (journal.exists() and journal.stat().st_size > 40_000):
            pass
        run.kill()
        self.assertNotEqual(run.wait(), 0)  # it was not done
        self.assertFalse(path.exists())
        program(*many, "-o", path)
        self.assertEqual(path.read_bytes(), whole.read_bytes())

    def test_a_policy_that_never_fires_changes_no_byte_of_the_rest(self):
        """Every dataset of a run without the policy, to the byte, but for /policies."""
        paths = self.folder / "never.h5", self.folder / "none.h5"
        rules = ("policies={more: {when: {measure: queue, of: queue, above: 1000000}}, "
                 "less: null}", "policies=null")
        for path, rule in zip(paths, rules, strict=True):
            program("run", QUEUE, "-n", N, "-o", path, "-q", *SHORT, "--set", rule)
        n_seen = 0
        with h5py.File(paths[0]) as never, h5py.File(paths[1]) as none:
            found, wanted = ({name: data for name, data in walk(file)
                              if not name.startswith("policies")} for file in (never, none))
            self.assertIn("policies", never)
            self.assertNotIn("policies", none)
            self.assertEqual(set(found), set(wanted))
            for name, data in wanted.items():
                if data.dtype.kind in "fiu":
                    self.assertEqual(found[name][()].tobytes(), data[()].tobytes(), name)
                    n_seen += 1
            self.assertEqual(never["policies/decisions"][()].sum(), 0)
        self.assertGreater(n_seen, 20)

    def test_the_years_of_the_picture_are_those_of_the_file(self):
        data = self.tree.suffice.policies_by_year()
        decisions = self.h5["policies/decisions"][0, :, :, :, 0]  # replication, policy, year
        decided = (decisions.cumsum(axis=2) > 0).mean(axis=0)
        moved = self.h5["policies/moved_places"][0, :, :, :, 0].mean(axis=0)
        np.testing.assert_allclose(data["decided"].isel(district=0), decided)
        np.testing.assert_allclose(data["moved_places"].isel(district=0), moved)
        self.assertTrue(np.isnan(data["cost"]).all())  # none is given
        for lang in ("en", "zh"):
            figure = self.tree.suffice.plot_policies(lang=lang)
            texts = [text.get_text() for text in figure.axes[0].texts]
            self.assertEqual(len(texts), decided.size)
            self.assertTrue(texts[0].startswith(f"{decided[0, 0]:.2f}"))

    def test_the_report_has_a_section_of_policies(self):
        for lang, wanted in (("en", "What policies decide"), ("zh", "规则的触发")):
            page = self.folder / f"report.{lang}.html"
            report.write(self.tree, page, lang=lang)
            self.assertIn(wanted, page.read_text("utf-8"))

    def test_costs_of_the_year_are_places_times_their_price(self):
        path = self.folder / "costs.h5"
        program("run", QUEUE, "-n", 3, "-o", path, "-q", *SHORT, "--set",
                "costs={prices: 2000}", "--set", "policies.more.do.cost=5 yuan")
        with suffice.open(path) as tree:
            of = tree["policies"].sel(policy="more")
            np.testing.assert_array_equal(of["cost"], 5 * of["moved_places"])
            self.assertTrue(np.isnan(tree["policies"]["cost"].sel(policy="less")).all())
            mean = float(of["cost"].sum("year").mean())
            table = tree.suffice.policies().query("quantity == 'cost'").set_index("policy")
            self.assertAlmostEqual(table.loc["more", "mean"], mean)
            self.assertNotIn("less", table.index)
            told = [row for row in csv.DictReader(io.StringIO(program(
                "info", path, "--policies", "--csv"))) if row["quantity"] == "cost"]
            self.assertEqual([row["policy"] for row in told], ["more"])
            for end in ("mean", "low", "high"):
                self.assertAlmostEqual(float(told[0][end]), table.loc["more", end], places=5)
            line = {line.split()[0]: line.split()[-2] for line in
                    program("info", path, "--policies").splitlines()
                    if line.startswith(("more", "less"))}
            self.assertEqual(line, {"more": f"{mean:.0f}", "less": "-"})
            spent = tree["costs"]["capital"].sel(fund="all").isel(scenario=0)
            spent = spent.isel(period=slice(0, -1))
            np.testing.assert_array_equal(
                spent.transpose("replication", ...),
                of["cost"].isel(scenario=0, district=0).transpose("replication", ...))

    def test_a_file_without_policies_has_no_group_of_them(self):
        path = self.folder / "none.h5"
        program("run", QUEUE, "-n", 2, "-o", path, "-q", *SHORT, "--set", "policies=null")
        with h5py.File(path) as file:
            self.assertNotIn("policies", file)
        with suffice.open(path) as tree, self.assertRaises(ResultsError):
            tree.suffice.policies()


if __name__ == "__main__":
    unittest.main()
