/* The table of zones of a results file.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "zone_table.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "cli/print.h"
#include "stats/estimate.h"

/* How the months of a year become one number. */
typedef enum fold { FOLD_SUM, FOLD_MEAN, FOLD_END } fold;

/* What is told: of a stay, and what an intake has in its place. */
typedef struct quantity {
    const char *name, *head;
    suf_variable stay, intake;
    fold how;
} quantity;

static const quantity quantities[] = {
    {"demand", "ask", SUF_VARIABLE_ZONE_REQUESTS, SUF_VARIABLE_ZONE_APPLICANTS, FOLD_SUM},
    {"places", "places", SUF_VARIABLE_ZONE_PLACES, SUF_VARIABLE_ZONE_PLACES, FOLD_END},
    {"occupied", "present", SUF_VARIABLE_ZONE_OCCUPANCY, SUF_VARIABLE_ZONE_OCCUPANCY,
        FOLD_MEAN},
    {"waiting", "on the list", SUF_VARIABLE_ZONE_WAITING, SUF_VARIABLE_ZONE_WAITING,
        FOLD_MEAN},
    {"refused", "no place", SUF_VARIABLE_ZONE_REFUSALS, SUF_VARIABLE_ZONE_UNPLACED,
        FOLD_SUM},
};
enum {
    N_QUANTITIES = sizeof quantities / sizeof quantities[0],
    WIDTH_NAME = 24,
    WIDTH_YEAR = 6,
    WIDTH_VALUE = 16
};

typedef struct table {
    suf_results *results;
    uint32_t scenario;
    const suf_given *given;
    suf_estimate *estimates; /* [service][zone][year][quantity] */
} table;

static const suf_layout *
layout_of(const table *self)
{
    return &self->results->layout;
}

static suf_estimate *
estimate_of(
    const table *self, uint32_t service, uint32_t zone, uint32_t year, uint32_t of)
{
    const suf_layout *layout = layout_of(self);
    size_t row = ((size_t) service * layout->n_zones + zone) * layout->n_years + year;
    return &self->estimates[row * N_QUANTITIES + of];
}

/* Of a year; NAN where a month is. */
static double
fold_year(const table *self, const double *values, uint32_t service, uint32_t zone,
    uint32_t year, fold how)
{
    const suf_layout *layout = layout_of(self);
    uint32_t first = suf_layout_first_month(layout, year);
    uint32_t end = suf_layout_first_month(layout, year + 1);
    double sum = 0;
    double days = 0;
    double last = (double) NAN;
    for (uint32_t month = first; month < end; month++) {
        int32_t until = month + 1 < layout->n_months
                            ? layout->month_start_days[month + 1]
                            : layout->end_day - layout->start_day;
        double weight = how == FOLD_MEAN ? until - layout->month_start_days[month] : 1;
        last = values[((size_t) month * layout->n_zones + zone) * layout->n_services +
                      service];
        sum += weight * last;
        days += weight;
    }
    return how == FOLD_END ? last : how == FOLD_MEAN ? sum / days : sum;
}

static void
add(const table *self, uint32_t replication, uint32_t of, const double *stay,
    const double *intake)
{
    const suf_layout *layout = layout_of(self);
    const quantity *what = &quantities[of];
    for (uint32_t service = 0; service < layout->n_services; service++) {
        for (uint32_t zone = 0; zone < layout->n_zones; zone++) {
            for (uint32_t year = 0; year < layout->n_years; year++) {
                double value = fold_year(self, stay, service, zone, year, what->how);
                if (isnan(value)) {
                    value = fold_year(self, intake, service, zone, year, what->how);
                }
                suf_estimate_add_weighted(estimate_of(self, service, zone, year, of),
                    &layout->design, (uint32_t) self->results->replications[replication],
                    suf_given_weight(self->given, replication), value);
            }
        }
    }
}

static suf_status
gather(table *self, suf_faults *faults)
{
    const suf_layout *layout = layout_of(self);
    size_t n = (size_t) layout->n_services * layout->n_zones * layout->n_years;
    size_t size = suf_layout_size(layout, quantities[0].stay);
    double *stay = NULL;
    double *intake = NULL;
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(n * N_QUANTITIES, sizeof *self->estimates, &self->estimates));
    SUF_TRY(suf_array_new(size, sizeof *stay, &stay));
    SUF_TRY(suf_array_new(size, sizeof *intake, &intake));
    for (uint32_t r = 0; r < self->results->n_replications; r++) {
        for (uint32_t i = 0; i < N_QUANTITIES; i++) {
            SUF_TRY(suf_results_read(
                self->results, quantities[i].stay, self->scenario, r, stay, faults));
            SUF_TRY(suf_results_read(
                self->results, quantities[i].intake, self->scenario, r, intake, faults));
            add(self, r, i, stay, intake);
        }
    }
out:
    free(stay);
    free(intake);
    return status;
}

/* --- printing ----------------------------------------------------------------------- */

static void
print_head(const table *self, uint32_t service)
{
    const suf_label *label = &layout_of(self)->services[service];
    (void) printf("\n%s%s%s: by zone and year", label->name,
        label->title[0] != '\0' ? ": " : "", label->title);
    suf_given_print(self->given);
    (void) printf("\n");
    suf_print_left("zone", WIDTH_NAME);
    suf_print_right("year", WIDTH_YEAR);
    for (uint32_t i = 0; i < N_QUANTITIES; i++) {
        suf_print_right(quantities[i].head, WIDTH_VALUE);
    }
    (void) printf("\n");
}

static void
print_row(const table *self, uint32_t service, uint32_t zone, uint32_t year)
{
    const suf_layout *layout = layout_of(self);
    char text[64];
    suf_print_left(layout->zones[zone].name, WIDTH_NAME);
    (void) snprintf(text, sizeof text, "%" PRId32, layout->first_year + (int32_t) year);
    suf_print_right(text, WIDTH_YEAR);
    for (uint32_t i = 0; i < N_QUANTITIES; i++) {
        suf_print_cell(estimate_of(self, service, zone, year, i), 1, text);
        suf_print_right(text, WIDTH_VALUE);
    }
    (void) printf("\n");
}

static void
print_csv(const table *self, uint32_t service, uint32_t zone, uint32_t year)
{
    const suf_layout *layout = layout_of(self);
    for (uint32_t i = 0; i < N_QUANTITIES; i++) {
        const suf_estimate *of = estimate_of(self, service, zone, year, i);
        if (of->tally.n == 0) {
            continue; /* an intake has no list */
        }
        suf_print_field(layout->scenarios[self->scenario].name);
        suf_print_field(layout->services[service].name);
        suf_print_field(layout->zones[zone].name);
        suf_print_field(layout->zones[zone].district);
        suf_print_field(layout->zones[zone].kind);
        (void) printf("%" PRId32 ",%s,%.10g,%.10g,%" PRIu64,
            layout->first_year + (int32_t) year, quantities[i].name,
            suf_estimate_mean(of), suf_estimate_half_width(of, 0.95),
            (uint64_t) of->tally.n);
        suf_given_csv(self->given);
    }
}

static void
print(const table *self, bool is_csv)
{
    const suf_layout *layout = layout_of(self);
    bool is_any = false;
    for (uint32_t service = 0; service < layout->n_services; service++) {
        bool is_first = true;
        for (uint32_t zone = 0; zone < layout->n_zones; zone++) {
            for (uint32_t year = 0; year < layout->n_years; year++) {
                if (estimate_of(self, service, zone, year, 1)->tally.n == 0) {
                    continue; /* its places do not stand in this zone */
                }
                if (is_csv) {
                    print_csv(self, service, zone, year);
                    continue;
                }
                if (is_first) {
                    print_head(self, service);
                }
                is_first = false;
                is_any = true;
                print_row(self, service, zone, year);
            }
        }
    }
    if (!is_csv && !is_any) {
        (void) printf("\nzones: no service of this scenario has places in zones\n");
    } else if (!is_csv) {
        (void) printf("\nask: requests, or applicants, who live there; places: built at "
                      "the end of the year;\npresent: occupied places there, and on the "
                      "list: who live there, means over the year;\nno place: refused, or "
                      "applicants without a seat, who live there\n");
    }
}

void
suf_zone_table_csv_head(const suf_results *results)
{
    (void) printf(
        "scenario,service,zone,district,kind,year,quantity,mean,half_width,replications");
    suf_given_csv_head(results);
}

suf_status
suf_zone_table_print(suf_results *results, uint32_t scenario, const suf_given *given,
    bool is_csv, suf_faults *faults)
{
    table self = {.results = results, .scenario = scenario, .given = given};
    if (suf_layout_size(&results->layout, quantities[0].stay) == 0) {
        const suf_fault_place place = {.file = results->path};
        suf_faults_add(faults, &place,
            "found no zones: no service of the file has places in zones (key zones)");
        return SUF_RAISE(SUF_ERROR_USAGE);
    }
    suf_status status = gather(&self, faults);
    if (status == SUF_OK) {
        print(&self, is_csv);
    }
    free(self.estimates);
    return status;
}
