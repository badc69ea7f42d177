/* The variance of a nested run, split into what is not known and chance.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "variance_table.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/number.h"
#include "cli/measure_reader.h"
#include "cli/print.h"
#include "stats/variance_split.h"

typedef struct table {
    suf_results *results;
    suf_measure_reader reader;
    suf_variance_split *services; /* [service][measure] */
    suf_variance_split *targets;  /* [target] */
    double *values;               /* [target] */
} table;

static suf_status
gather(table *self, uint32_t scenario, suf_faults *faults)
{
    const suf_layout *layout = &self->results->layout;
    const suf_design_spec *design = &layout->design;
    suf_status status = SUF_OK;
    SUF_TRY(suf_measure_reader_init(&self->reader, self->results));
    SUF_TRY(suf_array_new((size_t) layout->n_services * SUF_N_MEASURES,
        sizeof *self->services, &self->services));
    SUF_TRY(suf_array_new(layout->n_targets, sizeof *self->targets, &self->targets));
    SUF_TRY(suf_array_new(layout->n_targets, sizeof *self->values, &self->values));
    for (uint32_t i = 0; i < self->results->n_replications; i++) {
        uint32_t r = (uint32_t) self->results->replications[i];
        SUF_TRY(suf_measure_reader_read(&self->reader, scenario, i, faults));
        SUF_TRY(suf_results_read(
            self->results, SUF_VARIABLE_TARGET_VALUE, scenario, i, self->values, faults));
        for (uint32_t t = 0; t < layout->n_targets; t++) {
            suf_variance_split_add(&self->targets[t], design, r, self->values[t]);
        }
        for (uint32_t s = 0; s < layout->n_services; s++) {
            suf_variable measures[SUF_N_MEASURES];
            uint32_t n = suf_measures_of(
                suf_layout_service(layout, scenario, s).kind, false, measures);
            for (uint32_t m = 0; m < n; m++) {
                suf_variance_split_add(&self->services[(size_t) s * SUF_N_MEASURES + m],
                    design, r,
                    suf_measure_value(
                        &self->reader, measures[m], s, layout->n_districts));
            }
        }
    }
out:
    return status;
}

void
suf_variance_table_csv_head(void)
{
    (void) printf("scenario,of,name,quantity,sd,share,low,high,points\n");
}

enum { WIDTH_NAME = 20, WIDTH_QUANTITY = 26, WIDTH_SD = 14, WIDTH_SHARE = 26 };

static void
print_row(const table *self, uint32_t scenario, bool is_csv, const char *of,
    const char *name, const char *quantity, const suf_variance_split *split)
{
    char text[80];
    suf_variance_share share = suf_variance_split_share(split, 0.95);
    if (!(share.total > 0)) {
        return; /* nothing varies, or nothing is known of it */
    }
    if (is_csv) {
        suf_print_field(self->results->layout.scenarios[scenario].name);
        suf_print_field(of);
        suf_print_field(name);
        suf_print_field(quantity);
        (void) printf("%.10g,%.10g,%.10g,%.10g,%" PRIu32 "\n", sqrt(share.total),
            share.share, share.low, share.high, share.n_points);
        return;
    }
    suf_print_left(name, WIDTH_NAME);
    suf_print_left(quantity, WIDTH_QUANTITY);
    (void) snprintf(text, sizeof text, "%.4g", sqrt(share.total));
    suf_print_right(text, WIDTH_SD);
    (void) snprintf(text, sizeof text, "%.0f %% [%.0f, %.0f]", 100 * share.share,
        100 * share.low, 100 * share.high);
    suf_print_right(text, WIDTH_SHARE);
    (void) printf("\n");
}

static void
print(const table *self, uint32_t scenario, const suf_given *given, bool is_csv)
{
    const suf_layout *layout = &self->results->layout;
    if (!is_csv) {
        (void) printf("\nwhat varies, and how much of its variance comes from the "
                      "assumptions (the rest is chance)%s%s\n",
            given->has_any ? ", " : "",
            !given->has_any   ? ""
            : given->is_table ? suf_given_as_drawn(self->results)
                              : "as thought before what was seen");
        suf_print_left("", WIDTH_NAME);
        suf_print_left("", WIDTH_QUANTITY);
        suf_print_right("sd", WIDTH_SD);
        suf_print_right("assumptions [95 %]", WIDTH_SHARE);
        (void) printf("\n");
    }
    for (uint32_t t = 0; t < layout->n_targets; t++) {
        print_row(self, scenario, is_csv, "target", layout->targets[t].name, "value",
            &self->targets[t]);
    }
    for (uint32_t s = 0; s < layout->n_services; s++) {
        suf_variable measures[SUF_N_MEASURES];
        uint32_t n = suf_measures_of(
            suf_layout_service(layout, scenario, s).kind, false, measures);
        for (uint32_t i = 0; i < n; i++) {
            print_row(self, scenario, is_csv, "service", layout->services[s].name,
                suf_variable_info_of(measures[i])->name,
                &self->services[(size_t) s * SUF_N_MEASURES + i]);
        }
    }
}

suf_status
suf_variance_table_print(suf_results *results, uint32_t scenario, const suf_given *given,
    bool is_csv, suf_faults *faults)
{
    const suf_design_spec *design = &results->layout.design;
    table self = {.results = results};
    if (design->inner == SUF_NONE || design->inner < 2) {
        return SUF_OK;
    }
    suf_status status = gather(&self, scenario, faults);
    if (status == SUF_OK) {
        print(&self, scenario, given, is_csv);
    }
    suf_measure_reader_free(&self.reader);
    free(self.services);
    free(self.targets);
    free(self.values);
    return status;
}
