# SPDX-License-Identifier: GPL-3.0-or-later
"""A stay for some ages: who asks, who grows too old while waiting, who may stay on."""
import math
import tempfile
import unittest
from pathlib import Path

import xarray as xr
import yaml
from where import IS_SANITIZED, amount, program

BOUND = 4.65
CHILDREN, RATE, FROM, TO = 2000, 0.4, 0.5, 3.0  # a year and child; ages in years


def nursery(places: int, queue: dict, stay: dict) -> dict:
    """Children of the first year of life, whom nothing befalls, and a nursery for 0.5 to 3."""
    return {"format": 1, "name": "ages", "start": "2000-01-01", "end": "2006-01-01", "seed": 11,
            "districts": {"hill": {}},
            "population": {"start": [{"district": "hill", "sex": "F", "age": 0,
                                      "count": CHILDREN}]},
            "services": {"nursery": {
                "kind": "stay", "eligible": {"from": "6 months", "to": "3 years"},
                "requests": {"per_person_year": RATE},
                "stay": {"fixed": {"value": "20 years"}} | stay, "queue": queue,
                "initial": {}, "places": places}}}


class Ages(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.seen = {}
        for name, scenario in {
                "waits": nursery(0, {"until_age": "3 years"}, {}),
                "waits on": nursery(0, {}, {}),
                "leaves": nursery(CHILDREN, {}, {"until_age": "3 years"}),
                "stays": nursery(CHILDREN, {}, {})}.items():
            path = Path(folder.name) / f"{name}.yaml"
            path.write_text(yaml.safe_dump(scenario))
            program("run", path, "-n", amount(60), "-q", "-o", path.with_suffix(".h5"))
            with xr.open_dataset(path.with_suffix(".h5"), engine="h5netcdf") as data:
                cls.seen[name] = data.load().isel(scenario=0, district=0, service=0)

    def test_as_many_ask_as_the_law_says(self):
        """A child of age a at the start asks before the limit with 1 - exp(-rate (3 - max(a,
        0.5))): once, as whoever waits or stays asks no more."""
        asked = self.seen["waits"].requests.sum("month").values
        young = FROM * -math.expm1(-RATE * (TO - FROM))
        older = (1 - FROM) - (math.exp(-RATE * (TO - 1)) - math.exp(-RATE * (TO - FROM))) / RATE
        exact = CHILDREN * (young + older)
        error = asked.std(ddof=1) / math.sqrt(len(asked))
        if not IS_SANITIZED:
            self.assertLess(1.96 * error, 0.01 * exact)
            self.assertLess(abs(asked.mean() - exact) / error, BOUND)

    def test_who_waits_leaves_the_list_at_the_limit_and_is_counted(self):
        of = self.seen["waits"]
        self.assertTrue((of.aged_out.sum("month") == of.requests.sum("month")).all())
        self.assertTrue((of.waiting_end.isel(month=-1) == 0).all())
        self.assertTrue((of.aged_out.isel(month=slice(None, 24)) == 0).all())  # none is 3 yet
        self.assertTrue((of.requests.isel(month=slice(36, None)) == 0).all())  # all are

    def test_without_a_limit_of_the_list_they_wait_on(self):
        of = self.seen["waits on"]
        self.assertTrue((of.aged_out == 0).all())
        self.assertTrue((of.waiting_end.isel(month=-1) == of.requests.sum("month")).all())

    def test_who_has_a_place_leaves_or_stays_as_the_stay_says(self):
        for name, left in (("leaves", 1), ("stays", 0)):
            of, asked = self.seen[name], self.seen[name].requests.sum("month")
            young = slice(None, 24)  # as long as nobody is 3: the same people ask
            self.assertTrue((of.requests.isel(month=young)
                             == self.seen["waits"].requests.isel(month=young)).all(), name)
            self.assertTrue((of.admissions.sum("month") == asked).all(), name)
            self.assertTrue((of.releases.sum("month") == left * asked).all(), name)
            self.assertTrue((of.occupancy_end.isel(month=-1) == (1 - left) * asked).all(), name)


if __name__ == "__main__":
    unittest.main()
