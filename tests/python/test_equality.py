# SPDX-License-Identifier: GPL-3.0-or-later
"""Equality between districts: the program's tables and comparison, the package's table and
picture and the report, against the numbers of the file and their definitions.
"""
import csv
import io
import pathlib
import re
import tempfile
import unittest

import h5py
import numpy as np
from where import SOURCE, program

import suffice  # noqa: E402
from suffice import equalities  # noqa: E402

PLAIN = SOURCE / "tests/data/supply/equality.yaml"
MORE = """\
format: 1
extends: {plain}
name: more
services:
  hall: {{places: {{d6: 20000}}}}
  ward: {{places: {{d1: 1}}}}
"""
N = 6
RATIOS = ["places", "served"]


def rows(*arguments):
    return list(csv.DictReader(io.StringIO(program(*arguments, "--csv"))))


def gini(ratios, people):
    """By the definition, over all pairs."""
    here = people > 0
    x, w = ratios[here], people[here]
    pairs = w[:, None] * w * np.abs(x[:, None] - x)
    return pairs.sum() / (2 * (w * x).sum() * w.sum())


class Equality(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.holder = tempfile.TemporaryDirectory()
        cls.folder = pathlib.Path(cls.holder.name)
        (cls.folder / "more.yaml").write_text(MORE.format(plain=PLAIN))
        cls.path = cls.folder / "two.h5"
        program("run", PLAIN, cls.folder / "more.yaml", "-n", N, "-o", cls.path, "-q",
                "--set", "end=2023-01-01")
        cls.tree = suffice.open(cls.path)
        cls.h5 = h5py.File(cls.path)
        cls.services = list(cls.h5["service"].asstr()[:])

    @classmethod
    def tearDownClass(cls):
        cls.tree.close()
        cls.h5.close()
        cls.holder.cleanup()

    def test_the_file_holds_what_the_definition_says_of_every_replication(self):
        group = self.h5["equality"]
        places, people = self.h5["places"][:, :, -1], group["people"][:, :, -1]
        for scenario, r, s in np.ndindex(2, N, len(self.services)):
            of = people[scenario, r, :, s]
            found = group["gini"][scenario, r, -1, 0, s]
            with np.errstate(divide="ignore", invalid="ignore"):
                wanted = gini(places[scenario, r, :, s] / of, of)
            np.testing.assert_allclose(found, wanted, rtol=1e-9)
        pool = self.services.index("pool")
        served = sum(self.h5[x][..., pool].sum(2) for x in ("served", "served_overflow"))
        asked = served + self.h5["visits_refused"][..., pool].sum(2)
        for scenario, r in np.ndindex(2, N):
            of = asked[scenario, r]
            with np.errstate(divide="ignore", invalid="ignore"):
                wanted = gini(served[scenario, r] / of, of)
            np.testing.assert_allclose(group["gini"][scenario, r, -1, 1, pool], wanted,
                                       rtol=1e-9)
            self.assertEqual(group["districts"][scenario, r, -1, 1, pool], (of > 0).sum())

    def test_info_prints_the_means_of_the_file_by_year(self):
        table = rows("info", self.path, "--equality")
        self.assertEqual(len(table), 2 * len(self.services) * 2 * 3 * 6)
        for row in table:
            scenario = ["equality", "more"].index(row["scenario"])
            values = self.h5[f"equality/{row['quantity']}"][
                scenario, :, ["2021", "2022", "all"].index(row["period"]),
                RATIOS.index(row["ratio"]), self.services.index(row["service"])]
            seen = values[~np.isnan(values)]
            self.assertEqual(int(row["replications"]), len(seen))
            if len(seen):
                self.assertAlmostEqual(float(row["mean"]), seen.mean(), places=8)
        text = program("info", self.path, "--equality")
        self.assertRegex(text, r"Gini coefficient +0\.1652 +0\.1652 +0\.1652\n")
        # Three of the seven districts ask for the ward.
        self.assertRegex(text, r"districts +3 +3 +3\n")

    def test_info_says_what_is_not_there(self):
        self.assertNotIn("equality between", program("info", self.path))
        program("run", SOURCE / "scenarios/hello.yaml", "-n", 2, "-o",
                self.folder / "hello.h5", "-q")
        self.assertIn("at the end: not observed",
                      program("info", self.folder / "hello.h5", "--equality"))

    def test_compare_pairs_replications(self):
        table = {(row["name"], row["quantity"]): row for row in rows("compare", self.path)
                 if row["of"] == "equality"}
        self.assertEqual({row["district"] for row in table.values()}, {"all"})
        for service, ratio in (("hall", 0), ("ward", 1)):
            values = self.h5["equality/gini"][:, :, -1, ratio, self.services.index(service)]
            row = table[service, f"{RATIOS[ratio]}_gini"]
            difference = values[1] - values[0]
            self.assertAlmostEqual(float(row["difference"]), difference.mean(), places=8)
            self.assertAlmostEqual(float(row["base_mean"]), values[0].mean(), places=8)
            self.assertEqual(row["is_different"], "yes")
        ward = float(table["ward", "served_gini"]["high"]) - float(
            table["ward", "served_gini"]["low"])
        self.assertGreater(ward, 0)
        text = program("compare", self.path)
        self.assertRegex(text, r"inequality between districts: .*\n.*\nplaces +hall ")
        self.assertNotRegex(text, r"places +school ")  # the same in both

    def test_the_package_has_the_numbers_of_info(self):
        for by_year in (True, False):
            frame = suffice.equality(self.tree, by_year=by_year)
            self.assertEqual(by_year, "year" in frame)
            self.assertEqual(len(frame), len(frame.drop_duplicates(
                [x for x in frame if x in ("scenario", "service", "ratio", "index", "year")])))
            told = {tuple(row[x] for x in ("scenario", "service", "ratio", "quantity",
                                           "period")): row
                    for row in rows("info", self.path, "--equality")
                    if (row["period"] != "all") == by_year and int(row["replications"]) > 0}
            self.assertEqual(len(frame), len(told))
            for row in frame.to_dict("records"):
                other = told[row["scenario"], row["service"], row["ratio"], row["index"],
                             str(row.get("year", "all"))]
                self.assertAlmostEqual(row["mean"], float(other["mean"]), places=8)
                if row["replications"] > 1:
                    self.assertAlmostEqual(row["high"] - row["mean"],
                                           float(other["half_width"]), places=8)

    def test_the_table_can_be_chosen_from(self):
        frame = self.tree.suffice.equality("places", "gini", service="hall",
                                           scenario="equality")
        self.assertEqual(list(frame["year"]), [2021, 2022])
        self.assertAlmostEqual(frame["mean"].iloc[0], 0.1651725144, places=9)
        with self.assertRaisesRegex(suffice.ResultsError, "no index 'genie', expected one of"):
            self.tree.suffice.equality(indices="genie")
        with self.assertRaisesRegex(suffice.ResultsError, "no ratio 'beds'"):
            self.tree.suffice.plot_equality("beds")
        with self.assertRaisesRegex(suffice.ResultsError, "no index 'overall'"):
            self.tree.suffice.plot_equality(index="overall")

    def test_the_picture_shows_the_numbers_in_both_languages(self):
        for lang, word in (("en", "Gini coefficient"), ("zh", "基尼系数")):
            figure = self.tree.suffice.plot_equality(lang=lang)
            texts = [text.get_text() for text in figure.axes[0].texts]
            self.assertIn("0.165 ± 0.000", texts)
            # At the end of 2022 all have outgrown the course of `class`.
            self.assertEqual(len(texts), 2 * len(self.services) - 1)
            self.assertIn(word, figure.axes[0].get_title(loc="left"))
        worst = self.tree.suffice.plot_equality("served", "worst_to_best")
        self.assertEqual(worst.axes[0].images[0].get_clim(), (0, 1))

    def test_the_report_has_a_section(self):
        for lang, heading in (("en", "Equality between districts"), ("zh", "区县间的均等程度")):
            path = pathlib.Path(self.tree.suffice.report(self.folder / f"{lang}.html",
                                                         lang=lang))
            page = path.read_text(encoding="utf-8")
            section = re.search(r'<section id="equality">.*?</section>', page, re.S)[0]
            self.assertIn(heading, section)
            self.assertIn("data:image/svg+xml;base64,", section)
            self.assertEqual(section.count("<tbody>"), 2)
            self.assertRegex(section, r"0\.165")
            self.assertIn('<a href="#equality">', page)

    def test_a_report_of_one_district_says_that_there_is_nothing_to_compare(self):
        program("run", SOURCE / "scenarios/hello.yaml", "-n", 2, "-o",
                self.folder / "one.h5", "-q")
        tree = suffice.open(self.folder / "one.h5")
        self.addCleanup(tree.close)
        page = pathlib.Path(tree.suffice.report(self.folder / "one.html")).read_text()
        section = re.search(r'<section id="equality">.*?</section>', page, re.S)[0]
        self.assertIn("There is nothing to compare", section)

    def test_the_indices_are_those_of_the_file(self):
        self.assertEqual({*equalities.QUANTITIES, "people"},
                         {name for name, item in self.h5["equality"].items()
                          if item.ndim == 5})


if __name__ == "__main__":
    unittest.main()
