# SPDX-License-Identifier: GPL-3.0-or-later
"""What the folder says of itself: the head of plan.yaml, and README.md."""
from __future__ import annotations

import datetime
import pathlib
from typing import TYPE_CHECKING

from ..results import text

if TYPE_CHECKING:
    from .build import Made


def head(made: Made, new: dict) -> list[str]:
    """The comment at the head of plan.yaml."""
    run = made.run
    what = ("Its start is SIMULATED where the column `source` of a table says so: nobody has "
            "counted it." if made.is_simulated else "Its start was counted.")
    return [f"{new['title']}: a scenario made by suffice rebase.",
            "SPDX-License-Identifier: GPL-3.0-or-later",
            "",
            f"It goes on where {run.name} is at the start of {run.at}.",
            what,
            "README.md tells how each part was made, and what is lost."]


def readme(made: Made, new: dict, files: list[str]) -> str:
    """The README.md of the folder: what was counted, what the run says, and what is lost."""
    run = made.run
    source = pathlib.Path(str(run.tree.encoding.get("source", "?")))
    lines = [f"# {new['title']}", "",
             "Made by `suffice rebase`.",
             f"It starts on {run.at}, where scenario `{run.name}` of {run.start} to "
             f"{run.end - datetime.timedelta(days=1)} is at that time, and ends before "
             f"{made.end}.", ""]
    if made.is_simulated:
        lines += ["**Its start is simulated where nobody has counted it.**",
                  "Put counts in its place: run the command again with the tables of "
                  "what was counted, as the guide on new starts tells.", ""]
    lines += ["| what | is |", "|---|---|",
              f"| results file | `{source.name}` |",
              f"| its fingerprint | `{run.fingerprint()}` |",
              f"| program | {text(run.tree.attrs.get('code_version', '?'))}, "
              f"commit `{text(run.tree.attrs.get('code_commit', '?'))}` |",
              f"| seed, replications | {text(run.tree.attrs.get('seed', '?'))}, {run.n} |",
              f"| what stands for the replications | {run.using}"
              f"{', weighted by observations' if run.is_weighted else ''} |", "",
              "## Where each part is from", "",
              "| part | from |", "|---|---|"]
    titles = {"population": "residents by district, sex and age",
              "rolls": "rolls by year of the course",
              "people": "people in places and on lists", "places": "places",
              "opened": "projects"}
    for key, of in made.given.items():
        what = (f"`{of.name}`, {len(of.rows)} rows; where it tells nothing, simulated"
                if of.rows else "simulated")
        lines.append(f"| {titles[key]} | {what} |")
    lines += [f"| assumptions | {_assumptions(made)} |", "",
              "The column `source` of each table says it value by value.", ""]
    lines += ["## Projects", "", *_projects(made), "", "## What to know", ""]
    lines += [f"- {note}" for note in _always(made) + made.notes]
    lines += ["", "## Files", "", *(f"- `{name}`" for name in files), ""]
    return "\n".join(lines)


def _assumptions(made: Made) -> str:
    if not made.changed:
        return "as they were"
    how = "given what was observed" if made.run.is_weighted else "of those that follow a path"
    return (f"as they were, but {len(made.changed)} at their mean and spread at the new start, "
            f"{how}: {', '.join(f'`{name}`' for name in made.changed)}")


def _projects(made: Made) -> list[str]:
    of = made.fates
    if not of:
        return ["None."]
    open_ones = [f for f in of if f.n_open == f.n and not f.note]
    parts = [f for f in of if 0 < f.n_open < f.n and not f.note]
    left = [f for f in of if f.n_open == 0 and not f.note]
    said = [f"{len(of)} in all: {len(open_ones)} are open, {len(parts)} are batches of which "
            f"some units are, and {len(left)} are not open yet.",
            "What is open in half of the replications or more counts as open, since the median "
            "day of its opening there; the rest is known not to be open, and takes the law of "
            "its delay given that."]
    doubtful = [f for f in of if not f.is_batch and f.is_random and
                0.1 < f.expected < 0.9 and not f.source.startswith("counted")]
    if doubtful:
        said += ["", "Decided by less than nine in ten replications:", "",
                 "| project | open in the run | taken as |", "|---|---|---|"]
        said += [f"| {f.row['project']} | {f.expected:.3f} | "
                 f"{'open' if f.n_open else 'not open'} |" for f in doubtful]
    noted = [f for f in of if f.note]
    if noted:
        said += ["", "| project | what became of it |", "|---|---|"]
        said += [f"| {f.row['project']} | {f.note} |" for f in noted]
    return said


def _always(made: Made) -> list[str]:
    notes = ["All replications start from the same state: how far they were apart at that day "
             "is lost, and how that went with the assumptions.",
             "What is left of stays and waits is drawn as in a stationary state; people in "
             "places count as residents of the district of the place."]
    if "population" in made.run.scenario:
        notes.append("Residents have the run's sums over five years of age, by district and "
                     "sex; single ages within them follow the cohorts.")
        notes.append("Rates and factors by calendar year hold on from the last year that is "
                     "told.")
    if any(state["kind"] == "intake" for state in made.run.scenario["services"].values()):
        notes.append("Rolls have the run's sum in each district; their parts by year are as "
                     "those who took a seat in each year.")
    if any(f.opened and not f.source.startswith("counted") for f in made.fates):
        notes.append("Projects that count as open teach the shocks that all share as if the "
                     "median days of their openings had been seen.")
    if made.changed:
        notes.append("The assumptions' posterior keeps mean and spread of each, not how they go "
                     "together.")
    if made.dropped:
        names = ", ".join(f"`{name}`" for name in made.dropped)
        notes.append(f"Nothing uses {names} any more: left out.")
    if "policies" in made.run.scenario:
        notes.append("Policies count from the new start again: their pauses, and how many times "
                     "they may act.")
    return notes
