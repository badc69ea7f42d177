# SPDX-License-Identifier: GPL-3.0-or-later
"""What the package reads of a run's scenarios: their tables, and paths to their values."""
import subprocess
import sys

import pytest
from where import PROGRAM, SOURCE

sys.path.insert(0, str(SOURCE / "scripts"))
from suffice import facts, program  # noqa: E402


def test_all_tables_of_a_scenario_are_named_and_nothing_else():
    """Those of a list were left out, and a source that is one word was taken for one."""
    text = subprocess.run([PROGRAM, "show", "scenarios/luzhou/plan.yaml", "--set",
                           "assumptions.nursery_uptake.source=census/births.csv"], cwd=SOURCE,
                          text=True, capture_output=True, check=True).stdout
    named = facts.tables_named({"resolved": {"plan": text, "same": text}})
    # Those that no scenario of the folder reads but another overlay does.
    folder = {path.name for path in (SOURCE / "scenarios/luzhou/data").glob("*.csv")}
    assert set(named) == folder - {"conversions.csv"}
    assert len(named) == len(set(named))
    assert facts.tables_named({}) == []


def test_a_path_is_split_at_dots_outside_of_quotes():
    assert program.split_path('projects."Wing 1.2".places') == ["projects", "Wing 1.2", "places"]
    assert program.split_path("projects.New wing.places") == ["projects", "New wing", "places"]


@pytest.mark.parametrize("path", ["", "a..b", ".a", 'a."b.c', '"a"b.c'])
def test_a_path_that_is_none_is_refused(path: str):
    """What did not fit was passed over, and another value set."""
    with pytest.raises(ValueError, match="is no path of a scenario"):
        program.split_path(path)
