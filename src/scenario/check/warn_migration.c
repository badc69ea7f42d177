/* Warnings: moves that are missing where a table has all others, or are too many.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "scenario/check/warn.h"

/* The first year that any row has; INT32_MAX: none. */
static int32_t
first_year(const suf_population_spec *population)
{
    int32_t first = INT32_MAX;
    for (size_t i = 0; i < population->n_migration; i++) {
        int32_t year = population->migration[i].year;
        first = year != INT32_MIN && year < first ? year : first;
    }
    return first;
}

/* Whether a row is among the first of its flow. */
static bool
is_first(const suf_migration_row *row, int32_t first)
{
    return row->year == INT32_MIN || row->year == first;
}

static const char *
place_name(const suf_scenario *scenario, size_t number)
{
    return number < scenario->n_districts ? scenario->districts[number].district
                                          : "outside";
}

static void
tell_pair(suf_reader *self, size_t from, size_t to, bool is_missing, bool has_back)
{
    const suf_scenario *scenario = self->scenario;
    const char *a = place_name(scenario, from);
    const char *b = place_name(scenario, to);
    const void *table = &scenario->population.migration;
    if (is_missing) {
        suf_reader_fault_table(self, table, "population.migration",
            "no row from '%.60s' to '%.60s', while %s", a, b,
            has_back ? "there is turnover the other way"
                     : "nearly all other pairs are there");
    } else {
        suf_reader_fault_table(self, table, "population.migration",
            "the turnover from '%.60s' to '%.60s' is not that of the way back", a, b);
    }
}

/* Moves of which nearly all pairs are there but one, and turnover that does not come
 * back.
 */
static void
warn_pairs(suf_reader *self)
{
    const suf_scenario *scenario = self->scenario;
    const suf_population_spec *population = &scenario->population;
    size_t n = scenario->n_districts + 1; /* the last: outside */
    double *turnover = NULL;
    if (population->n_migration == 0 || n > 3000 ||
        !suf_reader_ok(self, suf_array_new(n * n, sizeof *turnover, &turnover))) {
        return;
    }
    for (size_t i = 0; i < n * n; i++) {
        turnover[i] = (double) NAN;
    }
    size_t n_pairs = 0;
    int32_t first = first_year(population);
    for (size_t i = 0; i < population->n_migration; i++) {
        const suf_migration_row *row = &population->migration[i];
        size_t from = row->from == SUF_NONE ? n - 1 : row->from;
        size_t to = row->to == SUF_NONE ? n - 1 : row->to;
        double *sum = &turnover[from * n + to];
        if (isnan(*sum)) {
            n_pairs++;
            *sum = 0;
        }
        *sum += is_first(row, first) ? suf_warn_middle(self, &row->turnover_per_year) : 0;
    }
    bool is_nearly_all = (double) n_pairs > 0.8 * (double) (n * (n - 1));
    for (size_t i = 0; i < n * n; i++) {
        double back = turnover[i % n * n + i / n];
        bool is_missing =
            isnan(turnover[i]) && i % n != i / n && (is_nearly_all || back > 0);
        if (is_missing || (turnover[i] > 1.5 * back && turnover[i] > back + 10)) {
            tell_pair(self, i / n, i % n, is_missing, back > 0);
            break;
        }
    }
    free(turnover);
}

/* People who move in a year are a part of those who are there. */
static void
warn_shares(suf_reader *self)
{
    const suf_scenario *scenario = self->scenario;
    const suf_population_spec *population = &scenario->population;
    int32_t first = first_year(population);
    double *people = NULL;
    double *leave = NULL;
    if (!suf_reader_ok(
            self, suf_array_new(scenario->n_districts, sizeof *people, &people)) ||
        !suf_reader_ok(
            self, suf_array_new(scenario->n_districts, sizeof *leave, &leave))) {
        free(people);
        return;
    }
    for (size_t i = 0; i < population->n_start; i++) {
        people[population->start[i].district] += population->start[i].count;
    }
    for (size_t i = 0; i < population->n_migration; i++) {
        const suf_migration_row *row = &population->migration[i];
        double flow = fmax(0, suf_warn_middle(self, &row->persons_per_year)) +
                      suf_warn_middle(self, &row->turnover_per_year);
        if (!is_first(row, first)) {
            continue;
        }
        if (row->from == SUF_NONE) {
            if (flow > 0.25 * people[row->to]) {
                suf_reader_fault_row(self, &population->migration, i, row->line,
                    "persons_per_year", "%.0f people a year come to a district of %.0f",
                    flow, people[row->to]);
            }
            continue;
        }
        leave[row->from] += flow;
        if (leave[row->from] > 0.25 * people[row->from]) {
            suf_reader_fault_row(self, &population->migration, i, row->line,
                "persons_per_year",
                "with it, %.0f people a year leave a district of %.0f", leave[row->from],
                people[row->from]);
            leave[row->from] = -(double) INFINITY; /* once */
        }
    }
    free(people);
    free(leave);
}

void
suf_warn_migration(suf_reader *self)
{
    warn_shares(self);
    warn_pairs(self);
}
