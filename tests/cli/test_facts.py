#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a program tells of its build.

usage: test_facts.py PROGRAM SOURCE_FOLDER
"""
import collections
import ctypes
import hashlib
import json
import os
import pathlib
import struct
import subprocess
import sys
import tempfile
import unittest

PROGRAM = pathlib.Path(sys.argv[1]).resolve()
SOURCE = pathlib.Path(sys.argv[2]).resolve()
DECIDE = SOURCE / "tests/data/scenarios_good/decide.yaml"


def sources_of(folder):
    """The hash of all source files, made independently of the build's."""
    files = sorted(str(path.relative_to(folder)) for path in (folder / "src").rglob("*")
                   if path.suffix in (".c", ".h") or path.name == "CMakeLists.txt")
    lines = [f"{name} {hashlib.sha256((folder / name).read_bytes()).hexdigest()}\n"
             for name in files]
    return hashlib.sha256("".join(lines).encode()).hexdigest()[:16]


class Opens:
    """How often each file of a folder is opened while the context is held."""
    IN_OPEN = 0x20

    def __init__(self, folder):
        self.library = ctypes.CDLL(None, use_errno=True)
        self.folder = os.fsencode(folder)

    def __enter__(self):
        self.file = self.library.inotify_init1(os.O_NONBLOCK)
        if self.file < 0 or self.library.inotify_add_watch(
                self.file, self.folder, ctypes.c_uint32(self.IN_OPEN)) < 0:
            raise OSError(ctypes.get_errno(), "inotify")
        return self

    def __exit__(self, *_):
        self.counts = collections.Counter()
        events, at = os.read(self.file, 1 << 20), 0
        while at < len(events):
            length = struct.unpack_from("iIII", events, at)[3]
            name = events[at + 16:at + 16 + length].rstrip(b"\0").decode()
            self.counts[name] += name != ""  # "": the folder itself
            at += 16 + length
        os.close(self.file)


class Facts(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.path = pathlib.Path(self.folder.name)

    def tearDown(self):
        self.folder.cleanup()

    def header(self, flags=""):
        """The definitions that the build's script writes for the folder's sources."""
        output = self.path / "build_facts.h"
        subprocess.run(["cmake", f"-DSOURCE_DIR={self.path}", f"-DOUTPUT={output}",
                        "-DVERSION=1", "-DCOMPILER=c", f"-DFLAGS={flags}", "-P",
                        SOURCE / "scripts/dev/build_facts.cmake"], check=True, timeout=60)
        lines = output.read_text().splitlines()[1:]
        return dict(line.removeprefix("#define SUF_BUILD_").split(" ", 1) for line in lines)

    def test_any_change_of_a_source_file_is_another_build(self):
        (self.path / "src/base").mkdir(parents=True)
        (self.path / "src/base/a.c").write_text("int a;\n")
        (self.path / "src/notes.txt").write_text("no source\n")
        seen = [self.header()["SOURCES"]]
        self.assertEqual(seen[0], f'"{sources_of(self.path)}"')
        (self.path / "src/notes.txt").unlink()
        self.assertEqual(self.header()["SOURCES"], seen[0])
        (self.path / "src/base/a.c").write_text("int b;\n")
        seen.append(self.header()["SOURCES"])
        (self.path / "src/base/new.h").write_text("")
        seen.append(self.header()["SOURCES"])
        (self.path / "src/base/new.h").rename(self.path / "src/base/other.h")
        seen.append(self.header()["SOURCES"])
        self.assertEqual(len(set(seen)), 4)

    def test_flags_are_told_as_they_are(self):
        (self.path / "src").mkdir()
        self.assertEqual(self.header(' -O3  -DNAME="a"')["FLAGS"], r'"-O3 -DNAME=\"a\""')

    def test_a_run_names_sources_and_flags(self):
        subprocess.run([PROGRAM, "run", DECIDE, "-n", "1", "-q", "-o", "a.h5"], check=True,
                       cwd=self.path, timeout=60)
        facts = json.loads((self.path / "a.run.json").read_text())
        self.assertEqual(facts["sources"], sources_of(SOURCE))
        flags = facts["compiler_flags"].split()
        self.assertLessEqual({"-ffp-contract=off", "-fno-math-errno", "-fopenmp"},
                             {flag.split("=lib")[0] for flag in flags})
        self.assertTrue(any(flag.startswith("-O") for flag in flags), flags)
        self.assertFalse(any(flag.startswith("-W") for flag in flags), flags)
        shown = subprocess.run([PROGRAM, "--version"], text=True, capture_output=True,
                               check=True, timeout=60).stdout
        self.assertIn(f"sources {facts['sources']})", shown)

    def test_facts_are_json_whatever_the_names_of_files(self):
        name = os.fsencode(self.path) + b"/\xff\"a.h5"
        subprocess.run([PROGRAM, "run", DECIDE, "-n", "1", "-q", "-o", name], check=True,
                       timeout=60)
        with open(name.removesuffix(b".h5") + b".run.json", encoding="utf-8") as file:
            self.assertEqual(json.load(file)["results"], '?"a.h5')

    def run_from(self, folder, *arguments):
        subprocess.run([PROGRAM, *arguments], check=True, cwd=self.path / folder, timeout=60)

    def folders(self, name):
        return json.loads((self.path / name).read_text())["scenario_folder"]

    def test_facts_tell_the_folder_of_each_scenario_as_the_run_reached_it(self):
        # Of an overlay that of the lowest file, where the tables are.
        (self.path / "city/out").mkdir(parents=True)
        (self.path / "what if").mkdir()
        for path in (SOURCE / "tests/data/scenarios_good").glob("small*"):
            (self.path / "city" / path.name).write_bytes(path.read_bytes())
        (self.path / "what if/over.yaml").write_text(
            "extends: ../city/small.yaml\nname: over\n")
        self.run_from(".", "run", "city/small.yaml", "what if/over.yaml", "-n", "1", "-q",
                      "-o", "a.h5")
        self.assertEqual(self.folders("a.run.json"),
                         {"small": "city", "over": "what if/../city"})
        self.run_from("city", "run", "small.yaml", "-n", "1", "-q", "-o", "out/b.h5",
                      "--set", "seed=5")
        self.assertEqual(self.folders("city/out/b.run.json"), {"small": "."})
        self.run_from(".", "run", self.path / "city/small.yaml", "-n", "1", "-q",
                      "-o", "c.h5", "--seed", "5")
        self.assertEqual(self.folders("c.run.json"), {"small": str(self.path / "city")})
        # The results themselves are of the scenario, wherever it lies.
        self.assertEqual((self.path / "c.h5").read_bytes(),
                         (self.path / "city/out/b.h5").read_bytes())

    def test_merged_shards_tell_the_folder_too(self):
        (self.path / "city").mkdir()
        (self.path / "city/decide.yaml").write_bytes(DECIDE.read_bytes())
        for shard in ("1/2", "2/2"):
            self.run_from(".", "run", "city/decide.yaml", "-n", "2", "-q", "--shard", shard,
                          "-o", "a.h5")
        self.run_from(".", "merge", "a.1of2.journal", "a.2of2.journal", "-o", "a.h5")
        self.assertEqual(list(self.folders("a.run.json").values()), ["city"])

    def test_a_run_reads_each_file_of_its_scenarios_once(self):
        # What is told of the origins of values is then of what was simulated, even where
        # a file is edited meanwhile.
        for path in (SOURCE / "tests/data/scenarios_good").glob("small*"):
            (self.path / path.name).write_bytes(path.read_bytes())
        (self.path / "over.yaml").write_text("extends: small.yaml\nname: over\n")
        (self.path / "out").mkdir()
        command = [PROGRAM, "run", "over.yaml", "-n", "1", "-q", "-o", "out/a.h5"]
        with Opens(self.path) as opens:
            subprocess.run(command, check=True, cwd=self.path, timeout=60)
        read = {name: n for name, n in opens.counts.items()
                if pathlib.Path(name).suffix in (".yaml", ".csv")}
        self.assertEqual(set(read.values()), {1}, read)
        self.assertIn("over.yaml", read)
        self.assertIn("small.yaml", read)
        self.assertIn("small_population.csv", read)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]])
