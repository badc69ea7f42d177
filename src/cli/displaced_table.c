/* Who lost a place to a class before its own.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "displaced_table.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "base/memory.h"
#include "cli/print.h"
#include "stats/estimate.h"

enum { N_TOLD = 2, WIDTH_CLASS = 26, WIDTH_VALUE = 16 };

static const suf_variable told[N_TOLD] = {
    SUF_VARIABLE_CLASS_DISPLACED, SUF_VARIABLE_CLASS_RESUMED};

typedef struct table {
    suf_results *results;
    uint32_t scenario;
    const suf_given *given;
    suf_estimate *estimates; /* [class][of what] a year, in all districts */
} table;

static const suf_layout *
layout_of(const table *self)
{
    return &self->results->layout;
}

static suf_estimate *
estimate_of(const table *self, uint32_t class, uint32_t what)
{
    return &self->estimates[(size_t) class * N_TOLD + what];
}

/* Of a class in a replication, a year. */
static double
rate_of(const table *self, const double *values, uint32_t class)
{
    const suf_layout *layout = layout_of(self);
    size_t n = (size_t) layout->n_months * layout->n_districts;
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        sum += values[i * layout->n_classes + class];
    }
    return sum * SUF_DAYS_PER_YEAR / (layout->end_day - layout->start_day);
}

static suf_status
gather(table *self, suf_faults *faults)
{
    const suf_layout *layout = layout_of(self);
    double *values = NULL;
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(
        (size_t) layout->n_classes * N_TOLD, sizeof *self->estimates, &self->estimates));
    SUF_TRY(suf_array_new(suf_layout_size(layout, told[0]), sizeof *values, &values));
    for (uint32_t r = 0; r < self->results->n_replications; r++) {
        for (int i = 0; i < N_TOLD; i++) {
            SUF_TRY(suf_results_read(
                self->results, told[i], self->scenario, r, values, faults));
            for (uint32_t c = 0; c < layout->n_classes; c++) {
                suf_estimate_add_weighted(estimate_of(self, c, (uint32_t) i),
                    &layout->design, (uint32_t) self->results->replications[r],
                    suf_given_weight(self->given, r), rate_of(self, values, c));
            }
        }
    }
out:
    free(values);
    return status;
}

/* Whether anybody of the service was displaced: of a class, maybe another one. */
static bool
is_told(const table *self, uint32_t class)
{
    const suf_layout *layout = layout_of(self);
    for (uint32_t other = 0; other < layout->n_classes; other++) {
        if (strcmp(layout->classes[other].service, layout->classes[class].service) == 0 &&
            suf_estimate_mean(estimate_of(self, other, 0)) > 0) {
            return true;
        }
    }
    return false;
}

static void
print_csv(const table *self, uint32_t class)
{
    const suf_layout *layout = layout_of(self);
    for (uint32_t i = 0; i < N_TOLD; i++) {
        const suf_estimate *of = estimate_of(self, class, i);
        suf_print_field(layout->scenarios[self->scenario].name);
        suf_print_field(layout->classes[class].service);
        suf_print_field(layout->classes[class].class);
        suf_print_field(SUF_ALL);
        (void) printf("%s,%.10g,%.10g,%" PRIu64, suf_variable_info_of(told[i])->name,
            suf_estimate_mean(of), suf_estimate_half_width(of, 0.95),
            (uint64_t) of->tally.n);
        suf_given_csv(self->given);
    }
}

static void
print_text(const table *self, uint32_t class, bool is_first)
{
    const suf_layout *layout = layout_of(self);
    if (is_first) {
        (void) printf("\n%s: who lost a place to a class before its own, and was back, "
                      "people a year",
            layout->classes[class].service);
        suf_given_print(self->given);
        (void) printf("\n");
        suf_print_left("class", WIDTH_CLASS);
        suf_print_right("displaced", WIDTH_VALUE);
        suf_print_right("resumed", WIDTH_VALUE);
        (void) printf("\n");
    }
    suf_print_left(layout->classes[class].class, WIDTH_CLASS);
    for (uint32_t i = 0; i < N_TOLD; i++) {
        char text[64];
        suf_print_cell(estimate_of(self, class, i), 3, text);
        suf_print_right(text, WIDTH_VALUE);
    }
    (void) printf("\n");
}

suf_status
suf_displaced_table_print(suf_results *results, uint32_t scenario, const suf_given *given,
    bool is_csv, suf_faults *faults)
{
    const suf_layout *layout = &results->layout;
    table self = {.results = results, .scenario = scenario, .given = given};
    const char *service = "";
    if (suf_layout_size(layout, told[0]) == 0) {
        return SUF_OK;
    }
    suf_status status = gather(&self, faults);
    for (uint32_t c = 0; status == SUF_OK && c < layout->n_classes; c++) {
        if (is_told(&self, c) && is_csv) {
            print_csv(&self, c);
        } else if (is_told(&self, c)) {
            print_text(&self, c, strcmp(service, layout->classes[c].service) != 0);
            service = layout->classes[c].service;
        }
    }
    free(self.estimates);
    return status;
}
