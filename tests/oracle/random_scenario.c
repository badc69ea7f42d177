/* Small scenarios drawn at random.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "random_scenario.h"

#include <math.h>
#include <stdbool.h>

enum { MAX_DISTRICTS = 4, MAX_SERVICES = 4 };
#define COUNT_OF(array)  ((uint32_t) (sizeof(array) / sizeof(array)[0]))
#define CHOOSE(self, of) ((of)[below(self, COUNT_OF(of))])

typedef struct scenario {
    FILE *file;
    uint64_t seed; /* of the next draw */
    uint32_t n_districts, n_services, n_months;
    bool has_travel;
    double people;      /* of each district */
    bool has_intervals; /* the service in hand has arrivals at an interval */
    uint32_t youngest;  /* who asks the service in hand, years; 100: arrivals */
    uint32_t places[MAX_SERVICES][MAX_DISTRICTS]; /* never closed by now */
} scenario;

/* --- draws: SplitMix64 (Steele, Lea and Flood 2014) --------------------------------- */

static uint64_t
word(scenario *self)
{
    uint64_t z = self->seed += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

static uint32_t
below(scenario *self, uint32_t n)
{
    return (uint32_t) ((word(self) >> 32) * n >> 32);
}

static bool
chance(scenario *self, double probability)
{
    return (double) (word(self) >> 11) * 0x1p-53 < probability;
}

static double
between(scenario *self, double low, double high)
{
    return low + (high - low) * ((double) (word(self) >> 11) * 0x1p-53);
}

/* --- people ------------------------------------------------------------------------- */

static void
write_population(scenario *self)
{
    static const uint32_t sizes[] = {1, 3, 12, 60, 240}; /* of a year of age */
    static const uint32_t steps[] = {1, 3, 10, 50};
    static const double mortalities[] = {0.02, 0.3, 1, 3};
    static const double moves[] = {0, 0.3, 2, 12}; /* a person and year, at most */
    uint32_t size = CHOOSE(self, sizes);
    uint32_t step = CHOOSE(self, steps);
    double mortality = CHOOSE(self, mortalities);
    double moved = CHOOSE(self, moves);
    self->people = 2. * size * (101. / step);
    (void) fprintf(
        self->file, "population:\n  date: 2020-1%u-01\n  start:\n", below(self, 3));
    for (uint32_t d = 0; d < self->n_districts; d++) {
        (void) fprintf(self->file, "    D%u:\n", d);
        for (uint32_t sex = 0; sex < 2; sex++) {
            (void) fprintf(self->file, "      %s: {", sex == 0 ? "F" : "M");
            for (uint32_t age = 0; age <= 100; age += step) {
                (void) fprintf(self->file, "%s%u: %u", age > 0 ? ", " : "", age,
                    below(self, 2 * size + 1));
            }
            (void) fprintf(self->file, "}\n");
        }
    }
    (void) fprintf(self->file,
        "  fertility: [{year: 2020, age_from: 15, age_to: 45, births_per_1000: %u}]\n"
        "  mortality:\n"
        "    - {year: 2020, sex: both, age_from: 0, age_to: 60, rate: %g}\n"
        "    - {year: 2020, sex: both, age_from: 61, age_to: 100, rate: %g}\n"
        "    - {year: 2021, sex: both, age_from: 0, age_to: 100, rate: %g}\n",
        below(self, 300), mortality, 3 * mortality, mortality * between(self, 0.5, 2));
    (void) fprintf(self->file, "  migration:\n");
    for (uint32_t d = 0; d < self->n_districts; d++) {
        for (uint32_t to = 0; to < self->n_districts; to++) {
            if (to != d) {
                (void) fprintf(self->file,
                    "    - {from: D%u, to: D%u, persons_per_year: %.1f}\n", d, to,
                    self->people * moved * between(self, 0, 1));
            }
        }
        (void) fprintf(self->file,
            "    - {from: D%u, to: outside, persons_per_year: %.1f}\n"
            "    - {from: outside, to: D%u, persons_per_year: %.1f}\n",
            d, self->people * moved * between(self, 0, 0.5), d,
            self->people * moved * between(self, 0, 0.5));
    }
}

/* --- services ----------------------------------------------------------------------- */

static void
write_duration(scenario *self, double mean_days)
{
    static const char *const forms[] = {"fixed: {value: %g days}",
        "exponential: {mean: %g days}", "gamma: {mean: %g days, cv: 0.6}",
        "lognormal: {mean: %g days, cv: 1.5}", "weibull: {mean: %g days, shape: 0.7}",
        "erlang: {mean: %g days, phases: 3}"};
    const char *form = CHOOSE(self, forms);
    for (const char *at = form; *at != '\0'; at++) {
        if (at[0] == '%') {
            (void) fprintf(self->file, "%g", mean_days);
            at++;
        } else {
            (void) fputc(*at, self->file);
        }
    }
}

/* Who asks, and how often. Returns requests a day of a district. */
static double
write_requests(scenario *self)
{
    static const double per_year[] = {0.02, 0.1, 0.5, 3, 15, 80};
    self->has_intervals = false;
    if (chance(self, 0.12)) {
        double rate = between(self, 0.2, 30);
        self->youngest = 100;
        (void) fprintf(self->file, "    arrivals: {");
        for (uint32_t d = 0; d < self->n_districts; d++) {
            bool is_even = chance(self, 0.3);
            self->has_intervals |= is_even;
            (void) fprintf(self->file,
                is_even ? "%sD%u: {every: %g days%s}" : "%sD%u: {rate: %g per day%s}",
                d > 0 ? ", " : "", d, chance(self, 0.5) ? 0.25 : rate,
                chance(self, 0.3) ? ", batch: {1: 0.5, 2: 0.2, 6: 0.3}" : "");
        }
        (void) fprintf(self->file, "}\n");
        return rate;
    }
    uint32_t from = chance(self, 0.5) ? 0 : below(self, 70);
    self->youngest = from;
    uint32_t width = chance(self, 0.3) ? 101 : 1 + below(self, 40);
    (void) fprintf(self->file, "    eligible: {from: %u years", from);
    if (from + width <= 100) {
        (void) fprintf(
            self->file, ", to: %u %s", (from + width) * 12 + below(self, 12), "months");
    }
    (void) fprintf(self->file, "%s}\n", chance(self, 0.2) ? ", sex: F" : "");
    double rate = CHOOSE(self, per_year) * between(self, 0.5, 1.5);
    double share = fmin(1, width / 101.);
    while (rate * self->people * share > 365. * 60) {
        rate /= 3;
    }
    (void) fprintf(self->file, "    requests: {per_person_year: %g", rate);
    if (chance(self, 0.4)) {
        uint32_t middle = from + below(self, width < 100 - from ? width : 100 - from);
        (void) fprintf(self->file,
            ", by_age: [{age_from: 0, age_to: %u, factor: 1}, "
            "{age_from: %u, age_to: 100, factor: %g}]",
            middle, middle + 1, between(self, 0.2, 2));
    }
    if (chance(self, 0.2)) {
        (void) fprintf(self->file, ", by_month: {january: 2}");
    }
    (void) fprintf(self->file, "}\n");
    return rate * self->people * share / 365;
}

/* True when there is one list for all districts. */
static bool
write_queue(scenario *self)
{
    static const char *const disciplines[] = {
        "none", "fifo", "lottery", "priority", "retrial", "preemptive"};
    static const double patience_days[] = {0.05, 5, 100, 400};
    uint32_t i = below(self, COUNT_OF(disciplines));
    (void) fprintf(self->file, "    queue: {discipline: %s", disciplines[i]);
    if (i > 0) {
        if (chance(self, 0.6)) {
            (void) fprintf(self->file, ", patience: {");
            write_duration(self, CHOOSE(self, patience_days));
            (void) fprintf(self->file, "}");
        }
        if (chance(self, 0.3)) {
            (void) fprintf(self->file, ", limit: %u", 12 + below(self, 8));
        }
    }
    bool is_city = i > 0 && chance(self, 0.3);
    if (is_city) {
        (void) fprintf(self->file, ", list: city");
    }
    if (i == 4) {
        (void) fprintf(self->file, ", retry_every: %g days", between(self, 0.02, 9));
    }
    if (i == 3 || i == 5) {
        (void) fprintf(self->file,
            ", classes: {a: {share: 0.4, reserved: %u}, "
            "b: {share: 0.6}}",
            i == 3 && chance(self, 0.5) ? below(self, 4) : 0);
    } else if (i == 0 && chance(self, 0.3)) {
        (void) fprintf(self->file,
            ", classes: {a: {share: 0.1, reserved: %u}, b: {share: 0.5, size: %u}, "
            "c: {share: 0.4}}",
            1 + below(self, 3), 1 + below(self, 3));
    }
    (void) fprintf(self->file, "}\n");
    if (chance(self, 0.2)) {
        (void) fprintf(self->file,
            "    teams: {places: %u, steady: %u, present: %g days, absent: %g days}\n",
            1 + below(self, 9), below(self, 4), between(self, 0.5, 30),
            between(self, 0.1, 9));
    }
    if (i > 0 && chance(self, 0.4)) {
        (void) fprintf(self->file, "    initial: {occupancy: %g, waiting: %u}\n",
            chance(self, 0.5) ? 1 : between(self, 0, 1), below(self, is_city ? 4 : 12));
    } else if (chance(self, 0.8)) {
        (void) fprintf(
            self->file, "    initial: {occupancy: %g}\n", between(self, 0.5, 1));
    }
    return is_city;
}

static void
write_service(scenario *self, uint32_t index)
{
    static const double stay_days[] = {0.04, 0.3, 1, 4, 15, 80};
    static const char *const deaths[] = {"", "", "", ", death_factor: 0",
        ", death_factor: 6", ", death: included, death_probability: 0.02",
        ", death: included, death_probability: 0.3"};
    static const double fullness[] = {0.2, 0.5, 0.9, 1, 1.15, 2, 8};
    (void) fprintf(self->file, "  s%u:\n    kind: stay\n", index);
    double per_day = write_requests(self);
    double stay = CHOOSE(self, stay_days);
    (void) fprintf(self->file, "    stay: {");
    write_duration(self, stay);
    (void) fprintf(self->file, "%s%s", CHOOSE(self, deaths),
        chance(self, 0.3) ? ", ends_on_move: no" : "");
    if (self->youngest < 100 && chance(self, 0.08)) {
        (void) fprintf(self->file, ", until_age: %u years", self->youngest + 3);
    }
    (void) fprintf(self->file, "}\n");
    bool is_city = write_queue(self);
    if (!self->has_intervals && chance(self, 0.25)) {
        (void) fprintf(self->file,
            "    waves: {a: {factor: 1, mean: %g days}, b: {factor: %g, mean: 5 days}, "
            "c: {factor: %g, mean: %g hours}}\n",
            between(self, 1, 40), between(self, 0, 3), between(self, 0, 2),
            between(self, 1, 40));
    }
    if (chance(self, 0.08)) {
        (void) fprintf(self->file, "    balk: 0.3\n");
    }
    if (self->has_travel && !is_city && chance(self, 0.85)) {
        (void) fprintf(self->file, "    overflow: {within: %u minutes}\n",
            10 * (1 + below(self, 6)));
    }
    if (chance(self, 0.2)) {
        uint32_t to = below(self, self->n_services);
        (void) fprintf(self->file, "    then: {s%u: %g", to, between(self, 0, 0.7));
        if (self->n_services > 1 && chance(self, 0.3)) {
            (void) fprintf(self->file, ", s%u: 0.3", (to + 1) % self->n_services);
        }
        (void) fprintf(self->file, "}\n");
    }
    (void) fprintf(self->file, "    places: {");
    double common = CHOOSE(self, fullness);
    for (uint32_t d = 0; d < self->n_districts; d++) {
        double ratio = chance(self, 0.4) ? common : CHOOSE(self, fullness);
        uint32_t places = (uint32_t) ceil(per_day * stay * ratio) + below(self, 3);
        self->places[index][d] = places;
        (void) fprintf(self->file, "%sD%u: %u", d > 0 ? ", " : "", d, places);
    }
    (void) fprintf(self->file, "}\n");
}

/* --- the rest ----------------------------------------------------------------------- */

static void
write_travel(scenario *self)
{
    (void) fprintf(self->file, "travel:\n");
    for (uint32_t d = 0; d < self->n_districts; d++) {
        for (uint32_t to = 0; to < self->n_districts; to++) {
            if (to != d && (to == (d + 1) % self->n_districts || chance(self, 0.7))) {
                (void) fprintf(self->file, "  - {from: D%u, to: D%u, minutes: %u}\n", d,
                    to, 5 + below(self, 50));
            }
        }
    }
}

static void
write_projects(scenario *self)
{
    uint32_t n = below(self, 5);
    (void) fprintf(self->file, "projects:%s\n", n > 0 ? "" : " {}");
    for (uint32_t i = 0; i < n; i++) {
        uint32_t service = below(self, self->n_services);
        uint32_t district = below(self, self->n_districts);
        uint32_t places = 1 + below(self, 20);
        bool converts = self->n_services > 1 && chance(self, 0.5);
        bool closes = !converts && chance(self, 0.5);
        uint32_t from = converts ? (service + 1) % self->n_services : service;
        if (converts || closes) {
            uint32_t *left = &self->places[from][district];
            if (*left == 0) {
                continue;
            }
            places = 1 + below(self, *left);
            *left -= places;
        }
        (void) fprintf(self->file,
            "  p%u: {service: s%u, district: D%u, places: %s%u, opens: 2021-%02u-%02u", i,
            service, district, closes ? "-" : "", places,
            1 + below(self, self->n_months < 12 ? self->n_months : 12),
            2 + below(self, 26));
        if (converts) {
            (void) fprintf(self->file, ", converts: s%u", from);
        }
        (void) fprintf(self->file, "}\n");
    }
}

void
random_scenario_write(FILE *file, uint64_t seed)
{
    scenario self = {.file = file, .seed = seed};
    self.n_districts = 1 + below(&self, MAX_DISTRICTS);
    self.n_services = 1 + below(&self, MAX_SERVICES);
    self.n_months = 1 + below(&self, 15);
    self.has_travel = self.n_districts > 1 && chance(&self, 0.9);
    uint32_t end = 2021 * 12 + self.n_months;
    (void) fprintf(file,
        "format: 1\nname: random\nstart: 2021-01-01\nend: %u-%02u-01\nseed: %u\n"
        "districts: {",
        end / 12, end % 12 + 1, below(&self, 1U << 30));
    for (uint32_t d = 0; d < self.n_districts; d++) {
        (void) fprintf(file, "%sD%u: {}", d > 0 ? ", " : "", d);
    }
    (void) fprintf(file, "}\n");
    if (self.has_travel) {
        write_travel(&self);
    }
    write_population(&self);
    (void) fprintf(file, "services:\n");
    for (uint32_t i = 0; i < self.n_services; i++) {
        write_service(&self, i);
    }
    write_projects(&self);
}
