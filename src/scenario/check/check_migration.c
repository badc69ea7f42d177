/* Consistency of the table of moves.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "scenario/check/check.h"
#include "scenario/check/spans.h"

/* By places and flow. */
static int
compare_flows(const suf_migration_row *a, const suf_migration_row *b)
{
    if (a->from != b->from) {
        return a->from < b->from ? -1 : 1;
    }
    if (a->to != b->to) {
        return a->to < b->to ? -1 : 1;
    }
    return strcmp(a->flow, b->flow);
}

/* By places, flow, year and then as they are written. */
static int
compare_rows(const void *left, const void *right)
{
    const suf_migration_row *a = *(const suf_migration_row *const *) left;
    const suf_migration_row *b = *(const suf_migration_row *const *) right;
    int order = compare_flows(a, b);
    if (order == 0 && a->year != b->year) {
        order = a->year < b->year ? -1 : 1;
    }
    return order != 0 ? order : (a > b) - (a < b);
}

/* What is wrong with a row by itself. */
static bool
check_row(suf_reader *self, const void *table, size_t i, const suf_migration_row *row)
{
    if (row->from == row->to) {
        suf_reader_fault_row(self, table, i, row->line, "to",
            "found a move from a place to itself, expected two places");
        return false;
    }
    if (row->persons_per_year.assumption == SUF_NONE && row->persons_per_year.value < 0) {
        suf_reader_fault_row(self, table, i, row->line, "persons_per_year",
            "found %.6g, expected a number from 0 to 1000000000, or $assumption: of a "
            "flow "
            "the other way 'from' and 'to' change places",
            row->persons_per_year.value);
    }
    uint32_t to = row->age_to == SUF_NONE ? 100 : row->age_to;
    if (row->age_from != SUF_NONE && row->age_from > to) {
        suf_reader_fault_row(self, table, i, row->line, "age_from",
            "found age_from %" PRIu32 " above age_to %" PRIu32, row->age_from, to);
        return false;
    }
    return true;
}

/* Appends the ages of a row, of each sex that the table tells apart. */
static void
add_spans(const suf_migration_row *row, size_t i, uint64_t group, bool has_sexes,
    suf_span *spans, size_t *n)
{
    for (uint32_t sex = 0; sex < (has_sexes ? SUF_N_SEXES : 1); sex++) {
        if (!has_sexes || row->sex == SUF_BOTH_SEXES || (uint32_t) row->sex == sex) {
            spans[(*n)++] = (suf_span){.group = group << 1 | sex,
                .from = row->age_from == SUF_NONE ? 0 : row->age_from,
                .to = row->age_to == SUF_NONE ? 100 : row->age_to,
                .line = row->line,
                .row = i};
        }
    }
}

/* Rows of one flow in their order: groups are those of one year. */
static size_t
span_rows(suf_reader *self, const suf_migration_row *const *rows, size_t n_rows,
    bool has_sexes, suf_span *spans)
{
    const suf_population_spec *population = &self->scenario->population;
    const void *table = &population->migration;
    uint64_t group = 0;
    size_t n = 0;
    for (size_t i = 0; i < n_rows; i++) {
        const suf_migration_row *row = rows[i];
        size_t number = (size_t) (row - population->migration);
        bool is_same = i > 0 && compare_flows(rows[i - 1], row) == 0;
        group += !is_same || rows[i - 1]->year != row->year;
        if (is_same && rows[i - 1]->year == INT32_MIN && row->year != INT32_MIN) {
            suf_reader_fault_row(self, table, number, row->line, "year",
                "found a year, while another row of this flow (line %" PRIu32
                ") has none, expected years in all of them",
                rows[i - 1]->line);
        }
        add_spans(row, number, group, has_sexes, spans, &n);
    }
    return n;
}

void
suf_check_migration(suf_reader *self)
{
    const suf_population_spec *population = &self->scenario->population;
    const void *table = &population->migration;
    size_t n_rows = 0;
    bool has_sexes = false;
    bool is_whole = true; /* no row is a part of a flow */
    suf_span *spans = NULL;
    const suf_migration_row **rows = NULL;
    if (!suf_reader_ok(self, suf_array_new(population->n_migration,
                                 sizeof(const suf_migration_row *), &rows)) ||
        !suf_reader_ok(
            self, suf_array_new(2 * population->n_migration, sizeof *spans, &spans))) {
        free(rows);
        return;
    }
    for (size_t i = 0; i < population->n_migration; i++) {
        const suf_migration_row *row = &population->migration[i];
        if (check_row(self, table, i, row)) {
            rows[n_rows++] = row;
        }
        has_sexes |= row->sex != SUF_BOTH_SEXES;
        is_whole &= row->sex == SUF_BOTH_SEXES && row->year == INT32_MIN &&
                    row->age_from == SUF_NONE && row->age_to == SUF_NONE;
    }
    if (n_rows > 0) {
        qsort(rows, n_rows, sizeof(const suf_migration_row *), compare_rows);
    }
    size_t n = span_rows(self, rows, n_rows, has_sexes, spans);
    suf_spans_check(self, table, spans, n, "to",
        is_whole ? "this pair of from and to"
                 : "people of this sex and age in this flow");
    free(spans);
    free(rows);
}
