# SPDX-License-Identifier: GPL-3.0-or-later
"""Regret: the program's table and the package's against the numbers of the file."""
import csv
import io
import pathlib
import subprocess
import tempfile
import unittest

import matplotlib as mpl
import numpy as np
from where import PROGRAM, SOURCE, program

mpl.use("Agg")
import suffice  # noqa: E402
from suffice import regrets  # noqa: E402

LOSS = SOURCE / "tests/data/supply/loss.yaml"
OTHER = """\
format: 1
extends: {plain}
name: {name}
title: More of {service}
services: {{{service}: {{places: {places}}}}}
"""
N = 10


class Regret(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.holder = tempfile.TemporaryDirectory()
        folder = pathlib.Path(cls.holder.name)
        files = []
        for name, service, places in (("more-a", "a", "{east: 20, west: 0}"),
                                      ("more-b", "b", "{east: 4, west: 2}")):
            files.append(folder / f"{name}.yaml")
            files[-1].write_text(OTHER.format(plain=LOSS, name=name, service=service,
                                              places=places))
        cls.path = folder / "three.h5"
        cls.page = folder / "report.html"
        program("run", LOSS, *files, "-n", N, "-o", cls.path, "-q",
                "--set", "end=2021-07-01", "--set", "projects.late.opens=2021-06-01")
        cls.tree = suffice.open(cls.path)

    @classmethod
    def tearDownClass(cls):
        cls.tree.close()
        cls.holder.cleanup()

    def losses(self, service, measure="unmet"):
        data = self.tree["measures"].to_dataset()[measure]
        data = data.sel(service=service, region="all", period="all")
        return data.transpose("replication", "scenario").values

    def test_program_and_package_agree_with_the_definition(self):
        rows = list(csv.DictReader(io.StringIO(program(
            "compare", self.path, "--regret", "--csv"))))
        for service in ("a", "b"):
            losses = self.losses(service)
            expected = losses - losses.min(1, keepdims=True)
            table = self.tree.suffice.regret("unmet", service)
            mine = [r for r in rows if r["of"] == service and r["quantity"] == "unmet"]
            self.assertEqual([r["scenario"] for r in mine], list(table["scenario"]))
            np.testing.assert_allclose(table["mean"], expected.mean(0))
            np.testing.assert_allclose(table["worst"], expected.max(0))
            np.testing.assert_allclose(table["q90"], np.sort(expected, 0)[8])
            np.testing.assert_allclose(table["best"], (expected <= 0).mean(0))
            for name in ("mean", "low", "high", "q90", "worst", "best", "best_low", "best_high"):
                np.testing.assert_allclose([float(r[name]) for r in mine], table[name],
                                           rtol=1e-6, atol=1e-9, err_msg=name)

    def test_the_plan_with_more_places_of_a_service_has_no_regret_in_it(self):
        table = self.tree.suffice.regret("unmet", "a").set_index("scenario")
        self.assertEqual(table.loc["more-a", "worst"], 0)
        self.assertEqual(table.loc["more-a", "best"], 1)
        self.assertGreater(table.loc["loss", "mean"], 0)
        text = program("compare", self.path, "--regret")
        self.assertIn("a: unmet, people a year", text)
        self.assertIn("A state is a replication", text)

    def test_pictures_and_report(self):
        for lang in suffice.words.LANGUAGES:
            self.assertTrue(self.tree.suffice.plot_regret("unmet", "b", lang=lang).axes)
            self.tree.suffice.report(self.page, lang=lang)
            self.assertIn(suffice.words.word(lang, "regret"), self.page.read_text("utf-8"))

    def test_what_has_no_regret_is_refused(self):
        for arguments in ((self.path, self.path), (self.path, "--base", "loss")):
            done = subprocess.run([PROGRAM, "compare", *map(str, arguments), "--regret"],
                                  check=False, text=True, capture_output=True)
            self.assertEqual(done.returncode, 2, done)
            self.assertIn("the best of the scenarios of one file", done.stderr)
        with self.assertRaisesRegex(suffice.ResultsError, "tell which"):
            self.tree.suffice.regret("unmet")
        with self.assertRaisesRegex(suffice.ResultsError, "targets"):
            self.tree.suffice.regret(regrets.MISSED)


if __name__ == "__main__":
    unittest.main()
