# SPDX-License-Identifier: GPL-3.0-or-later
"""The tables of the whole plan: places, rolls, zones, townships, assets, projects, targets.

Called by build_tables.py. The plan seldom gives dates, districts of a number, or what was there
at the start: what is chosen here is marked C, and its method is told in the row.
"""
import datetime
import math

# A project takes a year; what the plan counts is planned evenly over these years, half a year
# before the plan ends. Both are assumed.
DURATION_YEARS = 1
FIRST, LAST = "2022-01-01", "2025-06-30"
CENSUS = "census/ages_single_year_2020_derived.csv"
DATES = "C", "assumed", "numbers of the plan (S01); dates, durations and districts assumed"

WALK_KMH, MINUTES, DETOUR = 4.0, 15, 1.3
URBAN_PER_KM2 = 10000           # model.md, defaults
FITNESS_CIRCLE_2020 = 0.807     # plan.md, T9.12: share of adults inside it
# Share of children of 3 to 5 in a kindergarten: Naxi 89.75 % in 2015 (A), Sichuan about 95 % in
# 2019 (C), both in census/facts.csv.
KINDERGARTEN_SHARE = 0.92
SENIOR_HIGH_SHARE = 0.62        # plan.md
# Towns that are urban though they are no sub-districts: the seat of Xuyong, and the former seat
# of Lu County. With them there are 341 urban communities, of 344 that are reported (S15).
URBAN_TOWNS = ("510524100", "510521100")
TRAILS = 4                      # of 20 km in all: assumed
SEAT_MARGIN = 1.15              # most seats a pupil; the share that is usable is drawn

# Places at the start that no source gives: service, total, ages that share it out, sites,
# method. Confidence C, source "assumed".
OTHER_PLACES = [
    ("training", 5000, (16, 60), 1, "six-week places in about 9 intakes a year"),
    ("day_care", 4000, (60, 100), 20, "people at one time"),
    ("childrens_home", 12000, (3, 14), 86, "600 homes of 20 at one time"),
    ("library", 3600, (3, 100), 1, "9 libraries of 400 seats"),
    ("fitness", 19000, (7, 100), 29,
     "1.8 m2 a head (S28), 20 m2 a person, a twentieth of it in venues"),
    ("flat", 8000, (18, 40), 1, "order of magnitude"),
    ("shelter", 42, (0, 17), 1, "six beds a district"),
    ("disabled_care", 1500, (18, 100), 1, "order of magnitude"),
    ("veterans_bed", 200, (60, 100), 1, "order of magnitude"),
]


def year_before(date, years=DURATION_YEARS):
    return f"{int(date[:4]) - years}{date[4:]}"


def other_places(luzhou, share_out):
    rows = []
    for service, total, ages, sites, method in OTHER_PLACES:
        parts = share_out(total, [luzhou.count(code, ages) for code in luzhou.codes])
        for code, n in zip(luzhou.codes, parts):
            rows.append((service, luzhou.name[code], n, sites, "C", "assumed", method))
    return rows


def rolls_of(luzhou, service):
    """Pupils by district and year of their course: those of that age, times who goes."""
    first, years = {"kindergarten": (3, 3), "primary": (6, 6), "junior_high": (12, 3),
                    "senior_high": (15, 3)}[service]
    rows = []
    for code in luzhou.codes:
        share = {"kindergarten": KINDERGARTEN_SHARE,
                 "senior_high": SENIOR_HIGH_SHARE}.get(service, 1.0)
        for year in range(years):
            pupils = round(share * luzhou.count(code, (first + year, first + year)))
            rows.append((luzhou.name[code], year + 1, pupils, "C",
                         "census/facts.csv" if service == "kindergarten" else CENSUS,
                         "residents of the age times the share who are enrolled"))
    return rows


NONE_AT_START = ["demonstration_nursery", "startup_base", "epidemic_base", "medical_centre",
                 "medical_care_home", "care_complex", "disability_facility", "veterans_hospital",
                 "honour_home", "park_section", "culture_award", "fitness_centre", "multi_court",
                 "sports_park", "football_pitch", "village_square", "trail_km"]

SCHOOLS = ("kindergarten", "primary", "junior_high", "senior_high")


def seat_share(luzhou, service, code):
    """The assumption for the usable share of a stage's seats: urban districts and counties have
    one each."""
    return f"${service}_seats_{'urban' if luzhou.is_urban(code) else 'county'}"


# Schools whose seats stand in the urban or the rural zone of a district: "urban school places"
# (T2.2). Of pupils and seats at the start each zone has its share of the residents, assumed (C).
ZONED_SCHOOLS = ("kindergarten", "primary", "junior_high")


def seats_of(luzhou, service, code):
    """Seats of a district at the start."""
    pupils = sum(row[2] for row in rolls_of(luzhou, service) if row[0] == luzhou.name[code])
    return math.ceil(SEAT_MARGIN * pupils)


def school_seats(luzhou):
    """Seats at the start, as sure projects of its first day, so that the share of them that is
    usable can be an assumption; of zoned schools a row a zone."""
    rows = []
    for service in SCHOOLS:
        for code in luzhou.codes:
            name, seats = luzhou.name[code], seats_of(luzhou, service, code)
            urban = round(luzhou.urban_share(code) * seats)
            zones = ([(" urban", urban), (" rural", seats - urban)]
                     if service in ZONED_SCHOOLS else [("", seats)])
            rows += [project(f"seats {service} {name}{zone}", name, service=service,
                             places=places, zone=f"{name}{zone}" if zone else "",
                             opens="2021-01-01", staffing=seat_share(luzhou, service, code),
                             why=("C", "assumed",
                                  "initial roll x U(1.00, 1.15); not a building of the plan"))
                     for zone, places in zones]
    return rows


PROJECT_COLUMNS = ["project", "district", "service", "places", "sites", "converts", "asset",
                   "state", "count", "unit", "zone", "starts", "opens", "until", "pass",
                   "retry", "staffing", "ramp_months", "programme", "dates", "evidence",
                   "source", "method"]

# Who answers for a project, by the service or asset it adds to: its money and its contracts come
# through one office, so its delays go together. Assumed (C).
PROGRAMMES = {
    "nurseries": ("nursery", "demonstration_nursery"),
    "schools": (*SCHOOLS, "central_kindergarten"),
    "health": ("hospital_bed", "prenatal_screening", "epidemic_base", "medical_centre"),
    "care": ("care_bed", "nursing_bed", "day_care", "disabled_care", "cemetery",
             "medical_care_home"),
    "elder_stations": ("elder_station",),
    "childrens_homes": ("childrens_home",),
    "child_centres": ("shelter", "child_centre"),
    "veterans": ("veterans_bed",),
    "jobs": ("training", "skill_base", "practice_base", "startup_base"),
    "flats": ("flat",),
    "culture": ("library", "culture_centre", "culture_award", "park_section"),
    "sports": ("fitness", "stadium", "trail_km"),
    "sports_grounds": ("fitness_site", "fitness_centre", "multi_court", "sports_park",
                       "football_pitch", "village_square"),
}


def programme_of(row):
    """The asset decides before the service: a football pitch is a sports ground."""
    if "starts" not in row:
        return ""  # places of the start: nobody builds them
    for key in (row.get("asset"), row.get("service")):
        for name, parts in PROGRAMMES.items():
            if key in parts:
                return name
    raise ValueError(f"no programme has the project {row['project']}")


def project(name, district, why=DATES, **columns):
    row = dict(columns, project=name, district=district, evidence=why[0], source=why[1],
               method=why[2])
    row["programme"] = programme_of(row)
    row.setdefault("dates", "assumed" if "starts" in columns else "")
    return [row.get(column, "") for column in PROJECT_COLUMNS]


def dated(name, district, opens, why=DATES, **columns):
    """A project of a year that is planned to open on a date."""
    return project(name, district, why, opens=opens, starts=year_before(opens), **columns)


def spread_dates(n):
    """n dates, evenly from FIRST to LAST."""
    first, last = (datetime.date.fromisoformat(date) for date in (FIRST, LAST))
    return [str(first + (last - first) * i // (n - 1)) for i in range(n)]


def batch(luzhou, share_out, name, total, ages=(0, 100), **columns):
    """A number of the plan, over the districts by people, evenly from FIRST to LAST."""
    rows = []
    parts = share_out(total, [luzhou.count(code, ages) for code in luzhou.codes])
    for code, n in zip(luzhou.codes, parts):
        if n > 0:
            rows.append(project(f"{name} {luzhou.name[code]}", luzhou.name[code], count=n,
                                starts=year_before(FIRST), opens=FIRST, until=LAST, **columns))
    return rows


def pipeline(luzhou):
    """Named school projects (pipeline_projects.csv, B), all in towns. Places that are not told
    apart by school are shared assumed; a date that is not told is autumn 2023, assumed."""
    why = "B", "S23 S24", "places as named; dates not told: autumn 2023; split assumed"
    a, b = "Jiangyang", "Longmatan"
    plans = [("Jiangyun school phase 1", b, "primary", 540, "2022-09-01"),
             ("Jiangyun school rest", b, "primary", 1080, "2024-09-01"),
             ("Jiangyun kindergarten", b, "kindergarten", 360, "2024-09-01"),
             ("Jiangyang west kindergartens", a, "kindergarten", 2500, "2023-09-01"),
             ("Dayanshan and Tuojiang primary", a, "primary", 3375, "2023-09-01"),
             ("Tuojiang middle, junior", a, "junior_high", 1400, "2023-09-01"),
             ("Tuojiang middle, senior", a, "senior_high", 1000, "2023-09-01"),
             ("Kangcheng Road primary", a, "primary", 2160, "2023-09-01"),
             ("Kangcheng Road junior", a, "junior_high", 1400, "2023-09-01"),
             ("Kangcheng Road senior", a, "senior_high", 1000, "2023-09-01")]
    for district in (a, b):  # 4560 places of all stages in two districts, by 2024 (S25, B-)
        plans += [(f"Jiangnan park primary {district}", district, "primary", 1140, "2024-09-01"),
                  (f"Jiangnan park junior {district}", district, "junior_high", 570,
                   "2024-09-01"),
                  (f"Jiangnan park senior {district}", district, "senior_high", 570,
                   "2024-09-01")]
    return [dated(name, district, opens, why, service=service, places=places,
                  zone=f"{district} urban" if service in ZONED_SCHOOLS else "")
            for name, district, service, places, opens in plans]


# A nursery fills its groups over a year, and opens no more of them than it has staff for.
NURSERY_OPENING = {"staffing": "$nursery_staffed", "ramp_months": 12}
CONVERTED_SHARE = 0.05  # of the kindergarten seats at the start, assumed


def conversions(luzhou):
    """Kindergarten classes that become nursery places as they fall free."""
    rows = []
    for code in luzhou.codes:
        name = luzhou.name[code]
        rows.append(project(f"conversion {name}", name, service="nursery",
                            converts="kindergarten",
                            places=round(CONVERTED_SHARE
                                         * seats_of(luzhou, "kindergarten", code)),
                            staffing="$nursery_staffed", starts="2022-09-01",
                            opens="2023-09-01"))
    return rows


def zones(luzhou):
    """Urban parts divide into communities, each with room for one facility; rural ones do not, as
    a village is served by those around it too."""
    why = "A", "census/census_indicators.csv; density assumed (C)"
    rows = []
    for code in luzhou.codes:
        name, share = luzhou.name[code], luzhou.urban_share(code)
        area = next(row["area_km2"] for row in luzhou.districts if row["code"] == code)
        rows.append((f"{name} urban", name, "urban", f"{share:.4f}", "", URBAN_PER_KM2,
                     communities(luzhou, code, True), *why))
        rows.append((f"{name} rural", name, "rural", f"{1 - share:.4f}", area, "", "", "A",
                     "census/census_indicators.csv; area of the whole district"))
    return rows


def townships(luzhou):
    groups = {"subdistrict": "subdistrict", "town": "township", "township": "township"}
    rows = []
    for row in luzhou.rows("townships.csv"):
        rows.append((row["name_zh"] + " " + row["code"], luzhou.name[row["district_code"]],
                     groups[row["kind"]], "B", "S15"))
    return rows


def communities(luzhou, code, urban):
    """Communities of sub-districts and urban towns, or villages of the others, of a district."""
    return sum(int(row["n_communities_and_villages"]) for row in luzhou.rows("townships.csv")
               if row["district_code"] == code
               and (row["kind"] == "subdistrict" or row["code"] in URBAN_TOWNS) == urban)


def urban_people(luzhou, row):
    return luzhou.count(row["code"], (0, 100)) * luzhou.urban_share(row["code"])


def stock(luzhou, share_out):
    """What is there at the start; nearly all assumed. Rows: asset, district, unit, zone, state,
    count, evidence, source, method."""
    rows = []

    def add(asset, district, count, state="open", unit="", zone="", why=("C", "assumed", "")):
        if count > 0 or state + unit + zone == "open":
            rows.append((asset, district, unit, zone, state, count, *why))

    k = math.pi * (WALK_KMH * MINUTES / 60 / DETOUR) ** 2
    for row in luzhou.districts:
        code, name = row["code"], luzhou.name[row["code"]]
        add("elder_station", name, round(0.6 * communities(luzhou, code, True)),
            zone=f"{name} urban", why=("C", "assumed", "60 % of urban communities"))
        add("elder_station", name, round(0.3 * communities(luzhou, code, False)),
            zone=f"{name} rural", why=("C", "assumed", "30 % of villages"))
        area = urban_people(luzhou, row) / URBAN_PER_KM2
        needed = math.log(1 - FITNESS_CIRCLE_2020) / math.log(1 - min(0.999, k / area))
        add("fitness_site", name, round(needed), zone=f"{name} urban",
            why=("C", "S01", "as many as give the 80.7 % of 2020 within a walk of 15 minutes"))
        add("senior_high", name, 1, why=("C", "assumed", "at least one ordinary senior high"))
        add("library", name, 1, why=("A", "S01", "9 in all: one a district, two more in Jiangyang"))
        add("culture_centre", name, 1,
            why=("A", "S01", "8 in all: one a district, one more in Jiangyang"))
        add("stadium", name, 1, why=("C", "assumed", "one of the three parts in each district"))
    add("library", "Jiangyang", 2, why=("A", "S01", "9 in all"))
    add("culture_centre", "Jiangyang", 1, why=("A", "S01", "8 in all"))
    for district in ("Jiangyang", "Naxi", "Longmatan"):
        add("prenatal_screening", district, 1, why=("C", "assumed", "in the urban districts"))
        add("library", district, 1, "at_standard", why=("C", "assumed", "a third of them"))
        add("culture_centre", district, 1, "at_standard", why=("C", "assumed", "some of them"))
    add("skill_base", "Jiangyang", 2, why=("C", "assumed", ""))
    add("practice_base", "Jiangyang", 1, why=("C", "assumed", ""))
    children = [luzhou.count(code, (3, 14)) for code in luzhou.codes]
    for code, n in zip(luzhou.codes, share_out(600, children)):
        add("childrens_home", luzhou.name[code], n, why=("C", "assumed", "600 in all"))
    add("child_centre", "Jiangyang", 1, why=("C", "assumed", ""))
    for asset in NONE_AT_START:
        add(asset, "Jiangyang", 0, why=("C", "assumed", "none at the start"))
    rows.append(("cemetery", "Jiangyang", "", "", "renovated", 0, "C", "assumed", "none yet"))
    rows.append(("senior_high", "Jiangyang", "", "", "recognised", 0, "C", "assumed", "none yet"))
    for i, row in enumerate(townships(luzhou)):
        if row[2] == "township" and i % 10 < 7:
            add("central_kindergarten", row[1], 1, unit=row[0],
                why=("C", "assumed", "seven of ten townships have one"))
    return rows


def plan_projects(luzhou, share_out):
    """The plan's assets, by area."""
    rows = []
    names = [luzhou.name[code] for code in luzhou.codes]
    for i, name in enumerate(names):
        if name not in ("Jiangyang", "Naxi", "Longmatan"):
            rows.append(dated(f"prenatal {name}", name, "2024-06-30", asset="prenatal_screening"))
            rows.append(dated(f"good senior high {name}", name, "2024-09-01",
                              asset="senior_high", state="recognised", **{"pass": 0.7}))
        rows.append(dated(f"demonstration nursery {name}", name, "2024-06-30",
                          asset="demonstration_nursery", service="nursery", places=80,
                          **NURSERY_OPENING))
        rows.append(dated(f"care complex {name}", name, "2024-12-31", asset="care_complex",
                          service="day_care", places=60))
        if name not in ("Naxi", "Longmatan"):  # whose one is at the standard already
            rows.append(dated(f"library standard {name}", name, "2025-03-31", asset="library",
                              state="at_standard", count=2 if name == "Jiangyang" else 1,
                              **{"pass": 0.8}))
            rows.append(dated(f"culture standard {name}", name, "2025-03-31",
                              asset="culture_centre", state="at_standard", **{"pass": 0.8}))
        for part in ("hall one", "hall two"):
            rows.append(dated(f"{part} {name}", name, "2024-12-31", asset="stadium",
                              service="fitness", places=200))
        if i > 0:
            rows.append(dated(f"cemetery {name}", name, "2024-04-04", asset="cemetery",
                              state="renovated"))
        if i < 6:
            rows.append(dated(f"child centre {name}", name, "2024-12-31", asset="child_centre",
                              service="shelter", places=10))
    for i, row in enumerate(townships(luzhou)):
        if row[2] == "township" and i % 10 >= 7:
            rows.append(dated(f"central kindergarten {row[0]}", row[1], "2024-09-01",
                              asset="central_kindergarten", unit=row[0],
                              service="kindergarten", places=180))
    for n, opens in enumerate(("2022-06-30", "2022-12-31", "2023-06-30", "2023-12-31",
                               "2024-12-31")):
        rows.append(dated(f"skill base {n + 1}", names[n], opens, asset="skill_base"))
    rows.append(dated("practice base 1", "Longmatan", "2024-06-30", asset="practice_base",
                      service="training", places=500))
    rows.append(dated("practice base 2", "Lu County", "2025-06-30", asset="practice_base",
                      service="training", places=300))
    rows.append(dated("start-up base", "Jiangyang", "2024-06-30", asset="startup_base",
                      **{"pass": 0.7}))
    rows.append(dated("epidemic base", "Jiangyang", "2024-12-31", asset="epidemic_base",
                      service="hospital_bed", places=500))
    rows.append(dated("medical centre", "Jiangyang", "2023-12-31", asset="medical_centre",
                      **{"pass": 0.6}))
    rows += batch(luzhou, share_out, "medical care home", 25, (60, 100),
                  asset="medical_care_home", service="nursing_bed", places=60)
    rows.append(dated("disability facility", "Longmatan", "2024-06-30",
                      asset="disability_facility", service="disabled_care", places=300))
    rows.append(dated("veterans hospital", "Longmatan", "2024-12-31", asset="veterans_hospital",
                      service="veterans_bed", places=300))
    rows.append(dated("honour home", "Jiangyang", "2024-06-30", asset="honour_home",
                      service="veterans_bed", places=100))
    rows += batch(luzhou, share_out, "flats", 30, (18, 40), service="flat", places=100)
    rows += batch(luzhou, share_out, "children's homes", 736, (3, 14), asset="childrens_home",
                  service="childrens_home", places=20)
    for name in ("Gulin", "Hejiang"):
        rows.append(dated(f"park section {name}", name, "2025-03-31", asset="park_section"))
        rows.append(dated(f"culture award {name}", name, "2024-12-31", asset="culture_award",
                          **{"pass": 0.5}))
    for asset, total, columns in (
            ("fitness_centre", 50, {"service": "fitness", "places": 150}),
            ("multi_court", 50, {"service": "fitness", "places": 40}),
            ("sports_park", 5, {"service": "fitness", "places": 300}),
            ("football_pitch", 21, {"service": "fitness", "places": 30}),
            ("village_square", 50, {})):
        rows += batch(luzhou, share_out, asset.replace("_", " "), total, asset=asset, **columns)
    for name, opens in zip(names[:TRAILS], spread_dates(TRAILS)):
        rows.append(dated(f"trail {name}", name, opens, asset="trail_km", count=20 // TRAILS))
    for row in luzhou.districts:
        code, name = row["code"], luzhou.name[row["code"]]
        for urban, part in ((True, 0.4), (False, 0.3)):
            zone = f"{name} {'urban' if urban else 'rural'}"
            n = round(part * communities(luzhou, code, urban))
            if n > 0:
                rows.append(project(f"elder stations {zone}", name, asset="elder_station",
                                    zone=zone, count=n, starts=year_before(FIRST), opens=FIRST,
                                    until=LAST))
        n = max(1, round(urban_people(luzhou, row) / 15000))
        rows.append(project(f"fitness sites {name}", name, asset="fitness_site",
                            zone=f"{name} urban", count=n, starts=year_before(FIRST),
                            opens=FIRST, until=LAST))
    return rows
