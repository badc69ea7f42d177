#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Help and manual page: every example works, every option is there, nothing is malformed.

usage: test_help.py PROGRAM SOURCE_FOLDER
"""
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

PROGRAM = pathlib.Path(sys.argv[1]).resolve()
SOURCE = pathlib.Path(sys.argv[2]).resolve()
# The package of this source, wherever suffice-report was installed from.
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(SOURCE / "scripts")}


def suffice(*arguments: str) -> str:
    return subprocess.run([PROGRAM, *arguments], text=True, capture_output=True,
                          check=True, env=ENVIRONMENT).stdout


def commands() -> list[str]:
    """Those of the program's help; the first word of a line that is two columns in."""
    groups = suffice("--help").split("A first run:")[0]
    return re.findall(r"^  (\w+) ", groups, re.MULTILINE)


def examples(text: str) -> list[str]:
    """Command lines, two columns in, with those that go on behind a backslash."""
    joined = re.sub(r"\\\n\s*", "", text)
    return re.findall(r"^  ((?:suffice |man \./|\. ).*)", joined.split("suffice COMMAND --help")[0],
                      re.MULTILINE)


class Help(unittest.TestCase):
    def setUp(self):
        self.room = tempfile.TemporaryDirectory()
        self.path = pathlib.Path(self.room.name)
        (self.path / "scenarios").symlink_to(SOURCE / "scenarios")
        for folder in ("bin", "results"):
            (self.path / folder).mkdir()
        # Where the program is, suffice-report is found: it is no link to it.
        (self.path / "bin/suffice").write_text(f'#!/bin/sh\nexec "{PROGRAM}" "$@"\n')
        (self.path / "bin/suffice").chmod(0o755)
        # What an installed package has, whether or not it was installed here.
        for command, module in (("calibrate", "suffice.calibrate_command"),
                                ("studio", "suffice.studio.server"),
                                *((name, f"suffice.workbook {name}")
                                  for name in ("template", "import", "export"))):
            (self.path / f"bin/suffice-{command}").write_text(
                f'#!/bin/sh\nexec "{SOURCE}/.venv/bin/python" -m {module} "$@"\n')
            (self.path / f"bin/suffice-{command}").chmod(0o755)
        self.environment = {**ENVIRONMENT, "PATH": f"{self.path / 'bin'}:{os.environ['PATH']}",
                            "PAGER": "cat", "MANPAGER": "cat"}

    def tearDown(self):
        self.room.cleanup()

    def shell(self, line: str) -> None:
        """Runs a line as a user would, with one replication where it has many."""
        line = re.sub(r" (-n|--max-n) \d+", r" \1 1", line)
        done = subprocess.run(["bash", "-c", line], cwd=self.path, env=self.environment,
                              stdin=subprocess.DEVNULL, text=True, capture_output=True,
                              timeout=300)
        self.assertEqual(done.returncode, 0, f"{line}\n{done.stderr}")
        self.assertNotIn("warning", done.stderr, line)

    def stop_a_run(self) -> None:
        """What `suffice finish` is for: a run that was stopped."""
        journal = self.path / "results/long.h5.journal"
        run = subprocess.Popen([PROGRAM, "run", "scenarios/hello.yaml", "-n", "1000000", "-q",
                                "-o", "results/long.h5"], cwd=self.path,
                               stderr=subprocess.DEVNULL)
        started = time.monotonic()
        # A replication takes some kB, and the head of the journal less than this.
        while not (journal.exists() and journal.stat().st_size > 400_000):
            self.assertLess(time.monotonic() - started, 120)
            time.sleep(0.05)
        run.send_signal(signal.SIGTERM)
        self.assertEqual(run.wait(60), 75)

    def test_every_example_of_every_help_works(self):
        for line in examples(suffice("--help")):  # leaves results/hello.h5
            self.shell(line)
        self.stop_a_run()
        for command in commands():
            found = examples(suffice(command, "--help"))
            self.assertTrue(any(line.startswith(f"suffice {command} ") for line in found),
                            f"{command} has no example")
            for line in found:
                if command != "studio":  # which serves until it is stopped: python/studio
                    self.shell(line)

    def test_a_help_begins_with_a_question_and_an_example(self):
        for command in commands():
            parts = suffice(command, "--help").split("\n\n")
            self.assertTrue(parts[0].startswith(f"usage: suffice {command}"), parts[0])
            self.assertRegex(parts[1].replace("\n", " "), r"^[A-Z][^.]*\? \w", command)
            self.assertTrue(parts[2].startswith("  suffice "), parts[2])

    def test_what_the_package_does_has_the_options_that_its_programs_have(self):
        def told(text):
            return set(re.findall(r"^  (?:-\w(?: \w+)?, )? *(--\w+)", text, re.MULTILINE))

        # Without the Python package the help is the program's own table.
        with tempfile.TemporaryDirectory() as name:
            alone = pathlib.Path(name) / "suffice"
            shutil.copy2(PROGRAM, alone)
            for command, n, shown in (("report", 6, "--lang {en,zh}"),
                                      ("calibrate", 10, "--members N"),
                                      ("rebase", 14, "--using {mean,median}"),
                                      ("studio", 7, "--lang {en,zh}"),
                                      ("template", 4, "--lang {en,zh}"),
                                      ("import", 2, "--output FOLDER"),
                                      ("export", 5, "--table")):
                own = subprocess.run([alone, command, "--help"], text=True,
                                     capture_output=True, env={"PATH": "/usr/bin:/bin"},
                                     check=True).stdout
                self.assertIn(shown, own)
                other = suffice(command, "--help")
                self.assertIn("of the Python package", own)
                self.assertNotIn("of the Python package", other)
                self.assertEqual(told(own), told(other))
                self.assertEqual(len(told(own)), n)

    def test_the_manual_page_has_every_command_and_option(self):
        page = self.path / "suffice.1"
        page.write_text(suffice("man"))
        shown = subprocess.run(["man", "--warnings", "-E", "UTF-8", "-l", page], text=True,
                               capture_output=True, env={**self.environment, "MANWIDTH": "80"},
                               check=True)
        self.assertEqual(shown.stderr, "")
        # Words that are cut at the end of a line are joined again.
        text = re.sub(r"\s+", " ", shown.stdout)
        self.assertIn("suffice - will the planned places suffice?", text)
        for command in commands():
            self.assertIn(f"suffice {command} ", text)
            parts = suffice(command, "--help") if command not in ("report", "rebase") else ""
            for option in re.findall(r"^  (?:-\w, |    )(--[\w-]+)", parts, re.MULTILINE):
                if option != "--help":
                    self.assertIn(option, text)
        self.assertIn(r'"projects.new wing.places=20"', text)
        self.assertIn(r"plan.yaml scenarios/luzhou/no-plan.yaml \ -n 20", text)

    @unittest.skipUnless(shutil.which("mandoc"), "mandoc is not installed")
    def test_the_manual_page_has_no_fault_that_mandoc_finds(self):
        done = subprocess.run(["mandoc", "-T", "lint", "-W", "warning"], input=suffice("man"),
                              text=True, capture_output=True)
        found = [line for line in done.stdout.splitlines()
                 if "missing date" not in line]  # the page has a version
        self.assertEqual(found, [])


if __name__ == "__main__":
    os.environ["OMP_WAIT_POLICY"] = "passive"
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]])
