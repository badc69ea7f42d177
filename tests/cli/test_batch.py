#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Many replications: extended, split, merged, repeated, damaged.

usage: test_batch.py PROGRAM SOURCE_FOLDER
"""
import csv
import io
import itertools
import json
import sys
import unittest

from batch_case import DECIDE, SMALL, Batch


class Same(Batch):
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
                        "share_on_evidence_c"):
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


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]])
