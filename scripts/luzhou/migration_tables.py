# SPDX-License-Identifier: GPL-3.0-or-later
"""Who moves where: flows by age from the two censuses, and the balance of each district.

Called by build_tables.py. The censuses of 2010 and 2020 give net migrants by cohort; they tell
neither origins nor years, so what is chosen here is marked C, and its method is told in the row.
"""
import math

TURNOVER_A_YEAR = 0.02          # model.md: gross migration = net + this
BALANCE_A_YEAR = 0.01           # of residents: what an assumption of balance is times
# A cohort of five years is at risk for ten: of these a quarter in its first group of ages, a
# half in the next, and a quarter in that of the second census.
TIME_BEFORE_CENSUS = ((0, 0.25), (1, 0.5), (2, 0.25))
OLDEST = 85
FLOWS = "census/net_migration_by_age_2010_2020.csv"
PULLED = "Jiangyang", "Longmatan"
NAXI = "Naxi"
BY_COHORT = ("C", FLOWS + ": rates of cohorts x residents of the age in 2020; origins assumed: "
             "who leaves goes where others gain, the rest outside")
BALANCE = ("C", "assumed: 1 % of residents, times an assumption of either sign; ages of "
           "migration_age.csv")
TURNOVER = ("C", "assumed: 2 % of residents a year, half between districts in proportion to "
            "the product of their residents, half with the outside")


def bands():
    """Groups of five years of age; the last is open."""
    return [(low, 100 if low == OLDEST else low + 4) for low in range(0, OLDEST + 1, 5)]


def cohort_rates(luzhou, code):
    """Net migrants a year and person of a district's cohorts, by their age group in 2020; those
    that go to 75 and over in 2010 are 85 and over then."""
    sums = {}
    for row in luzhou.rows(FLOWS):
        if row["code"] == code:
            low = int(row["age_2020"].split("-")[0].rstrip("+"))
            net, people = sums.get(low, (0.0, 0.0))
            sums[low] = (net + float(row["net_per_year"]),
                         people + (int(row["persons_2010"]) + int(row["persons_2020"])) / 2)
    return {low: net / people for low, (net, people) in sums.items()}


def net_by_age(luzhou):
    """Net migrants a year of each district by age group, were the rates of 2010 to 2020 those of
    the residents of 2020: {band: {district: net}}."""
    found = {}
    rates = {code: cohort_rates(luzhou, code) for code in luzhou.codes}
    for low, high in bands():
        found[low, high] = {}
        for code in luzhou.codes:
            shares = [(share, rates[code][low + 5 * later])
                      for later, share in TIME_BEFORE_CENSUS if low + 5 * later in rates[code]]
            rate = sum(share * value for share, value in shares) / sum(s for s, _ in shares)
            found[low, high][luzhou.name[code]] = rate * luzhou.count(code, (low, high))
    return found


def flows_of(net):
    """Flows of one age group: those who leave go to the two urban districts that gain, as far as
    these do; the rest goes outside, and what gains are left comes from there."""
    lost = {name: -value for name, value in net.items() if value < 0}
    pulled = {name: net[name] for name in PULLED if net[name] > 0}
    within = min(sum(pulled.values()), sum(lost.values()))
    flows = {}
    for origin, people in lost.items():
        share = people / sum(lost.values())
        for target, gain in pulled.items():
            flows[origin, target] = within * share * gain / sum(pulled.values())
        flows[origin, "outside"] = people - within * share
    for target, gain in net.items():
        if gain > 0:
            inside = within * gain / sum(pulled.values()) if target in pulled else 0
            flows["outside", target] = gain - inside
    return flows


def factor_of(origin, target):
    """The assumption that a flow is times."""
    if NAXI in (origin, target):
        return "migration_naxi"
    return "migration_outside" if "outside" in (origin, target) else "migration_pull"


def cohort_rows(luzhou):
    """Flows by age, each times its assumption."""
    rows = []
    for (low, high), net in net_by_age(luzhou).items():
        for (origin, target), people in flows_of(net).items():
            if people >= 0.05:
                rows.append((origin, target, "cohort", low, high,
                             f"${factor_of(origin, target)} * {people:.1f}", "", *BY_COHORT))
    return sorted(rows, key=lambda row: (row[0], row[1], row[3]))


def balance_rows(luzhou):
    """A share of residents that comes, or leaves where the assumption is below 0."""
    return [("outside", luzhou.name[code], "balance", "", "",
             f"$balance_{luzhou.name[code].lower().replace(' ', '_')} * "
             f"{BALANCE_A_YEAR * luzhou.count(code, (0, 100)):.1f}", "", *BALANCE)
            for code in luzhou.codes]


def turnover_rows(luzhou):
    """Gross turnover both ways."""
    people = {luzhou.name[code]: luzhou.count(code, (0, 100)) for code in luzhou.codes}
    city = sum(people.values())
    pairs = sum(people[a] * people[b] for a in people for b in people if a != b)
    rows = []
    places = [*people, "outside"]
    for origin in places:
        for target in places:
            if origin == target:
                continue
            if "outside" in (origin, target):
                inside = origin if target == "outside" else target
                turnover = TURNOVER_A_YEAR / 2 * people[inside]
            else:
                turnover = TURNOVER_A_YEAR / 2 * city * people[origin] * people[target] / pairs
            rows.append((origin, target, "turnover", "", "", 0, f"{turnover:.1f}", *TURNOVER))
    return rows


def migration(luzhou):
    """Columns and rows."""
    return (["from", "to", "flow", "age_from", "age_to", "persons_per_year",
             "turnover_per_year", "evidence", "source"],
            turnover_rows(luzhou) + cohort_rows(luzhou) + balance_rows(luzhou))


def migration_age():
    """Rogers and Castro (1981), standard schedule: childhood, labour force, constant."""
    rows = []
    for age in range(101):
        x = age + 0.5
        weight = (0.02 * math.exp(-0.1 * x) + 0.06 * math.exp(-0.1 * (x - 20)
                  - math.exp(-0.4 * (x - 20))) + 0.003)
        rows.append((age, age, f"{weight:.10g}", "C", "Rogers and Castro 1981, standard schedule"))
    return ["age_from", "age_to", "weight", "evidence", "source"], rows
