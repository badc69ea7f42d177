#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Scenarios as a planner meets them: every fault told in place, and what is good shown.

usage: test_scenarios.py PROGRAM SOURCE_FOLDER

tests/data/scenarios_bad holds one scenario a fault, and beside it what the program says;
tests/data/scenarios_odd likewise of warnings.
After a message was changed on purpose, `test_scenarios.py PROGRAM SOURCE_FOLDER --write`
writes them anew, for the eye and the version control to compare.
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

PROGRAM = pathlib.Path(sys.argv[1]).resolve()
SOURCE = pathlib.Path(sys.argv[2]).resolve()
BAD = SOURCE / "tests/data/scenarios_bad"
ODD = SOURCE / "tests/data/scenarios_odd"
GOOD = SOURCE / "tests/data/scenarios_good"
SECONDS = 60  # any input is refused in bounded time, sanitizers included


def suffice(*arguments, folder, **options):
    done = subprocess.run([PROGRAM, *map(str, arguments)], cwd=folder, text=True,
                          capture_output=True, timeout=SECONDS, **options)
    # A trace build also names the line where a failure was born.
    done.stderr = "".join(line for line in done.stderr.splitlines(keepends=True)
                          if not line.startswith("suffice trace: "))
    return done


def small(**changes):
    """A good scenario as text; keys of `changes` are replaced or, if None, left out."""
    parts = {"format": "1", "name": "small", "start": "2021-01-01", "end": "2022-01-01",
             "districts": "{one: {}}",
             "services": "{desk: {kind: stay, arrivals: {one: {rate: 2 per day}}, "
                         "stay: {fixed: {value: 1 day}}, places: 2}}", **changes}
    return "".join(f"{key}: {value}\n" for key, value in parts.items() if value)


class Warnings(unittest.TestCase):
    def test_each_odd_scenario_is_told_of_as_written_beside_it(self):
        self.assertGreater(len(list(ODD.glob("*.yaml"))), 5)
        for path in sorted(ODD.glob("*.yaml")):
            with self.subTest(path.stem):
                done = suffice("check", path.name, folder=ODD)
                told = path.with_suffix(".txt").read_text()
                self.assertEqual(done.returncode, 0)
                n = sum(": warning: " in line for line in told.splitlines())
                self.assertIn(f"{path.name}: no faults, {n} warning", done.stdout)
                self.assertEqual(done.stderr, told)

    def test_strict_makes_them_faults(self):
        for path in sorted(ODD.glob("*.yaml")):
            with self.subTest(path.stem):
                done = suffice("check", "--strict", path.name, folder=ODD)
                self.assertEqual((done.returncode, done.stdout), (3, ""))

    def test_a_run_tells_them_first_and_goes_on_unless_strict(self):
        path = ODD / "starts_empty.yaml"
        told = path.with_suffix(".txt").read_text()
        with tempfile.TemporaryDirectory() as folder:
            done = suffice("run", path.name, "-n", 1, "-q", "-o", f"{folder}/x.h5",
                           "--strict", folder=ODD)
            self.assertEqual(done.returncode, 3)
            self.assertEqual(done.stderr, told +
                             "nothing was run: --strict makes warnings faults\n")
            self.assertEqual(os.listdir(folder), [])
            done = suffice("run", path.name, "-n", 1, "-q", "-o", f"{folder}/x.h5",
                           folder=ODD)
            self.assertEqual((done.returncode, done.stderr), (0, told))

    def test_overlays_of_one_scenario_tell_of_it_once(self):
        done = suffice("check", "starts_empty.yaml", folder=ODD)
        n = done.stderr.count("warning: ")
        with tempfile.TemporaryDirectory() as folder:
            over = pathlib.Path(folder) / "over.yaml"
            over.write_text(f"format: 1\nname: over\nextends: {ODD}/starts_empty.yaml\n")
            done = suffice("run", f"{ODD}/starts_empty.yaml", over, "-n", 1, "-q", "-o",
                           f"{folder}/x.h5", folder=folder)
            self.assertEqual((done.returncode, done.stderr.count("warning: ")), (0, n))

    def test_shipped_scenarios_have_none(self):
        paths = sorted(SOURCE.glob("scenarios/**/*.yaml"))
        done = suffice("check", "--strict", *paths, folder=SOURCE)
        self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_a_misspelt_assumption_of_the_command_line_is_a_fault(self):
        done = suffice("check", SOURCE / "scenarios/luzhou/plan.yaml", "--set",
                       "assumptions.brith_level.value=2", folder=SOURCE)
        self.assertEqual(done.returncode, 3)
        self.assertTrue(done.stderr.startswith("--set:1:13: assumptions.brith_level: "),
                        done.stderr)
        self.assertIn("did you mean 'birth_level'?", done.stderr)


class Faults(unittest.TestCase):
    def test_each_bad_scenario_is_told_of_as_written_beside_it(self):
        self.assertGreater(len(list(BAD.glob("*.yaml"))), 90)
        for path in sorted(BAD.glob("*.yaml")):
            with self.subTest(path.stem):
                done = suffice("check", path.name, folder=BAD)
                self.assertEqual(done.returncode, 3)
                self.assertEqual(done.stdout, "")
                self.assertEqual(done.stderr, path.with_suffix(".txt").read_text())

    def test_every_message_has_its_scenario(self):
        for path in BAD.glob("*.txt"):
            self.assertTrue(path.with_suffix(".yaml").exists(), path.name)

    def test_a_bad_scenario_is_not_run(self):
        with tempfile.TemporaryDirectory() as folder:
            for name in ("unknown_key", "table_negative", "empty", "dates_out_of_order"):
                done = suffice("run", BAD / f"{name}.yaml", "-o", "out.h5", folder=folder)
                self.assertEqual(done.returncode, 3)
                self.assertEqual(os.listdir(folder), [])


class Hostile(unittest.TestCase):
    """What nobody would keep in a repository."""

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.path = pathlib.Path(self.folder.name)

    def tearDown(self):
        self.folder.cleanup()

    def refuse(self, content, message, name="bad.yaml"):
        path = self.path / name
        if content is not None:
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        done = suffice("check", path, folder=self.path)
        self.assertEqual(done.returncode, 3, done.stderr[:2000])
        self.assertIn(message, done.stderr)
        self.assertLess(len(done.stderr), 200_000)
        return done.stderr

    def test_a_file_of_100_mb_is_refused(self):
        self.refuse(b"#" * (100 << 20), "larger than 8 MB")

    def test_a_table_of_100_mb_is_refused(self):
        with open(self.path / "big.csv", "wb") as table:
            table.truncate(100 << 20)
        self.refuse(small(travel="big.csv"), "larger than 64 MB")

    def test_a_fifo_is_refused_without_waiting(self):
        os.mkfifo(self.path / "fifo")
        self.refuse(None, "expected a file", name="fifo")
        self.refuse(small(travel="fifo"), "expected a file")

    def test_a_device_is_refused(self):
        self.refuse(small(travel="/dev/zero"), "expected a file")

    def test_a_folder_and_nothing_are_refused(self):
        self.refuse(None, "No such file", name="nowhere.yaml")
        os.mkdir(self.path / "folder")
        self.refuse(None, "found a directory", name="folder")

    def test_any_part_of_a_good_scenario_ends_in_bounded_time(self):
        whole = (GOOD / "everything.yaml").read_bytes()
        for end in range(0, len(whole), 97):
            (self.path / "part.yaml").write_bytes(whole[:end])
            done = suffice("check", "part.yaml", folder=self.path)
            self.assertEqual(done.returncode, 3, whole[:end][-80:])

    def test_a_million_keys_are_refused(self):
        self.refuse("".join(f"k{i}: 1\n" for i in range(400_000)), "unknown key")

    def test_a_million_bad_services_are_refused(self):
        bad = ", ".join(f"s{i}: {{kind: sta}}" for i in range(200_000))
        self.refuse(small(services="{" + bad + "}"), "more faults")

    def test_many_anchors_and_aliases_are_read_in_time(self):
        anchors = "".join(f"- &a{i} x\n" for i in range(300_000))
        self.refuse("a:\n" + anchors + "b:\n" + "- *a0\n" * 300_000, "unknown key")

    def test_a_table_of_faults_tells_of_the_first(self):
        (self.path / "t.csv").write_text(
            "from,to,minutes\n" + "nowhere,one,-1\n" * 2_000_000)
        told = self.refuse(small(travel="t.csv"), "t.csv:2:1: from: found 'nowhere'")
        self.assertNotIn("t.csv:1000:", told)

    def test_a_line_of_60_mb_in_a_table_is_refused(self):
        (self.path / "t.csv").write_text("from,to,minutes\none," + "x" * (60 << 20))
        self.refuse(small(travel="t.csv"), "found 2 cells, expected 3")

    def test_a_scenario_extends_no_more_than_32(self):
        for i in range(40):
            (self.path / f"{i}.yaml").write_text(f"extends: {i + 1}.yaml\n")
        self.refuse(None, "more than 32 scenarios", name="0.yaml")

    def test_what_would_steer_a_terminal_is_not_printed(self):
        told = self.refuse(small(name='"\\e[31mred\\u202e"'), "name")
        self.assertNotIn("\x1b", told)
        self.assertNotIn("\u202e", told)


class Sets(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.path = pathlib.Path(self.folder.name)
        (self.path / "a.yaml").write_text(small())

    def tearDown(self):
        self.folder.cleanup()

    def test_a_value_is_set_and_its_origin_shown(self):
        done = suffice("show", "a.yaml", "--set", "services.desk.places=5",
                       "--set", "services.desk.stay={exponential: {mean: 2 days}}",
                       folder=self.path)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertRegex(done.stdout, r"places: 5 +# --set\n")
        self.assertRegex(done.stdout, r"mean: 2 days +# --set\n")
        self.assertRegex(done.stdout, r"seed: 1 +# default\n")
        self.assertRegex(done.stdout, r"name: small +# a.yaml:2\n")
        self.assertNotIn("fixed", done.stdout)

    def test_faults_of_a_set_value_point_into_it(self):
        for value, message in (
                ("services.desk.stay.fixed.value=1", "--set:1:32: services.desk.stay."),
                ("services.dsk=null", "did you mean 'desk'?"),
                ("services.desk.places=", "found no value behind the '='"),
                ("services.desk.places=#", "found no value behind the '='"),
                ("services..places=1", "found an empty part"),
                (".services=1", "found an empty part"),
                ("=1", "expected path=value"),
                ("places", "expected path=value"),
                ("extends=b.yaml", "can be written in files only"),
                ("services.desk.places=[", "not YAML"),
                ("seed=$x", "found '$x'")):
            with self.subTest(value):
                done = suffice("check", "a.yaml", "--set", value, folder=self.path)
                self.assertEqual(done.returncode, 3)
                self.assertIn(message, done.stderr)
                self.assertIn(f"    {value}\n", done.stderr)

    def test_a_table_of_a_set_path_lies_in_the_present_folder(self):
        os.mkdir(self.path / "sub")
        (self.path / "sub/a.yaml").write_text(small(districts="{one: {}, two: {}}").replace(
            "places: 2", "places: {one: 2}"))
        (self.path / "t.csv").write_text("from,to,minutes\none,two,5\n")
        done = suffice("check", "sub/a.yaml", "--set", "travel=t.csv", folder=self.path)
        self.assertEqual(done.returncode, 0, done.stderr)


class Shown(unittest.TestCase):
    def test_what_is_shown_is_the_same_scenario_again(self):
        with tempfile.TemporaryDirectory() as folder:
            rows = pathlib.Path(folder) / "rows.yaml"
            rows.write_text(small(projects="""
  columns: [project, service, district, starts, opens, places]
  rows:
    - ["wing", desk, one, 2021-02-01, 2021-06-01, 3]
    - [hall, desk, one, null, 2021-07-01, 3]"""))
            odd = [path for path in sorted(ODD.glob("*.yaml"))
                   if "former" not in path.stem and "gb18030" not in path.stem]
            for given in (rows, *sorted(GOOD.glob("*.yaml")), *odd,
                          *sorted(SOURCE.glob("scenarios/**/plan.yaml"))):
                first = suffice("show", given, folder=folder)
                self.assertEqual(first.returncode, 0, f"{given}: {first.stderr}")
                path = pathlib.Path(folder) / "again.yaml"
                path.write_text(first.stdout)
                again = suffice("show", path, folder=folder)
                self.assertEqual(again.returncode, 0, again.stderr)

                def values(text):
                    return [line.split("  #")[0].split(" # ")[0].rstrip()
                            for line in text.splitlines()]
                self.assertEqual(values(first.stdout), values(again.stdout))

    def test_good_scenarios_have_no_faults(self):
        paths = sorted(GOOD.glob("*.yaml")) + sorted(SOURCE.glob("scenarios/**/*.yaml"))
        self.assertGreater(len(paths), 3)
        done = suffice("check", *paths, folder=SOURCE)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(done.stdout.count("no faults"), len(paths))

    def test_bad_command_lines_are_code_2(self):
        for arguments in (["check"], ["show"], ["show", "a", "b"], ["check", "--nothing"],
                          ["schema", "x"], ["schema", "--nothing"]):
            with self.subTest(arguments):
                done = suffice(*arguments, folder=SOURCE)
                self.assertEqual(done.returncode, 2)
                self.assertNotEqual(done.stderr, "")
                self.assertEqual(done.stdout, "")


class Schema(unittest.TestCase):
    def setUp(self):
        done = suffice("schema", folder=SOURCE)
        self.assertEqual(done.returncode, 0)
        self.schema = json.loads(done.stdout)

    def test_every_reference_leads_to_a_definition(self):
        def walk(node):
            if isinstance(node, dict):
                if "$ref" in node:
                    name = node["$ref"].removeprefix("#/definitions/")
                    self.assertIn(name, self.schema["definitions"])
                for value in node.values():
                    walk(value)
            elif isinstance(node, list):
                for value in node:
                    walk(value)
        walk(self.schema)

    def test_every_key_has_its_line_in_the_reference(self):
        reference = suffice("schema", "--markdown", folder=SOURCE).stdout
        for name, section in self.schema["definitions"].items():
            if name.startswith("overlay of "):
                continue
            text = reference.split(f"\n## {name}\n")[1].split("\n## ")[0]
            for key, value in section["properties"].items():
                if value["description"] != "A remark; not read.":
                    former = "deprecationMessage" in value
                    self.assertIn(f"Formerly `{key}`. |" if former else f"| `{key}` |", text)

    def test_schema_and_reference_are_those_of_the_program(self):
        shown = suffice("schema", folder=SOURCE).stdout
        self.assertEqual(shown, (SOURCE / "scenarios/scenario.schema.json").read_text())
        shown = suffice("schema", "--markdown", folder=SOURCE).stdout
        self.assertEqual(shown, (SOURCE / "docs/reference/scenario.md").read_text())

    def test_good_scenarios_fit_and_bad_ones_do_not(self):
        try:
            import jsonschema
            import yaml
        except ImportError:
            self.skipTest("needs python3-jsonschema and python3-yaml")

        class Loader(yaml.SafeLoader):
            """YAML 1.2 as editors read it: dates, yes and no are texts."""
        Loader.yaml_implicit_resolvers = {
            first: [(tag, pattern) for tag, pattern in resolvers
                    if tag not in ("tag:yaml.org,2002:timestamp",
                                   "tag:yaml.org,2002:bool")]
            for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()}

        def as_json(node):
            if isinstance(node, dict):
                return {str(key): as_json(value) for key, value in node.items()}
            if isinstance(node, list):
                return [as_json(value) for value in node]
            return node
        check = jsonschema.Draft7Validator(self.schema)
        check.check_schema(self.schema)
        good = sorted(GOOD.glob("*.yaml")) + sorted(SOURCE.glob("scenarios/**/*.yaml"))
        for path in good:
            with self.subTest(path.name):
                found = as_json(yaml.load(path.read_text(), Loader))
                self.assertEqual([e.message for e in check.iter_errors(found)], [])
        for name in ("unknown_key", "unknown_key_of_services", "missing_keys", "no_unit",
                     "unknown_unit", "both_of_a_group", "none_of_a_group",
                     "choice", "share_above_one", "format_2", "negative_duration",
                     "not_first_of_month", "requests_and_arrivals", "fraction_of_a_count"):
            with self.subTest(name):
                found = as_json(yaml.load((BAD / f"{name}.yaml").read_text(), Loader))
                if name != "negative_duration":  # a text: its sign is not looked at
                    self.assertFalse(check.is_valid(found))


def write_messages():
    for path in sorted(BAD.glob("*.yaml")) + sorted(ODD.glob("*.yaml")):
        done = suffice("check", path.name, folder=path.parent)
        path.with_suffix(".txt").write_text(done.stderr)


if __name__ == "__main__":
    if sys.argv[3:] == ["--write"]:
        write_messages()
    else:
        unittest.main(argv=sys.argv[:1] + sys.argv[3:])
