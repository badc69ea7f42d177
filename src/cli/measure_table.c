/* The tables of a results file: measures by service, or class, and district.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "measure_table.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "cli/measure_reader.h"
#include "cli/print.h"
#include "stats/estimate.h"

/* Everything of one scenario. An item is a service, or a class of priority. */
typedef struct table {
    suf_results *results;
    uint32_t scenario;
    const suf_given *given;
    bool is_of_classes, by_district;
    uint32_t n_items;
    suf_measure_reader reader;
    suf_estimate *estimates; /* [item][district, then all together][measure] */
} table;

static suf_estimate *
estimate_of(const table *self, uint32_t item, uint32_t region, suf_variable measure)
{
    size_t regions = (size_t) self->results->layout.n_districts + 1;
    return &self->estimates[(item * regions + region) * SUF_N_MEASURES +
                            (size_t) ((int) measure - SUF_FIRST_MEASURE)];
}

static uint32_t
measures_of(const table *self, uint32_t item, bool in_table,
    suf_variable measures[SUF_N_MEASURES])
{
    int32_t kind =
        self->is_of_classes
            ? SUF_KIND_OF_CLASS
            : suf_layout_service(&self->results->layout, self->scenario, item).kind;
    return suf_measures_of(kind, in_table, measures);
}

static void
add_replication(table *self, uint32_t position)
{
    const suf_layout *layout = &self->results->layout;
    uint32_t replication = (uint32_t) self->results->replications[position];
    suf_variable measures[SUF_N_MEASURES];
    for (uint32_t item = 0; item < self->n_items; item++) {
        uint32_t n = measures_of(self, item, false, measures);
        for (uint32_t region = 0; region <= layout->n_districts; region++) {
            for (uint32_t i = 0; i < n; i++) {
                suf_estimate_add_weighted(estimate_of(self, item, region, measures[i]),
                    &layout->design, replication, suf_given_weight(self->given, position),
                    suf_measure_value(&self->reader, measures[i], item, region));
            }
        }
    }
}

static suf_status
summarise(table *self, suf_faults *faults)
{
    suf_results *results = self->results;
    const suf_layout *layout = &results->layout;
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(
        (size_t) self->n_items * ((size_t) layout->n_districts + 1) * SUF_N_MEASURES,
        sizeof *self->estimates, &self->estimates));
    SUF_TRY(suf_measure_reader_init(&self->reader, results));
    for (uint32_t r = 0; r < results->n_replications; r++) {
        SUF_TRY(suf_measure_reader_read(&self->reader, self->scenario, r, faults));
        add_replication(self, r);
    }
out:
    return status;
}

/* A class may be another scenario's, of which this one has nothing; a service is listed
 * whatever it is. */
static bool
is_there(const table *self, uint32_t item)
{
    return !self->is_of_classes ||
           estimate_of(self, item, self->results->layout.n_districts,
               SUF_VARIABLE_CLASS_LISTED_RATE)
                   ->tally.n > 0;
}

/* The rows that are told: all of them, or that of all districts. */
static uint32_t
first_row(const table *self)
{
    return self->by_district ? 0 : self->results->layout.n_districts;
}

static const char *
region_name(const suf_layout *layout, uint32_t region)
{
    return region < layout->n_districts ? layout->districts[region].name : SUF_ALL;
}

/* --- for people -----------------------------------------------------------------------
 */

static int
wider(int width, const char *text)
{
    int here = suf_print_width(text) + 1;
    return here > width ? here : width;
}

/* One column under another: at least as wide as its widest cell, and two blanks. */
static int
column_width(const table *self, uint32_t item, suf_variable measure)
{
    const suf_layout *layout = &self->results->layout;
    const suf_service_measure *about = suf_measure_of(measure);
    int width = wider(wider(0, about->head), about->head_unit);
    for (uint32_t other = item; other < self->n_items; other++) {
        /* The tables of a service's classes are one. */
        if (other != item &&
            (!self->is_of_classes || strcmp(layout->classes[other].service,
                                         layout->classes[item].service) != 0)) {
            break;
        }
        for (uint32_t region = first_row(self); region <= layout->n_districts; region++) {
            char text[64];
            suf_print_cell(estimate_of(self, other, region, measure), 3, text);
            width = wider(width, text);
        }
    }
    return width + 1;
}

/* Widths of the two first columns. */
typedef struct heads {
    int class, district;
} heads;

static heads
head_widths(const table *self)
{
    const suf_layout *layout = &self->results->layout;
    heads widths = {.class = self->is_of_classes ? (int) sizeof "class" : 0,
        .district = (int) sizeof "district"};
    for (uint32_t i = 0; self->is_of_classes && i < layout->n_classes; i++) {
        widths.class = wider(widths.class, layout->classes[i].class);
    }
    for (uint32_t i = 0; i < layout->n_districts; i++) {
        widths.district = wider(widths.district, layout->districts[i].name);
    }
    return widths;
}

static void
print_head(const table *self, uint32_t item, const heads *widths,
    const suf_variable *measures, uint32_t n, int column[SUF_N_MEASURES])
{
    const suf_layout *layout = &self->results->layout;
    if (self->is_of_classes) {
        (void) printf("\n%s by class of priority", layout->classes[item].service);
    } else {
        const suf_label *label = &layout->services[item];
        (void) printf(
            "\n%s%s%s", label->name, label->title[0] != '\0' ? ": " : "", label->title);
    }
    suf_given_print(self->given);
    (void) printf("\n");
    if (!self->is_of_classes) {
        const char *caveat = suf_layout_caveat(layout, self->scenario, item);
        (void) printf("%s%s%s", caveat[0] != '\0' ? "caveat: " : "", caveat,
            caveat[0] != '\0' ? "\n" : "");
    }
    suf_print_left("", widths->class + widths->district);
    for (uint32_t i = 0; i < n; i++) {
        column[i] = column_width(self, item, measures[i]);
        suf_print_right(suf_measure_of(measures[i])->head, column[i]);
    }
    (void) printf("\n");
    if (self->is_of_classes) {
        suf_print_left("class", widths->class);
    }
    suf_print_left("district", widths->district);
    for (uint32_t i = 0; i < n; i++) {
        suf_print_right(suf_measure_of(measures[i])->head_unit, column[i]);
    }
    (void) printf("\n");
}

static void
print_tables(const table *self)
{
    const suf_layout *layout = &self->results->layout;
    const char *service = "";
    heads widths = head_widths(self);
    int column[SUF_N_MEASURES] = {0};
    for (uint32_t item = 0; item < self->n_items; item++) {
        suf_variable measures[SUF_N_MEASURES];
        uint32_t n = measures_of(self, item, true, measures);
        if (!is_there(self, item)) {
            continue;
        }
        if (!self->is_of_classes || strcmp(service, layout->classes[item].service) != 0) {
            service = self->is_of_classes ? layout->classes[item].service : "";
            print_head(self, item, &widths, measures, n, column);
        }
        bool has_total = layout->n_districts > 1 || !self->by_district;
        for (uint32_t row = first_row(self); row < layout->n_districts + has_total;
             row++) {
            if (self->is_of_classes) {
                suf_print_left(layout->classes[item].class, widths.class);
            }
            suf_print_left(region_name(layout, row), widths.district);
            for (uint32_t i = 0; i < n; i++) {
                char text[64];
                suf_print_cell(estimate_of(self, item, row, measures[i]), 3, text);
                suf_print_right(text, column[i]);
            }
            (void) printf("\n");
        }
    }
}

/* --- as CSV ---------------------------------------------------------------------------
 */

static void
print_csv(const table *self)
{
    const suf_layout *layout = &self->results->layout;
    for (uint32_t item = 0; item < self->n_items; item++) {
        suf_variable measures[SUF_N_MEASURES];
        uint32_t n = is_there(self, item) ? measures_of(self, item, false, measures) : 0;
        for (uint32_t row = first_row(self); row <= layout->n_districts; row++) {
            for (uint32_t i = 0; i < n; i++) {
                const suf_estimate *estimate = estimate_of(self, item, row, measures[i]);
                suf_print_field(layout->scenarios[self->scenario].name);
                suf_print_field(self->is_of_classes ? layout->classes[item].service
                                                    : layout->services[item].name);
                if (self->is_of_classes) {
                    suf_print_field(layout->classes[item].class);
                }
                suf_print_field(region_name(layout, row));
                (void) printf("%s,%.10g,%.10g,%" PRIu64,
                    suf_variable_info_of(measures[i])->name, suf_estimate_mean(estimate),
                    suf_estimate_half_width(estimate, 0.95), estimate->tally.n);
                if (layout->caveats != NULL && !self->is_of_classes) {
                    (void) printf(",");
                    suf_print_last_field(suf_layout_caveat(layout, self->scenario, item));
                }
                suf_given_csv(self->given);
            }
        }
    }
}

void
suf_service_tables_csv_head(const suf_results *results)
{
    (void) printf("scenario,service,district,quantity,mean,half_width,replications");
    (void) printf(results->layout.caveats != NULL ? ",caveat" : "");
    suf_given_csv_head(results);
}

void
suf_class_tables_csv_head(const suf_results *results)
{
    (void) printf(
        "scenario,service,class,district,quantity,mean,half_width,replications");
    suf_given_csv_head(results);
}

static suf_status
print(table *self, bool is_csv, suf_faults *faults)
{
    suf_status status = self->n_items > 0 ? summarise(self, faults) : SUF_OK;
    if (status == SUF_OK && is_csv) {
        print_csv(self);
    } else if (status == SUF_OK) {
        print_tables(self);
    }
    suf_measure_reader_free(&self->reader);
    free(self->estimates);
    return status;
}

suf_status
suf_service_tables_print(suf_results *results, uint32_t scenario, const suf_given *given,
    bool is_csv, suf_faults *faults)
{
    table self = {.results = results,
        .scenario = scenario,
        .given = given,
        .by_district = true,
        .n_items = results->layout.n_services};
    return print(&self, is_csv, faults);
}

suf_status
suf_class_tables_print(suf_results *results, uint32_t scenario, const suf_given *given,
    bool is_csv, bool by_district, suf_faults *faults)
{
    table self = {.results = results,
        .scenario = scenario,
        .given = given,
        .is_of_classes = true,
        .by_district = by_district,
        .n_items = results->layout.n_classes};
    return print(&self, is_csv, faults);
}
