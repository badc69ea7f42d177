#!/usr/bin/env python3
"""Do the fast tests notice faults? Plants a fixed sample of them, one at a time.

SPDX-License-Identifier: GPL-3.0-or-later

Mutants of the engine, model, stats and experiment, made by the rules of universalmutator
(Groce et al. 2018, ICSE Companion, 25-28). A line is drawn by the hash of what it says, then
one of its mutants: so the sample stays the same where other lines change. Each is built in a
copy of the sources under build/mutate; those that do not compile are thrown away, and those
that give the same object code (of survivors: the same when it is optimised). Of the tests
with the label `fast` those that reach the line (by gcov, once) are run until one fails, those
first that have killed most in the file so far for their time.

Left out are lines that only tell a fault, check what cannot be, or give memory back: no fast
test can notice those (the tests of scarce memory and the sanitizers do).

    mutate.py [--number 200] [--seed 1] [--core 0] [--again] [--summary]

What was found goes line by line to build/mutate/mutants.csv; a run that was stopped goes on
there. tests/data/equivalent_mutants.csv names mutants that change nothing, each with its
reason. Ends with 1 when less than 95 % of the others were killed.
"""

import argparse
import csv
import hashlib
import json
import os
import pathlib
import re
import resource
import shutil
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
PLACE = ROOT / "build/mutate"
TREE = PLACE / "tree"
BUILD = PLACE / "build"
COVER = PLACE / "cover"
REACHED = PLACE / "reached.json"
SECONDS = PLACE / "seconds.json"
TABLE = PLACE / "mutants.csv"
EQUIVALENT = ROOT / "tests/data/equivalent_mutants.csv"
TOOL = "universalmutator==1.14.1"
FOLDERS = ("engine", "model", "stats", "experiment")
COLUMNS = ("number", "file", "line", "before", "after", "result", "seconds")
WANTED = 0.95
# Faults told, what cannot be, memory given back, declarations of what a line cannot change.
IGNORED = (r"SUF_RAISE", r"\bassert", r"suf_bug_unless", r"\bfree\(", r"_free\(",
           r"SUF_MUST_CHECK", r"^\s*SUF_TRY\(suf_array", r"^#", r"^(out:|\s*goto out;)",
           r"status [!=]= SUF_OK",
           r"\b(\w+_)?capacity\b", r"^static\b", r"NOLINT", r"-Wno", r"fprintf", r"static_assert")
MEMORY_BYTES = 4 << 30


def freed(lines):
    """The numbers of lines of functions that give memory back."""
    found = set()
    is_inside = False
    for number, text in enumerate(lines, 1):
        if re.match(r"\w*_free\(", text):
            is_inside = True
        if is_inside:
            found.add(number)
        if text.startswith("}"):
            is_inside = False
    return found


def candidates():
    """{(file, line): [(before, after)]} of all folders, by the tool's rules."""
    tool = PLACE / "tool"
    if not (tool / "universalmutator").exists():
        subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", "--no-deps",
                        "--target", tool, TOOL], check=True)
    sys.path.insert(0, str(tool))
    from universalmutator import mutator
    found = {}
    for folder in FOLDERS:
        for path in sorted((ROOT / "src" / folder).rglob("*.[ch]")):
            lines = path.read_text().splitlines(keepends=True)
            with open(os.devnull, "w") as quiet:
                told, sys.stdout = sys.stdout, quiet
                mutants = mutator.mutants_regexp(
                    lines, ["universal.rules", "c_like.rules"], ignorePatterns=list(IGNORED),
                    ignoreStringOnly=True)
                sys.stdout = told
            freeing = freed(lines)
            for line, text, *_ in mutants:
                # On one line, so that the numbers of lines in objects stay as they are.
                after = re.sub(r"\n\s*", " ", text.rstrip("\n"))
                before = lines[line - 1].rstrip("\n")
                # At the end of a loop it says nothing.
                following = "".join(lines[line:line + 1]).strip()
                is_idle = after.endswith("continue;") and following == "}"
                if after.split() != before.split() and not is_idle and line not in freeing:
                    place = (str(path.relative_to(ROOT)), line)
                    found.setdefault(place, []).append((before, after))
    return found


def drawn(found, seed):
    """[((file, line), (before, after))] in the order in which they are tried."""
    def number(*words):
        return hashlib.sha256("\0".join(map(str, (seed, *words))).encode()).digest()
    seen = {}
    order = []
    for (name, line), mutants in sorted(found.items()):
        before = mutants[0][0].strip()
        again = seen[name, before] = seen.get((name, before), 0) + 1
        chosen = min(mutants, key=lambda mutant: number(name, again, mutant[1].strip()))
        order.append((number(name, again, before), (name, line), chosen))
    return [(place, mutant) for _, place, mutant in sorted(order)]


def configure(build, flags):
    """Builds everything in a folder, with flags of the compiler."""
    python = ROOT / ".venv/bin/python"
    subprocess.run(
        ["cmake", "-G", "Ninja", "-S", TREE, "-B", build, "-DCMAKE_BUILD_TYPE=Mutation",
         f"-DCMAKE_C_FLAGS={flags} -DNDEBUG", "-DSUF_SHARED=ON", "-DSUF_HARDENED=OFF",
         "-DSUF_WARNINGS_AS_ERRORS=OFF", "-DCMAKE_EXPORT_COMPILE_COMMANDS=ON",
         f"-DSUF_PYTHON={python if python.exists() else sys.executable}"],
        check=True, stdout=subprocess.DEVNULL)
    subprocess.run(["ninja", "-C", build], check=True, stdout=subprocess.DEVNULL)


def prepare():
    """Copies the sources and builds everything once; {object: command} and the link."""
    names = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, check=True,
                           capture_output=True, text=True).stdout.splitlines()
    for name in names:
        source, target = ROOT / name, TREE / name
        if source.is_file() and not (
                target.exists() and target.read_bytes() == source.read_bytes()):
            if name.startswith("src/"):
                REACHED.unlink(missing_ok=True)  # lines have moved
                SECONDS.unlink(missing_ok=True)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
    configure(BUILD, "-O1")
    objects = {}
    for entry in json.loads((BUILD / "compile_commands.json").read_text()):
        made = re.search(r" -o (\S+)", entry["command"]).group(1)
        if "suffice_core.dir" in made:
            objects[made] = entry["command"]
    links = subprocess.run(["ninja", "-C", BUILD, "-t", "commands", "src/libsuffice_core.so"],
                           check=True, capture_output=True, text=True).stdout.splitlines()
    return objects, links[-1]


def dependents(objects):
    """{source or header: [objects that are made from it]}"""
    told = subprocess.run(["ninja", "-C", BUILD, "-t", "deps"], check=True, capture_output=True,
                          text=True).stdout
    found = {}
    for line in told.splitlines():
        if line and not line.startswith(" "):
            made = line.split(":")[0]
        elif line.strip() and made in objects:
            path = (BUILD / line.strip()).resolve()
            if path.is_relative_to(TREE):
                found.setdefault(str(path.relative_to(TREE)), []).append(made)
    return found


def run_test(test, limit, **environment):
    """Whether a test passes within `limit` seconds."""
    def tame():
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    properties = {p["name"]: p["value"] for p in test.get("properties", [])}
    process = subprocess.Popen(
        test["command"], cwd=properties.get("WORKING_DIRECTORY", BUILD), stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, preexec_fn=tame,
        start_new_session=True, env={**os.environ, **environment})
    try:
        return process.wait(timeout=limit) == 0
    except subprocess.TimeoutExpired:
        return False
    finally:
        if process.poll() is None:
            os.killpg(process.pid, 9)
            process.wait()


def listed(build):
    told = subprocess.run(["ctest", "--show-only=json-v1", "-L", "fast"], cwd=build, check=True,
                          capture_output=True, text=True).stdout
    return json.loads(told)["tests"]


def reached():
    """{test: [lines that it reaches, as file:line]}, kept in a file from run to run."""
    kept = json.loads(REACHED.read_text()) if REACHED.exists() else {}
    configure(COVER, "-O0 --coverage")
    counts = PLACE / "counts"
    notes = [path for path in COVER.rglob("*.gcno") if "suffice_core.dir" in str(path)]
    for test in listed(COVER):
        if test["name"] in kept:
            continue
        shutil.rmtree(counts, ignore_errors=True)
        run_test(test, 600, GCOV_PREFIX=str(counts))
        lines = set()
        for note in notes:
            data = counts / note.relative_to("/").with_suffix(".gcda")
            if data.exists():
                shutil.copyfile(note, data.with_suffix(".gcno"))
                told = subprocess.run(["gcov", "--json-format", "--stdout", data], cwd=counts,
                                      capture_output=True, text=True).stdout
                for file in json.loads(told)["files"] if told else []:
                    if "/src/" in file["file"]:
                        name = "src/" + file["file"].rsplit("/src/", 1)[1]
                        lines |= {f"{name}:{at['line_number']}"
                                  for at in file["lines"] if at["count"]}
        kept[test["name"]] = sorted(lines)
        REACHED.write_text(json.dumps(kept))
    return {name: set(lines) for name, lines in kept.items()}


def fast_tests():
    """{name: (test, seconds)} of those that pass without a mutant."""
    kept = json.loads(SECONDS.read_text()) if SECONDS.exists() else {}
    found = {}
    for test in listed(BUILD):
        name = test["name"]
        start = time.monotonic()
        if name not in kept and not run_test(test, 300):
            print(f"left out, as it fails without a mutant: {name}")
            continue
        kept.setdefault(name, time.monotonic() - start)
        found[name] = (test, kept[name])
    SECONDS.write_text(json.dumps(kept))
    print(f"{len(found)} tests, {sum(seconds for _, seconds in found.values()):.0f} s")
    return found


class Bench:
    """The build with one mutant in it at a time."""

    def __init__(self):
        self.objects, self.link = prepare()
        self.sources = dependents(self.objects)

    def compile(self, name, line, after):
        """None: does not compile; False: the same code; True: built and linked."""
        path = TREE / name
        text = path.read_text()
        lines = text.splitlines(keepends=True)
        lines[line - 1] = after + "\n"
        kept = {}
        is_other = False
        try:
            path.write_text("".join(lines))
            for made in self.sources.get(name, []):
                kept[made] = (BUILD / made).read_bytes()
                if subprocess.run(self.objects[made], shell=True, cwd=BUILD,
                                  capture_output=True).returncode != 0:
                    return None
                is_other |= (BUILD / made).read_bytes() != kept[made]
            if is_other:
                self.relink()
            return is_other
        finally:
            path.write_text(text)
            for made, code in kept.items():
                (BUILD / made).write_bytes(code)

    def is_same_optimised(self, name, line, after):
        """Whether an optimising compiler makes the same of a mutant and of the source."""
        path = TREE / name
        text = path.read_text()
        lines = text.splitlines(keepends=True)
        lines[line - 1] = after + "\n"
        made = [m for m in self.sources.get(name, []) if m.endswith(f"{path.name}.o")]
        code = []
        try:
            for version in (text, "".join(lines)):
                path.write_text(version)
                for one in made:
                    out = PLACE / "optimised.o"
                    command = self.objects[one].replace(" -O1 ", " -O3 ").replace(
                        f" -o {one}", f" -o {out}")
                    subprocess.run(command, shell=True, cwd=BUILD, check=True, capture_output=True)
                    code.append(out.read_bytes())
        finally:
            path.write_text(text)
        return len(code) == 2 and code[0] == code[1]

    def relink(self):
        subprocess.run(self.link, shell=True, cwd=BUILD, check=True, capture_output=True)


def killer(name, line, tests, lines, rows):
    """The first test that fails, or None. A declaration is reached by whoever reaches its file."""
    near = {f"{name}:{at}" for at in range(line - 3, line + 4)}
    file = f"{name}:"
    is_counted = any(near & of for of in lines.values())
    able = [test for test in tests
            if near & lines[test] or
            not is_counted and any(at.startswith(file) for at in lines[test])]

    def promise(test):
        is_own = pathlib.Path(name).stem in test
        here = sum(r["result"] == test and r["file"] == name for r in rows)
        floor = sum(r["result"] == test and r["file"].split("/")[1] == name.split("/")[1]
                    for r in rows)
        return (0.02 + 0.5 * is_own + here + 0.1 * floor) / (0.05 + tests[test][1])
    for test in sorted(able, key=promise, reverse=True):
        if not run_test(tests[test][0], 10 + 8 * tests[test][1]):
            return test
    return None


def read(path):
    if not path.exists():
        return []
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def key(row):
    return row["file"], " ".join(row["before"].split()), " ".join(row["after"].split())


def summary(rows):
    reasons = {key(row): row["reason"] for row in read(EQUIVALENT)}
    survivors = [r for r in rows if r["result"] == "survived"]
    equal = [r for r in survivors if key(r) in reasons]
    others = [r for r in survivors if key(r) not in reasons]
    tried = [r for r in rows if r["result"] not in ("not compiled", "same code")]
    n = len(tried) - len(equal)
    killed = len(tried) - len(survivors)
    for row in others:
        print(f"survived: {row['file']}:{row['line']}\n"
              f"  - {row['before'].strip()}\n  + {row['after'].strip()}")
    print(f"{len(tried)} mutants: {killed} killed, {len(equal)} equivalent, "
          f"{len(others)} survived; {killed / max(n, 1):.1%} of those that are not equivalent")
    return killed >= WANTED * n


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--number", type=int, default=200, help="mutants that are built (200)")
    parser.add_argument("--seed", type=int, default=1, help="of the sample (1)")
    parser.add_argument("--core", type=int, help="keep to this core")
    parser.add_argument("--again", action="store_true",
                        help="try those again that survived, now that there are other tests")
    parser.add_argument("--summary", action="store_true", help="only tell what was found")
    options = parser.parse_args()
    rows = read(TABLE)
    if options.summary:
        return 0 if summary(rows) else 1
    if options.core is not None:
        os.sched_setaffinity(0, {options.core})
    os.environ["OMP_WAIT_POLICY"] = "passive"
    os.nice(19 - os.nice(0))
    PLACE.mkdir(parents=True, exist_ok=True)
    found = candidates()
    sample = drawn(found, options.seed)
    if options.again:
        equal = {key(row) for row in read(EQUIVALENT)}
        rows = [r for r in rows if r["result"] != "survived" or key(r) in equal]
    done = {(r["file"], r["before"], r["after"]) for r in rows}
    bench = Bench()
    bench.relink()
    tests = fast_tests()
    lines = reached()
    n_built = sum(r["result"] not in ("not compiled", "same code") for r in rows)
    with open(TABLE, "w", newline="", encoding="utf-8") as file:
        table = csv.DictWriter(file, COLUMNS)
        table.writeheader()
        table.writerows(rows)
        file.flush()
        for number, ((name, line), (before, after)) in enumerate(sample):
            if n_built >= options.number:
                break
            if (name, before, after) in done:
                continue
            start = time.monotonic()
            state = bench.compile(name, line, after)
            result = "not compiled" if state is None else "same code"
            if state:
                result = killer(name, line, tests, lines, rows) or "survived"
                if result == "survived" and bench.is_same_optimised(name, line, after):
                    result = "same code"
                n_built += result != "same code"
            rows.append(dict(zip(COLUMNS, (number, name, line, before, after, result,
                                           f"{time.monotonic() - start:.1f}"))))
            table.writerow(rows[-1])
            file.flush()
    bench.relink()
    return 0 if summary(rows) else 1


if __name__ == "__main__":
    sys.exit(main())
