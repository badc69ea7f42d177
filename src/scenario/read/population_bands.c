/* The residents at the start by single years, where the table tells of bands of ages.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "population_bands.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/memory.h"
#include "scenario/read/graduation.h"

/* A row with its number in the table. */
typedef struct numbered {
    suf_population_row row;
    size_t number;
} numbered;

static int
compare(const void *a, const void *b)
{
    const suf_population_row *left = &((const numbered *) a)->row;
    const suf_population_row *right = &((const numbered *) b)->row;
    if (left->district != right->district) {
        return left->district < right->district ? -1 : 1;
    }
    if (left->sex != right->sex) {
        return left->sex < right->sex ? -1 : 1;
    }
    return (left->ages.from > right->ages.from) - (left->ages.from < right->ages.from);
}

static bool
has_bands(const suf_population_spec *population)
{
    for (size_t i = 0; i < population->n_start; i++) {
        if (population->start[i].ages.from != population->start[i].ages.to) {
            return true;
        }
    }
    return false;
}

/* Warns, once of each, of bands that the rule of five-year bands does not fit. */
static void
warn(suf_reader *self, const suf_graduation *told, const numbered *rows,
    suf_graduation *warned)
{
    const void *table = &self->scenario->population.start;
    if (told->evenly != SUF_NONE && warned->evenly == SUF_NONE) {
        const numbered *of = &rows[told->evenly];
        warned->evenly = told->evenly;
        suf_reader_fault_row(self, table, of->number, of->row.line, "age",
            "found ages %" PRIu32 "-%" PRIu32
            ", which are spread evenly, as they are no part of four five-year groups in "
            "a row",
            of->row.ages.from, of->row.ages.to);
    }
    if (told->below_zero != SUF_NONE && warned->below_zero == SUF_NONE) {
        const numbered *of = &rows[told->below_zero];
        warned->below_zero = told->below_zero;
        suf_reader_fault_row(self, table, of->number, of->row.line, "age",
            "found ages %" PRIu32 "-%" PRIu32
            ", for a year of which Sprague's multipliers are below zero: it has nobody, "
            "and the others keep the total",
            of->row.ages.from, of->row.ages.to);
    }
}

/* Adds the years of the rows of one district and sex. */
static size_t
add_years(const numbered *rows, size_t n, const uint32_t *counts, suf_population_row *to)
{
    size_t n_added = 0;
    for (size_t i = 0; i < n; i++) {
        const suf_ages ages = rows[i].row.ages;
        for (uint32_t age = ages.from; age <= ages.to; age++) {
            suf_population_row *row = &to[n_added++];
            *row = rows[i].row;
            row->ages = (suf_ages){age, age};
            row->count = counts[age];
            if (ages.from != ages.to && row->evidence == 'A') {
                row->evidence = 'B';
            }
        }
    }
    return n_added;
}

/* Spreads sorted rows into `to`, which has room for all years; returns how many it has.
 */
static size_t
spread(suf_reader *self, const numbered *rows, size_t n, suf_population_row *to)
{
    suf_age_band bands[SUF_N_YEARS_OF_AGE];
    uint32_t counts[SUF_N_YEARS_OF_AGE];
    suf_graduation warned = {SUF_NONE, SUF_NONE};
    size_t n_made = 0;
    size_t end = 0;
    for (size_t from = 0; from < n; from = end) {
        for (end = from; end < n && rows[end].row.district == rows[from].row.district &&
                         rows[end].row.sex == rows[from].row.sex;
             end++) {
            bands[end - from] = (suf_age_band){rows[end].row.ages, rows[end].row.count};
        }
        suf_graduation told;
        suf_graduate(bands, end - from, counts, &told);
        warn(self, &told, &rows[from], &warned);
        n_made += add_years(&rows[from], end - from, counts, &to[n_made]);
    }
    return n_made;
}

void
suf_spread_bands(suf_reader *self)
{
    suf_population_spec *population = &self->scenario->population;
    if (!has_bands(population)) {
        return;
    }
    const size_t n = population->n_start;
    const size_t most =
        self->scenario->n_districts * SUF_N_SEXES * (size_t) SUF_N_YEARS_OF_AGE;
    numbered *rows = NULL;
    suf_population_row *made = NULL;
    suf_faults *faults = self->faults;
    size_t before = self->n_faults_before;
    if (!suf_reader_ok(self, suf_array_new(n, sizeof *rows, &rows)) ||
        !suf_reader_ok(self, suf_arena_take(self->arena, most, sizeof *made, &made))) {
        free(rows);
        return;
    }
    for (size_t i = 0; i < n; i++) {
        rows[i] = (numbered){population->start[i], i};
    }
    qsort(rows, n, sizeof *rows, compare);
    self->faults = &self->scenario->warnings;
    self->n_faults_before = 0;
    population->n_start = spread(self, rows, n, made);
    self->faults = faults;
    self->n_faults_before = before;
    population->start = made;
    free(rows);
}
