/* The tables of a results file: each service by district.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "service_table.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "app/print.h"
#include "app/service_measure.h"
#include "base/memory.h"
#include "base/terms.h"
#include "stats/estimate.h"

/* Everything of one scenario: [service][district, then all together][column]. */
typedef struct summary {
    suf_results *results;
    suf_service_reader reader;
    suf_estimate *estimates;
    suf_service_kind *kinds; /* [service] */
} summary;

static suf_estimate *
estimate_of(const summary *self, uint32_t service, uint32_t row, size_t which)
{
    size_t rows = (size_t) self->results->layout.n_districts + 1;
    return &self->estimates[(service * rows + row) * SUF_MOST_COLUMNS + which];
}

/* Adds one replication to every estimate. */
static void
add_replication(summary *self, uint32_t replication)
{
    const suf_layout *layout = &self->results->layout;
    for (uint32_t service = 0; service < layout->n_services; service++) {
        self->kinds[service] = suf_service_reader_kind(&self->reader, service);
        size_t n = 0;
        const suf_service_column *columns = suf_service_columns(self->kinds[service], &n);
        for (uint32_t row = 0; row <= layout->n_districts; row++) {
            bool is_all = row == layout->n_districts;
            for (size_t i = 0; i < n; i++) {
                suf_estimate_add(estimate_of(self, service, row, i), &layout->design,
                    replication,
                    suf_service_measure(&self->reader, &columns[i], service,
                        is_all ? 0 : row, is_all ? row : row + 1));
            }
        }
    }
}

static suf_status
summarise(summary *self, suf_results *results, uint32_t scenario, suf_faults *faults)
{
    const suf_layout *layout = &results->layout;
    *self = (summary){.results = results};
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new((size_t) layout->n_services *
                              ((size_t) layout->n_districts + 1) * SUF_MOST_COLUMNS,
        sizeof *self->estimates, &self->estimates));
    SUF_TRY(suf_array_new(layout->n_services, sizeof *self->kinds, &self->kinds));
    SUF_TRY(suf_service_reader_init(&self->reader, results));
    for (uint32_t r = 0; r < results->n_replications; r++) {
        SUF_TRY(suf_service_reader_read(&self->reader, scenario, r, faults));
        add_replication(self, (uint32_t) results->replications[r]);
    }
out:
    return status;
}

static void
summary_free(summary *self)
{
    suf_service_reader_free(&self->reader);
    free(self->estimates);
    free(self->kinds);
}

static void
print_table(const summary *self, uint32_t service, int first_width)
{
    const suf_layout *layout = &self->results->layout;
    const suf_label *label = &layout->services[service];
    size_t n = 0;
    const suf_service_column *columns = suf_service_columns(self->kinds[service], &n);
    (void) printf(
        "\n%s%s%s\n", label->name, label->title[0] != '\0' ? ": " : "", label->title);
    suf_print_left("", first_width);
    for (size_t i = 0; i < n; i++) {
        suf_print_right(columns[i].head, columns[i].width);
    }
    (void) printf("\n");
    suf_print_left("district", first_width);
    for (size_t i = 0; i < n; i++) {
        suf_print_right(columns[i].unit, columns[i].width);
    }
    (void) printf("\n");
    bool has_total = layout->n_districts > 1;
    for (uint32_t row = 0; row < layout->n_districts + has_total; row++) {
        suf_print_left(
            row < layout->n_districts ? layout->districts[row].name : "all", first_width);
        for (size_t i = 0; i < n; i++) {
            char text[64];
            suf_print_cell(estimate_of(self, service, row, i), 3, text);
            suf_print_right(text, columns[i].width);
        }
        (void) printf("\n");
    }
}

static void
print_csv(const summary *self, uint32_t scenario)
{
    const suf_layout *layout = &self->results->layout;
    for (uint32_t service = 0; service < layout->n_services; service++) {
        size_t n = 0;
        const suf_service_column *columns = suf_service_columns(self->kinds[service], &n);
        for (uint32_t row = 0; row <= layout->n_districts; row++) {
            for (size_t i = 0; i < n; i++) {
                const suf_estimate *estimate = estimate_of(self, service, row, i);
                suf_print_field(layout->scenarios[scenario].name);
                suf_print_field(layout->services[service].name);
                suf_print_field(
                    row < layout->n_districts ? layout->districts[row].name : "all");
                (void) printf("%s,%.10g,%.10g,%" PRIu64 "\n", columns[i].name,
                    suf_estimate_mean(estimate), suf_estimate_half_width(estimate, 0.95),
                    estimate->tally.n);
            }
        }
    }
}

static int
first_column_width(const suf_layout *layout)
{
    int width = (int) sizeof "district";
    for (uint32_t i = 0; i < layout->n_districts; i++) {
        int n = suf_print_width(layout->districts[i].name);
        width = n + 1 > width ? n + 1 : width;
    }
    return width;
}

suf_status
suf_service_tables_print(
    suf_results *results, uint32_t scenario, bool is_csv, suf_faults *faults)
{
    summary self;
    suf_status status = summarise(&self, results, scenario, faults);
    if (status == SUF_OK && is_csv) {
        print_csv(&self, scenario);
    } else if (status == SUF_OK) {
        for (uint32_t service = 0; service < results->layout.n_services; service++) {
            print_table(&self, service, first_column_width(&results->layout));
        }
    }
    summary_free(&self);
    return status;
}
