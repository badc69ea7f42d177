# SPDX-License-Identifier: GPL-3.0-or-later
"""A scenario that starts at a later date of a run: `suffice rebase`.

What the initial state of a scenario is made of, and what becomes of it at the new start:

    districts, travel, units, assets, stock     as they are
    population.start, date                      counted, else the run's (people)
    fertility, mortality, migration, by_year    from the year that holds on; migration and
                                                mortality_trend relative to the new counts (years)
    zones by density                            the area that they had (years)
    initial of stays                            by district, counted or the run's; what is left
                                                of stays is as in a stationary state (state)
    initial.rolls                               counted, else the run's, by year (state)
    intake.first, arrivals by table             moved to the new start (state)
    places                                      counted, else the run's, less what projects
                                                that are open have (projects)
    projects                                    open ones with the day of their opening, others
                                                as planned; known_at is the day before (projects)
    works                                       what is left of them (build)
    assumptions                                 posterior by moments (beliefs)
    levers, conditions, policies, costs         as they are, what is past is left out (build)
    observations, targets                       none, but for those of later dates or asked for

`document` reads and writes scenarios, `counted` the tables of a user, `run` the results;
`build` puts it together, and `page` writes the README.md of the folder.
"""
from __future__ import annotations

from .build import rebase

__all__ = ["rebase"]
