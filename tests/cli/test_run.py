#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The program as a user meets it: exit codes, messages, files, the same bytes.

usage: test_run.py PROGRAM SOURCE_FOLDER
"""
import csv
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time
import unittest

PROGRAM = pathlib.Path(sys.argv[1]).resolve()
SOURCE = pathlib.Path(sys.argv[2]).resolve()
SMALL = SOURCE / "tests/data/scenarios_good/small.yaml"
MMC = SOURCE / "scenarios/queues/mmcc.yaml"


class Run(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.path = pathlib.Path(self.folder.name)

    def tearDown(self):
        self.folder.cleanup()

    def suffice(self, *arguments, code=0, **options):
        """Runs the program in the test's folder and checks its exit code."""
        done = subprocess.run([PROGRAM, *map(str, arguments)], cwd=self.path, text=True,
                              capture_output=True, timeout=300, **options)
        self.assertEqual(done.returncode, code, done.stderr)
        return done

    def test_any_number_of_threads_gives_the_same_bytes(self):
        for threads in (1, 2, 5):
            self.suffice("run", SMALL, "-n", 6, "-t", threads, "-o", f"{threads}.h5")
        first = (self.path / "1.h5").read_bytes()
        self.assertEqual(first, (self.path / "2.h5").read_bytes())
        self.assertEqual(first, (self.path / "5.h5").read_bytes())

    def test_another_seed_gives_other_results(self):
        self.suffice("run", SMALL, "-n", 1, "-o", "a.h5")
        self.suffice("run", SMALL, "-n", 1, "-o", "b.h5", "--seed", 8)
        self.assertNotEqual((self.path / "a.h5").read_bytes(),
                            (self.path / "b.h5").read_bytes())

    def test_several_scenarios_run_together(self):
        other = self.path / "other.yaml"
        other.write_text(f"extends: {SMALL}\nname: other\n"
                         "services: {nursery: {places: {South: 200}}}\n")
        self.suffice("run", SMALL, other, "-n", 2, "-o", "both.h5")
        shown = self.suffice("info", "both.h5").stdout
        self.assertIn("2 scenarios x 2 replications", shown)
        self.assertIn("scenario small", shown)
        self.assertIn("scenario other", shown)

    def test_facts_of_the_run_lie_beside_the_results(self):
        self.suffice("run", MMC, "-n", 3, "-t", 2, "-o", "q.h5")
        facts = json.loads((self.path / "q.run.json").read_text())
        for key in ("host", "threads", "replications", "events", "wall_seconds",
                    "cpu_seconds", "events_per_core_second", "peak_memory_bytes", "phases"):
            self.assertIn(key, facts)
        self.assertEqual(facts["threads"], 2)
        self.assertEqual(facts["replications"], 3)
        # 7 a day for ten years, three times; about nine in ten of them leave a place.
        self.assertGreater(facts["events"], 3 * 3652 * 7 * 1.8)
        self.assertEqual(sorted(path.name for path in self.path.iterdir()),
                         ["q.h5", "q.run.json"])

    def test_an_existing_output_is_kept_without_force(self):
        (self.path / "q.h5").write_text("precious")
        done = self.suffice("run", MMC, "-n", 1, "-o", "q.h5", code=1)
        self.assertIn("q.h5", done.stderr)
        self.assertIn("--force", done.stderr)
        self.assertEqual((self.path / "q.h5").read_text(), "precious")
        self.suffice("run", MMC, "-n", 1, "-o", "q.h5", "--force")
        self.suffice("info", "q.h5")

    def test_an_output_that_cannot_be_written_is_told(self):
        done = self.suffice("run", MMC, "-n", 1, "-o", "no/such/folder/q.h5", code=1)
        self.assertIn("no/such/folder", done.stderr)
        done = self.suffice("run", MMC, "-n", 1, "-o", ".", code=1)
        self.assertNotEqual(done.stderr, "")

    def test_a_full_disk_loses_nothing_and_is_told(self):
        # A file size limit stands for the full disk: writes fail with an error number.
        import resource

        def limit():
            resource.setrlimit(resource.RLIMIT_FSIZE, (120000, 120000))

        done = self.suffice("run", SMALL, "-n", 40, "-o", "q.h5", code=1, preexec_fn=limit)
        self.assertIn("q.h5.journal: cannot be written: File too large", done.stderr)
        self.assertFalse((self.path / "q.h5").exists())
        safe = int(re.search(r"(\d+) finished replications are safe", done.stderr).group(1))
        shown = self.suffice("info", "--csv", "q.h5.journal").stdout.splitlines()[1]
        self.assertEqual(shown.split(",")[4:], [str(safe), str(40 - safe), "0"])
        self.assertGreater(safe, 3)
        self.suffice("run", SMALL, "-n", 40, "-o", "q.h5")
        self.assertEqual(json.loads((self.path / "q.run.json").read_text())["simulated"],
                         40 - safe)
        self.suffice("run", SMALL, "-n", 40, "-o", "whole.h5")
        self.assertEqual((self.path / "q.h5").read_bytes(),
                         (self.path / "whole.h5").read_bytes())

    def test_a_killed_run_leaves_no_results_and_can_be_started_again(self):
        self.suffice("run", SMALL, "-n", 60, "-o", "whole.h5")
        for wait in (0.02, 0.1, 0.3):
            process = subprocess.Popen([PROGRAM, "run", SMALL, "-n", "60", "-o", "q.h5"],
                                       cwd=self.path, stderr=subprocess.DEVNULL)
            time.sleep(wait)
            process.kill()
            if process.wait() == 0:
                break
            self.assertFalse((self.path / "q.h5").exists())
        if not (self.path / "q.h5").exists():
            self.suffice("run", SMALL, "-n", 60, "-o", "q.h5")
        self.assertEqual((self.path / "q.h5").read_bytes(),
                         (self.path / "whole.h5").read_bytes())

    def test_a_wrong_command_line_is_told_and_exits_with_2(self):
        for arguments in ([], ["fly"], ["run"], ["run", MMC, "-n", "0"],
                          ["run", MMC, "-n", "ten"], ["run", MMC, "--threads", "-1"],
                          ["run", MMC, "--seed", "x"], ["run", MMC, "--no-such"],
                          ["info"], ["info", "a", "b"], ["check"]):
            done = self.suffice(*arguments, code=2)
            self.assertNotEqual(done.stderr, "")

    def test_a_bad_scenario_exits_with_3_and_touches_no_results(self):
        bad = self.path / "bad.yaml"
        bad.write_text(MMC.read_text().replace("places: 10", "places: -10"))
        (self.path / "q.h5").write_text("precious")
        done = self.suffice("run", bad, "-n", 1, "-o", "q.h5", "--force", code=3)
        self.assertRegex(done.stderr, r"bad\.yaml:\d+:\d+: .*places")
        self.assertEqual((self.path / "q.h5").read_text(), "precious")
        self.suffice("run", "nowhere.yaml", code=3)

    def test_set_changes_a_value_and_names_itself_in_faults(self):
        self.suffice("run", MMC, "-n", 1, "-o", "q.h5", "--set", "services.bed.places=20")
        table = self.suffice("info", "q.h5", "--csv").stdout
        self.assertRegex(table, r"bed,clinic,places,20,")
        done = self.suffice("run", MMC, "-n", 1, "-o", "q.h5", "--force",
                            "--set", "services.bed.places=many", code=3)
        self.assertIn("--set", done.stderr)

    def test_info_refuses_what_is_no_results_file(self):
        (self.path / "text.h5").write_text("hello")
        self.assertIn("not", self.suffice("info", "text.h5", code=1).stderr)
        self.suffice("info", "absent.h5", code=1)
        self.suffice("run", MMC, "-n", 1, "-o", "q.h5")
        data = (self.path / "q.h5").read_bytes()
        (self.path / "cut.h5").write_bytes(data[:len(data) // 2])
        self.assertNotEqual(self.suffice("info", "cut.h5", code=1).stderr, "")

    def test_info_agrees_with_theory(self):
        self.suffice("run", MMC, "-n", 40, "-o", "q.h5")
        rows = self.suffice("info", "q.h5", "--csv").stdout
        taken = float(re.search(r"bed,clinic,occupied,([0-9.]+),", rows).group(1))
        half = float(re.search(r"bed,clinic,occupied,[0-9.]+,([0-9.]+),", rows).group(1))
        self.assertLess(half, 0.02)
        # Erlang B, 7 erlangs on 10 places; empty at the start costs one day in 3652.
        self.assertAlmostEqual(taken, 6.4488, delta=0.02)

    def test_progress_is_told_at_the_interval_asked_for(self):
        done = self.suffice("run", SOURCE / "scenarios/luzhou/plan.yaml", "-n", 2, "-t", 1,
                            "--progress", "0.1", "-o", "p.h5")
        self.assertRegex(done.stderr, r"suffice: 1 of 2 replications \(50 %\)")
        done = self.suffice("run", SMALL, "--progress", "often", code=2)
        self.assertIn("found 'often', expected seconds", done.stderr)

    def test_report_is_handed_over_with_its_arguments_and_exit_code(self):
        # Beside the program, so that none that is installed is found first.
        folder = self.path / "bin"
        folder.mkdir()
        program = folder / "suffice"
        program.write_bytes(PROGRAM.read_bytes())
        program.chmod(0o755)

        def report(*arguments):
            return subprocess.run([program, "report", *arguments], text=True,
                                  capture_output=True, env={"PATH": "/usr/bin:/bin"})

        done = report("a.h5")
        self.assertEqual(done.returncode, 1)
        self.assertIn("pip install . in the source folder", done.stderr)
        self.assertEqual(report("--help").returncode, 0)
        script = folder / "suffice-report"
        script.write_text('#!/bin/sh\necho "$SUFFICE_PROGRAM"\nprintf "%s|" "$@"\nexit 7\n')
        script.chmod(0o755)
        done = report("a b.h5", "-o", "c.html", "--help")
        self.assertEqual(done.returncode, 7)
        self.assertEqual(done.stdout, f"{program}\na b.h5|-o|c.html|--help|")

    def test_help_tells_each_option_once_within_80_columns(self):
        for command in ("run", "merge", "finish", "rerun", "check", "show", "schema", "info",
                        "compare", "trace"):
            shown = self.suffice(command, "--help").stdout
            for line in shown.splitlines():
                self.assertLessEqual(len(line), 80, f"{command}: {line}")
                self.assertEqual(line, line.rstrip())
            told = re.findall(r"^  (?:-\w, |    )(--[\w-]+)", shown, re.MULTILINE)
            self.assertEqual(len(told), len(set(told)), told)
            self.assertEqual(told[-1], "--help")

    def test_an_option_that_is_wrong_is_named_with_what_was_expected(self):
        whole = "expected a whole number from 1 to"
        for command, arguments, told in [
                ("run", ("a.yaml", "-n", "0"), f"--replications: found '0', {whole} 100000000"),
                ("run", ("a.yaml", "--threads=4097"), f"--threads: found '4097', {whole} 4096"),
                ("run", ("a.yaml", "--seed", "-1"),
                 "--seed: found '-1', expected a whole number, 0 or more"),
                ("run", ("a.yaml", "--shard", "4/3"), "--shard: found '4/3', expected k/K"),
                ("run", ("a.yaml", "--progress", "0"), "--progress: found '0', expected seconds"),
                ("run", ("--quiet",), "no scenario is named; see suffice run --help"),
                ("run", ("a.yaml", "--newer"), "no option --newer; see suffice run --help"),
                ("check", ("a.yaml", "-x"), "no option -x; see suffice check --help"),
                ("check", ("a.yaml", "--set"), "a value is missing behind --set"),
                ("show", ("a.yaml", "b.yaml"), "one scenario is needed"),
                ("schema", ("a.yaml",), "takes no arguments"),
                ("merge", ("a.journal",), "journals and -o FILE are needed"),
                ("trace", ("a.yaml", "--until", "2022"), "--until: found '2022', expected a date"),
                ("compare", ("a", "b", "c"), "one or two results files are needed")]:
            done = self.suffice(command, *arguments, code=2)
            self.assertIn(f"suffice {command}: {told}", done.stderr)
            self.assertEqual(done.stderr.count("\n"), 1)

    def test_a_trace_marks_what_opens_as_a_replacement(self):
        supply = SOURCE / "tests/data/supply/supply.yaml"
        programme = "delivery.programmes={sport: {cancellation: 1, replaced_within: 2 months}}"
        for sets, marked in ((["delivery.cancellation=0"], False), ([programme], True)):
            told = self.suffice("trace", supply, "--set", "projects.gyms.programme=sport",
                                *(part for one in sets for part in ("--set", one))).stdout
            units = [line for line in told.splitlines() if " gyms, unit " in line]
            self.assertTrue(units)
            self.assertEqual([" (a replacement)," in line for line in units],
                             [marked] * len(units))

    def test_a_cancellation_of_its_own_holds_in_a_table_as_in_a_mapping(self):
        """In a table it was read, and then passed over for that of all."""
        row = "gym,halls,one,2021-01-01,2021-03-01"
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            (folder / "x.yaml").write_text(
                "format: 1\nname: x\nstart: 2021-01-01\nend: 2022-01-01\n"
                "districts: {one: {}}\nassets: {gym: {title: Gyms}}\n"
                "services: {desk: {kind: stay, stay: {exponential: {mean: 1 day}}, places: 4,\n"
                "  arrivals: {one: {rate: 1 per day}}}}\nprojects: p.csv\n"
                "targets: {halls: {measure: count, of: gym, value: 1}}\n")
            for of_all, own, met in (("0", "1", "0.0"), ("1", "0", "1.0"), ("1", "", "0.0")):
                (folder / "p.csv").write_text(
                    f"asset,project,district,starts,opens,cancellation\n{row},{own}\n")
                self.suffice("run", folder / "x.yaml", "-n", "3", "-q", "-f", "-o",
                             folder / "x.h5", "--set", f"delivery.cancellation={of_all}")
                told = self.suffice("info", folder / "x.h5", "--targets", "--csv").stdout
                head, line = list(csv.reader(told.splitlines()))[:2]
                self.assertEqual(float(dict(zip(head, line))["p_met"]), float(met))

    def test_every_command_has_help(self):
        for command in ("run", "check", "show", "info", "schema", "man", "completion"):
            self.assertIn("usage: suffice " + command,
                          self.suffice(command, "--help").stdout)
        self.assertIn("usage: suffice", self.suffice("--help").stdout)
        self.assertIn("suffice", self.suffice("--version").stdout)

    def test_output_that_cannot_be_printed_is_a_failure(self):
        with open("/dev/full", "w") as full:
            done = subprocess.run([PROGRAM, "--help"], stdout=full, stderr=subprocess.PIPE)
        self.assertEqual(done.returncode, 1)


if __name__ == "__main__":
    os.environ["OMP_WAIT_POLICY"] = "passive"
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]])
