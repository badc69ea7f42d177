/* The tables of a results file: each service by district.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "service_table.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "app/print.h"
#include "base/calendar.h"
#include "base/memory.h"
#include "base/terms.h"
#include "stats/estimate.h"

/* How the months, and districts, of a variable become one number. */
typedef enum fold {
    FOLD_A_YEAR, /* sum, per year of 365.25 days */
    FOLD_MEAN,   /* mean over time, summed over districts */
    FOLD_START,  /* of the first month */
    FOLD_END,    /* of the last month */
    FOLD_SHARE,  /* per cent: of the variable `of`, both as sums over time */
    FOLD_WAIT    /* mean of a mean, weighted by `of` */
} fold;

enum { MOST_COLUMNS = 9, MOST_TERMS = 6 };

typedef struct column {
    const char *head, *unit, *name;
    int width;
    fold how;
    suf_variable terms[MOST_TERMS]; /* added up */
    int n_terms;
    suf_variable of; /* SHARE, WAIT */
} column;

#define V(symbol)   SUF_VARIABLE_##symbol
#define ONE(symbol) .terms = {V(symbol)}, .n_terms = 1
#define PLACES                                                                           \
    {"places", "start", "places_start", 8, FOLD_START, ONE(PLACES)},                     \
    {                                                                                    \
        "places", "end", "places_end", 8, FOLD_END, ONE(PLACES)                          \
    }

static const column stay_columns[] = {
    {"demand", "a year", "requests_per_year", 19, FOLD_A_YEAR, ONE(REQUESTS)}, PLACES,
    {"taken", "mean", "occupancy", 18, FOLD_MEAN, ONE(OCCUPANCY)},
    {"taken", "%", "occupied_percent", 15, FOLD_SHARE, ONE(OCCUPANCY),
        .of = V(USABLE_PLACES)},
    {"waiting", "mean", "waiting", 16, FOLD_MEAN, ONE(WAITING)},
    {"waiting", "end", "waiting_end", 16, FOLD_END, ONE(WAITING_END)},
    {"wait", "days", "wait_days", 16, FOLD_WAIT, ONE(WAIT), .of = V(ADMISSIONS)},
    {"unserved", "a year", "unserved_per_year", 16, FOLD_A_YEAR,
        .terms = {V(BALKED), V(REFUSALS), V(RENEGED), V(AGED_OUT), V(DIED_WAITING),
            V(MOVED_WAITING)},
        .n_terms = 6}};
static const column intake_columns[] = {
    {"applicants", "a year", "applicants_per_year", 19, FOLD_A_YEAR, ONE(APPLICANTS)},
    PLACES, {"enrolled", "mean", "enrolled", 18, FOLD_MEAN, ONE(OCCUPANCY)},
    {"taken", "%", "enrolled_percent", 15, FOLD_SHARE, ONE(OCCUPANCY),
        .of = V(USABLE_PLACES)},
    {"elsewhere", "a year", "placed_away_per_year", 16, FOLD_A_YEAR, ONE(PLACED_AWAY)},
    {"above", "a year", "placed_above_per_year", 16, FOLD_A_YEAR, ONE(PLACED_ABOVE)},
    {"unplaced", "a year", "unplaced_per_year", 16, FOLD_A_YEAR, ONE(UNPLACED)},
    {"unplaced", "%", "unplaced_percent", 16, FOLD_SHARE,
        .terms = {V(UNPLACED), V(PLACED_ABOVE)}, .n_terms = 2, .of = V(APPLICANTS)}};
static const column visit_columns[] = {
    {"visits", "a year", "visits_per_year", 19, FOLD_A_YEAR, ONE(VISITS)}, PLACES,
    {"used", "%", "used_percent", 15, FOLD_SHARE, ONE(PERSON_HOURS),
        .of = V(PLACE_HOURS)},
    {"elsewhere", "a year", "served_away_per_year", 18, FOLD_A_YEAR, ONE(SERVED_AWAY)},
    {"refused", "a year", "visits_refused_per_year", 18, FOLD_A_YEAR,
        ONE(VISITS_REFUSED)},
    {"refused", "%", "visits_refused_percent", 16, FOLD_SHARE, ONE(VISITS_REFUSED),
        .of = V(VISITS)}};

#define TABLE(array) array, sizeof(array) / sizeof((array)[0])
static const struct {
    const column *columns;
    size_t n;
} tables[] = {[SUF_KIND_STAY] = {TABLE(stay_columns)},
    [SUF_KIND_INTAKE] = {TABLE(intake_columns)},
    [SUF_KIND_VISIT] = {TABLE(visit_columns)}};

/* Everything of one scenario: [service][district, then all together][column]. */
typedef struct summary {
    suf_results *results;
    double *values[SUF_N_VARIABLES]; /* of the replication in hand; NULL: not needed */
    suf_estimate *estimates;
    suf_service_kind *kinds; /* [service] */
} summary;

static double
days_of_month(const suf_layout *layout, uint32_t month)
{
    int32_t end = month + 1 < layout->n_months ? layout->month_start_days[month + 1]
                                               : layout->end_day - layout->start_day;
    return end - layout->month_start_days[month];
}

static size_t
place_of(const suf_layout *layout, uint32_t month, uint32_t district, uint32_t service)
{
    return ((size_t) month * layout->n_districts + district) * layout->n_services +
           service;
}

/* Sum of the terms of a column in one month and district. */
static double
terms_of(const summary *self, const column *of, size_t at)
{
    double sum = 0;
    for (int i = 0; i < of->n_terms; i++) {
        sum += self->values[of->terms[i]][at];
    }
    return sum;
}

/* One column over the districts [from, to) of a service. Places and hours of a share are
 * weighted with time where they are means over it. */
static double
measure(
    const summary *self, const column *of, uint32_t service, uint32_t from, uint32_t to)
{
    const suf_layout *layout = &self->results->layout;
    double total = layout->end_day - layout->start_day;
    double sum = 0;
    double base = 0;
    for (uint32_t month = 0; month < layout->n_months; month++) {
        double days = days_of_month(layout, month);
        bool is_mean =
            of->how == FOLD_MEAN || (of->how == FOLD_SHARE && of->of == V(USABLE_PLACES));
        bool is_counted = (of->how != FOLD_START || month == 0) &&
                          (of->how != FOLD_END || month + 1 == layout->n_months);
        for (uint32_t district = from; is_counted && district < to; district++) {
            size_t at = place_of(layout, month, district, service);
            double weight = is_mean ? days : 1;
            if (of->how == FOLD_WAIT) {
                weight = self->values[of->of][at];
                base += weight;
                sum += weight > 0 ? weight * terms_of(self, of, at) : 0;
                continue;
            }
            sum += weight * terms_of(self, of, at);
            base += of->how == FOLD_SHARE ? weight * self->values[of->of][at] : 0;
        }
    }
    switch (of->how) {
    case FOLD_A_YEAR:
        return sum / (total / SUF_DAYS_PER_YEAR);
    case FOLD_MEAN:
        return sum / total;
    case FOLD_START:
    case FOLD_END:
        return sum;
    case FOLD_SHARE:
        return base > 0 ? 100 * sum / base : (double) NAN;
    case FOLD_WAIT:
        return base > 0 ? sum / base : (double) NAN;
    }
    return (double) NAN;
}

static suf_estimate *
estimate_of(const summary *self, uint32_t service, uint32_t row, size_t which)
{
    size_t rows = (size_t) self->results->layout.n_districts + 1;
    return &self->estimates[(service * rows + row) * MOST_COLUMNS + which];
}

/* What kind a service is, by which of its variables are there. */
static suf_service_kind
kind_of(const summary *self, uint32_t service)
{
    size_t at = place_of(&self->results->layout, 0, 0, service);
    if (!isnan(self->values[V(APPLICANTS)][at])) {
        return SUF_KIND_INTAKE;
    }
    return isnan(self->values[V(VISITS)][at]) ? SUF_KIND_STAY : SUF_KIND_VISIT;
}

/* Adds one replication to every estimate. */
static void
add_replication(summary *self, uint32_t replication)
{
    const suf_layout *layout = &self->results->layout;
    for (uint32_t service = 0; service < layout->n_services; service++) {
        self->kinds[service] = kind_of(self, service);
        for (uint32_t row = 0; row <= layout->n_districts; row++) {
            bool is_all = row == layout->n_districts;
            for (size_t i = 0; i < tables[self->kinds[service]].n; i++) {
                const column *of = &tables[self->kinds[service]].columns[i];
                suf_estimate_add(estimate_of(self, service, row, i), &layout->design,
                    replication,
                    measure(self, of, service, is_all ? 0 : row, is_all ? row : row + 1));
            }
        }
    }
}

/* Room for the variables that some column needs. */
static suf_status
take_variables(summary *self)
{
    const suf_layout *layout = &self->results->layout;
    suf_status status = SUF_OK;
    for (size_t t = 0; t < sizeof tables / sizeof tables[0]; t++) {
        for (size_t i = 0; i < tables[t].n; i++) {
            const column *of = &tables[t].columns[i];
            bool has_base = of->how == FOLD_SHARE || of->how == FOLD_WAIT;
            for (int j = 0; j < of->n_terms + has_base; j++) {
                suf_variable v = j < of->n_terms ? of->terms[j] : of->of;
                if (self->values[v] == NULL) {
                    SUF_TRY(suf_array_new(
                        suf_layout_size(layout, v), sizeof(double), &self->values[v]));
                }
            }
        }
    }
out:
    return status;
}

static suf_status
summarise(summary *self, suf_results *results, uint32_t scenario, suf_faults *faults)
{
    const suf_layout *layout = &results->layout;
    *self = (summary){.results = results};
    suf_status status = SUF_OK;
    SUF_TRY(suf_array_new(
        (size_t) layout->n_services * ((size_t) layout->n_districts + 1) * MOST_COLUMNS,
        sizeof *self->estimates, &self->estimates));
    SUF_TRY(suf_array_new(layout->n_services, sizeof *self->kinds, &self->kinds));
    SUF_TRY(take_variables(self));
    for (uint32_t r = 0; r < results->n_replications; r++) {
        for (int v = 0; v < SUF_N_VARIABLES; v++) {
            if (self->values[v] != NULL) {
                SUF_TRY(suf_results_read(
                    results, (suf_variable) v, scenario, r, self->values[v], faults));
            }
        }
        add_replication(self, (uint32_t) results->replications[r]);
    }
out:
    return status;
}

static void
summary_free(summary *self)
{
    for (int v = 0; v < SUF_N_VARIABLES; v++) {
        free(self->values[v]);
    }
    free(self->estimates);
    free(self->kinds);
}

static void
print_table(const summary *self, uint32_t service, int first_width)
{
    const suf_layout *layout = &self->results->layout;
    const suf_label *label = &layout->services[service];
    const column *columns = tables[self->kinds[service]].columns;
    size_t n = tables[self->kinds[service]].n;
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
            suf_print_cell(estimate_of(self, service, row, i), text);
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
        for (uint32_t row = 0; row <= layout->n_districts; row++) {
            for (size_t i = 0; i < tables[self->kinds[service]].n; i++) {
                const suf_estimate *estimate = estimate_of(self, service, row, i);
                suf_print_field(layout->scenarios[scenario].name);
                suf_print_field(layout->services[service].name);
                suf_print_field(
                    row < layout->n_districts ? layout->districts[row].name : "all");
                (void) printf("%s,%.10g,%.10g,%" PRIu64 "\n",
                    tables[self->kinds[service]].columns[i].name,
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
