/* Consistency of targets of inequality and access.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "check_equality.h"

#include <math.h>
#include <string.h>

#include "scenario/check/check.h"

#define TELL(column, ...)                                                                \
    suf_reader_fault_row(reader, table, i, row->line, (column), __VA_ARGS__)

static void
check_inequality(
    suf_reader *reader, const void *table, size_t i, const suf_target_row *row)
{
    if (row->ratio == SUF_RATIO_NONE || row->index == SUF_INEQUALITY_NONE) {
        TELL(row->ratio == SUF_RATIO_NONE ? "ratio" : "index",
            "expected ratio and index beside inequality: of which ratio by district, and "
            "by which index");
    }
    if (strcmp(row->each, "city") != 0) {
        TELL("each",
            "found inequality for each '%.80s', but it is between districts; expected "
            "city",
            row->each);
    }
    if (reader->scenario->n_districts == 1) {
        TELL("measure", "found inequality between districts, but there is one district");
    }
    bool is_limited =
        row->index == SUF_INEQUALITY_GINI || row->index == SUF_INEQUALITY_WORST_TO_BEST;
    if (is_limited && (row->value > 1 || row->stretch > 1)) {
        TELL(row->value > 1 ? "value" : "stretch",
            "found an index above 1, expected 0 to 1");
    }
    /* Of worst_to_best more is more equal, of the others less. */
    bool is_of_least = row->index == SUF_INEQUALITY_WORST_TO_BEST;
    if (row->index != SUF_INEQUALITY_NONE && row->is_at_most == is_of_least) {
        TELL("comparison",
            "found comparison %s, which asks for more inequality by this index; expected "
            "%s",
            row->is_at_most ? "at_most" : "at_least",
            row->is_at_most ? "at_least" : "at_most");
    }
}

static void
check_access(suf_reader *reader, const void *table, size_t i, const suf_target_row *row)
{
    if (isnan(row->minutes)) {
        TELL("minutes", "expected minutes beside access: the travel time it reaches");
    }
    if (reader->scenario->n_districts > 1 && reader->scenario->n_travel == 0) {
        TELL("measure",
            "access needs travel times between districts, expected the key 'travel'");
    }
}

void
suf_check_equality(
    suf_reader *reader, const void *table, size_t i, const suf_target_row *row)
{
    bool is_inequality = row->measure == SUF_MEASURE_INEQUALITY;
    bool is_access = suf_target_is_of_access(row);
    if (is_inequality) {
        check_inequality(reader, table, i, row);
    } else if (row->ratio != SUF_RATIO_NONE || row->index != SUF_INEQUALITY_NONE) {
        TELL(row->ratio != SUF_RATIO_NONE ? "ratio" : "index",
            "without effect: ratio and index belong to inequality");
    }
    if (is_access) {
        check_access(reader, table, i, row);
    } else if (row->decay != SUF_DECAY_NONE) {
        TELL("decay", "without effect: decay belongs to access");
    }
    bool is_of_people = is_access || (is_inequality && row->ratio == SUF_RATIO_PLACES) ||
                        (is_inequality && row->ratio == SUF_RATIO_WITHIN);
    if (is_of_people && !reader->scenario->population.is_given) {
        TELL("measure",
            "is of the people whom a service is for, but the scenario has no population");
    }
}
