# SPDX-License-Identifier: GPL-3.0-or-later
"""The new scenario, put together."""
from __future__ import annotations

import copy
import dataclasses
import datetime
import os
import pathlib
import re
import warnings

import numpy as np
import xarray as xr

from ..results import ResultsError
from . import beliefs, counted, document, page, people, projects, state, years
from .counted import Counted, Path
from .run import USING, Run, day, months_between, months_later

TABLES = ("population", "rolls", "people", "places", "opened")
SAME = "same"  # targets of the old plan


@dataclasses.dataclass
class Made:
    """What was made of each part, for the README.md."""

    run: Run
    end: datetime.date
    given: dict[str, Counted]
    notes: list[str] = dataclasses.field(default_factory=list)
    fates: list[projects.Fate] = dataclasses.field(default_factory=list)
    changed: list[str] = dataclasses.field(default_factory=list)
    dropped: list[str] = dataclasses.field(default_factory=list)

    @property
    def is_simulated(self) -> bool:
        """Whether any part of the start was not counted at all."""
        return not all(of.rows for of in self.given.values())

    @property
    def simulated(self) -> str:
        return f"simulated: {self.run.using} of {self.run.n} replications"


def rebase(tree: xr.DataTree, output: Path, at: str | None = None, end: str | None = None,
           scenario: str | None = None, name: str | None = None, using: str = USING[0],
           population: Path | None = None, rolls: Path | None = None,
           people: Path | None = None, places: Path | None = None,
           opened: Path | None = None, targets: Path | None = None,
           weighted: bool = True) -> pathlib.Path:
    """Write a folder with a scenario that starts at `at`, and return its plan.yaml.

    `tree` is what `suffice.open` gives. The tables are what was counted (their columns are in
    docs/guide/rebase.md); what they do not tell is the run's, and marked so. Warns where
    the spread of assumptions comes from few replications. ResultsError
    where the date is outside the run, a table does not fit, or the folder is there already.
    """
    folder = pathlib.Path(output)
    if folder.exists():
        raise ResultsError(f"{folder}: is there already; expected the name of a new folder")
    if name is not None and not re.fullmatch("[a-z0-9_-]+", name):
        raise ResultsError(f"--name: found {name!r}, expected letters a-z, digits, _ and -; "
                           "the title may have any others")
    run = Run(tree, scenario, at, using, weighted)
    length = months_between(run.start, run.end)
    last = months_later(run.at, length) if end is None else day(end, "--end")
    if not last > run.at or last.day != 1:
        raise ResultsError(f"--end: found {last}, expected the first of a month after the new "
                           f"start {run.at}")
    given = _read(run, population, rolls, people, places, opened)
    made = Made(run, last, given)
    new = _scenario(made, name, opened is not None)
    _take_targets(new, made, targets)
    _drop_zones(new, made)
    _add_up_stock(new)
    made.dropped = beliefs.used_only(new)
    new = document.pruned(new)
    folder.mkdir(parents=True)
    files = document.write(new, folder, page.head(made, new))
    (folder / "README.md").write_text(page.readme(made, new, files), encoding="utf-8")
    return folder / "plan.yaml"


def _read(run: Run, population: Path | None, rolls: Path | None, of: Path | None,
          places: Path | None, opened: Path | None) -> dict[str, Counted]:
    districts, services = run.districts, run.scenario["services"]
    kinds = {kind: [n for n, s in services.items() if s["kind"] == kind]
             for kind in ("stay", "intake", "visit")}
    here = {"district": districts}
    years_of = [str(y) for y in range(1, 101)]
    names = [row["project"] for row in document.rows_of(run.scenario.get("projects"))]
    if population is not None and "population" not in run.scenario:
        raise ResultsError(f"{population}: the scenario {run.name} has no population")
    return {
        "population": counted.read(
            population, ("district", "sex", "age"), ("count",),
            {**here, "sex": people.SEXES, "age": [str(a) for a in range(people.N_AGES)]}),
        "rolls": counted.read(rolls, ("service", "district", "year"), ("pupils",),
                              {**here, "service": kinds["intake"], "year": years_of}),
        "people": counted.read(of, ("service", "district"), ("occupied", "waiting"),
                               {**here, "service": kinds["stay"]}),
        "places": counted.read(places, ("service", "district"), ("places",),
                               {**here, "service": list(services)}),
        "opened": counted.read(opened, ("project",), ("opened", "cancelled"),
                               {"project": names}),
    }


def _scenario(made: Made, name: str | None, is_opened: bool) -> dict:
    run = made.run
    new = copy.deepcopy(run.scenario)
    year = str(run.at.year)
    title = new.get("title") or new["name"]
    new["name"] = name or f"{new['name']}-{year}"
    how, how_zh = (", as simulated", "（模拟的起点）") if made.is_simulated else ("", "")
    new["title"] = f"{title}: on from {run.at}{how}"
    if new.get("title_zh"):
        new["title_zh"] = f"{new['title_zh']}：自 {run.at} 起{how_zh}"
    new["start"], new["end"] = str(run.at), str(made.end)
    new["assumptions"], made.changed = beliefs.posterior(run)
    if doubt := beliefs.doubt(run, made.changed):
        made.notes.append(doubt)
        warnings.warn(doubt, stacklevel=3)
    if isinstance(new.get("design"), dict):
        new["design"] = "random"
        made.notes.append("The table of points is left out: it was of the assumptions before. "
                          "Values are drawn at random (design: random).")
    if "population" in new:
        rows = people.start(run, made.given["population"], made.simulated)
        counts = np.zeros_like(people.old_counts(run))
        for row in rows:
            counts[run.districts.index(row["district"]), people.SEXES.index(row["sex"]),
                   int(row["age"])] = float(row["count"])
        new["population"], notes = years.population(run, counts)
        new["population"]["start"] = document.table_of(rows)
        made.notes += notes
        if "zones" in new:
            new["zones"] = document.table_of(years.zones(run))
    _services(new, made)
    _delivery(new, made, is_opened)
    _past(new, made)
    return new


def _services(new: dict, made: Made) -> None:
    run = made.run
    for service, spec in new["services"].items():
        if spec["kind"] == "stay":
            rows = state.stays(run, service, made.given["people"], made.simulated)
            spec["initial"] = {"by_district": document.table_of(rows)}
        elif state.has_rolls(spec):
            rows = state.rolls(run, service, made.given["rolls"], made.simulated)
            spec["initial"] = {"rolls": document.table_of(rows)}
        elif spec["kind"] == "intake":
            spec.pop("initial", None)
            made.notes.append(f"{service} starts empty: its applicants come by arrivals, and "
                              "have no rolls.")
        if "every" in spec.get("intake", {}):
            spec["intake"]["first"] = state.next_intake(run, spec["intake"])
        if "by_year" in spec.get("requests", {}):
            spec["requests"]["by_year"] = years.factors(spec["requests"]["by_year"],
                                                        run.at.year)
        for arrival in spec.get("arrivals", {}).values():
            if "table" in arrival:
                arrival["table"] = state.later_arrivals(run, arrival["table"])


def _delivery(new: dict, made: Made, is_opened: bool) -> None:
    run = made.run
    made.fates = projects.fates(run, made.given["opened"], is_opened, made.simulated)
    kept = projects.kept(run, made.fates, made.end)
    rows = projects.table(run, kept)
    places = projects.places(run, kept, made.fates, made.given["places"], made.simulated)
    for key, of in (("projects", rows), ("places", places)):
        new.pop(key, None)
        if of:
            new[key] = document.table_of(of)
    new.pop("known_at", None)
    is_told = any(fate.is_random or fate.n_open for fate in kept)
    if is_told:
        new["known_at"] = str(run.at - datetime.timedelta(days=1))
    programmes = {row["programme"] for row in rows}
    of = new.get("delivery", {}).get("programmes", {})
    for name in [n for n in of if n not in programmes]:
        del of[name]
    if "delivery" in new and not of:
        new["delivery"].pop("programmes", None)
    _begins(new, made, {fate.row["project"] for fate in kept if not fate.n_open})
    _works(new, made)


def _begins(new: dict, made: Made, not_open: set[str]) -> None:
    """Policies begin what is not open yet; one that did nothing else is done."""
    for name, policy in list(new.get("policies", {}).items()):
        project = policy["do"].get("begin", "")
        if document.is_empty(project):
            continue
        if project in not_open:
            made.notes.append(f"{project} is not open in most replications: policy {name} "
                              "may begin it, and where it is under way begins it again.")
            continue
        del new["policies"][name]
        made.notes.append(f"Policy {name} is left out: {project}, which it begins, is open or "
                          "not in the plan any more. Units that are not open are the plan's.")
    if not new.get("policies", True):
        del new["policies"]


def _works(new: dict, made: Made) -> None:
    """What is left of works; that nothing is begins at the new start again."""
    run = made.run
    for name, works in list(new.get("works", {}).items()):
        asset = f"{works['asset']}/{works.get('state', '')}"
        same = [w for w in new["works"].values()
                if (w["asset"], w.get("state")) == (works["asset"], works.get("state"))]
        others = [row["asset"] for key in ("stock", "projects")
                  for row in document.rows_of(new.get(key)) if row["asset"] == works["asset"]]
        if len(same) > 1 or others:
            made.notes.append(f"Works {name}: not all its assets are its own, so it is not "
                              "known how many are done: it is as at the old start.")
            continue
        counts = run.yearly("delivery", "assets").sel(asset=asset).isel(year=run.year)
        before = int(works.get("done", "0"))
        done = int(float(run.one(counts)) + 0.5)
        left = int(works["units"]) - (done - before)
        works["done"] = str(done)
        if left <= 0:
            del new["works"][name]
            made.notes.append(f"Works {name} are done: {done} units, which the new plan does "
                              "not count.")
            continue
        works["units"] = str(left)
        works["batch"] = str(min(int(works["batch"]), left))
        works["starts"] = max(works["starts"], str(run.at))
        until = works.get("until", "")
        if document.is_empty(until) or until <= works["starts"]:
            works.pop("until", None)
        made.notes.append(f"Works {name}: {left} units are left of those of the plan; batches "
                          "under way begin again.")
    if not new.get("works", True):
        del new["works"]


def _past(new: dict, made: Made) -> None:
    """Leaves out what was for days before the new start."""
    run = made.run
    if "observations" in new:
        _put(new, "observations", _later(made, document.rows_of(new["observations"])))
    if "conditions" in new:
        rows = _measured_later(made, document.rows_of(new["conditions"]))
        _put(new, "conditions", rows)
    costs = new.get("costs", {})
    for of in (costs, *costs.get("funds", {}).values()):
        if "budget" in of:
            of["budget"] = {y: v for y, v in of["budget"].items()
                            if run.at.year <= int(y) <= made.end.year}
            if not of["budget"]:
                del of["budget"]


def _later(made: Made, rows: document.Rows) -> document.Rows:
    """Observations of days after the new start, but for those that the assumptions have.

    What weighed has moved the assumptions, whatever its date: it would count twice.
    """
    run = made.run
    later = [row for row in rows if row["date"] >= str(run.at)]
    used = [row["observation"] for row in later if run.is_weighted and _weighs(row)]
    if used:
        made.notes.append("Of later days, but left out as the replications were weighted by "
                          f"them: {', '.join(used)}.")
    return [row for row in later if row["observation"] not in used]


def _weighs(row: dict) -> bool:
    return row.get("hold_out") != "yes" and row.get("basis") != "registered"


def _measured_later(made: Made, rows: document.Rows) -> document.Rows:
    """Dates as long after the new start as they were after the old one, but within the run."""
    run = made.run
    found = []
    last = made.end - datetime.timedelta(days=1)
    for row in rows:
        date = row.get("date", "")
        if not document.is_empty(date):
            is_last = date == str(run.end - datetime.timedelta(days=1))
            moved = last if is_last else run.at + (day(date, "date") - run.start)
            row = {**row, "date": str(min(moved, last))}
        found.append(row)
    return found


def _add_up_stock(new: dict) -> None:
    """Rows that differed by a source or a note alone, which the new plan has not."""
    if "stock" in new:
        new["stock"] = document.table_of(_added_up(document.rows_of(new["stock"])))


def _drop_zones(new: dict, made: Made) -> None:
    """Zones that no target looks at; what stood in them stands in the district."""
    if any(of.get("zones") == "yes" for of in new["services"].values()):
        return
    looks = [row for key in ("targets", "conditions") for row in document.rows_of(new.get(key))
             if row["measure"] in ("share_within", "access") or row.get("ratio") in (
                 "within", "access")]
    if "zones" in new and not looks:
        del new["zones"]
        for key in ("stock", "projects"):
            rows = document.rows_of(new.get(key))
            if rows:
                new[key] = document.table_of([{**row, "zone": ""} for row in rows])
        made.notes.append("No target looks at zones: they are left out.")


def _added_up(rows: document.Rows) -> document.Rows:
    """One row of those that differ by nothing but their counts."""
    found: dict[tuple[str, ...], dict[str, str]] = {}
    for row in rows:
        key = tuple(value for name, value in row.items() if name not in ("count", "evidence"))
        before = float(found[key]["count"]) if key in found else 0
        found[key] = {**row, "count": f"{before + float(row['count']):g}"}
    return list(found.values())


def _put(new: dict, key: str, rows: document.Rows) -> None:
    del new[key]
    if rows:
        new[key] = document.table_of(rows)


def _take_targets(new: dict, made: Made, targets: Path | None) -> None:
    old = new.pop("targets", None)
    if targets is None:
        if old is not None:
            made.notes.append("The new plan has no targets: those of the old one were for its "
                              "own years. --targets gives it some.")
        return
    if os.fspath(targets) == SAME:
        if old is not None:
            new["targets"] = document.table_of(_measured_later(made, document.rows_of(old)))
        return
    rows = counted.read(targets, ("target",), ("measure",), {})
    new["targets"] = document.table_of(list(rows.rows.values()))


