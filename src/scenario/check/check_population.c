/* Consistency of the tables about the population.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <inttypes.h>
#include <stdlib.h>

#include "base/memory.h"
#include "scenario/check/check.h"
#include "scenario/check/spans.h"

/* A row over ages, whatever table it is of. */
typedef struct age_row {
    uint32_t district; /* SUF_NONE: all */
    int32_t year;
    suf_sex sex;
    uint32_t age_from, age_to;
    uint32_t line;
} age_row;

/* Appends the spans of a row over ages: of both sexes, one each. */
static void
add_ages(suf_reader *self, const void *table, size_t row, const age_row *read,
    suf_span *spans, size_t *n)
{
    if (read->age_from == SUF_NONE || read->age_to == SUF_NONE) {
        return; /* told already */
    }
    if (read->age_from > read->age_to) {
        suf_reader_fault_row(self, table, row, read->line, "age_from",
            "found age_from %" PRIu32 " above age_to %" PRIu32, read->age_from,
            read->age_to);
        return;
    }
    for (uint32_t sex = 0; sex < SUF_N_SEXES; sex++) {
        if (read->sex == SUF_BOTH_SEXES || (uint32_t) read->sex == sex) {
            spans[(*n)++] =
                (suf_span){.group = (uint64_t) (read->district + 1) << 32 |
                                    (uint64_t) (uint32_t) read->year << 8 | sex,
                    .from = read->age_from,
                    .to = read->age_to,
                    .line = read->line,
                    .row = row};
        }
    }
}

/* Room for two spans a row; NULL when memory is out. */
static suf_span *
new_spans(suf_reader *self, size_t n_rows)
{
    suf_span *spans = NULL;
    (void) suf_reader_ok(self, suf_array_new(2 * n_rows, sizeof *spans, &spans));
    return spans;
}

static void
check_fertility(suf_reader *self)
{
    const suf_population_spec *population = &self->scenario->population;
    const void *table = &population->fertility;
    suf_span *spans = new_spans(self, population->n_fertility);
    size_t n = 0;
    for (size_t i = 0; spans != NULL && i < population->n_fertility; i++) {
        const suf_fertility_row *row = &population->fertility[i];
        age_row ages = {
            row->district, row->year, SUF_FEMALE, row->age_from, row->age_to, row->line};
        add_ages(self, table, i, &ages, spans, &n);
    }
    suf_spans_check(self, table, spans, n, "age_from", "ages of this year");
    free(spans);
}

static void
check_mortality(suf_reader *self)
{
    const suf_population_spec *population = &self->scenario->population;
    const void *table = &population->mortality;
    suf_span *spans = new_spans(self, population->n_mortality);
    size_t n = 0;
    for (size_t i = 0; spans != NULL && i < population->n_mortality; i++) {
        const suf_mortality_row *row = &population->mortality[i];
        age_row ages = {
            row->district, row->year, row->sex, row->age_from, row->age_to, row->line};
        add_ages(self, table, i, &ages, spans, &n);
    }
    suf_spans_check(self, table, spans, n, "age_from", "ages of this year and sex");
    /* Sorted, those of all districts come first; where there are some they stand behind
     * those of one district, which need not be of all ages then. */
    size_t n_common = 0;
    while (n_common < n && spans[n_common].group >> 32 == 0) {
        n_common++;
    }
    if (suf_reader_is_clean(self)) {
        suf_spans_check_cover(self, table, spans, n_common > 0 ? n_common : n);
    }
    free(spans);
}

static void
check_migration_age(suf_reader *self)
{
    const suf_population_spec *population = &self->scenario->population;
    const void *table = &population->migration_age;
    suf_span *spans = new_spans(self, population->n_migration_age);
    size_t n = 0;
    double sum = 0;
    for (size_t i = 0; spans != NULL && i < population->n_migration_age; i++) {
        const suf_migration_age_row *row = &population->migration_age[i];
        age_row ages = {SUF_NONE, 0, SUF_FEMALE, row->age_from, row->age_to, row->line};
        add_ages(self, table, i, &ages, spans, &n);
        sum += row->weight;
    }
    suf_spans_check(self, table, spans, n, "age_from", "ages");
    if (population->n_migration_age > 0 && !(sum > 0)) {
        suf_reader_fault_at(
            self, "population.migration_age", "all weights are 0, expected one above it");
    }
    free(spans);
}

static void
check_start(suf_reader *self)
{
    const suf_population_spec *population = &self->scenario->population;
    const void *table = &population->start;
    size_t n_districts = self->scenario->n_districts;
    uint8_t *is_given = NULL;
    suf_span *spans = new_spans(self, population->n_start);
    if (spans == NULL ||
        !suf_reader_ok(self, suf_array_new(n_districts, sizeof *is_given, &is_given))) {
        free(spans);
        return;
    }
    size_t n = 0;
    for (size_t i = 0; i < population->n_start; i++) {
        const suf_population_row *row = &population->start[i];
        if (row->district < n_districts) {
            is_given[row->district] = 1;
            spans[n++] =
                (suf_span){.group = (uint64_t) row->district << 8 | (uint64_t) row->sex,
                    .from = row->ages.from,
                    .to = row->ages.to,
                    .line = row->line,
                    .row = i};
        }
    }
    suf_spans_check(self, table, spans, n, "age", "this district, sex and age");
    bool is_clean = suf_reader_is_clean(self);
    for (size_t i = 0; is_clean && i < n_districts; i++) {
        if (is_given[i] == 0) {
            suf_reader_fault_at(self, "population.start",
                "no row for district '%.80s', expected its residents",
                self->scenario->districts[i].district);
        }
    }
    free(is_given);
    free(spans);
}

void
suf_check_population(suf_reader *self)
{
    suf_scenario *scenario = self->scenario;
    suf_population_spec *population = &scenario->population;
    if (!population->is_given) {
        return;
    }
    if (population->date_day == INT32_MIN) {
        population->date_day = scenario->start_day;
    }
    if (scenario->start_day != INT32_MIN && population->date_day > scenario->start_day) {
        suf_reader_fault_at(self, "population.date",
            "found a date after the start of the run, expected one at or before it");
    }
    if (scenario->start_day != INT32_MIN &&
        scenario->start_day - (int64_t) population->date_day > 36525) {
        suf_reader_fault_at(self, "population.date",
            "found a date more than 100 years before the start, the most there may be");
    }
    check_start(self);
    check_fertility(self);
    check_mortality(self);
    suf_check_migration(self);
    check_migration_age(self);
}
