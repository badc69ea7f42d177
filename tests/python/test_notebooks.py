#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The notebooks run from top to bottom and show their pictures, equal their texts, and are
committed without output.
"""
import os
import pathlib
import re
import shutil
import tempfile
import unittest

import jupytext
import nbclient
import nbformat
import yaml
from small_plan import small_luzhou
from where import PROGRAM, SOURCE, amount

FOLDER = SOURCE / "scripts/notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
SECONDS = 600  # of a cell, on a busy machine
# Of the replications that a notebook takes, in per cent. 100: as it is; with less the plan is the
# small one.
PART = amount(10)
# Calls that show a picture each.
DRAWS = r"\.(?:fan|map|heatmap|waits|pyramid|tornado|plot_\w+|(?:joint_)?picture)\("
# What varies in the everyday test of drivers: people, nurseries, and what is built when.
VARYING = re.compile("(birth|mortality)_level|nursery_|delay_|cancel")


def median_or_so(law):
    """A value in the middle of a law of the plan."""
    kind = next(name for name in law if name != "ar1")
    of = law[kind]
    if kind == "uniform":
        return (of["low"] + of["high"]) / 2
    return of[{"lognormal": "median", "normal": "mean", "beta": "mean", "triangular": "mode"}[kind]]


def few_vary(plan):
    """An overlay of the plan beside it, in which few assumptions vary; how many do."""
    laws = {}
    for name, assumption in yaml.safe_load(plan.read_text("utf-8"))["assumptions"].items():
        law = {k: v for k, v in assumption.items() if isinstance(v, dict)}
        if law:
            laws[name] = law
    fixed = {name: {"value": median_or_so(law), **({"ar1": None} if "ar1" in law else {})}
             for name, law in laws.items() if not VARYING.match(name)}
    plan.with_name("few.yaml").write_text(yaml.safe_dump({
        "format": 1, "extends": plan.name, "name": "luzhou-few", "assumptions": fixed}))
    return len(laws) - len(fixed)


class Notebooks(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        # A tree of its own, so that results of the user stay as they are.
        cls.holder = tempfile.TemporaryDirectory()
        root = pathlib.Path(cls.holder.name)
        for name in ("scenarios", "scripts/suffice"):
            shutil.copytree(SOURCE / name, root / name)
        if PART < 100:
            shutil.rmtree(root / "scenarios/luzhou")
            small_luzhou(root / "scenarios/luzhou")
        cls.folder = root / "scripts/notebooks"
        cls.folder.mkdir(parents=True)
        os.environ["SUFFICE_PROGRAM"] = str(PROGRAM)
        os.environ["PYTHONPATH"] = str(SOURCE / "scripts")
        # As the notebook's own program does: each picture is an output of its cell.
        os.environ["MPLBACKEND"] = "module://matplotlib_inline.backend_inline"

    @classmethod
    def tearDownClass(cls):
        cls.holder.cleanup()

    def test_there_are_seven(self):
        self.assertEqual([path.name[0] for path in NOTEBOOKS], list("1234567"))

    def test_without_output_and_equal_to_their_texts(self):
        for path in NOTEBOOKS:
            with self.subTest(path.name):
                notebook = nbformat.read(path, 4)
                paired = jupytext.read(path.with_suffix(".md"))
                self.assertEqual([(c.cell_type, c.source) for c in notebook.cells],
                                 [(c.cell_type, c.source) for c in paired.cells])
                for cell in notebook.cells:
                    if cell.cell_type == "code":
                        self.assertEqual(cell.outputs, [])
                        self.assertIsNone(cell.execution_count)

    def execute(self, notebook):
        """Every text that the cells print or show, and the pictures of each cell of code."""
        nbclient.NotebookClient(notebook, timeout=SECONDS, kernel_name="python3", resources={
            "metadata": {"path": self.folder}}).execute()
        cells = [c.outputs for c in notebook.cells if c.cell_type == "code"]
        outputs = [o for outputs in cells for o in outputs]
        self.assertTrue(outputs)
        return "\n".join(o.get("text", "") or o.get("data", {}).get("text/plain", "")
                         for o in outputs), [
            sum("image/png" in o.get("data", {}) for o in outputs) for outputs in cells]

    def run_notebook(self, path, n_pictures, at_least=4, scenario="plan"):
        """Every text that the cells print or show; each call that draws shows one picture.

        Of the replications it takes a part, but at least so many; another scenario, with
        results of its own, may stand for the plan.
        """
        notebook = nbformat.read(path, 4)
        for cell in notebook.cells:
            cell.source = re.sub(r"replications=(\d+)", lambda found: "replications=" + str(
                max(int(found[1]) * PART // 100, min(at_least, int(found[1])))), cell.source)
            cell.source = cell.source.replace("/plan.", f"/{scenario}.")
        text, pictures = self.execute(notebook)
        wanted = [len(re.findall(DRAWS, c.source))
                  for c in notebook.cells if c.cell_type == "code"]
        self.assertEqual(pictures, wanted)
        self.assertEqual(sum(pictures), n_pictures)
        return text

    def run_cells(self, *cells):
        """The pictures of each of a few cells, behind one that opens a small town."""
        head = ("import matplotlib as mpl, matplotlib.pyplot as plt, suffice\n"
                "from IPython.display import display\n"
                "before = dict(mpl.rcParams)\n"
                "town = suffice.run('../../scenarios/hello.yaml', replications=4,\n"
                "                   output='../../results/notebooks/shown.h5').suffice\n"
                "fan = lambda: town.fan('nursery')")
        notebook = nbformat.v4.new_notebook(cells=[
            nbformat.v4.new_code_cell(source) for source in (head, *cells)])
        return self.execute(notebook)[1][1:]

    def test_first_look(self):
        self.assertIn("waiting", self.run_notebook(NOTEBOOKS[0], 3))

    def test_does_the_plan_suffice(self):
        self.assertRegex(self.run_notebook(NOTEBOOKS[1], 5),
                         r"\d+ of 47 targets are met")

    def test_comparing(self):
        self.assertRegex(self.run_notebook(NOTEBOOKS[2], 2), r"luzhou-plan-delayed +False")

    def test_drivers(self):
        # It takes three replications for each assumption that varies, and 30 at least: of
        # the 58 of the plan, the everyday test lets about a dozen vary.
        n_varying, scenario = 58, "plan"
        if PART < 100:
            n_varying = few_vary(self.folder.parents[1] / "scenarios/luzhou/plan.yaml")
            scenario = "few"
        self.assertGreater(n_varying, 10)
        self.assertIn("nursery_uptake", self.run_notebook(
            NOTEBOOKS[3], 2, at_least=3 * n_varying, scenario=scenario))

    def test_theory(self):
        text = self.run_notebook(NOTEBOOKS[4], 0, at_least=200)
        self.assertIn("0.0787", text)
        self.assertRegex(text, r"(1[5-9]|20) of 20 hold it")

    def test_how_many_where_when(self):
        text = self.run_notebook(NOTEBOOKS[5], 4, at_least=20)
        self.assertIn("places will do", text)
        self.assertIn("Day care of the elderly: one more place helps most in", text)
        self.assertRegex(text, r"[0-9]+ are safe, [0-9]+ critical and [0-9]+ undecided")

    def test_what_we_know_now(self):
        text = self.run_notebook(NOTEBOOKS[6], 4, at_least=2000)
        worth = int(re.search(r"\d+ replications are worth (\d+), Pareto k -?\d", text)[1])
        self.assertGreater(worth, 100)
        before, now = (float(re.search(rf"{name}: P\(.*?\) = (\d\.\d\d)", text)[1])
                       for name in ("as thought before", "given what was seen"))
        self.assertLess(now, before - 0.1)  # more ask than was thought
        alone, ruled = map(float, re.search(
            r"(\d\.\d\d) without the rule, (\d\.\d\d) with it", text).groups())
        self.assertEqual(alone, now)
        self.assertGreater(ruled, now + 0.05)
        self.assertRegex(text, r"town-with-rule: .* policy acts +nursery +town +second-wing")

    def test_each_picture_is_shown_once_however_it_is_asked_for(self):
        self.assertEqual(self.run_cells("fan();", "fan()", "fan(), fan();",
                                        "kept = fan()", "kept", "display(fan())",
                                        "for _ in range(3):\n    fan()"),
                         [1, 1, 2, 1, 1, 1, 3])

    def test_plots_of_the_user_are_shown_and_settings_stay_as_they_were(self):
        self.assertEqual(self.run_cells("plt.plot([1, 2]);", "fan();", "plt.plot([1, 2]);",
                                        "plt.subplots(); fan();",
                                        "after = dict(mpl.rcParams)\n"
                                        "assert mpl.is_interactive()\n"
                                        "changed = {k for k in after if after[k] != before[k]}\n"
                                        "assert changed <= {'interactive', 'backend'}, changed"),
                         [1, 1, 1, 2, 0])


if __name__ == "__main__":
    unittest.main()
