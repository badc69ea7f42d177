/* What people ask of a service in one number.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "service_measure.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/calendar.h"
#include "base/memory.h"

#define V(symbol)   SUF_VARIABLE_##symbol
#define ONE(symbol) .terms = {V(symbol)}, .n_terms = 1
#define PLACES                                                                           \
    {"places", "start", "places_start", 8, SUF_FOLD_START, ONE(PLACES)},                 \
    {                                                                                    \
        "places", "end", "places_end", 8, SUF_FOLD_END, ONE(PLACES)                      \
    }

static const suf_service_column stay_columns[] = {
    {"demand", "a year", "requests_per_year", 19, SUF_FOLD_A_YEAR, ONE(REQUESTS)}, PLACES,
    {"taken", "mean", "occupancy", 18, SUF_FOLD_MEAN, ONE(OCCUPANCY)},
    {"taken", "%", "occupied_percent", 15, SUF_FOLD_SHARE, ONE(OCCUPANCY),
        .of = V(USABLE_PLACES)},
    {"waiting", "mean", "waiting", 16, SUF_FOLD_MEAN, ONE(WAITING)},
    {"waiting", "end", "waiting_end", 16, SUF_FOLD_END, ONE(WAITING_END)},
    {"wait", "days", "wait_days", 16, SUF_FOLD_WAIT, ONE(WAIT), .of = V(ADMISSIONS)},
    {"unserved", "a year", "unserved_per_year", 16, SUF_FOLD_A_YEAR,
        .terms = {V(BALKED), V(REFUSALS), V(RENEGED), V(AGED_OUT), V(DIED_WAITING),
            V(MOVED_WAITING)},
        .n_terms = 6}};
static const suf_service_column intake_columns[] = {
    {"applicants", "a year", "applicants_per_year", 19, SUF_FOLD_A_YEAR, ONE(APPLICANTS)},
    PLACES, {"enrolled", "mean", "enrolled", 18, SUF_FOLD_MEAN, ONE(OCCUPANCY)},
    {"taken", "%", "enrolled_percent", 15, SUF_FOLD_SHARE, ONE(OCCUPANCY),
        .of = V(USABLE_PLACES)},
    {"elsewhere", "a year", "placed_away_per_year", 16, SUF_FOLD_A_YEAR,
        ONE(PLACED_AWAY)},
    {"above places", "a year", "placed_above_per_year", 16, SUF_FOLD_A_YEAR,
        ONE(PLACED_ABOVE)},
    {"unplaced", "a year", "unplaced_per_year", 16, SUF_FOLD_A_YEAR, ONE(UNPLACED)},
    {"unserved", "% of demand", "unserved_percent", 16, SUF_FOLD_SHARE,
        .terms = {V(UNPLACED), V(PLACED_ABOVE)}, .n_terms = 2, .of = V(APPLICANTS)}};
static const suf_service_column visit_columns[] = {
    {"visits", "a year", "visits_per_year", 19, SUF_FOLD_A_YEAR, ONE(VISITS)}, PLACES,
    {"used", "%", "used_percent", 15, SUF_FOLD_SHARE, ONE(PERSON_HOURS),
        .of = V(PLACE_HOURS)},
    {"elsewhere", "a year", "served_away_per_year", 18, SUF_FOLD_A_YEAR,
        ONE(SERVED_AWAY)},
    {"refused", "a year", "visits_refused_per_year", 18, SUF_FOLD_A_YEAR,
        ONE(VISITS_REFUSED)},
    {"refused", "%", "visits_refused_percent", 16, SUF_FOLD_SHARE, ONE(VISITS_REFUSED),
        .of = V(VISITS)}};

static const suf_service_column class_columns[] = {
    {"listed", "a year", "listed_per_year", 18, SUF_FOLD_A_YEAR, ONE(CLASS_LISTED)},
    {"admitted", "a year", "admissions_per_year", 18, SUF_FOLD_A_YEAR,
        ONE(CLASS_ADMISSIONS)},
    {"from the list", "a year", "admissions_waited_per_year", 18, SUF_FOLD_A_YEAR,
        ONE(CLASS_ADMISSIONS_WAITED)},
    {"left the list", "a year", "left_per_year", 18, SUF_FOLD_A_YEAR, ONE(CLASS_LEFT)},
    {"waiting", "mean", "waiting", 16, SUF_FOLD_MEAN, ONE(CLASS_WAITING)},
    {"waiting", "end", "waiting_end", 16, SUF_FOLD_END, ONE(CLASS_WAITING_END)},
    {"wait", "days", "wait_days", 16, SUF_FOLD_WAIT, ONE(CLASS_WAIT),
        .of = V(CLASS_ADMISSIONS)}};

#define TABLE(array) array, sizeof(array) / sizeof((array)[0])
static const struct {
    const suf_service_column *columns;
    size_t n;
} tables[] = {[SUF_KIND_STAY] = {TABLE(stay_columns)},
    [SUF_KIND_INTAKE] = {TABLE(intake_columns)},
    [SUF_KIND_VISIT] = {TABLE(visit_columns)}};

const suf_service_column *
suf_service_columns(suf_service_kind kind, size_t *n)
{
    *n = tables[kind].n;
    return tables[kind].columns;
}

const suf_service_column *
suf_class_columns(size_t *n)
{
    *n = sizeof class_columns / sizeof class_columns[0];
    return class_columns;
}

static double
days_of_month(const suf_layout *layout, uint32_t month)
{
    int32_t end = month + 1 < layout->n_months ? layout->month_start_days[month + 1]
                                               : layout->end_day - layout->start_day;
    return end - layout->month_start_days[month];
}

static size_t
place_of(const suf_layout *layout, bool is_class, uint32_t month, uint32_t district,
    uint32_t service)
{
    size_t n = is_class ? layout->n_classes : layout->n_services;
    return ((size_t) month * layout->n_districts + district) * n + service;
}

/* Sum of the terms of a column in one month and district. */
static double
terms_of(const suf_service_reader *self, const suf_service_column *of, size_t at)
{
    double sum = 0;
    for (int i = 0; i < of->n_terms; i++) {
        sum += self->values[of->terms[i]][at];
    }
    return sum;
}

double
suf_service_measure(const suf_service_reader *self, const suf_service_column *of,
    uint32_t service, uint32_t from, uint32_t to)
{
    const suf_layout *layout = &self->results->layout;
    bool is_class = suf_variable_info_of(of->terms[0])->dims == SUF_DIMS_CLASS;
    double total = layout->end_day - layout->start_day;
    double sum = 0;
    double base = 0;
    for (uint32_t month = 0; month < layout->n_months; month++) {
        double days = days_of_month(layout, month);
        bool is_mean = of->how == SUF_FOLD_MEAN ||
                       (of->how == SUF_FOLD_SHARE && of->of == V(USABLE_PLACES));
        bool is_counted = (of->how != SUF_FOLD_START || month == 0) &&
                          (of->how != SUF_FOLD_END || month + 1 == layout->n_months);
        for (uint32_t district = from; is_counted && district < to; district++) {
            size_t at = place_of(layout, is_class, month, district, service);
            double weight = is_mean ? days : 1;
            if (of->how == SUF_FOLD_WAIT) {
                weight = self->values[of->of][at];
                base += weight;
                sum += weight > 0 ? weight * terms_of(self, of, at) : 0;
                continue;
            }
            sum += weight * terms_of(self, of, at);
            base += of->how == SUF_FOLD_SHARE ? weight * self->values[of->of][at] : 0;
        }
    }
    switch (of->how) {
    case SUF_FOLD_A_YEAR:
        return sum / (total / SUF_DAYS_PER_YEAR);
    case SUF_FOLD_MEAN:
        return sum / total;
    case SUF_FOLD_START:
    case SUF_FOLD_END:
        return sum;
    case SUF_FOLD_SHARE:
        return base > 0 ? 100 * sum / base : (double) NAN;
    case SUF_FOLD_WAIT:
        return base > 0 ? sum / base : (double) NAN;
    }
    return (double) NAN;
}

suf_service_kind
suf_service_reader_kind(const suf_service_reader *self, uint32_t service)
{
    size_t at = place_of(&self->results->layout, false, 0, 0, service);
    if (!isnan(self->values[V(APPLICANTS)][at])) {
        return SUF_KIND_INTAKE;
    }
    return isnan(self->values[V(VISITS)][at]) ? SUF_KIND_STAY : SUF_KIND_VISIT;
}

/* Room for the variables that some column needs. */
static suf_status
take_variables(suf_service_reader *self, const suf_service_column *columns, size_t n)
{
    const suf_layout *layout = &self->results->layout;
    suf_status status = SUF_OK;
    for (size_t i = 0; i < n; i++) {
        const suf_service_column *of = &columns[i];
        bool has_base = of->how == SUF_FOLD_SHARE || of->how == SUF_FOLD_WAIT;
        for (int j = 0; j < of->n_terms + has_base; j++) {
            suf_variable v = j < of->n_terms ? of->terms[j] : of->of;
            if (self->values[v] == NULL) {
                SUF_TRY(suf_array_new(
                    suf_layout_size(layout, v), sizeof(double), &self->values[v]));
            }
        }
    }
out:
    return status;
}

suf_status
suf_service_reader_init(suf_service_reader *self, suf_results *results)
{
    *self = (suf_service_reader){.results = results};
    suf_status status = SUF_OK;
    for (size_t t = 0; status == SUF_OK && t < sizeof tables / sizeof tables[0]; t++) {
        status = take_variables(self, tables[t].columns, tables[t].n);
    }
    if (status != SUF_OK) {
        suf_service_reader_free(self);
    }
    return status;
}

suf_status
suf_service_reader_init_classes(suf_service_reader *self, suf_results *results)
{
    *self = (suf_service_reader){.results = results};
    suf_status status =
        take_variables(self, class_columns, sizeof class_columns / sizeof *class_columns);
    if (status != SUF_OK) {
        suf_service_reader_free(self);
    }
    return status;
}

void
suf_service_reader_free(suf_service_reader *self)
{
    for (int v = 0; v < SUF_N_VARIABLES; v++) {
        free(self->values[v]);
    }
    *self = (suf_service_reader){0};
}

suf_status
suf_service_reader_read(
    suf_service_reader *self, uint32_t scenario, uint32_t position, suf_faults *faults)
{
    for (int v = 0; v < SUF_N_VARIABLES; v++) {
        if (self->values[v] != NULL) {
            suf_status status = suf_results_read(self->results, (suf_variable) v,
                scenario, position, self->values[v], faults);
            if (status != SUF_OK) {
                return status;
            }
        }
    }
    return SUF_OK;
}
