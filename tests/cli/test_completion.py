#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the shells complete, asked of the shells themselves.

usage: test_completion.py PROGRAM SOURCE_FOLDER
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

PROGRAM = pathlib.Path(sys.argv[1]).resolve()

# Bash asks a function, which is told the words by variables.
ASK_BASH = """
. ./suffice.bash
complete -p suffice | grep -q _suffice || exit 1
COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=()
_suffice
[ ${#COMPREPLY[@]} = 0 ] || printf '%s\\n' "${COMPREPLY[@]}"
"""

# Zsh is typed at, at a terminal of its own; the line that comes of it is then printed.
ASK_ZSH = r"""
zmodload zsh/zpty
zpty z zsh -f -i
zpty -w z 'PS1= RPS1=; autoload -U compinit; compinit -u -D; source ./suffice.zsh; print rea""dy'
while zpty -r z line; do [[ $line = *ready* ]] && break; done
zpty -w -n z "$1"$'\t'
sleep 1
zpty -w -n z $'\x01echo "<\x05>"\n'
while zpty -r z line; do [[ $line = \<* ]] && print -r -- $line && break; done
zpty -d z
"""


class Completion(unittest.TestCase):
    def setUp(self):
        self.room = tempfile.TemporaryDirectory()
        self.path = pathlib.Path(self.room.name)
        for name in ("plan a.yaml", "plan.yaml", "results.h5", "other.txt", "1.journal"):
            (self.path / name).touch()
        (self.path / "scenarios").mkdir()
        for shell in ("bash", "fish", "zsh"):
            (self.path / f"suffice.{shell}").write_text(self.suffice("completion", shell))

    def tearDown(self):
        self.room.cleanup()

    def suffice(self, *arguments, code=0):
        done = subprocess.run([PROGRAM, *arguments], text=True, capture_output=True)
        self.assertEqual(done.returncode, code, done.stderr)
        return done.stdout

    def shell(self, *command):
        done = subprocess.run(command, cwd=self.path, text=True, capture_output=True,
                              stdin=subprocess.DEVNULL, env={**os.environ, "HOME": self.room.name})
        self.assertEqual((done.returncode, done.stderr), (0, ""), command)
        return done.stdout.splitlines()

    def bash(self, *words):
        return self.shell("bash", "-c", ASK_BASH, "bash", "suffice", *words)

    def test_commands_are_those_of_the_help(self):
        told = re.findall(r"^  (\w+)  ", self.suffice("--help"), re.MULTILINE)
        self.assertGreater(len(told), 12)
        self.assertEqual(self.bash("")[:len(told)], told)
        self.assertEqual(self.bash("sc"), ["schema"])

    def test_options_are_those_of_the_help_and_of_the_command(self):
        for command in ("run", "size", "trace", "info", "man"):
            told = re.findall(r"^  (?:-\w, |    )(--[\w-]+)", self.suffice(command, "--help"),
                              re.MULTILINE)
            self.assertEqual(self.bash(command, "--"), told)
        self.assertEqual(self.bash("run", "--th"), ["--threads"])
        self.assertEqual(self.bash("info", "--th"), [])

    def test_files_are_those_that_a_command_reads(self):
        self.assertEqual(sorted(self.bash("run", "pl")), ["plan a.yaml", "plan.yaml"])
        self.assertEqual(sorted(self.bash("info", "")), ["1.journal", "results.h5", "scenarios"])
        self.assertEqual(sorted(self.bash("run", "x.yaml", "")),
                         ["plan a.yaml", "plan.yaml", "scenarios"])
        self.assertEqual(self.bash("schema", ""), [])

    def test_a_value_is_a_file_where_one_is_meant(self):
        for words in (("-o", "o"), ("--output", "o"), ("--output", "=", "o")):
            self.assertEqual(self.bash("run", *words), ["other.txt"])
        self.assertEqual(self.bash("report", "--boundaries", "o"), ["other.txt"])
        self.assertEqual(self.bash("run", "-n", ""), [])
        self.assertEqual(self.bash("run", "--set", "pl"), [])
        # A flag has no value.
        self.assertEqual(self.bash("run", "--quiet", "plan."), ["plan.yaml"])

    def test_words_where_there_is_a_choice(self):
        self.assertEqual(self.bash("completion", ""), ["bash", "zsh", "fish"])
        self.assertEqual(self.bash("completion", "z"), ["zsh"])
        self.suffice("completion", "tcsh", code=2)

    @unittest.skipUnless(shutil.which("fish"), "fish is not installed")
    def test_fish_completes_the_same(self):
        def fish(line):
            return [found.split("\t")[0] for found in self.shell(
                "fish", "--no-config", "-c", f"source suffice.fish; complete -C '{line}'")]

        self.assertEqual(fish("suffice sc"), ["schema"])
        self.assertEqual(fish("suffice run --th"), ["--threads"])
        self.assertIn("plan.yaml", fish("suffice run pl"))
        self.assertEqual(fish("suffice run -o oth"), ["other.txt"])
        self.assertEqual(fish("suffice run -n oth"), [])
        self.assertEqual(sorted(fish("suffice completion ")), ["bash", "fish", "zsh"])

    @unittest.skipUnless(shutil.which("zsh"), "zsh is not installed")
    def test_zsh_completes_the_same(self):
        def zsh(line):
            """What a zsh at a terminal makes of a line and the key Tab."""
            found = self.shell("timeout", "60", "zsh", "-f", "-c", ASK_ZSH, "zsh", line)
            return re.search(r"<(.*)>", "\n".join(found)).group(1).strip()

        self.assertEqual(zsh("suffice sc"), "suffice schema")
        self.assertEqual(zsh("suffice run --th"), "suffice run --threads")
        self.assertEqual(zsh("suffice info res"), "suffice info results.h5")
        self.assertEqual(zsh("suffice run -o oth"), "suffice run -o other.txt")


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]])
