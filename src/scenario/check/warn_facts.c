/* Warnings: what is known of projects, but not when, or of nothing that is drawn.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "scenario/check/warn.h"
#include "scenario/types/project_facts.h"

/* A law that ends: the most that it takes of a planned duration; INFINITY: it has no end,
 * or is an assumption's. */
static double
most_multiple(const suf_delivery_spec *delivery)
{
    bool is_told =
        delivery->a.assumption == SUF_NONE && delivery->b.assumption == SUF_NONE;
    bool has_no_spread = delivery->delay == SUF_DELAY_LOGNORMAL &&
                         !(delivery->b.value > delivery->a.value);
    return !is_told                                              ? (double) INFINITY
           : delivery->delay == SUF_DELAY_UNIFORM                ? delivery->b.value
           : delivery->delay == SUF_DELAY_FIXED || has_no_spread ? delivery->a.value
                                                                 : (double) INFINITY;
}

/* A project that should be open by all that its law can do. */
static void
warn_excluded(suf_reader *self, size_t i)
{
    const suf_scenario *scenario = self->scenario;
    const suf_project_row *row = &scenario->projects[i];
    int32_t known = suf_project_known_day(scenario, row);
    double most = most_multiple(&scenario->delivery);
    bool is_single = row->until_day == INT32_MIN && row->starts_day != INT32_MIN &&
                     row->after[0] == '\0' && row->opened[0] == '\0' &&
                     row->cancelled[0] == '\0';
    if (is_single && known != INT32_MIN && isfinite(most) && row->pass.value >= 1 &&
        known + 1 - row->starts_day > most * (row->opens_day - row->starts_day)) {
        suf_reader_fault_row(self, &scenario->projects, i, row->line, "opens",
            "found a project that is not open at known_at, though it takes %.6g times as "
            "long as planned at most: unless it is cancelled it opens the day after",
            most);
    }
}

void
suf_warn_facts(suf_reader *self)
{
    const suf_scenario *scenario = self->scenario;
    bool has_effect = false;
    size_t told = SIZE_MAX; /* the first project that is told of without a date */
    bool is_one_left = false;
    for (size_t i = 0; i < scenario->n_projects; i++) {
        const suf_project_row *row = &scenario->projects[i];
        bool is_told = row->opened[0] != '\0' || row->cancelled[0] != '\0';
        bool has_date = suf_project_known_day(scenario, row) != INT32_MIN;
        has_effect = has_effect || suf_project_is_random(row) ||
                     row->pass.assumption != SUF_NONE || row->pass.value < 1;
        /* Its planned day may stand before the run only where that is known. */
        has_effect = has_effect || row->opens_day < scenario->start_day;
        told = is_told && !has_date && told == SIZE_MAX ? i : told;
        is_one_left =
            is_one_left || (!is_told && !has_date && suf_project_is_random(row));
        warn_excluded(self, i);
    }
    if (told != SIZE_MAX && is_one_left) {
        suf_reader_fault_row(self, &scenario->projects, told,
            scenario->projects[told].line,
            scenario->projects[told].opened[0] != '\0' ? "opened" : "cancelled",
            "found a project that is known, but no known_at of the scenario: of others "
            "it "
            "is not known whether they are open");
    }
    if (scenario->known_day != INT32_MIN && !has_effect) {
        suf_reader_fault_at(
            self, "known_at", "without effect: every project opens on its planned day");
    }
}
