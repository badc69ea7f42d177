#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Plants single faults in good scenarios, and counts what `suffice check` says of each.

usage: plant_faults.py PROGRAM SCENARIO_FOLDER [--seed N] [--each N] [--show KIND]

A fault is one slip of a hand: a row twice or lost, a name misspelt, a number with a sign,
a unit or a digit too many, a key lost. For each kind: how many pass without a word, how
many are told in another file than their own, and how many give more than five messages.
"""
import argparse
import collections
import csv
import io
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile

MOST_MESSAGES = 5


def check(program, folder, path, *arguments):
    """Exit code, and the messages, of one check."""
    done = subprocess.run([program, "check", path, *arguments], cwd=folder, text=True,
                          capture_output=True, timeout=60, errors="replace")
    told = [line for line in done.stderr.splitlines()
            if not line.startswith("    ") and not re.search(r": \d+ faults?$", line)]
    return done.returncode, told


def slip(word, rng):
    """Swaps two neighbouring letters that differ, or doubles the first."""
    spots = [i for i in range(len(word) - 1) if word[i] != word[i + 1] and
             word[i].isalpha() and word[i + 1].isalpha()]
    if not spots:
        return word + word[-1]
    i = rng.choice(spots)
    return word[:i] + word[i + 1] + word[i] + word[i + 2:]


# --- tables: each takes rows (header first) and a generator, and gives them with one fault

def is_number(text):
    return re.fullmatch(r"-?\d+(\.\d+)?", text) is not None


def pick(rows, rng, wanted, columns=None):
    """A row and a column whose cell is wanted; remarks are passed over."""
    skip = {"evidence", "source", "note", "method", "title", "title_zh", "area", "code"}
    spots = [(i, j) for i in range(1, len(rows)) for j in range(len(rows[0]))
             if rows[0][j] not in skip and wanted(rows[i][j]) and
             (columns is None or rows[0][j] in columns)]
    return rng.choice(spots) if spots else None


def cell(change, wanted, columns=None):
    def plant(rows, rng):
        spot = pick(rows, rng, wanted, columns)
        if spot is None:
            return None
        rows[spot[0]][spot[1]] = change(rows[spot[0]][spot[1]], rng)
        return rows
    return plant


def row_twice(rows, rng):
    i = rng.randrange(1, len(rows))
    return rows[:i] + [list(rows[i])] + rows[i:]


def row_lost(rows, rng):
    i = rng.randrange(1, len(rows))
    return rows[:i] + rows[i + 1:]


def column_lost(rows, rng):
    # One in which nothing stands is not missed by anybody.
    j = rng.choice([j for j, name in enumerate(rows[0])
                    if name in NEEDED and any(row[j:j + 1] != [""] for row in rows[1:])])
    return [row[:j] + row[j + 1:] for row in rows]


def column_misspelt(rows, rng):
    skip = ("evidence", "source", "note", "method", "title", "title_zh")
    j = rng.choice([j for j, name in enumerate(rows[0]) if name not in skip])
    rows[0][j] = slip(rows[0][j], rng)
    return rows


def cell_lost(rows, rng):
    i = rng.randrange(1, len(rows))
    rows[i] = rows[i][:-1]
    return rows


# Facts of their own, of which no other row can tell that one is lost.
ALONE = {"projects.csv", "targets.csv", "stock.csv", "townships.csv"}
NEEDED = {"district", "service", "places", "age", "count", "year", "rate", "from", "to",
          "minutes", "weight", "factor", "pupils", "day", "hour", "target", "measure", "of",
          "value", "project", "opens", "asset", "zone", "share", "kind", "unit", "group",
          "age_from", "age_to", "births_per_1000", "persons_per_year", "sex"}
NAMES = {"district", "service", "from", "to", "asset", "unit", "zone", "converts", "of",
         "measure", "kind", "group", "state", "over", "zones", "each", "use", "sex"}
TABLE_FAULTS = {
    "row twice": row_twice,
    "row lost": row_lost,
    "column lost": column_lost,
    "column misspelt": column_misspelt,
    "last cell lost": cell_lost,
    "name misspelt": cell(slip, lambda t: len(t) > 2 and not t.startswith("$") and
                          not is_number(t), NAMES),
    "number negative": cell(lambda t, r: "-" + t,
                            lambda t: is_number(t) and float(t) > 0),
    "number is a word": cell(lambda t, r: "many", is_number),
    "decimal comma": cell(lambda t, r: t + ",5" if "." not in t else t.replace(".", ","),
                          is_number),
    "number lost": cell(lambda t, r: "", is_number, NEEDED),
    "thousand separator": cell(lambda t, r: t[:-3] + " " + t[-3:],
                               lambda t: is_number(t) and len(t) > 3 and "." not in t),
    "day that is none": cell(lambda t, r: t[:8] + "31", lambda t: re.fullmatch(
        r"\d{4}-(02|04|06|09|11)-\d\d", t) is not None),
    "date far off": cell(lambda t, r: "2" + "3" + t[2:], lambda t: re.fullmatch(
        r"20\d\d-\d\d-\d\d", t) is not None, {"opens", "until"}),
    "no-break space": cell(lambda t, r: t + "\u00a0", lambda t: len(t) > 2 and
                           not t.startswith("$"), NAMES | {"count", "value", "places"}),
    "absurd number": cell(lambda t, r: "1e300", is_number),
    "unknown assumption": cell(lambda t, r: "$" + slip(t[1:], r),
                               lambda t: t.startswith("$")),
}


def plant_table(path, kind, rng):
    """Writes a table with one fault; False when it has no such place."""
    text = path.read_text(encoding="utf-8")
    rows = list(csv.reader(io.StringIO(text)))
    before = [list(row) for row in rows]
    made = TABLE_FAULTS[kind](rows, rng)
    if made is None or made == before:
        return False
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(made)
    path.write_text(out.getvalue(), encoding="utf-8")
    return True


# --- scenarios: each takes a line of YAML and gives it with one fault, or None

KEY = re.compile(r"(?<![\w$\"])([a-z_]{3,})(?=: )")
NUMBER = re.compile(r"(?<=[:\[,] )(\d+(?:\.\d+)?)(?= [a-z]|[,}\]]|$)")
UNIT = re.compile(r"(?<=\d) (minutes|hours|days|weeks|months|years|day|year)\b")
LOST = re.compile(r"(?<=[{,])\s*([a-z_]+): [^,{}\[\]]+(,|(?=\}))")


def at_one(pattern, change):
    def plant(line, rng):
        spots = list(pattern.finditer(line))
        if not spots:
            return None
        spot = rng.choice(spots)
        return line[:spot.start()] + change(spot.group(0), rng) + line[spot.end():]
    return plant


LINE_FAULTS = {
    "key misspelt": at_one(KEY, slip),
    "number negative (yaml)": at_one(NUMBER, lambda t, r: "-" + t),
    "number is a word (yaml)": at_one(NUMBER, lambda t, r: "several"),
    "unit lost": at_one(UNIT, lambda t, r: ""),
    "unit misspelt": at_one(UNIT, slip),
    "unit exchanged": at_one(UNIT, lambda t, r: {
        "minutes": " days", "hours": " days", "days": " years", "day": " year",
        "weeks": " minutes", "months": " years", "years": " minutes",
        "year": " minutes"}[t.strip()]),
    "two digits too many": at_one(NUMBER, lambda t, r: t.split(".")[0] + "00" + (
        "." + t.split(".")[1] if "." in t else "") if float(t) >= 1 else t[2:]),
    "absurd number (yaml)": at_one(NUMBER, lambda t, r: "1e300"),
    "$name misspelt": at_one(re.compile(r"\$[a-z_]+"), lambda t, r: "$" + slip(t[1:], r)),
    "tab": lambda line, rng: "\t" + line.lstrip() if line.startswith("  ") and
    line.count("{") == line.count("}") and not line.rstrip().endswith(",") else None,
    "brace lost": lambda line, rng: line[::-1].replace("}", "", 1)[::-1] if "}" in line
    else None,
}


def is_content(line):
    text = line.strip()
    if re.match(r"(new wing|subsidised|other|high_need|moderate_need|low_need)\b", text):
        return False  # names that are free, and places that may close
    return text and not text.startswith("#") and not re.match(
        r"(title|title_zh|source|unit|area|evidence|name|seed)\b", text)


def plant_line(path, kind, rng):
    lines = path.read_text(encoding="utf-8").split("\n")
    spots = [i for i, line in enumerate(lines) if is_content(line) and
             "title" not in line and LINE_FAULTS[kind](line, random.Random(1)) not in
             (None, line)]
    if not spots:
        return None
    i = rng.choice(spots)
    made = LINE_FAULTS[kind](lines[i], rng)
    if made is None or made == lines[i]:
        return None
    lines[i] = made
    path.write_text("\n".join(lines), encoding="utf-8")
    return i + 1


# --- overlays and the command line

def overlay_faults(root):
    """Kind, and the overlay or the --set, of faults in what is laid over a scenario."""
    text = root.read_text(encoding="utf-8")
    block = re.search(r"^assumptions:\n((?:  .*\n|\n)*)", text, re.M)
    names = re.findall(r"^  ([a-z_0-9]+):", block.group(1), re.M) if block else []
    services = re.search(r"^services:\n((?:  .*\n|\n| *#.*\n)*)", text, re.M)
    uses = re.findall(r"^  ([a-z_0-9]+):", services.group(1), re.M)
    head = f"format: 1\nextends: {root.name}\nname: over\n"
    rng = random.Random(5)
    for name in names:
        yield "overlay: assumption misspelt", head + (
            f"assumptions:\n  {slip(name, rng)}: {{value: 1}}\n"), None
        yield "--set: assumption misspelt", None, f"assumptions.{slip(name, rng)}.value=1"
    for name in uses:
        yield "overlay: service misspelt", head + (
            f"services:\n  {slip(name, rng)}: {{overflow: {{within: 30 minutes}}}}\n"), None
        yield "--set: service misspelt", None, f"services.{slip(name, rng)}.title=x"
        yield "overlay: key misspelt", head + (
            f"services:\n  {name}: {{overflwo: {{within: 30 minutes}}}}\n"), None
    yield "overlay: no name", head.replace("name: over\n", ""), None


class Counts:
    def __init__(self):
        self.n = self.silent = self.many = self.elsewhere = 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("program", type=pathlib.Path)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--each", type=int, default=2, help="faults of a kind in a file")
    parser.add_argument("--show", default="", help="print those of a kind, or of all")
    parser.add_argument("--limits", action="store_true", help="fail unless under 1 %% are "
                        "silent, 97 %% told in their place, and none in many messages")
    options = parser.parse_args()
    program = options.program.resolve()
    rng = random.Random(options.seed)
    found = collections.defaultdict(Counts)

    def judge(kind, folder, root, where, *arguments, note=""):
        code, told = check(program, folder, root, *arguments)
        counts = found[kind]
        counts.n += 1
        is_silent = code == 0 and not told
        is_elsewhere = not is_silent and not any(where in line.split(": ")[0]
                                                 for line in told)
        counts.silent += is_silent
        counts.many += len(told) > MOST_MESSAGES
        counts.elsewhere += is_elsewhere
        if options.show and (options.show in kind or options.show == "all") and (
                is_silent or is_elsewhere or len(told) > MOST_MESSAGES):
            print("--", kind, where, note, "silent" if is_silent else "", len(told),
                  told[:3])

    with tempfile.TemporaryDirectory() as temporary:
        work = pathlib.Path(temporary) / "s"
        original = options.folder
        roots = ["plan.yaml"] if (original / "plan.yaml").exists() else ["hello.yaml"]

        def anew():
            shutil.rmtree(work, ignore_errors=True)
            if roots == ["plan.yaml"]:
                shutil.copytree(original, work, ignore=shutil.ignore_patterns("source"))
            else:
                work.mkdir()
                shutil.copy(original / roots[0], work)
        anew()
        root = roots[0]
        used = [path for path in sorted((work / "data").glob("*.csv"))
                if f"data/{path.name}" in (work / root).read_text()]
        for path in used:
            for kind in TABLE_FAULTS:
                if kind == "row lost" and path.name in ALONE:
                    continue
                for _ in range(options.each):
                    original_text = path.read_text(encoding="utf-8")
                    if plant_table(path, kind, rng):
                        new = set(path.read_text().split("\n")) - set(
                            original_text.split("\n"))
                        judge(kind, work, root, path.name, note=str(sorted(new)[:1]))
                    path.write_text(original_text, encoding="utf-8")
        text = (work / root).read_text(encoding="utf-8")
        for kind in LINE_FAULTS:
            for _ in range(20 * options.each):
                line = plant_line(work / root, kind, rng)
                if line is not None:
                    judge(kind, work, root, root, note=(work / root).read_text().split(
                        "\n")[line - 1])
                (work / root).write_text(text, encoding="utf-8")
        for kind, overlay, given in overlay_faults(work / root):
            if overlay is not None:
                (work / "over.yaml").write_text(overlay, encoding="utf-8")
                judge(kind, work, "over.yaml", "over.yaml", note=overlay.split("\n")[-2])
            else:
                judge(kind, work, root, "--set", "--set", given, note=given)
    total = Counts()
    print(f"{'kind':32} {'planted':>8} {'silent':>7} {'elsewhere':>10} {'> 5':>5}")
    for kind, counts in sorted(found.items()):
        print(f"{kind:32} {counts.n:8} {counts.silent:7} {counts.elsewhere:10} "
              f"{counts.many:5}")
        for name in ("n", "silent", "elsewhere", "many"):
            setattr(total, name, getattr(total, name) + getattr(counts, name))
    print(f"{'all':32} {total.n:8} {total.silent:7} {total.elsewhere:10} {total.many:5}")


    if options.limits and (total.silent >= 0.01 * total.n or total.many > 0 or
                           total.elsewhere > 0.03 * total.n):
        sys.exit("beyond the limits: under 1 % silent, 3 % elsewhere, none of many messages")


if __name__ == "__main__":
    main()
