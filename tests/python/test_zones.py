# SPDX-License-Identifier: GPL-3.0-or-later
"""Zones as pools: against exact laws, against no zones, and what is told of them."""
import contextlib
import csv
import io
import itertools
import math
import sys
import tempfile
import unittest
from pathlib import Path

import numpy as np
import xarray as xr
import yaml
from scipy import stats
from where import IS_SANITIZED, SOURCE, amount, program

sys.path.insert(0, str(SOURCE / "scripts"))
import suffice  # noqa: E402

BOUND = 4.65
ZONES = {"town": {"district": "hill", "kind": "urban", "share": 0.6},
         "country": {"district": "hill", "kind": "rural", "share": 0.4}}


def ward(places: dict[str, int], rate: float = 10, years: int = 10, **service: object) -> dict:
    """A stay with arrivals, whose places stand in zones; "": in the district as a whole."""
    return {"format": 1, "name": "zoned", "start": "2000-01-01", "end": f"{2000 + years}-01-01",
            "seed": 7, "districts": {"hill": {}}, "zones": ZONES,
            "services": {"ward": {"kind": "stay", "zones": True,
                                  "arrivals": {"hill": {"rate": f"{rate} per day"}},
                                  "stay": {"exponential": {"mean": "1 day"}}} | service},
            "places": [{"service": "ward", "district": "hill", "zone": zone, "places": n}
                       for zone, n in places.items()]}


def town(zones: dict[str, dict] | None, **education: object) -> dict:
    """People who move between two districts, a nursery with lists, and a school."""
    people = [(d, sex, age, 40) for d in ("hill", "shore") for sex in "FM" for age in range(60)]
    scenario = {
        "format": 1, "name": "town", "start": "2000-01-01", "end": "2004-01-01", "seed": 3,
        "districts": {"hill": {}, "shore": {}},
        "travel": [{"from": a, "to": b, "minutes": 20}
                   for a, b in (("hill", "shore"), ("shore", "hill"))],
        "population": {
            "start": [dict(zip(("district", "sex", "age", "count"), row, strict=True))
                      for row in people],
            "fertility": [{"year": 2000, "age_from": 20, "age_to": 39, "births_per_1000": 80}],
            "mortality": [{"year": 2000, "sex": "both", "age_from": 0, "age_to": 100,
                           "rate": 0.01}],
            "migration": [{"from": a, "to": b, "persons_per_year": 200}
                          for a, b in (("hill", "shore"), ("shore", "hill"),
                                       ("outside", "hill"))]},
        "services": {
            "nursery": {"kind": "stay", "eligible": {"from": "6 months", "to": "3 years"},
                        "requests": {"per_person_year": 0.6},
                        "stay": {"exponential": {"mean": "1 year"}, "until_age": "3 years",
                                 "ends_on_move": False},
                        "queue": {"discipline": "priority", "until_age": "3 years",
                                  "patience": {"exponential": {"mean": "120 days"}},
                                  "classes": {"first": {"share": 0.3}, "other": {"share": 0.7}}},
                        "overflow": {"within": "30 minutes"},
                        "initial": {"occupancy": 0.7, "waiting": 4}},
            "school": {"kind": "intake", "eligible": {"from": "6 years", "to": "7 years"},
                       "intake": {"month": 9, "length": "2 years", "apply": 0.9, "retry": 0.5,
                                  "dropout": "0.02 per year"},
                       "overflow": {"within": "30 minutes"},
                       "initial": {"rolls": [{"district": d, "year": y, "pupils": 60}
                                             for d in ("hill", "shore") for y in (1, 2)]}}}}
    scenario["services"]["school"] |= education
    places = [{"service": s, "district": d, "places": n}
              for s, n in (("nursery", 40), ("school", 130)) for d in ("hill", "shore")]
    if zones is not None:
        scenario["zones"] = zones
        for service in scenario["services"].values():
            service["zones"] = True
        of = {z["district"]: [] for z in zones.values()}
        for name, zone in zones.items():
            of[zone["district"]].append(name)
        places = [{**row, "places": row["places"] // len(here), "zone": name} for row in places
                  for here in [of.get(row["district"], [""])] for name in here]
    scenario["places"] = places
    return scenario


class Case(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def run_it(self, scenario: dict, n: int) -> Path:
        path = self.folder / f"{len(list(self.folder.iterdir()))}.yaml"
        path.write_text(yaml.safe_dump(scenario, sort_keys=False))
        program("run", path, "-n", n, "-q", "-o", path.with_suffix(".h5"))
        return path.with_suffix(".h5")

    def agree(self, seen: np.ndarray, exact: float, gate: float, what: str):
        """Means over replications against theory: |z| below the bound, and a precise mean."""
        error = seen.std(ddof=1) / math.sqrt(len(seen))
        z = (seen.mean() - exact) / error
        if not IS_SANITIZED:
            self.assertLess(1.96 * error, gate * exact, what)
            self.assertLess(abs(z), BOUND, f"{what}: {seen.mean()} against {exact}, z {z:.2f}")


def zones_of(path: Path) -> xr.Dataset:
    with xr.open_dataset(path, group="zones", engine="h5netcdf") as data:
        return data.load().isel(scenario=0)


def erlang_b(load: float, places: int) -> float:
    blocked = 1.0
    for i in range(1, places + 1):
        blocked = load * blocked / (i + load * blocked)
    return blocked


def mean_list(load: float, places: int) -> float:
    """Mean number waiting in M/M/c."""
    blocked = erlang_b(load, places)
    waits = blocked / (1 - load / places * (1 - blocked))
    return waits * load / (places - load)


class Laws(Case):
    """Poisson demand thinned by shares: each zone is a queue of its own."""

    def test_two_zones_are_two_loss_systems(self):
        path = self.run_it(ward({"town": 6, "country": 5}, queue={"discipline": "none"}),
                           amount(40))
        of = zones_of(path).isel(service=0).sum("month")
        for zone, load, places in (("town", 6, 6), ("country", 4, 5)):
            here = of.sel(zone=zone)
            self.agree((here.refusals / here.requests).values, erlang_b(load, places), 0.01, zone)
            self.agree(here.requests.values, load * 3653, 0.01, zone)

    def test_two_zones_are_two_queues(self):
        path = self.run_it(ward({"town": 8, "country": 6}), amount(90))
        of = zones_of(path).isel(service=0, month=slice(6, None)).mean("month")
        for zone, load, places in (("town", 6, 8), ("country", 4, 6)):
            self.agree(of.waiting.sel(zone=zone).values, mean_list(load, places), 0.03, zone)
            self.agree(of.occupancy.sel(zone=zone).values, load, 0.01, zone)

    def test_zones_that_lend_their_places_are_one_loss_system(self):
        """Whoever finds none in its zone takes one of the other: all places are one pool."""
        scenario = ward({"town": 6, "country": 5}, queue={"discipline": "none"},
                        overflow={"within": "30 minutes", "between_zones": "30 minutes"})
        path = self.run_it(scenario, amount(40))
        of = zones_of(path).isel(service=0).sum(["month", "zone"])
        self.agree((of.refusals / of.requests).values, erlang_b(10, 11), 0.01, "both")

    def test_without_the_wrong_place_all_zones_are_one_system(self):
        """In one district too; as long a list as both have: M/M/11/17 where each may be 3."""
        load, places, limit = 10, 11, 6
        blocked = erlang_b(load, places)
        waits = [blocked * (load / places) ** i for i in range(1, limit + 1)]
        full = waits[-1] / (1 + sum(waits))
        for queue, exact, gate in (({"discipline": "none"}, blocked, 0.01),
                                   ({"limit": 3}, full, 0.03)):
            scenario = ward({"town": 2, "country": 9}, queue=queue)
            path = self.run_it({**scenario, "without": {"misplaced": True}}, amount(40))
            of = zones_of(path).isel(service=0).sum(["month", "zone"])
            self.agree((of.refusals / of.requests).values, exact, gate, str(queue))

    def test_who_lives_in_no_zone_uses_the_places_of_the_district(self):
        """Those of the district as a whole are second choice of zones, and a queue of theirs."""
        scenario = ward({"town": 6, "": 5}, queue={"discipline": "none"})
        scenario["zones"] = {"town": ZONES["town"] | {"share": 1}}
        path = self.run_it(scenario, amount(40))
        of = zones_of(path).isel(service=0).sum(["month", "zone"])
        self.agree((of.refusals / of.requests).values, erlang_b(10, 11), 0.01, "share 1")
        scenario["zones"] = {"town": ZONES["town"] | {"share": 0}}
        with xr.open_dataset(self.run_it(scenario, amount(40)), engine="h5netcdf") as data:
            all_of = data[["requests", "refusals"]].sum(["scenario", "month", "district",
                                                         "service"]).load()
        self.agree((all_of.refusals / all_of.requests).values, erlang_b(10, 5), 0.01, "share 0")

    def test_applicants_are_thinned_and_seats_are_of_their_zone(self):
        """Poisson(300) applicants, of whom 0.4 live in the country: Poisson(120) for 110 seats."""
        scenario = ward({"town": 180, "country": 110}, years=20)
        scenario["services"]["ward"] = {
            "kind": "intake", "zones": True, "arrivals": {"hill": {"per_intake": 300}},
            "intake": {"month": 9, "length": "1 year"}}
        of = zones_of(self.run_it(scenario, amount(400))).isel(service=0).sum("month")
        n = np.arange(1000)
        for zone, mean, seats in (("town", 180, 180), ("country", 120, 110)):
            unplaced = float(np.sum(np.maximum(n - seats, 0) * stats.poisson.pmf(n, mean)))
            here = of.sel(zone=zone)
            self.agree(here.unplaced.values, 20 * unplaced, 0.04, zone)
            self.agree(here.applicants.values, 20 * mean, 0.01, zone)


class Relations(Case):
    """Zones against no zones, and against each other."""

    def groups(self, path: Path) -> dict[str, xr.Dataset]:
        result = {}
        for group in (None, "waits", "classes", "measures", "population", "equality"):
            with xr.open_dataset(path, group=group, engine="h5netcdf") as data:
                result[group or "root"] = data.load()
        return result

    def test_one_zone_of_share_one_is_the_district(self):
        whole = {"all of hill": {"district": "hill", "kind": "urban", "share": 1},
                 "all of shore": {"district": "shore", "kind": "urban", "share": 1}}
        with_zones = self.groups(self.run_it(town(whole), 3))
        without = self.groups(self.run_it(town(None), 3))
        self.assertGreater(float(without["root"].aged_out.sum()), 0)
        self.assertGreater(float(without["root"].placed_overflow.sum()), 0)
        for group, data in without.items():
            for name in data.data_vars:
                np.testing.assert_array_equal(with_zones[group][name].values, data[name].values,
                                              f"{group}/{name}")

    def test_order_of_zones_decides_nothing(self):
        zones = {"c": {"district": "hill", "kind": "rural", "share": 0.3},
                 "a": {"district": "hill", "kind": "urban", "share": 0.5},
                 "b": {"district": "shore", "kind": "urban", "share": 0.8}}
        names = list(zones)
        first = None
        for order in itertools.permutations(names):
            path = self.run_it(town({z: zones[z] for z in order}), 2)
            data = self.groups(path) | {"zones": zones_of(path).sel(zone=names)}
            first = first or data
            for group, one in first.items():
                xr.testing.assert_equal(one, data[group])

    def test_zones_sum_to_their_district(self):
        zones = {"a": {"district": "hill", "kind": "urban", "share": 0.5},
                 "b": {"district": "hill", "kind": "rural", "share": 0.5},
                 "c": {"district": "shore", "kind": "rural", "share": 1}}
        path = self.run_it(town(zones), 3)
        of, root = zones_of(path), self.groups(path)["root"].isel(scenario=0)
        sums = of.groupby("zone_district").sum("zone", skipna=False)
        for name in set(of.data_vars) - {"wait"}:
            for district in ("hill", "shore"):
                np.testing.assert_allclose(
                    sums[name].sel(zone_district=district).values,
                    root[name].sel(district=district).values, rtol=1e-12, err_msg=name)
        admitted = root.requests - root.balked - root.void_requests - root.refusals - (
            root.reneged + root.aged_out + root.died_waiting + root.moved_waiting)
        listed = root.waiting_end.diff("month", label="upper")
        np.testing.assert_array_equal(
            admitted.sel(service="nursery").isel(month=slice(1, None)).values,
            (root.admissions.isel(month=slice(1, None)) + listed).sel(service="nursery").values)

    def test_time_between_zones_beyond_the_limit_keeps_them_apart(self):
        far = {"within": "30 minutes", "between_zones": "31 minutes"}
        apart = self.run_it(ward({"town": 6, "country": 5}, overflow=far), 2)
        alone = self.run_it(ward({"town": 6, "country": 5}), 2)
        xr.testing.assert_equal(zones_of(apart), zones_of(alone))

    def test_a_pupil_stays_on_the_roll(self):
        zones = {"a": {"district": "hill", "kind": "urban", "share": 0.5},
                 "b": {"district": "hill", "kind": "rural", "share": 0.5}}
        root = self.groups(self.run_it(town(zones), 3))["root"].isel(scenario=0)
        school = root.sel(service="school")
        more = school.occupancy_end.diff("month", label="upper")
        flow = (school.pupils_in - school.releases).isel(month=slice(1, None))
        np.testing.assert_array_equal(more.values, flow.values)


class Told(Case):
    def targets(self, rows: dict[str, dict]) -> xr.Dataset:
        scenario = ward({"town": 6, "country": 5})
        scenario["targets"] = rows
        with xr.open_dataset(self.run_it(scenario, 5), group="targets",
                             engine="h5netcdf") as data:
            return data.load().isel(scenario=0)

    def test_tables_of_zones_are_the_numbers_of_the_file(self):
        zones = {"a": {"district": "hill", "kind": "urban", "share": 0.5},
                 "b": {"district": "hill", "kind": "rural", "share": 0.5}}
        path = self.run_it(town(zones), 3)
        months = zones_of(path).sel(zone="b").isel(month=slice(12, 24))
        nursery, school = (months.sel(service=name) for name in ("nursery", "school"))
        days = months.month.dt.days_in_month
        wanted = {("nursery", "demand"): nursery.requests.sum("month"),
                  ("nursery", "places"): nursery.places.isel(month=-1),
                  ("nursery", "occupied"): (nursery.occupancy * days).sum("month") / days.sum(),
                  ("nursery", "waiting"): (nursery.waiting * days).sum("month") / days.sum(),
                  ("nursery", "refused"): nursery.refusals.sum("month"),
                  ("school", "demand"): school.applicants.sum("month"),
                  ("school", "places"): school.places.isel(month=-1),
                  ("school", "occupied"): (school.occupancy * days).sum("month") / days.sum(),
                  ("school", "refused"): school.unplaced.sum("month")}
        with suffice.open(path) as tree:
            table = tree.suffice.zones(year=2001)
        told = {(row["service"], row["quantity"]): row for row in csv.DictReader(
            io.StringIO(program("info", path, "--zones", "--csv")))
            if row["zone"] == "b" and row["year"] == "2001"}
        rows = {(row["service"], row["quantity"]): row for _, row in
                table[table["zone"] == "b"].iterrows()}
        self.assertEqual((set(rows), set(told)), (set(wanted), set(wanted)))
        for key, values in wanted.items():
            mean = float(values.mean())
            self.assertAlmostEqual(rows[key]["mean"], mean, delta=1e-9 * max(1, mean))
            self.assertAlmostEqual(float(told[key]["mean"]), mean, delta=1e-8 * max(1, mean))
            self.assertAlmostEqual(float(told[key]["half_width"]),
                                   rows[key]["high"] - rows[key]["mean"], delta=1e-5)
            self.assertEqual((told[key]["district"], told[key]["kind"]), ("hill", "rural"))
        text = program("info", path, "--zones")
        self.assertEqual(text.count("by zone and year"), 2)
        self.assertEqual(sum(line.startswith("b ") for line in text.splitlines()), 8)

    def test_a_target_may_name_a_kind_or_a_zone(self):
        base = {"measure": "utilisation", "of": "ward", "value": 0.9}
        of = self.targets({"urban": base | {"zones": "urban"}, "town": base | {"zones": "town"},
                           "each": base | {"each": "district", "zones": "rural"},
                           "all": base, "country": base | {"zones": "country"}})
        value = of.value
        np.testing.assert_array_equal(value.sel(target="urban"), value.sel(target="town"))
        np.testing.assert_array_equal(value.sel(target="each"), value.sel(target="country"))
        np.testing.assert_array_equal(of.district_value.sel(target="each", district="hill"),
                                      value.sel(target="country"))
        total = (6 * value.sel(target="town") + 5 * value.sel(target="country")) / 11
        np.testing.assert_allclose(value.sel(target="all"), total, rtol=1e-9)

    def test_projects_open_in_their_zone(self):
        scenario = ward({"town": 6, "country": 5})
        scenario["projects"] = {"wing": {"district": "hill", "zone": "country", "service": "ward",
                                         "places": 3, "opens": "2001-01-01"}}
        places = zones_of(self.run_it(scenario, 1)).places.isel(replication=0, service=0)
        self.assertEqual(places.sel(zone="country").values[[11, 12]].tolist(), [5, 8])
        self.assertEqual(set(places.sel(zone="town").values), {6})

    def test_a_trace_names_the_zone(self):
        path = self.folder / "zoned.yaml"
        path.write_text(yaml.safe_dump(ward({"town": 6, "country": 5}), sort_keys=False))
        text = program("trace", path, "--until", "2000-01-10")
        self.assertIn(" town ", text)
        self.assertIn(" country ", text)

    def test_a_resolved_scenario_is_read_again(self):
        path = self.run_it(town({"a": {"district": "hill", "kind": "urban", "share": 1},
                                 "b": {"district": "shore", "kind": "urban", "share": 1}}), 1)
        with contextlib.redirect_stdout(io.StringIO()):
            program("rerun", path)


if __name__ == "__main__":
    unittest.main()
