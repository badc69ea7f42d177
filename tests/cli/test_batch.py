#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Many replications: stopped, extended, split, merged, repeated.

usage: test_batch.py PROGRAM SOURCE_FOLDER
"""
import csv
import fcntl
import io
import itertools
import json
import os
import pathlib
import re
import resource
import signal
import subprocess
import sys
import tempfile
import time
import unittest

PROGRAM = pathlib.Path(sys.argv[1]).resolve()
SOURCE = pathlib.Path(sys.argv[2]).resolve()
SMALL = SOURCE / "tests/data/scenarios_good/small.yaml"
DECIDE = SOURCE / "tests/data/scenarios_good/decide.yaml"


class Batch(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.path = pathlib.Path(self.folder.name)

    def tearDown(self):
        self.folder.cleanup()

    def suffice(self, *arguments, code=0):
        done = subprocess.run([PROGRAM, *map(str, arguments)], cwd=self.path, text=True,
                              capture_output=True, timeout=300)
        self.assertEqual(done.returncode, code, done.stderr)
        return done

    def bytes_of(self, name):
        return (self.path / name).read_bytes()

    def overlay(self, name, text, base=DECIDE):
        path = self.path / f"{name}.yaml"
        path.write_text(f"format: 1\nextends: {base}\nname: {name}\n{text}\n")
        return path

    # --- the same bytes, however it is run

    def test_threads_shards_and_the_order_of_merging_do_not_matter(self):
        both = (SMALL, self.overlay("other", "services: {nursery: {places: {South: 200}}}",
                                    SMALL))
        self.suffice("run", *both, "-n", 9, "-t", 1, "-o", "one.h5")
        whole = self.bytes_of("one.h5")
        for threads in (2, 4, 8):
            self.suffice("run", *both, "-n", 9, "-t", threads, "-o", "t.h5", "-f")
            self.assertEqual(self.bytes_of("t.h5"), whole, threads)
        for shards in (1, 3, 7):
            (self.path / "s.h5").unlink(missing_ok=True)
            for k in range(1, shards + 1):
                self.suffice("run", *both, "-n", 9, "--shard", f"{k}/{shards}", "-o", "s.h5")
            name = "s.h5.journal" if shards == 1 else "s.{}of{}.journal"
            journals = [name.format(k, shards) for k in range(1, shards + 1)]
            orders = [journals, journals[::-1], journals[1:] + journals[:1]]
            if shards == 3:
                orders = list(itertools.permutations(journals))
            for order in orders:
                (self.path / "s.h5").unlink(missing_ok=True)
                self.suffice("merge", *order, "-o", "s.h5")
                self.assertEqual(self.bytes_of("s.h5"), whole, order)

    def test_more_replications_are_added_and_what_is_there_is_kept(self):
        self.suffice("run", DECIDE, "-n", 50, "-o", "whole.h5")
        self.suffice("run", DECIDE, "-n", 20, "-o", "a.h5")
        self.suffice("run", DECIDE, "-n", 50, "-o", "a.h5")
        facts = json.loads((self.path / "a.run.json").read_text())
        self.assertEqual((facts["simulated"], facts["replications"]), (30, 50))
        self.assertEqual(self.bytes_of("a.h5"), self.bytes_of("whole.h5"))
        done = self.suffice("run", DECIDE, "-n", 10, "-o", "a.h5")
        self.assertIn("complete already: 50 replications", done.stderr)
        self.assertEqual(self.bytes_of("a.h5"), self.bytes_of("whole.h5"))
        done = self.suffice("run", DECIDE, "-n", 50, "-s", 5, "-o", "a.h5", code=1)
        self.assertIn("another scenario, seed or build", done.stderr)
        self.assertIn("--force", done.stderr)

    def test_shards_extend_what_is_there(self):
        self.suffice("run", DECIDE, "-n", 50, "-o", "whole.h5")
        self.suffice("run", DECIDE, "-n", 20, "-o", "a.h5")
        for k in (1, 2):
            self.suffice("run", DECIDE, "-n", 50, "--shard", f"{k}/2", "-o", "a.h5")
        shown = self.suffice("info", "--csv", "a.1of2.journal").stdout
        self.assertEqual(next(csv.DictReader(io.StringIO(shown)))["finished"], "15")
        self.assertEqual(next(csv.DictReader(io.StringIO(shown)))["missing"], "0")
        self.suffice("merge", "a.1of2.journal", "a.2of2.journal", "-o", "a.h5")
        self.assertEqual(self.bytes_of("a.h5"), self.bytes_of("whole.h5"))

    def test_what_is_missing_is_told_and_can_be_left_out(self):
        self.suffice("run", DECIDE, "-n", 12, "-o", "whole.h5")
        for k in (1, 3):
            self.suffice("run", DECIDE, "-n", 12, "--shard", f"{k}/3", "-o", "a.h5")
        journals = ["a.1of3.journal", "a.3of3.journal"]
        done = self.suffice("merge", *journals, "-o", "a.h5", code=1)
        self.assertIn("4 of 12 replications are missing: 1, 4, 7, 10", done.stderr)
        self.assertIn("of 3: 2", done.stderr)
        self.assertFalse((self.path / "a.h5").exists())
        self.suffice("merge", *journals, "-o", "a.h5", "--partial")
        self.assertIn("x 8 replications", self.suffice("info", "a.h5").stdout)
        # The gaps are filled by the run's own command.
        self.suffice("run", DECIDE, "-n", 12, "-o", "a.h5")
        self.assertEqual(self.bytes_of("a.h5"), self.bytes_of("whole.h5"))

    def test_a_merge_can_be_told_how_many_replications_the_run_has(self):
        self.suffice("run", DECIDE, "-n", 8, "-o", "whole.h5")
        for k in (1, 2):
            self.suffice("run", DECIDE, "-n", 12, "--shard", f"{k}/2", "-o", "a.h5")
        merge = ["merge", "a.1of2.journal", "a.2of2.journal", "-o", "a.h5"]
        done = self.suffice(*merge, "-n", 14, code=1)
        self.assertIn("2 of 14 replications are missing: 12-13", done.stderr)
        self.assertIn("of 2: 1-2", done.stderr)
        self.assertFalse((self.path / "a.h5").exists())
        self.suffice(*merge, "-n", 8)
        self.assertEqual(self.bytes_of("a.h5"), self.bytes_of("whole.h5"))
        # What the file holds stays, though a later merge asks for less.
        self.suffice(*merge)
        self.suffice(*merge, "-n", 8)
        self.assertIn("x 12 replications", self.suffice("info", "a.h5").stdout)
        self.suffice(*merge, "-n", "x", code=2)

    def test_a_shard_that_adds_nothing_leaves_a_journal_that_says_so(self):
        self.suffice("run", DECIDE, "-n", 12, "-o", "a.h5")
        self.suffice("run", DECIDE, "-n", 13, "--shard", "2/3", "-o", "a.h5")
        shown = self.suffice("info", "--csv", "a.2of3.journal").stdout
        told = next(csv.DictReader(io.StringIO(shown)))
        self.assertEqual((told["replications"], told["missing"]), ("13", "0"))

    def test_journals_that_do_not_belong_together_are_refused(self):
        self.suffice("run", DECIDE, "-n", 4, "--shard", "1/2", "-o", "a.h5")
        other = ["run", DECIDE, "-n", 4, "-s", 3, "--shard", "2/2", "-o", "a.h5"]
        done = self.suffice(*other, code=1)
        self.assertIn("a.1of2.journal: is of another scenario, seed or build than this "
                      "shard: its seed is 11, not 3", done.stderr)
        self.suffice(*other, "--force")
        done = self.suffice("merge", "a.1of2.journal", "a.2of2.journal", "-o", "a.h5",
                            code=1)
        self.assertIn("a.2of2.journal: is a journal of another scenario, seed or build",
                      done.stderr)
        (self.path / "x.journal").write_bytes(b"no journal")
        done = self.suffice("merge", "x.journal", "-o", "a.h5", code=1)
        self.assertIn("x.journal: is not a journal", done.stderr)
        done = self.suffice("merge", "none.journal", "-o", "a.h5", code=1)
        self.assertIn("none.journal", done.stderr)
        for content in (b"", b"SUFJR"):
            (self.path / "x.journal").write_bytes(content)
            for command in (["info", "x.journal"], ["merge", "x.journal", "-o", "b.h5"]):
                done = self.suffice(*command, code=1)
                self.assertIn("x.journal: is a journal whose head is", done.stderr)
        self.suffice("run", DECIDE, "-n", 4, "--shard", "3/3", "-o", "a.h5")
        done = self.suffice("merge", "a.1of2.journal", "a.3of3.journal", "-o", "a.h5", code=1)
        self.assertIn("split differently", done.stderr)

    def test_a_file_is_repeated_from_what_it_holds(self):
        scenario = self.overlay("mine", "seed: 4")
        self.suffice("run", scenario, "-n", 20, "-o", "a.h5")
        scenario.unlink()
        done = self.suffice("rerun", "a.h5", "-t", 1)
        self.assertIn("byte for byte", done.stdout)
        self.assertEqual(sorted(p.name for p in self.path.iterdir()),
                         ["a.h5", "a.run.json"])
        data = bytearray(self.bytes_of("a.h5"))
        data[len(data) * 3 // 4] ^= 1
        (self.path / "a.h5").write_bytes(data)
        done = self.suffice("rerun", "a.h5", code=1)
        self.assertTrue("differ" in done.stdout or "damaged" in done.stderr)

    def test_what_is_there_is_replaced_only_with_force(self):
        self.suffice("run", DECIDE, "-n", 5, "-o", "a.h5")
        whole = self.bytes_of("a.h5")
        (self.path / "notes.h5").write_text("precious")
        (self.path / "link.h5").symlink_to("a.h5")
        done = self.suffice("rerun", "a.h5", "-o", "notes.h5", code=1)
        self.assertIn("notes.h5: exists already", done.stderr)
        self.assertIn("--force", done.stderr)
        for name in ("a.h5", "./a.h5", "link.h5"):
            for force in ([], ["--force"]):
                done = self.suffice("rerun", "a.h5", "-o", name, *force, code=1)
                self.assertIn("itself", done.stderr)
        self.unfinished("b.h5", 10, "-s", 5)
        journal = self.bytes_of("b.h5.journal")
        for name in ("notes.h5", "a.h5"):
            done = self.suffice("finish", "b.h5", "--partial", "-o", name, code=1)
            self.assertIn(f"{name}: exists already", done.stderr)
        done = self.suffice("rerun", "a.h5", "-o", "b.h5", code=1)
        self.assertIn("b.h5.journal: was left by an unfinished run", done.stderr)
        self.unfinished("c.h5")
        done = self.suffice("finish", "b.h5", "--partial", "-o", "c.h5", code=1)
        self.assertIn("c.h5.journal: exists already", done.stderr)
        self.suffice("merge", "b.h5.journal", "--partial", "-f", "-o", "b.h5.journal", code=1)
        self.assertEqual(self.bytes_of("b.h5.journal"), journal)
        self.assertEqual(self.bytes_of("a.h5"), whole)
        self.assertEqual((self.path / "notes.h5").read_text(), "precious")
        self.suffice("rerun", "a.h5", "-o", "notes.h5", "--force")
        self.assertEqual(self.bytes_of("notes.h5"), whole)
        self.suffice("finish", "b.h5", "--partial", "-o", "notes.h5", "--force")
        self.assertNotEqual(self.bytes_of("notes.h5"), whole)

    def test_a_merge_leaves_the_facts_of_the_run(self):
        self.suffice("run", DECIDE, "-n", 4, "-o", "one.h5")
        one = json.loads((self.path / "one.run.json").read_text())
        for k in (1, 2):
            self.suffice("run", DECIDE, "-n", 4, "--shard", f"{k}/2", "-o", "a.h5")
        self.suffice("merge", "a.1of2.journal", "a.2of2.journal", "-o", "a.h5")
        self.suffice("run", DECIDE, "-n", 4, "--shard", "1/1", "-o", "b.h5")
        self.suffice("finish", "b.h5")
        for name in ("a", "b"):
            facts = json.loads((self.path / f"{name}.run.json").read_text())
            for key in ("fingerprint", "seed", "design", "replications", "resolved",
                        "share_on_confidence_c"):
                self.assertEqual(facts[key], one[key], key)
            self.assertIn("decide.yaml:", facts["resolved"]["decide"])
            self.assertFalse({"simulated", "wall_seconds", "phases"} & set(facts))
        # A run that was killed before it wrote them has them written by the same command.
        (self.path / "one.run.json").unlink()
        done = self.suffice("run", DECIDE, "-n", 4, "-o", "one.h5")
        self.assertIn("complete already", done.stderr)
        again = json.loads((self.path / "one.run.json").read_text())
        self.assertEqual(again["resolved"], one["resolved"])

    # --- damaged

    def damage(self, name, at):
        data = bytearray(self.bytes_of(name))
        data[at] ^= 0xff
        (self.path / name).write_bytes(data)

    def test_damaged_journals_are_all_named_with_the_way_to_repair_them(self):
        self.suffice("run", DECIDE, "-n", 30, "-o", "whole.h5")
        for k in (1, 2, 3):
            self.suffice("run", DECIDE, "-n", 30, "--shard", f"{k}/3", "-o", "a.h5")
        journals = [f"a.{k}of3.journal" for k in (1, 2, 3)]
        self.damage(journals[0], len(self.bytes_of(journals[0])) * 3 // 4)
        self.damage(journals[1], len(self.bytes_of(journals[1])) // 2)
        self.damage(journals[2], 50)  # in its head
        shown = self.suffice("info", "--csv", journals[0]).stdout
        self.assertEqual(next(csv.DictReader(io.StringIO(shown)))["damaged"], "1")
        done = self.suffice("merge", *journals, "-o", "a.h5", code=1)
        self.assertIn("a.1of3.journal: is damaged at byte", done.stderr)
        self.assertIn("the command of shard 1/3 with --repair", done.stderr)
        self.assertIn("a.2of3.journal: is damaged at byte", done.stderr)
        self.assertIn("a.3of3.journal: is a journal whose head is damaged", done.stderr)
        self.assertEqual(done.stderr.count("--repair"), 3)
        self.assertFalse((self.path / "a.h5").exists())
        self.assertFalse((self.path / "a.h5.journal").exists())
        self.suffice("run", DECIDE, "-n", 30, "--shard", "3/3", "-o", "a.h5", code=1)
        for k in (1, 2, 3):
            done = self.suffice("run", DECIDE, "-n", 30, "--shard", f"{k}/3", "-o", "a.h5",
                                "--repair")
            self.assertIn("(resumed)", done.stderr)
        self.suffice("merge", *journals, "-o", "a.h5")
        self.assertEqual(self.bytes_of("a.h5"), self.bytes_of("whole.h5"))

    def test_a_damaged_head_is_repaired_wherever_it_is_damaged(self):
        self.suffice("run", DECIDE, "-n", 20, "-o", "whole.h5")
        self.unfinished("a.h5", 20)
        journal = self.bytes_of("a.h5.journal")
        for at in (0, 9, 13, 17, 25, 30, 34, 45, 60, 300):
            (self.path / "a.h5.journal").write_bytes(journal)
            self.damage("a.h5.journal", at)
            done = self.suffice("run", DECIDE, "-n", 20, "-o", "a.h5", code=1)
            self.assertIn("head is damaged", done.stderr, at)
            self.assertIn("--repair", done.stderr, at)
            self.suffice("run", DECIDE, "-n", 20, "-o", "a.h5", "--repair")
            facts = json.loads((self.path / "a.run.json").read_text())
            self.assertEqual(facts["simulated"], 10, at)
            self.assertEqual(self.bytes_of("a.h5"), self.bytes_of("whole.h5"), at)
            (self.path / "a.h5").unlink()
        (self.path / "a.h5.journal").write_bytes(journal)
        done = self.suffice("run", DECIDE, "-n", 20, "-s", 5, "-o", "a.h5", "--repair",
                            code=1)
        self.assertIn("of another scenario, seed or build", done.stderr)
        self.assertEqual(self.bytes_of("a.h5.journal"), journal)

    def test_a_journal_with_what_no_file_holds_stays(self):
        for k in (1, 2):
            self.suffice("run", DECIDE, "-n", 10, "--shard", f"{k}/2", "-o", "a.h5")
        self.unfinished("a.h5", 10)
        journal = self.bytes_of("a.h5.journal")
        self.suffice("merge", "a.1of2.journal", "--partial", "-o", "a.h5")  # 0, 2, ... 8
        done = self.suffice("run", DECIDE, "-n", 1, "-o", "a.h5")
        self.assertIn("complete already", done.stderr)
        self.assertIn("a.h5.journal: stays", done.stderr)
        self.assertEqual(self.bytes_of("a.h5.journal")[:len(journal)], journal)
        self.suffice("run", DECIDE, "-n", 10, "-o", "a.h5")
        self.assertEqual(json.loads((self.path / "a.run.json").read_text())["simulated"], 3)
        self.assertFalse((self.path / "a.h5.journal").exists())

    # --- stopped

    def unfinished(self, output, n=10, *others):
        """Leaves the journal of a run that has half of its n replications, 0, 1, ..."""
        self.suffice("run", DECIDE, "-n", n // 2, "--shard", "1/1", "-o", output, *others)
        path = self.path / f"{output}.journal"
        # The note that its goal was reached stands at the end: 16 bytes behind a head of 16.
        path.write_bytes(path.read_bytes()[:-32])

    def stop(self, number, twice=False):
        """Starts a run of about ten seconds and stops it when some of it is done."""
        run = subprocess.Popen([PROGRAM, "run", DECIDE, "-n", "60000", "-t", "1", "-o",
                                "a.h5"], cwd=self.path, text=True,
                               stderr=subprocess.PIPE)
        journal = self.path / "a.h5.journal"
        before = journal.stat().st_size if journal.exists() else 0
        for _ in range(1000):
            if journal.exists() and journal.stat().st_size > before + 50_000:
                break
            time.sleep(0.01)
        run.send_signal(number)
        if twice:
            run.send_signal(number)
        _, told = run.communicate(timeout=60)
        return run.returncode, told

    def test_a_signal_stops_it_and_the_same_command_goes_on(self):
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGUSR1,
                       signal.SIGXCPU):
            code, told = self.stop(number)
            self.assertEqual(code, os.EX_TEMPFAIL, told)
            self.assertIn(f"stopped by {signal.Signals(number).name}", told)
            self.assertIn("finished replications are safe here", told)
            self.assertIn("the same command goes on", told)
        self.suffice("finish", "a.h5", code=1)
        self.suffice("finish", "a.h5", "--partial", "-o", "so_far.h5")
        shown = self.suffice("info", "so_far.h5").stdout
        n = int(shown.split("1 scenario x ")[1].split()[0])
        self.assertGreater(n, 10)
        self.suffice("run", DECIDE, "-n", n, "-o", "whole.h5")
        self.assertEqual(self.bytes_of("so_far.h5"), self.bytes_of("whole.h5"))

    def slow(self):
        """A scenario of which one replication takes seconds, so that a stop waits for it."""
        return self.overlay("slow", "end: 2121-01-01\nassumptions: {demand: null}\n"
                            "services: {nursery: {places: 40000, "
                            "arrivals: {town: {rate: 40000 per year}}}}")

    def test_a_limit_on_processor_time_stops_it_though_it_is_told_every_second(self):
        run = subprocess.Popen(
            [PROGRAM, "run", self.slow(), "-n", "9", "-t", "2", "-o", "a.h5"],
            cwd=self.path, text=True, stderr=subprocess.PIPE,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (1, 300)))
        _, told = run.communicate(timeout=300)
        self.assertEqual(run.returncode, os.EX_TEMPFAIL, told)
        self.assertIn("stopped by SIGXCPU", told)

    def test_a_replication_that_takes_minutes_is_given_up(self):
        endless = self.overlay("endless", "end: 2121-01-01\nassumptions: {demand: null}\n"
                               "services: {nursery: {places: 4000000, "
                               "arrivals: {town: {rate: 4000000 per year}}}}")
        run = subprocess.Popen([PROGRAM, "run", endless, "-n", "2", "-t", "2", "-o", "a.h5"],
                               cwd=self.path, text=True, stderr=subprocess.PIPE)
        while not (self.path / "a.h5.journal").exists():
            time.sleep(0.01)
        time.sleep(1)  # signals are listened to from shortly after
        run.send_signal(signal.SIGTERM)
        _, told = run.communicate(timeout=60)
        self.assertEqual(run.returncode, os.EX_TEMPFAIL, told)
        self.assertIn("stopped by SIGTERM", told)

    def test_people_who_multiply_stop_the_replication(self):
        # Births of which one year has more than there are people.
        done = subprocess.run(
            [PROGRAM, "run", SMALL, "-n", "1",
             "--set", "assumptions.births={value: 1000}", "-o", "a.h5"],
            cwd=self.path, text=True, capture_output=True, check=False, timeout=60)
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn("replication 0: the people more than treble within a year",
                      done.stderr)

    def test_a_second_signal_ends_it_at_once(self):
        slow = self.slow()
        run = subprocess.Popen([PROGRAM, "run", slow, "-n", "2", "-t", "1", "-o", "a.h5"],
                               cwd=self.path, text=True, stderr=subprocess.PIPE)
        while not (self.path / "a.h5.journal").exists():
            time.sleep(0.01)
        time.sleep(0.2)
        start = time.monotonic()
        run.send_signal(signal.SIGTERM)
        run.stderr.readline()
        self.assertIn("once more stops at once", run.stderr.readline())
        time.sleep(0.1)  # for it to be said is not yet for it to be so
        self.assertIsNone(run.poll())
        run.send_signal(signal.SIGTERM)
        run.communicate(timeout=60)
        self.assertEqual(run.returncode, -signal.SIGTERM)
        self.assertLess(time.monotonic() - start, 1)

    def test_an_output_has_one_writer(self):
        run = subprocess.Popen([PROGRAM, "run", DECIDE, "-n", "60000", "-t", "1", "-q",
                                "-o", "a.h5"], cwd=self.path)
        try:
            while not (self.path / "a.h5.journal").exists():
                time.sleep(0.01)
            time.sleep(0.1)
            done = self.suffice("run", DECIDE, "-n", 5, "-o", "a.h5", code=1)
            self.assertIn("another run is writing this output", done.stderr)
            done = self.suffice("finish", "a.h5", "--partial", code=1)
            self.assertIn("another run is writing this output", done.stderr)
            self.assertIn("-o OUT writes what is there", done.stderr)
            (self.path / "x.journal").write_bytes(self.bytes_of("a.h5.journal"))
            done = self.suffice("merge", "x.journal", "-o", "a.h5", "--partial", code=1)
            self.assertIn("another run is writing this output", done.stderr)
        finally:
            run.kill()
            run.wait()

    def test_a_journal_that_is_removed_is_told_before_the_end(self):
        (self.path / "gone").mkdir()
        run = subprocess.Popen([PROGRAM, "run", DECIDE, "-n", "60000", "-t", "1", "-q",
                                "-o", "gone/a.h5"], cwd=self.path, text=True,
                               stderr=subprocess.PIPE)
        journal = self.path / "gone/a.h5.journal"
        while not (journal.exists() and journal.stat().st_size > 50_000):
            time.sleep(0.01)
        journal.unlink()
        (self.path / "gone").rmdir()
        start = time.monotonic()
        _, told = run.communicate(timeout=60)
        self.assertEqual(run.returncode, 1)
        self.assertIn("was removed or moved, or its folder, while the run was", told)
        self.assertNotIn("safe here", told)
        self.assertLess(time.monotonic() - start, 5)

    def test_only_what_is_really_there_is_told_to_be_safe(self):
        for change in ("move", "cut"):
            (self.path / change).mkdir()
            run = subprocess.Popen([PROGRAM, "run", DECIDE, "-n", "60000", "-t", "1", "-q",
                                    "-o", f"{change}/a.h5"], cwd=self.path, text=True,
                                   stderr=subprocess.PIPE)
            journal = self.path / change / "a.h5.journal"
            while not (journal.exists() and journal.stat().st_size > 50_000):
                time.sleep(0.01)
            if change == "move":
                (self.path / change).rename(self.path / "moved")
            else:
                os.truncate(journal, 20_000)
            _, told = run.communicate(timeout=60)
            self.assertEqual(run.returncode, 1)
            if change == "move":
                self.assertIn("was removed or moved", told)
                self.assertNotIn("safe here", told)
                continue
            self.assertIn("was cut short while the run was writing it", told)
            n = int(re.search(r"(\d+) finished replications are safe here", told).group(1))
            shown = self.suffice("info", "--csv", "cut/a.h5.journal").stdout
            self.assertEqual(next(csv.DictReader(io.StringIO(shown)))["finished"], str(n))

    def write_slowly(self, command):
        """Starts a command and stops it while it writes the results; its last words."""
        part = self.path / "a.h5.part"
        process = subprocess.Popen([PROGRAM, *map(str, command)], cwd=self.path, text=True,
                                   stderr=subprocess.PIPE)
        while not part.exists() and process.poll() is None:
            time.sleep(0.0005)
        process.send_signal(signal.SIGTERM)
        _, told = process.communicate(timeout=60)
        self.assertEqual(process.returncode, os.EX_TEMPFAIL, told)
        self.assertIn("stopped by SIGTERM", told)
        self.assertFalse(part.exists())
        self.assertFalse((self.path / "a.h5").exists())
        return told

    def test_a_signal_while_the_results_are_written_stops_that_too(self):
        self.suffice("run", DECIDE, "-n", 6000, "--shard", "1/1", "-o", "b.h5")
        told = self.write_slowly(["merge", "b.h5.journal", "-o", "a.h5"])
        self.assertIn("nothing is lost", told)
        (self.path / "b.h5.journal").rename(self.path / "a.h5.journal")
        told = self.write_slowly(["run", DECIDE, "-n", 6000, "-o", "a.h5"])
        self.assertIn("6000 finished replications are safe here", told)
        self.assertIn("the same command goes on from there", told)

    def test_a_merge_waits_for_no_other_and_touches_nothing_of_it(self):
        self.suffice("run", DECIDE, "-n", 20, "--shard", "1/1", "-o", "b.h5")
        (self.path / "a.h5.part").write_text("of the other")
        with open(self.path / "a.h5.journal", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            for command in (["merge", "b.h5.journal"], ["finish", "b.h5"]):
                done = self.suffice(*command, "-o", "a.h5", "--force", code=1)
                self.assertIn("another run is writing this output", done.stderr)
        self.assertEqual((self.path / "a.h5.part").read_text(), "of the other")
        self.suffice("merge", "b.h5.journal", "-o", "a.h5")
        self.assertFalse((self.path / "a.h5.journal").exists())
        # The output's own journal is both the lock and what is merged.
        self.suffice("merge", "b.h5.journal", "-o", "b.h5")
        self.assertEqual(self.bytes_of("a.h5"), self.bytes_of("b.h5"))

    def test_finish_tells_what_there_is_instead_of_a_journal(self):
        self.assertIn("a.h5.journal: is not there",
                      self.suffice("finish", "a.h5", code=1).stderr)
        self.suffice("run", DECIDE, "-n", 3, "--shard", "1/2", "-o", "a.h5")
        self.assertIn("suffice merge", self.suffice("finish", "a.h5", code=1).stderr)
        self.suffice("run", DECIDE, "-n", 3, "-o", "b.h5")
        self.assertIn("nothing to finish", self.suffice("finish", "b.h5", code=1).stderr)
        self.assertFalse((self.path / "b.h5.journal").exists())

    # --- stopping by precision

    def test_a_rule_stops_at_the_same_replication_however_it_is_run(self):
        rule = ["--until", "half-width(P(met), opened) < 0.05", "-n", 3000]
        done = self.suffice("run", DECIDE, *rule, "-t", 1, "-o", "one.h5")
        look = int(re.search("holds after .* look ([0-9]+) ", done.stderr).group(1))
        facts = json.loads((self.path / "one.run.json").read_text())
        self.assertEqual((facts["stopping"]["look"], facts["stopping"]["holds"],
                          facts["replications"]), (look, True, 100 * look))
        for threads in (2, 4):
            self.suffice("run", DECIDE, *rule, "-t", threads, "-o", "more.h5", "-f")
            self.assertEqual(self.bytes_of("one.h5"), self.bytes_of("more.h5"), threads)
        # Killed on the way, and gone on with.
        run = subprocess.Popen([PROGRAM, "run", DECIDE, *map(str, rule), "-t", "1", "-q",
                                "-o", "killed.h5"], cwd=self.path)
        journal = self.path / "killed.h5.journal"
        while run.poll() is None and not (journal.exists()
                                          and journal.stat().st_size > 50_000):
            time.sleep(0.002)
        run.kill()
        run.wait()
        self.assertFalse((self.path / "killed.h5").exists())
        done = self.suffice("run", DECIDE, *rule, "-t", 2, "-o", "killed.h5")
        self.assertIn("(resumed)", done.stderr)
        self.assertEqual(self.bytes_of("one.h5"), self.bytes_of("killed.h5"))
        # Begun with fewer, and gone on with.
        self.suffice("run", DECIDE, "-n", 150, "-o", "later.h5")
        self.suffice("run", DECIDE, *rule, "-o", "later.h5")
        self.assertEqual(self.bytes_of("one.h5"), self.bytes_of("later.h5"))
        done = self.suffice("run", DECIDE, *rule, "-o", "later.h5")
        self.assertIn("complete already", done.stderr)

    def test_a_rule_that_does_not_hold_is_told(self):
        done = self.suffice("run", DECIDE, "--until", "half-width(P(met), opened) < 0.001",
                            "-n", 200, "-o", "a.h5")
        self.assertIn("does not hold after the most replications, 200", done.stderr)
        quiet = self.suffice("run", DECIDE, "--until", "half-width(P(met), opened) < 0.001",
                             "-n", 200, "-q", "-o", "q.h5")
        self.assertIn("does not hold", quiet.stderr)
        facts = json.loads((self.path / "a.run.json").read_text())["stopping"]
        self.assertAlmostEqual(facts.pop("confidence"), 1 - 0.05 / 6, 5)
        self.assertEqual(facts, {"rule": "half-width(P(met), opened) < 0.001", "look": 2,
                                 "holds": False})
        done = self.suffice("run", DECIDE, "--until", "nonsense", "-o", "b.h5", code=2)
        self.assertIn("expected decided", done.stderr)
        done = self.suffice("run", DECIDE, "--until", "decided", "--shard", "1/2", "-o",
                            "b.h5", code=2)
        self.assertIn("exclude each other", done.stderr)

    def test_looks_that_would_never_come_are_refused(self):
        done = self.suffice("run", DECIDE, "--until", "decided", "--min-replications", 500,
                            "-n", 200, "-o", "a.h5", code=2)
        self.assertIn("found 500, expected at most the 200 replications", done.stderr)
        for option in ("--batch", "--min-replications"):
            done = self.suffice("run", DECIDE, option, 50, "-n", 100, "-o", "a.h5", code=2)
            self.assertIn("need --until", done.stderr)
        self.assertEqual(list(self.path.iterdir()), [])

    # --- designs

    def test_designs_are_chosen_and_refused(self):
        for design in ("balanced", "random", "fixed", "sobol"):
            self.suffice("run", DECIDE, "-n", 20, "--set", f"design={design}", "-o",
                         f"{design}.h5")
        self.assertNotEqual(self.bytes_of("balanced.h5"), self.bytes_of("random.h5"))
        # What the default was called before draws the same.
        shown = self.suffice("compare", "balanced.h5", "sobol.h5").stdout
        self.assertRegex(shown, r"(\d+) of \1 quantities are the same")
        self.suffice("run", DECIDE, "-n", 20, "--fix-assumptions", "-o", "again.h5")
        self.assertEqual(self.bytes_of("again.h5"), self.bytes_of("fixed.h5"))
        lhs = ["--set", "design=lhs", "--set", "points=30"]
        self.assertIn("x 30 replications",
                      self.suffice("run", DECIDE, *lhs, "-o", "lhs.h5").stderr)
        done = self.suffice("run", DECIDE, *lhs, "-n", 31, "-o", "more.h5", code=2)
        self.assertIn("Latin hypercube of 30", done.stderr)
        done = self.suffice("check", DECIDE, "--set", "design=lhs", code=3)
        self.assertIn("without `points`", done.stderr)
        done = self.suffice("check", DECIDE, "--set", "points=30", code=3)
        self.assertIn("only `design: lhs`", done.stderr)

    def test_assumptions_are_fixed_whatever_else_is_set(self):
        self.suffice("run", DECIDE, "-n", 30, "--set", "design=fixed", "-o", "fixed.h5")
        hypercube = self.overlay("hypercube", "design: lhs\npoints: 30")
        nested = self.overlay("nested", "nested: {outer: 6, inner: 5}")
        for scenario, sets, n in ((hypercube, [], 30), (nested, [], 30),
                                  (DECIDE, ["--set", "design=random"], 100)):
            for words in (["--fix-assumptions", *sets], [*sets, "--fix-assumptions"]):
                done = self.suffice("run", scenario, *words, "-o", "f.h5", "-f")
                self.assertIn(f"x {n} replications", done.stderr)
                if scenario == nested:
                    continue
                shown = self.suffice("compare", "fixed.h5", "f.h5").stdout
                self.assertIn("over 30 replications", shown)
                self.assertRegex(shown, r"(\d+) of \1 quantities are the same")
        # What is nested is all chance.
        self.suffice("run", nested, "--fix-assumptions", "-o", "f.h5", "-f")
        shown = self.suffice("info", "f.h5", "--variance", "--csv").stdout
        row = next(row for row in csv.DictReader(io.StringIO(shown))
                   if row["quantity"] == "demand")
        self.assertEqual((row["points"], float(row["low"])), ("6", 0))

    def test_a_nested_run_splits_the_variance_as_the_exact_case_says(self):
        # H01: Y is Poisson of a gamma mean with mean 50 and CV 0.2: variance 150, two
        # thirds of it from the mean. Arrivals of the 365 days of 2021.
        scenario = self.path / "h01.yaml"
        scenario.write_text("""
format: 1
name: h01
start: 2021-01-01
end: 2022-01-01
districts: {town: {}}
nested: {outer: 1000, inner: 5}
assumptions: {theta: {gamma: {mean: %r per day, cv: 0.2}}}
services:
  desk:
    kind: stay
    arrivals: {town: {rate: $theta}}
    stay: {exponential: {mean: 1 day}}
    places: 100
    initial: {occupancy: 0}
""" % (50 / 365))
        for design in ("balanced", "random"):
            self.suffice("run", scenario, "--set", f"design={design}", "-o", "h.h5", "-f")
            shown = self.suffice("info", "h.h5", "--variance", "--csv").stdout
            row = next(row for row in csv.DictReader(io.StringIO(shown))
                       if row["quantity"] == "demand")
            self.assertEqual(row["points"], "1000")
            # Of a year of 365.25 days. The standard error of a variance of 1,000 points
            # is about 4 %, four of them 16 %.
            total = (float(row["sd"]) * 365 / 365.25) ** 2
            self.assertLess(abs(total / 150 - 1), 0.16, design)
            self.assertLess(float(row["low"]), 2 / 3)
            self.assertGreater(float(row["high"]), 2 / 3)
            self.assertLess(float(row["high"]) - float(row["low"]), 0.12)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]])
