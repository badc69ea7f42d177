/* The columns of yearly steps in a table of points, against the assumptions.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "check_points.h"

#include <inttypes.h>
#include <string.h>

#include "base/calendar.h"

/* Whether an assumption moves, and has the name or the shock of a column of steps. */
static bool
has_steps(const suf_assumption *one, const suf_point_column *column)
{
    bool is_shock = column->kind == SUF_POINT_SHOCK;
    return one->ar1.is_given &&
           strcmp(is_shock ? one->ar1.shock : one->name, column->name) == 0;
}

void
suf_check_points(suf_reader *self)
{
    const suf_scenario *scenario = self->scenario;
    int32_t first = suf_month_of_day(scenario->start_day) / 12;
    for (size_t i = 0; i < scenario->points.n_columns; i++) {
        const suf_point_column *column = &scenario->points.columns[i];
        bool is_found = column->kind == SUF_POINT_VALUE;
        for (size_t j = 0; !is_found && j < scenario->n_assumptions; j++) {
            is_found = has_steps(&scenario->assumptions[j], column);
        }
        if (!is_found) {
            suf_reader_fault(self, &column->place, NULL,
                "found a column '%.80s' of steps, expected the name of %s that moves "
                "from "
                "year to year (ar1)",
                column->text,
                column->kind == SUF_POINT_SHOCK ? "the shock of an assumption"
                                                : "an assumption");
        } else if (column->kind != SUF_POINT_VALUE && column->year <= first) {
            suf_reader_fault(self, &column->place, NULL,
                "found a column '%.80s' of steps, expected a year after %" PRId32
                ", in which the run starts: its value is the assumption's own",
                column->text, first);
        }
    }
}

void
suf_warn_points(suf_reader *self)
{
    const suf_scenario *scenario = self->scenario;
    int32_t last = (suf_month_of_day(scenario->end_day) - 1) / 12;
    for (size_t i = 0; i < scenario->points.n_columns; i++) {
        const suf_point_column *column = &scenario->points.columns[i];
        if (column->kind != SUF_POINT_VALUE && column->year > last) {
            suf_reader_fault(self, &column->place, NULL,
                "without effect: the column '%.80s' is of a year after the run, which "
                "ends in %" PRId32,
                column->text, last);
        }
    }
}
