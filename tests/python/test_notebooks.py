#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The notebooks run from top to bottom, equal their texts, and are committed without output.

usage: test_notebooks.py PROGRAM SOURCE_FOLDER
"""
import os
import pathlib
import shutil
import sys
import tempfile
import unittest

import jupytext
import nbclient
import nbformat

PROGRAM = pathlib.Path(sys.argv[1]).resolve()
SOURCE = pathlib.Path(sys.argv[2]).resolve()
FOLDER = SOURCE / "scripts/notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
SECONDS = 600  # of a cell, on a busy machine


class Notebooks(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        # A tree of its own, so that results of the user stay as they are.
        cls.holder = tempfile.TemporaryDirectory()
        root = pathlib.Path(cls.holder.name)
        for name in ("scenarios", "scripts/suffice"):
            shutil.copytree(SOURCE / name, root / name)
        cls.folder = root / "scripts/notebooks"
        cls.folder.mkdir(parents=True)
        os.environ["SUFFICE_PROGRAM"] = str(PROGRAM)
        os.environ["PYTHONPATH"] = str(SOURCE / "scripts")
        os.environ["MPLBACKEND"] = "agg"

    @classmethod
    def tearDownClass(cls):
        cls.holder.cleanup()

    def test_there_are_five(self):
        self.assertEqual([path.name[0] for path in NOTEBOOKS], list("12345"))

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

    def run_notebook(self, path):
        """Every text that the cells print or show."""
        notebook = nbformat.read(path, 4)
        nbclient.NotebookClient(notebook, timeout=SECONDS, kernel_name="python3", resources={
            "metadata": {"path": self.folder}}).execute()
        outputs = [o for c in notebook.cells if c.cell_type == "code" for o in c.outputs]
        self.assertTrue(outputs)
        return "\n".join(o.get("text", "") or o.get("data", {}).get("text/plain", "")
                         for o in outputs)

    def test_first_look(self):
        self.assertIn("waiting", self.run_notebook(NOTEBOOKS[0]))

    def test_does_the_plan_suffice(self):
        self.assertRegex(self.run_notebook(NOTEBOOKS[1]), r"\d+ of 38 targets are met")

    def test_comparing(self):
        self.assertRegex(self.run_notebook(NOTEBOOKS[2]), r"luzhou-plan-delayed +False")

    def test_drivers(self):
        self.assertIn("nursery_uptake", self.run_notebook(NOTEBOOKS[3]))

    def test_theory(self):
        text = self.run_notebook(NOTEBOOKS[4])
        self.assertIn("0.0787", text)
        self.assertRegex(text, r"(1[5-9]|20) of 20 hold it")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
