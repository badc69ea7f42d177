/* Warnings: people and rates that are missing where a table has all others.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "scenario/check/warn.h"

enum { N_AGES = 101, MOST_YEARS = 302, FIRST_YEAR = 1899 };

/* Residents are given for all ages that any district has of either sex. */
static void
warn_start(suf_reader *self)
{
    const suf_scenario *scenario = self->scenario;
    const suf_population_spec *population = &scenario->population;
    size_t n_groups = scenario->n_districts * SUF_N_SEXES;
    uint8_t *is_given = NULL;
    bool is_age[N_AGES] = {false};
    bool is_sex[SUF_N_SEXES] = {false};
    if (!suf_reader_ok(self, suf_array_new(n_groups * N_AGES, 1, &is_given))) {
        return;
    }
    for (size_t i = 0; i < population->n_start; i++) {
        const suf_population_row *row = &population->start[i];
        size_t at = ((size_t) row->district * SUF_N_SEXES + (size_t) row->sex) * N_AGES;
        is_sex[row->sex] = true;
        for (uint32_t age = row->ages.from; age <= row->ages.to; age++) {
            is_given[at + age] = 1;
            is_age[age] = true;
        }
    }
    for (size_t at = 0; at < n_groups * N_AGES; at++) {
        size_t age = at % N_AGES;
        size_t sex = at / N_AGES % SUF_N_SEXES;
        const char *district = scenario->districts[at / N_AGES / SUF_N_SEXES].district;
        if (is_age[age] && is_sex[sex] && is_given[at] == 0) {
            suf_reader_fault_table(self, &population->start, "population.start",
                "no row for '%.80s', sex %s and age %zu, which counts as nobody",
                district, sex == SUF_FEMALE ? "F" : "M", age);
            break; /* the first is enough to find the others */
        }
    }
    free(is_given);
}

/* True when both are single years, the other one year older. */
static bool
is_next_year(const suf_ages *self, const suf_ages *other)
{
    return self->from == self->to && self->to + 1 == other->from &&
           other->from == other->to;
}

/* A number ten times that of the ages beside it, as of a digit too many. */
static void
warn_leaps(suf_reader *self)
{
    const suf_population_spec *population = &self->scenario->population;
    for (size_t i = 1; i + 1 < population->n_start; i++) {
        const suf_population_row *row = &population->start[i];
        const suf_population_row *before = row - 1;
        const suf_population_row *after = row + 1;
        bool is_run = before->district == row->district &&
                      after->district == row->district && before->sex == row->sex &&
                      after->sex == row->sex && is_next_year(&before->ages, &row->ages) &&
                      is_next_year(&row->ages, &after->ages) &&
                      after->ages.to < N_AGES - 1;
        uint32_t most = before->count > after->count ? before->count : after->count;
        uint32_t least = before->count < after->count ? before->count : after->count;
        if (is_run && most >= 20 &&
            ((double) row->count > 5.0 * most || 5.0 * row->count < least)) {
            suf_reader_fault_row(self, &population->start, i, row->line, "count",
                "found %" PRIu32 " people of age %" PRIu32 ", and %" PRIu32
                " and %" PRIu32 " a year younger and older",
                row->count, row->ages.from, before->count, after->count);
        }
    }
}

/* A row over ages of a table of rates. */
typedef struct rate_row {
    int32_t year;
    suf_sex sex;
    uint32_t age_from, age_to;
} rate_row;

/* Which ages of each year a table names: all years alike but for one is a row missing. */
typedef struct years {
    bool is_year[MOST_YEARS];
    uint8_t ages[MOST_YEARS][SUF_N_SEXES][N_AGES];
} years;

static void
note_row(years *self, const rate_row *row)
{
    size_t year = (size_t) (row->year - FIRST_YEAR);
    self->is_year[year] = true;
    for (int sex = 0; sex < SUF_N_SEXES; sex++) {
        for (uint32_t age = row->age_from; age <= row->age_to && age < N_AGES; age++) {
            if (row->sex == SUF_BOTH_SEXES || (int) row->sex == sex) {
                self->ages[year][sex][age] = 1;
            }
        }
    }
}

/* The year behind a gap that is wider than all others; 0: none. */
static int32_t
year_behind_gap(const years *self)
{
    int32_t last = -1;
    int32_t narrow = MOST_YEARS;
    int32_t wide = 0;
    int32_t behind = 0;
    size_t n = 0;
    for (int32_t i = 0; i < MOST_YEARS; i++) {
        if (!self->is_year[i]) {
            continue;
        }
        if (last >= 0) {
            n++;
            narrow = i - last < narrow ? i - last : narrow;
            behind = i - last > wide ? i : behind;
            wide = i - last > wide ? i - last : wide;
        }
        last = i;
    }
    return n >= 3 && wide > narrow ? FIRST_YEAR + behind : 0;
}

/* Ages that one year names and the first does not, or the other way. */
static bool
warn_unlike(suf_reader *self, const years *held, size_t first, const void *table,
    const char *path)
{
    for (size_t at = first * SUF_N_SEXES * N_AGES;
         at < (size_t) MOST_YEARS * SUF_N_SEXES * N_AGES; at++) {
        size_t year = at / N_AGES / SUF_N_SEXES;
        size_t sex = at / N_AGES % SUF_N_SEXES;
        size_t age = at % N_AGES;
        bool is_of_first = held->ages[first][sex][age] != 0;
        if (held->is_year[year] && is_of_first != (held->ages[year][sex][age] != 0)) {
            suf_reader_fault_table(self, table, path,
                "no row for %zu, sex %s and age %zu, which %zu has",
                (is_of_first ? year : first) + FIRST_YEAR, sex == SUF_FEMALE ? "F" : "M",
                age, (is_of_first ? first : year) + FIRST_YEAR);
            return true;
        }
    }
    return false;
}

/* An age between others that a year does not name. */
static void
warn_hole(
    suf_reader *self, const uint8_t ages[N_AGES], const void *table, const char *path)
{
    const uint8_t *from = memchr(ages, 1, N_AGES);
    size_t last = N_AGES;
    while (last > 0 && ages[last - 1] == 0) {
        last--;
    }
    const uint8_t *hole =
        from != NULL ? memchr(from, 0, (size_t) (ages + last - from)) : NULL;
    if (hole != NULL) {
        suf_reader_fault_table(self, table, path,
            "no row for age %zu, between others: its rate is 0", (size_t) (hole - ages));
    }
}

static void
warn_years(suf_reader *self, const years *held, const void *table, const char *path)
{
    int32_t behind = year_behind_gap(held);
    if (behind > 0) {
        suf_reader_fault_table(self, table, path,
            "no rates for %" PRId32
            ", while those of other years follow closer: those before it hold on",
            behind - 1);
    }
    size_t first = 0;
    while (first < MOST_YEARS && !held->is_year[first]) {
        first++;
    }
    if (first == MOST_YEARS || warn_unlike(self, held, first, table, path)) {
        return;
    }
    warn_hole(self, held->ages[first][SUF_FEMALE], table, path);
    if (memcmp(held->ages[first][SUF_FEMALE], held->ages[first][SUF_MALE], N_AGES) != 0) {
        warn_hole(self, held->ages[first][SUF_MALE], table, path);
    }
}

static void
warn_rates(suf_reader *self)
{
    const suf_population_spec *population = &self->scenario->population;
    years *held = NULL;
    if (!suf_reader_ok(self, suf_array_new(1, sizeof *held, &held))) {
        return;
    }
    for (size_t i = 0; i < population->n_fertility; i++) {
        const suf_fertility_row *row = &population->fertility[i];
        rate_row read = {row->year, SUF_FEMALE, row->age_from, row->age_to};
        if (row->district == SUF_NONE) {
            note_row(held, &read);
        }
    }
    warn_years(self, held, &population->fertility, "population.fertility");
    *held = (years){0};
    for (size_t i = 0; i < population->n_mortality; i++) {
        const suf_mortality_row *row = &population->mortality[i];
        rate_row read = {row->year, row->sex, row->age_from, row->age_to};
        if (row->district == SUF_NONE) {
            note_row(held, &read);
        }
    }
    warn_years(self, held, &population->mortality, "population.mortality");
    *held = (years){0};
    for (size_t i = 0; i < population->n_migration_age; i++) {
        const suf_migration_age_row *row = &population->migration_age[i];
        rate_row read = {2000, SUF_FEMALE, row->age_from, row->age_to};
        note_row(held, &read);
    }
    warn_years(self, held, &population->migration_age, "population.migration_age");
    const uint8_t *ages = held->ages[2000 - FIRST_YEAR][SUF_FEMALE];
    if (population->n_migration_age > 0 && (ages[0] == 0 || ages[N_AGES - 1] == 0)) {
        suf_reader_fault_table(self, &population->migration_age,
            "population.migration_age",
            "no row for age %d: nobody of that age moves, expected weights from 0 to 100",
            ages[0] == 0 ? 0 : N_AGES - 1);
    }
    free(held);
}

/* Factors that are read as if they were shares of the rates, or percent. */
static void
warn_factors(suf_reader *self)
{
    const suf_population_spec *population = &self->scenario->population;
    const struct {
        const char *path;
        const suf_number *number;
    } all[] = {{"population.fertility_factor", &population->fertility_factor},
        {"population.mortality_factor", &population->mortality_factor},
        {"population.migration_factor", &population->migration_factor},
        {"population.turnover_factor", &population->turnover_factor},
        {"population.males_per_female", &population->males_per_female}};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        double middle = suf_warn_middle(self, all[i].number);
        bool is_ratio = i + 1 == sizeof all / sizeof all[0];
        double most = is_ratio ? 1.5 : 10;
        if (middle > most || (is_ratio && middle < 0.67)) {
            suf_reader_fault_at(self, all[i].path,
                "found %.6g, far from what is seen anywhere, expected a number around 1",
                middle);
        }
    }
}

void
suf_warn_people(suf_reader *self)
{
    if (!self->scenario->population.is_given) {
        return;
    }
    warn_start(self);
    warn_leaps(self);
    warn_rates(self);
    warn_factors(self);
    suf_warn_migration(self);
}
