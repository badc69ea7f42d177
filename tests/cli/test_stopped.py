#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Many replications, stopped on the way: nothing that was told to be safe is lost.

usage: test_stopped.py PROGRAM SOURCE_FOLDER
"""
import csv
import fcntl
import io
import os
import re
import resource
import signal
import subprocess
import sys
import time
import unittest

from batch_case import DECIDE, PROGRAM, SMALL, Batch


class Stopped(Batch):
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


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]])
