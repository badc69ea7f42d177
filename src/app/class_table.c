/* The lists of services by class of priority.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "class_table.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/print.h"
#include "app/service_measure.h"
#include "base/memory.h"
#include "stats/estimate.h"

/* Everything of one scenario: [class][district, then all together][column]. */
typedef struct table {
    suf_results *results;
    suf_service_reader reader;
    suf_estimate *estimates;
    bool by_district;
} table;

static suf_estimate *
estimate_of(const table *self, uint32_t class, uint32_t row, size_t which)
{
    size_t rows = (size_t) self->results->layout.n_districts + 1;
    return &self->estimates[(class * rows + row) * SUF_MOST_COLUMNS + which];
}

static void
add_replication(table *self, uint32_t replication)
{
    const suf_layout *layout = &self->results->layout;
    size_t n = 0;
    const suf_service_column *columns = suf_class_columns(&n);
    for (uint32_t class = 0; class < layout->n_classes; class ++) {
        for (uint32_t row = 0; row <= layout->n_districts; row++) {
            bool is_all = row == layout->n_districts;
            for (size_t i = 0; i < n; i++) {
                suf_estimate_add(estimate_of(self, class, row, i), &layout->design,
                    replication,
                    suf_service_measure(&self->reader, &columns[i], class,
                        is_all ? 0 : row, is_all ? row : row + 1));
            }
        }
    }
}

static suf_status
summarise(table *self, uint32_t scenario, suf_faults *faults)
{
    suf_results *results = self->results;
    const suf_layout *layout = &results->layout;
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new((size_t) layout->n_classes *
                              ((size_t) layout->n_districts + 1) * SUF_MOST_COLUMNS,
        sizeof *self->estimates, &self->estimates));
    SUF_TRY(suf_service_reader_init_classes(&self->reader, results));
    for (uint32_t r = 0; r < results->n_replications; r++) {
        SUF_TRY(suf_service_reader_read(&self->reader, scenario, r, faults));
        add_replication(self, (uint32_t) results->replications[r]);
    }
out:
    return status;
}

/* The scenario may not have this class: it is another's. */
static bool
is_there(const table *self, uint32_t class)
{
    return estimate_of(self, class, self->results->layout.n_districts, 0)->tally.n > 0;
}

/* The rows that are told: all of them, or that of all districts. */
static uint32_t
first_row(const table *self)
{
    return self->by_district ? 0 : self->results->layout.n_districts;
}

static const char *
row_name(const suf_layout *layout, uint32_t row)
{
    return row < layout->n_districts ? layout->districts[row].name : "all";
}

static void
print_head(const suf_layout *layout, uint32_t class, int width, int width_district)
{
    size_t n = 0;
    const suf_service_column *columns = suf_class_columns(&n);
    (void) printf("\n%s by class of priority\n", layout->classes[class].service);
    suf_print_left("", width + width_district);
    for (size_t i = 0; i < n; i++) {
        suf_print_right(columns[i].head, columns[i].width);
    }
    (void) printf("\n");
    suf_print_left("class", width);
    suf_print_left("district", width_district);
    for (size_t i = 0; i < n; i++) {
        suf_print_right(columns[i].unit, columns[i].width);
    }
    (void) printf("\n");
}

static void
print_tables(const table *self)
{
    const suf_layout *layout = &self->results->layout;
    size_t n = 0;
    const suf_service_column *columns = suf_class_columns(&n);
    int width = (int) sizeof "class";
    int width_district = (int) sizeof "district";
    for (uint32_t i = 0; i < layout->n_classes; i++) {
        int here = suf_print_width(layout->classes[i].class) + 1;
        width = here > width ? here : width;
    }
    for (uint32_t i = 0; i < layout->n_districts; i++) {
        int here = suf_print_width(layout->districts[i].name) + 1;
        width_district = here > width_district ? here : width_district;
    }
    const char *service = "";
    for (uint32_t class = 0; class < layout->n_classes; class ++) {
        if (!is_there(self, class)) {
            continue;
        }
        if (strcmp(service, layout->classes[class].service) != 0) {
            service = layout->classes[class].service;
            print_head(layout, class, width, width_district);
        }
        bool has_total = layout->n_districts > 1 || !self->by_district;
        for (uint32_t row = first_row(self); row < layout->n_districts + has_total;
             row++) {
            suf_print_left(layout->classes[class].class, width);
            suf_print_left(row_name(layout, row), width_district);
            for (size_t i = 0; i < n; i++) {
                char text[64];
                suf_print_cell(estimate_of(self, class, row, i), 3, text);
                suf_print_right(text, columns[i].width);
            }
            (void) printf("\n");
        }
    }
}

static void
print_csv(const table *self, uint32_t scenario)
{
    const suf_layout *layout = &self->results->layout;
    size_t n = 0;
    const suf_service_column *columns = suf_class_columns(&n);
    for (uint32_t class = 0; class < layout->n_classes; class ++) {
        for (uint32_t row = first_row(self);
             is_there(self, class) && row <= layout->n_districts; row++) {
            for (size_t i = 0; i < n; i++) {
                const suf_estimate *estimate = estimate_of(self, class, row, i);
                suf_print_field(layout->scenarios[scenario].name);
                suf_print_field(layout->classes[class].service);
                suf_print_field(layout->classes[class].class);
                suf_print_field(row_name(layout, row));
                (void) printf("%s,%.10g,%.10g,%" PRIu64 "\n", columns[i].name,
                    suf_estimate_mean(estimate), suf_estimate_half_width(estimate, 0.95),
                    estimate->tally.n);
            }
        }
    }
}

void
suf_class_table_csv_head(void)
{
    (void) printf(
        "scenario,service,class,district,quantity,mean,half_width,replications\n");
}

suf_status
suf_class_table_print(suf_results *results, uint32_t scenario, bool is_csv,
    bool by_district, suf_faults *faults)
{
    table self = {.results = results, .by_district = by_district};
    if (results->layout.n_classes == 0) {
        return SUF_OK;
    }
    suf_status status = summarise(&self, scenario, faults);
    if (status == SUF_OK && is_csv) {
        print_csv(&self, scenario);
    } else if (status == SUF_OK) {
        print_tables(&self);
    }
    suf_service_reader_free(&self.reader);
    free(self.estimates);
    return status;
}
