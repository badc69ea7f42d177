# SPDX-License-Identifier: GPL-3.0-or-later
"""What becomes of projects and places at the new start.

A project that is open stays a row with the date of its opening, so that its places keep
their staffing and what they still lack of their ramp, and so that it goes on to teach how
late the city builds (docs/guide/known.md). The rest is known not to be open.
"""
from __future__ import annotations

import dataclasses
import datetime
import math

import numpy as np

from .. import weighted
from ..estimates import Design
from ..results import ResultsError
from . import document, rounding
from .counted import Counted
from .run import Run, day
from .state import number

Row = dict[str, str]


@dataclasses.dataclass
class Fate:
    """A project of the old plan: how much of it is open by the date, and since when."""

    row: Row
    n: int                   # its units
    n_open: int = 0          # of them open at the new start
    expected: float = 0      # the mean over replications
    opened: str = ""         # as the column has it
    is_cancelled: bool = False
    source: str = ""
    note: str = ""
    is_of_policy: bool = False  # begun by one, or not at all
    places: float = math.nan  # of one unit, a lever at its value

    @property
    def is_random(self) -> bool:
        return self.is_of_policy or not (document.is_empty(self.row["starts"]) and
                    document.is_empty(self.row["after"]))

    @property
    def is_batch(self) -> bool:
        return not document.is_empty(self.row["until"])

    @property
    def changes_others(self) -> bool:
        """It takes places away: what is left of them stands among the places."""
        return (not document.is_empty(self.row["converts"]) or
                self.places < 0)


def fates(run: Run, given: Counted, is_given: bool, simulated: str) -> list[Fate]:
    """Each project of the plan as it is at the date."""
    found = []
    of_policies = {policy["do"].get("begin")
                   for policy in run.scenario.get("policies", {}).values()}
    for row in document.rows_of(run.scenario.get("projects")):
        row = _without_levers(run, row)
        is_batch = not document.is_empty(row["until"])
        # What was known before is known to the new date; of what opened, fates tell.
        is_given_up = not document.is_empty(row.get("cancelled", ""))
        row = {**row, "known_at": "", "cancelled": ""}
        n = int(_chosen(run, row["count"])) if is_batch else 1
        fate = Fate(row, n, source=simulated, is_of_policy=row["project"] in of_policies,
                    places=_chosen(run, row["places"]))
        key = (row["project"],)
        if is_given and (fate.is_random or key in given.rows):
            _take_facts(run, fate, given, key)
        elif fate.is_random:
            _take_run(run, fate)
        else:
            _take_plan(run, fate)
        fate.is_cancelled = fate.is_cancelled or (is_given_up and fate.n_open == 0)
        found.append(fate)
    if is_given:
        _refuse_late(run, found, given)
    return found


def _take_plan(run: Run, fate: Fate) -> None:
    """Of a project that is sure: open is what is planned for days before the date."""
    fate.expected = _units(run, fate)
    fate.n_open = int(fate.expected + 0.5)
    fate.source = "planned date, which is sure"


def _refuse_late(run: Run, of: list[Fate], given: Counted) -> None:
    """A project that is sure has no delay, so one that is not open yet has no date."""
    late = [fate.row["project"] for fate in of if not fate.is_random and
            not fate.is_cancelled and
            (fate.n_open < fate.expected if (fate.row["project"],) in given.rows
             else fate.n_open > 0)]
    if late:
        raise ResultsError(
            f"{given.name}: project: found no opening of {', '.join(late)}, planned without "
            f"`starts` for days before {run.at}: expected its day, or cancelled; one that is "
            "late has no new date, so give the new plan a project of its own for it")


def _take_facts(run: Run, fate: Fate, given: Counted, key: tuple[str]) -> None:
    row = given.rows.get(key, {})
    words = row.get("opened", "").split()
    fate.source = given.source
    fate.opened = "" if words == ["0"] else " ".join(words)
    fate.is_cancelled = row.get("cancelled", "") not in ("", "no")
    is_count = len(words) == 1 and words[0].isdigit()
    fate.n_open = int(words[0]) if is_count else sum(w != "-" for w in words)
    fate.expected = _units(run, fate)
    if len(words) > 1 and not fate.is_batch or fate.n_open > fate.n or (
            is_count and not fate.is_batch and fate.n_open > 0):
        _refuse(fate, given, key, f"a batch of {fate.n}: so many units at most, or their days"
                if fate.is_batch else "one day, on which it opened")
    if fate.is_cancelled and fate.n_open > 0:
        _refuse(fate, given, key, "one that is not cancelled too")
    for word in [] if is_count else words:
        if word != "-" and day(word, f"{given.name}:{given.lines[key]}: opened") >= run.at:
            raise ResultsError(f"{given.name}:{given.lines[key]}: opened: found {word}, "
                               f"expected a date before the new start {run.at}")


def _refuse(fate: Fate, given: Counted, key: tuple[str], expected: str) -> None:
    raise ResultsError(f"{given.name}:{given.lines[key]}: opened: found '{fate.opened}' of "
                       f"{fate.row['project']}, expected {expected}")


def _units(run: Run, fate: Fate) -> float:
    opened = run.yearly("delivery", "units_opened").sel(project=fate.row["project"])
    return float(np.nan_to_num(np.tensordot(
        run.weights, opened.isel(year=run.year).to_numpy(), 1)))


def _take_run(run: Run, fate: Fate) -> None:
    """Open is what is in half of the replications or more, since the median day there."""
    fate.expected = _units(run, fate)
    fate.n_open = (int(fate.expected + 0.5) if fate.is_batch
                   else int(fate.expected >= 0.5))
    if fate.n_open == 0:
        return
    of = fate.row["project"]
    units = run.yearly("delivery", "units_opened").sel(project=of).isel(year=run.year)
    delays = run.yearly("delivery", "delay").sel(project=of).to_numpy()
    is_seen = (units.to_numpy() >= 1) & ~np.isnan(delays)
    delay = _median(run, delays, is_seen) if is_seen.any() else 0.0
    opens = day(fate.row["opens"], f"project {of}: opens")
    last = run.at - datetime.timedelta(days=1)
    begun = (None if document.is_empty(fate.row["starts"])
             else day(fate.row["starts"], f"project {of}: starts"))
    span = ((day(fate.row["until"], f"project {of}: until") - opens).days
            if fate.is_batch else 0)
    dates = []
    for unit in range(fate.n_open):
        # The last is planned for `until`, also where it is the only one.
        shift = span * unit / (fate.n - 1) if fate.n > 1 else span
        date = opens + datetime.timedelta(days=round(shift + delay))
        least = last if begun is None else (
            begun + datetime.timedelta(days=int(shift) + 2))
        dates.append(str(min(max(date, min(least, last)), last)))
    fate.opened = " ".join(dates)


def _median(run: Run, values: np.ndarray, is_of: np.ndarray) -> float:
    """The median of some replications, by their weights where these are used."""
    draws = np.arange(run.n) // Design.of(run.tree).inner
    sample = weighted.Sample(None, draws[is_of], run.weights[is_of])
    return float(weighted.quantile(values[is_of], [0.5],
                                   sample if run.is_weighted else None)[0])


def _chosen(run: Run, text: str) -> float:
    """A number, or the lever that it names at its value."""
    lever = run.scenario.get("levers", {}).get(text.removeprefix("$"))
    return number(lever["value"] if text.startswith("$") and lever else text)


def _without_levers(run: Run, row: Row) -> Row:
    """What has been begun is no longer to be chosen: levers at their values."""
    levers = run.scenario.get("levers", {})
    names = document.names_used(list(row.values())) & set(levers)
    begin = row["starts"] if not document.is_empty(row["starts"]) else row["opens"]
    values = {f"${name}": levers[name]["value"] for name in names}
    text = values.get(begin, begin)
    if not names or text >= str(run.at):
        return row
    found = {key: values.get(value, value) for key, value in row.items()}
    for key in ("starts", "opens"):
        other = "opens" if key == "starts" else "starts"
        name = row[key].removeprefix("$")
        if row[key].startswith("$") and not document.is_empty(row[other]) and (
                levers[name].get("planned")):
            moved = day(found[key], key) - day(levers[name]["planned"], key)
            if not row[other].startswith("$"):
                found[other] = str(day(row[other], other) + moved)
    return found


def kept(run: Run, all_fates: list[Fate], end: datetime.date) -> list[Fate]:
    """Those that stand in the new plan; of the others `note` says why not."""
    names: set[str] = set()
    found = []
    for fate in all_fates:
        after = fate.row["after"]
        opens = fate.row["opens"]
        if fate.is_cancelled:
            fate.note = "cancelled"
        elif not document.is_empty(after) and after not in names:
            fate.note = f"comes after {after}, which is not in the plan any more"
        elif fate.n == 0 and fate.row["count"] == "0" or fate.row["places"] == "0":
            fate.note = "begun with its lever at 0: there is nothing of it"
        elif fate.changes_others and fate.n_open > 0:
            fate.note = "done: what it left stands among the places"
        elif not opens.startswith("$") and opens >= str(end):
            fate.note = "planned for after the new end"
        else:
            names.add(fate.row["project"])
            found.append(fate)
    _put_in_order(run, found)
    return found


def _put_in_order(run: Run, of: list[Fate]) -> None:
    """Medians by themselves may put a project before the one that it comes after."""
    fates_of = {fate.row["project"]: fate for fate in of}
    for fate in of:
        before = fates_of.get(fate.row["after"])
        if before is None or fate.source.startswith("counted") or not fate.opened:
            continue
        earlier, words = before.opened.split(), fate.opened.split()
        if len(words) == 1 and len(earlier) == 1 and "-" in words[0] and words[0] <= earlier[0]:
            least = day(earlier[0], "opened") + datetime.timedelta(days=1)
            fate.opened = str(min(least, run.at - datetime.timedelta(days=1)))


def table(run: Run, of: list[Fate]) -> document.Rows:
    """The rows of the new plan."""
    rows = []
    for fate in of:
        row = {**fate.row, "opened": fate.opened}
        begin = row["starts"] if not document.is_empty(row["starts"]) else row["opens"]
        if fate.is_random and number(row["stages"]) > 1 and begin < str(run.at):
            row["stages"] = "1"
            fate.note = "its stages are one: which of them are done is not known"
        share = fate.expected / max(fate.n, 1)
        row["source"] = fate.source
        if fate.is_random:
            row["method"] = f"open in the run: {share:.3f}"
        rows.append(row)
    return rows


def places(run: Run, of: list[Fate], all_fates: list[Fate], given: Counted,
           simulated: str) -> document.Rows:
    """Places at the start beside those of the projects that are open, `of`.

    In all they are as many as were counted, or as the run has, but for a project that is open
    in some replications alone: it is open or not. Of one that is not in the new plan the
    places are those that a table tells of.
    """
    rows = []
    names = {fate.row["project"] for fate in of}
    told = [f for f in all_fates if f.row["project"] not in names and
            f.source.startswith("counted") and document.is_empty(f.row["converts"])]
    old = document.rows_of(run.scenario.get("places"))
    for service in run.scenario["services"]:
        for district in run.districts:
            here = [f for f in of if _is_of(f, service, district) and not f.changes_others]
            apart = [f for f in told if _is_of(f, service, district)]
            built = run.places(service, district)
            base = {zone: max(0, int(n - _added([*here, *apart], zone, built, "expected") +
                                     _added(apart, zone, built, "n_open") + 0.5))
                    for zone, n in built.items()}
            counted = given.whole((service, district), "places")
            if counted is not None:
                is_open = sum(f.places * f.n_open for f in here)
                if counted < is_open:
                    raise ResultsError(
                        f"{given.name}:{given.lines[service, district]}: places: found "
                        f"{counted} of {service} in {district}, but projects that are open "
                        f"have {is_open:.0f} there")
                base = _shared(base, int(counted - is_open + 0.5))
            for zone, n in base.items():
                sites = [r for r in old if r["service"] == service and
                         r["district"] == district and _zone(r, base) == zone]
                rows += _sites(service, district, zone, sites, n,
                               simulated if counted is None else given.source)
    return rows


def _is_of(fate: Fate, service: str, district: str) -> bool:
    return (fate.row["service"], fate.row["district"]) == (service, district)


def _zone(row: Row, zones: dict[str, float] | dict[str, int]) -> str:
    """The one of `zones` that places of a row stand in; "": the district as a whole."""
    zone = row.get("zone", "")
    return zone if zone in zones else ""


def _added(of: list[Fate], zone: str, zones: dict[str, float], name: str) -> float:
    return sum(f.places * getattr(f, name) for f in of
               if _zone(f.row, zones) == zone)


def _shared(base: dict[str, int], total: int) -> dict[str, int]:
    """What was counted of a district, over its zones as the run has them."""
    before = np.array(list(base.values()), float)
    if before.sum() == 0:
        return {zone: total if zone == "" else 0 for zone in base}
    return dict(zip(base, map(int, rounding.whole(before, total))))


def _sites(service: str, district: str, zone: str, sites: document.Rows, base: int,
           source: str) -> document.Rows:
    """Places over the sites of old, in proportion; unchanged where they are as many."""
    if not sites:
        row = {"service": service, "district": district, "site": "", "places": str(base),
               "sites": "1", "source": source}
        return [{**row, "zone": zone} if zone else row] if base > 0 else []
    before = np.array([np.nan_to_num(number(s["places"])) for s in sites])
    if before.sum() == base:
        return [{**s, "source": source} for s in sites]
    parts = rounding.whole(before, base)
    return [{**s, "places": str(int(n)), "evidence": "C", "source": source}
            for s, n in zip(sites, parts)]
