# SPDX-License-Identifier: GPL-3.0-or-later
"""A small scenario with every table, in a folder of its own, for the tests of overlays."""
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

PROGRAM = pathlib.Path(sys.argv[1]).resolve()
SOURCE = pathlib.Path(sys.argv[2]).resolve()

FILES = {
    "base.yaml": """\
format: 1
name: base
start: 2021-01-01
end: 2026-01-01
districts: districts.csv
travel: travel.csv
assumptions:
  births: {lognormal: {median: 1.2, cv: 0.1}}
  length: {uniform: {low: 1 year, high: 2 years}}
services:
  nursery:
    kind: stay
    arrivals: {Central: {rate: 2 per day}, North: {rate: 1 per day}}
    stay: {lognormal: {median: 10 days, cv: 1}}
    queue: {patience: {exponential: {mean: $length}}}
    balk_by_present: balk.csv
places: places.csv
assets: {school: {}}
zones: zones.csv
population: {start: people.csv, mortality: deaths.csv, mortality_factor: $births}
projects: projects.csv
targets: targets.csv
""",
    "districts.csv": "district,title,area_km2\nCentral,The centre,10\nNorth,,20\n",
    "travel.csv": "from,to,minutes,note\nCentral,North,10,x\nNorth,Central,12,\n",
    "balk.csv": "present,probability\n0,0\n10,0.5\n",
    "people.csv": "district,sex,age,count\nCentral,F,30,500\nCentral,M,30,400\nNorth,F,30,300\n",
    "deaths.csv": "year,sex,age_from,age_to,rate\n2020,both,0,100,0.01\n",
    "zones.csv": "zone,district,kind,share,area_km2\nInner,Central,urban,1,10\n"
                 "Hills,North,rural,1,20\n",
    "places.csv": "service,district,site,places,evidence\nnursery,Central,,20,A\n"
                  "nursery,North,Hill,5,B\nnursery,North,Main street,6,B\n",
    "projects.csv": 'project,district,service,places,opens,source\n'
                    'Central nursery A,Central,nursery,100,2022-01-01,"a, b"\n'
                    'North B,North,nursery,50,2023-06-01,S1\n'
                    'Late C,North,nursery,50,2025-06-01,S1\n',
    "targets.csv": 'target,title,measure,of,value,date\nT1,"first, one",queue,nursery,5,\n'
                   'T1.2,second,queue,nursery,6,2025-07-01\n',
}


def values(text):
    """What `show` printed, without the origins."""
    return [re.sub(r" +# .*", "", line) for line in text.splitlines()]


class Case(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = pathlib.Path(folder.name)
        for name, text in FILES.items():
            (self.path / name).write_text(text)

    def call(self, *words, code=0):
        done = subprocess.run([PROGRAM, *map(str, words)], cwd=self.path, text=True,
                              capture_output=True, timeout=300)
        self.assertEqual(done.returncode, code, done.stderr[-3000:])
        done.stderr = "".join(line for line in done.stderr.splitlines(keepends=True)
                              if not line.startswith("suffice trace: "))
        return done

    def overlay(self, text, name="over"):
        path = self.path / f"{name}.yaml"
        path.write_text(f"format: 1\nextends: base.yaml\nname: {name}\n{text}\n")
        return path.name

    def shown(self, text, *sets):
        """The sections of what is shown, by key: of an overlay and values set."""
        words = [word for one in sets for word in ("--set", one)]
        whole = self.call("show", self.overlay(text), *words).stdout
        return {part.split(":")[0]: part
                for part in re.split(r"^(?=\S)", whole, flags=re.M) if part}

    def same(self, one, other):
        """Two lists of sets give the same scenario but for their origins."""
        self.assertEqual(values(self.call("show", "base.yaml", *one).stdout),
                         values(self.call("show", "base.yaml", *other).stdout))
