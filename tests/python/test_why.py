# SPDX-License-Identifier: GPL-3.0-or-later
"""Why people are not served: loss systems whose causes are known exactly, the parts' sum,
the same bytes however the run goes, and what is refused.
"""
import csv
import io
import json
import pathlib
import shutil
import signal
import subprocess
import tempfile
import time
import unittest

import h5py
import matplotlib as mpl
import numpy as np
from where import PROGRAM, SOURCE, program

mpl.use("Agg")
import suffice  # noqa: E402

LOSS = SOURCE / "tests/data/supply/loss.yaml"
SETTINGS = ("--set", "end=2022-01-01", "-n", 12, "-q", "-t", 2)
DRAWN = """\
format: 1
name: drawn
start: 2021-01-01
end: 2022-01-01
assumptions:
  rate: {gamma: {mean: 20 per day, cv: 0.3}}
districts: {only: {}}
services:
  desk:
    kind: stay
    arrivals: {only: {rate: $rate}}
    stay: {exponential: {mean: 0.5 days}}
    queue: {discipline: none}
    places: 10
"""


def erlang_b(places: int, offered: float) -> float:
    """Blocking of M/M/c/c, by its recursion in c."""
    blocking = 1.0
    for c in range(1, places + 1):
        blocking = offered * blocking / (c + offered * blocking)
    return blocking


def refused(*arguments: object) -> str:
    done = subprocess.run([PROGRAM, *map(str, arguments)], check=False, text=True,
                          capture_output=True)
    assert done.returncode in (1, 2, 3), done
    assert done.stdout == ""
    return done.stderr


class Why(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.holder = tempfile.TemporaryDirectory()
        cls.folder = pathlib.Path(cls.holder.name)
        cls.path = cls.folder / "loss.h5"
        cls.printed = program("why", LOSS, "-n", 40, "-o", cls.path, "-q")
        cls.tree = suffice.open(cls.path)

    @classmethod
    def tearDownClass(cls):
        cls.tree.close()
        cls.holder.cleanup()

    def part(self, service, cause, district="all"):
        table = self.tree.suffice.why(service=service, cause=cause, district=district)
        return table.iloc[0]

    def is_near(self, row, expected, precision):
        half = row["high"] - row["mean"]
        self.assertLess(half, precision * abs(expected) if expected else precision)
        # A half width is two standard errors: four of them.
        self.assertLess(abs(row["mean"] - expected), 2 * half + 1e-9, (row, expected))

    def test_what_opens_late_costs_its_blocking_for_the_days_it_is_late(self):
        """40 a day, 15 places until the opening, 25 from it on; 181 days planned, 362 taken."""
        lost = 40 * 181 * (erlang_b(15, 20) - erlang_b(25, 20))
        self.is_near(self.part("a", "late"), lost, 0.02)
        for cause in ("unstaffed", "misplaced"):
            self.assertEqual(self.part("a", cause)["mean"], 0)
            self.assertEqual(self.part("a", cause)["high"], 0)

    def test_two_causes_of_one_service_share_what_they_do_together(self):
        """Districts of 20 and 4 a day, 6 (staffed 11) and 4 places; or 10 (15) for all 24."""
        days = 730
        apart, staffed = (days * (20 * erlang_b(c, 10) + 4 * erlang_b(4, 2)) for c in (6, 11))
        pooled, both = (days * 24 * erlang_b(c, 12) for c in (10, 15))
        self.is_near(self.part("b", "unstaffed"),
                     (apart - staffed + pooled - both) / 2, 0.02)
        self.is_near(self.part("b", "misplaced"),
                     (apart - pooled + staffed - both) / 2, 0.03)
        self.is_near(self.part("b", "too_few"), both, 0.03)
        self.assertEqual(self.part("b", "late")["mean"], 0)

    def test_zones_of_one_district_are_wrong_places_too(self):
        """6 a day with 2 places and 4 with 9, against 10 with 11."""
        days = 3653
        zones = {name: {"district": "hill", "kind": name, "share": share}
                 for name, share in (("town", 0.6), ("country", 0.4))}
        places = [{"service": "ward", "district": "hill", "zone": zone, "places": n}
                  for zone, n in (("town", 2), ("country", 9))]
        path = self.folder / "zoned.yaml"
        path.write_text(json.dumps({
            "format": 1, "name": "zoned", "start": "2000-01-01", "end": "2010-01-01",
            "districts": {"hill": {}}, "zones": zones, "places": places,
            "services": {"ward": {"kind": "stay", "zones": True,
                                  "arrivals": {"hill": {"rate": "10 per day"}},
                                  "stay": {"exponential": {"mean": "1 day"}},
                                  "queue": {"discipline": "none"}}}}), encoding="utf-8")
        said = program("why", path, "-n", 40, "-o", self.folder / "zoned.h5", "-q")
        self.assertIn("short of places mostly because places are in the wrong zones: ", said)
        self.assertIn("places of every\ndistrict and zone;", said)
        with suffice.open(self.folder / "zoned.h5") as tree:
            table = tree.suffice.why(service="ward", district="all")
        of = {row["cause"]: row for row in table.to_dict("records")}
        apart = days * (6 * erlang_b(2, 6) + 4 * erlang_b(9, 4))
        pooled = days * 10 * erlang_b(11, 10)
        self.is_near(of["misplaced"], apart - pooled, 0.02)
        self.is_near(of["too_few"], pooled, 0.02)

    def test_the_parts_sum_to_the_unmet_demand(self):
        for by_year in (False, True):
            table = self.tree.suffice.why(by_year=by_year)
            keys = ["service", "district"] + (["year"] if by_year else [])
            for _, mine in table.groupby(keys):
                self.assertEqual(list(mine["cause"]), ["late", "unstaffed", "misplaced",
                                                       "unexpected", "too_few"])
                total = mine["total"].iloc[0]
                self.assertAlmostEqual(mine["mean"].sum(), total, delta=1e-9 * (1 + total))
                if total > 0:
                    self.assertAlmostEqual(mine["share"].sum(), 1, delta=1e-9)

    def test_each_combination_is_the_scenario_of_its_name(self):
        why = self.tree["why"].to_dataset()
        unserved = self.tree["measures"].to_dataset()["unmet"].mean("replication")
        for combination in map(str, why["combination"].values):
            causes = [c for c in combination.split("+") if c not in ("none", "unexpected")]
            name = "loss" + ("-without-" + "-".join(causes) if causes else "")
            people = unserved.sel(scenario=name, period="all") * 730 / 365.25
            found = why["without"].sel(plan="loss", quantity="unmet", period="all",
                                       combination=combination)
            np.testing.assert_allclose(found.transpose("region", "service").values,
                                       people.transpose("region", "service").values, rtol=1e-12)

    def test_table_csv_and_file_agree(self):
        rows = list(csv.DictReader(io.StringIO(program("why", self.path, "--csv"))))
        info = program("info", self.path, "--why", "--csv")
        self.assertEqual(info, program("why", self.path, "--csv"))
        table = self.tree.suffice.why()
        cells = {(r["service"], r["district"], r["cause"]): r for r in table.to_dict("records")}
        mine = [r for r in rows if r["quantity"] == "unmet" and r["period"] == "all"]
        self.assertEqual(len(mine), len(cells))
        for row in mine:
            cell = cells[row["service"], row["district"], row["cause"]]
            for name in ("mean", "low", "high", "share", "share_low", "share_high", "total"):
                np.testing.assert_allclose(float(row[name]), cell[name], rtol=1e-8, atol=1e-12)
        self.assertIn("b: short of places mostly because places are not staffed at once: 58 %",
                      self.printed)
        self.assertIn("Cannot act in this plan, and was not run: unexpected demand.",
                      self.printed)
        self.assertIn("nobody goes without", self.printed)

    def test_sentences_and_pictures_in_both_languages(self):
        for lang in suffice.words.LANGUAGES:
            told = self.tree.suffice.why_sentences(lang)
            self.assertEqual(len(told), 2 * 3)
            for service in (None, "b"):
                self.assertTrue(self.tree.suffice.plot_why(service, lang=lang).axes)
            page = self.folder / f"{lang}.html"
            self.tree.suffice.report(page, lang=lang)
            text = page.read_text("utf-8")
            self.assertIn('<section id="why">', text)
            for sentence in told[told["district"] == "all"]["sentence"]:
                self.assertIn(sentence, text)
            self.assertNotIn("loss-without", text)
        with self.assertRaisesRegex(suffice.ResultsError, "no service 'c'"):
            self.tree.suffice.why(service="c")

    def test_the_same_bytes_after_a_kill_in_shards_and_with_more_replications(self):
        whole = self.folder / "whole.h5"
        program("why", LOSS, *SETTINGS, "-o", whole)
        wanted = whole.read_bytes()
        one = self.folder / "one.h5"
        program("why", LOSS, *SETTINGS, "-o", one, "-t", 1, "-n", 5)
        program("why", LOSS, *SETTINGS, "-o", one, "-t", 1)
        self.assertEqual(one.read_bytes(), wanted)
        killed = self.folder / "killed.h5"
        arguments = [PROGRAM, "why", LOSS, *SETTINGS, "-o", killed]
        with subprocess.Popen(list(map(str, arguments)), stdout=subprocess.DEVNULL) as process:
            journal = killed.with_name("killed.h5.journal")
            while process.poll() is None and (
                    not journal.exists() or journal.stat().st_size < 100_000):
                time.sleep(0.01)
            process.send_signal(signal.SIGKILL)
        self.assertFalse(killed.exists())
        program(*arguments[1:])
        self.assertEqual(killed.read_bytes(), wanted)
        joined = self.folder / "joined.h5"
        for k in (1, 2):
            program("why", LOSS, *SETTINGS, "-o", joined, "--shard", f"{k}/2")
        program("merge", *sorted(self.folder.glob("joined.*of2.journal")), "-o", joined)
        self.assertEqual(joined.read_bytes(), wanted)
        again = self.folder / "again.h5"
        shutil.copy(whole, again)
        program("rerun", again)

    def test_demand_as_expected_is_at_its_median(self):
        drawn = self.folder / "drawn.yaml"
        drawn.write_text(DRAWN)
        path = self.folder / "drawn.h5"
        program("why", drawn, "-n", 25, "-o", path, "-q")
        with h5py.File(path) as file:
            self.assertEqual(list(file["scenario"].asstr()), ["drawn", "drawn-without-unexpected"])
            values = file["assumptions/value"][:, :, 0, 0]
        self.assertEqual(len(set(values[1])), 1)
        self.assertGreater(len(set(values[0])), 20)
        # The median of the values drawn lies beside that of the law.
        self.assertLess(abs(np.median(values[0]) / values[1, 0] - 1), 0.05)
        rate = values[1, 0]
        table = suffice.open(path).suffice.why(cause="too_few")
        lost = 365 * rate * erlang_b(10, rate / 2)
        self.assertLess(abs(table.iloc[0]["mean"] / lost - 1), 0.02)

    def test_what_has_no_answer_is_refused(self):
        plain = self.folder / "plain.yaml"
        plain.write_text(DRAWN.replace("rate: $rate", "rate: 20 per day")
                         .replace("assumptions:\n  rate: {gamma: {mean: 20 per day, cv: 0.3}}\n",
                                  ""))
        output = self.folder / "none.h5"
        self.assertIn("no cause can be taken away", refused("why", plain, "-o", output))
        self.assertIn("taken away already",
                      refused("why", LOSS, "--set", "without.late=yes", "-o", output))
        self.assertFalse(output.exists())
        program("run", plain, "-n", 2, "-o", output, "-q")
        self.assertIn("holds no plan with and without", refused("why", output))
        with self.assertRaisesRegex(suffice.ResultsError, "not made by suffice why"):
            suffice.open(output).suffice.why()
        liar = self.folder / "liar.yaml"
        liar.write_text(f"format: 1\nextends: {LOSS}\nname: loss-without-late\n")
        self.assertIn("expected another name", refused("run", LOSS, liar, "-o", output, "-f"))


if __name__ == "__main__":
    unittest.main()
