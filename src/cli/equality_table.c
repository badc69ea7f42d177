/* The table of equality of a results file.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "equality_table.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "cli/equality_reader.h"
#include "cli/print.h"
#include "stats/estimate.h"

enum { WIDTH_TITLE = 26, MOST_DECIMALS = 4 };

typedef struct table {
    suf_results *results;
    uint32_t scenario;
    const suf_given *given;
    suf_equality_reader reader;
    suf_estimate *estimates; /* [quantity][period][ratio][service] */
} table;

static suf_estimate *
estimate_of(
    const table *self, int quantity, uint32_t period, suf_ratio ratio, uint32_t service)
{
    const suf_layout *layout = &self->results->layout;
    size_t n = suf_layout_size(layout, suf_equality_quantity(quantity));
    return &self->estimates[(size_t) quantity * n +
                            suf_equality_at(layout, period, ratio, service)];
}

static void
add_replication(table *self, uint32_t position)
{
    const suf_layout *layout = &self->results->layout;
    uint32_t replication = (uint32_t) self->results->replications[position];
    for (int quantity = 0; quantity < SUF_N_EQUALITIES; quantity++) {
        for (uint32_t period = 0; period <= layout->n_years; period++) {
            for (int i = SUF_FIRST_RATIO; i <= SUF_N_RATIOS_RECORDED; i++) {
                for (uint32_t s = 0; s < layout->n_services; s++) {
                    suf_ratio ratio = (suf_ratio) i;
                    suf_estimate_add_weighted(
                        estimate_of(self, quantity, period, ratio, s), &layout->design,
                        replication, suf_given_weight(self->given, position),
                        suf_equality_value(&self->reader, quantity, period, ratio, s));
                }
            }
        }
    }
}

static suf_status
summarise(table *self, suf_faults *faults)
{
    suf_results *results = self->results;
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(SUF_N_EQUALITIES * suf_layout_size(&results->layout,
                                                 SUF_VARIABLE_EQUALITY_OVERALL),
        sizeof *self->estimates, &self->estimates));
    SUF_TRY(suf_equality_reader_init(&self->reader, results));
    for (uint32_t r = 0; r < results->n_replications; r++) {
        SUF_TRY(suf_equality_reader_read(&self->reader, self->scenario, r, faults));
        add_replication(self, r);
    }
out:
    return status;
}

/* Whether an index of the service was observed in any period. */
static bool
is_there(const table *self, suf_ratio ratio, uint32_t service)
{
    for (uint32_t period = 0; period <= self->results->layout.n_years; period++) {
        if (estimate_of(self, 1, period, ratio, service)->tally.n > 0) {
            return true;
        }
    }
    return false;
}

/* The name of a period: a year, or all. */
static void
name_period(const suf_layout *layout, uint32_t period, char text[16])
{
    if (period == layout->n_years) {
        (void) snprintf(text, 16, "%s", SUF_ALL);
    } else {
        (void) snprintf(text, 16, "%" PRId32, layout->first_year + (int32_t) period);
    }
}

/* --- for people -----------------------------------------------------------------------
 */

/* A value that is the same in all replications, or of one, has no half width that says
 * how many digits it is good for. */
static void
print_value(const suf_estimate *of, char text[64])
{
    if (of->tally.n > 0 && !(suf_estimate_half_width(of, 0.95) > 0)) {
        (void) snprintf(text, 64, "%.4g", suf_estimate_mean(of));
    } else {
        suf_print_cell(of, MOST_DECIMALS, text);
    }
}

static int
column_width(const table *self, suf_ratio ratio)
{
    const suf_layout *layout = &self->results->layout;
    int width = 0;
    for (int quantity = 0; quantity < SUF_N_EQUALITIES; quantity++) {
        for (uint32_t period = 0; period <= layout->n_years; period++) {
            for (uint32_t s = 0; s < layout->n_services; s++) {
                char text[64];
                print_value(estimate_of(self, quantity, period, ratio, s), text);
                int here = suf_print_width(text);
                width = here > width ? here : width;
            }
        }
    }
    return width + 2;
}

/* Whether some district had nobody, in some replication: then their number is told. */
static bool
is_partial(const table *self, suf_ratio ratio, uint32_t service)
{
    const suf_layout *layout = &self->results->layout;
    for (uint32_t period = 0; period <= layout->n_years; period++) {
        const suf_estimate *of =
            estimate_of(self, SUF_N_EQUALITIES - 1, period, ratio, service);
        if (suf_estimate_mean(of) < layout->n_districts) {
            return true;
        }
    }
    return false;
}

static void
print_service(const table *self, suf_ratio ratio, uint32_t service, int width)
{
    const suf_layout *layout = &self->results->layout;
    const suf_label *label = &layout->services[service];
    (void) printf(
        "%s%s%s\n", label->name, label->title[0] != '\0' ? ": " : "", label->title);
    bool has_all = !is_partial(self, ratio, service);
    for (int quantity = 0; quantity < SUF_N_EQUALITIES - has_all; quantity++) {
        (void) printf("  ");
        suf_print_left(suf_equality_title(quantity), WIDTH_TITLE);
        for (uint32_t period = 0; period <= layout->n_years; period++) {
            char text[64];
            print_value(estimate_of(self, quantity, period, ratio, service), text);
            suf_print_right(text, width);
        }
        (void) printf("\n");
    }
}

static void
print_ratio(const table *self, suf_ratio ratio)
{
    const suf_layout *layout = &self->results->layout;
    int width = column_width(self, ratio);
    bool has_head = false;
    const char *mark = "not observed: ";
    for (uint32_t s = 0; s < layout->n_services; s++) {
        if (!is_there(self, ratio, s)) {
            continue;
        }
        if (!has_head) {
            (void) printf("\n%s", suf_equality_ratio_title(ratio));
            suf_given_print(self->given);
            (void) printf("\n  ");
            suf_print_left("", WIDTH_TITLE);
            for (uint32_t period = 0; period <= layout->n_years; period++) {
                char text[16];
                name_period(layout, period, text);
                suf_print_right(text, width);
            }
            (void) printf("\n");
            has_head = true;
        }
        print_service(self, ratio, s, width);
    }
    if (!has_head) {
        (void) printf("\n%s: not observed\n", suf_equality_ratio_title(ratio));
        return;
    }
    for (uint32_t s = 0; s < layout->n_services; s++) {
        if (!is_there(self, ratio, s)) {
            (void) printf("%s%s", mark, layout->services[s].name);
            mark = ", ";
        }
    }
    (void) printf("%s", mark[0] == ',' ? "\n" : "");
}

static void
print_text(const table *self)
{
    for (int i = SUF_FIRST_RATIO; i <= SUF_N_RATIOS_RECORDED; i++) {
        print_ratio(self, (suf_ratio) i);
    }
    (void) printf(
        "\nequality between districts, weighted by people: worst over best is 1 "
        "where all are equal,\nthe others are 0; what is unequal within a "
        "district is not seen; districts: those that have\nsomebody whom the "
        "ratio is of, where these are not all\n");
}

/* --- as CSV ---------------------------------------------------------------------------
 */

void
suf_equality_table_csv_head(const suf_results *results)
{
    (void) printf("scenario,service,ratio,period,quantity,mean,half_width,replications");
    suf_given_csv_head(results);
}

static void
print_csv(const table *self)
{
    const suf_layout *layout = &self->results->layout;
    for (uint32_t s = 0; s < layout->n_services; s++) {
        for (int i = SUF_FIRST_RATIO; i <= SUF_N_RATIOS_RECORDED; i++) {
            for (uint32_t period = 0; period <= layout->n_years; period++) {
                for (int quantity = 0; quantity < SUF_N_EQUALITIES; quantity++) {
                    const suf_estimate *of =
                        estimate_of(self, quantity, period, (suf_ratio) i, s);
                    char name[16];
                    name_period(layout, period, name);
                    suf_print_field(layout->scenarios[self->scenario].name);
                    suf_print_field(layout->services[s].name);
                    suf_print_field(suf_ratio_names[i - SUF_FIRST_RATIO]);
                    suf_print_field(name);
                    (void) printf("%s,%.10g,%.10g,%" PRIu64,
                        suf_variable_info_of(suf_equality_quantity(quantity))->name,
                        suf_estimate_mean(of), suf_estimate_half_width(of, 0.95),
                        of->tally.n);
                    suf_given_csv(self->given);
                }
            }
        }
    }
}

suf_status
suf_equality_table_print(suf_results *results, uint32_t scenario, const suf_given *given,
    bool is_csv, suf_faults *faults)
{
    table self = {.results = results, .scenario = scenario, .given = given};
    suf_status status = summarise(&self, faults);
    if (status == SUF_OK && is_csv) {
        print_csv(&self);
    } else if (status == SUF_OK) {
        print_text(&self);
    }
    suf_equality_reader_free(&self.reader);
    free(self.estimates);
    return status;
}
