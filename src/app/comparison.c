/* Paired differences between two scenarios on common random numbers.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "comparison.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/print.h"
#include "app/service_measure.h"
#include "base/memory.h"
#include "base/number.h"
#include "stats/estimate.h"

/* One quantity in both scenarios. */
typedef struct pair {
    suf_estimate base, other, difference;
    bool is_different; /* in some replication */
    bool is_met;       /* 0 and 1, of a target */
} pair;

typedef struct comparison {
    const suf_comparison *of;
    suf_service_reader base, other;
    uint32_t *services;   /* [service of base] its index in other, or SUF_NONE */
    uint32_t *targets;    /* likewise */
    pair *service_pairs;  /* [service][district, then all][column] */
    pair *target_pairs;   /* [target][value, met] */
    double *values[2][2]; /* [value, met][base, other] */
    uint32_t n;           /* replications in both */
} comparison;

/* --- gathering ------------------------------------------------------------------------
 */

static void
pair_add(pair *self, const suf_design_spec *design, uint32_t r, double base, double other)
{
    bool is_seen = !isnan(base) && !isnan(other);
    double none = (double) NAN;
    suf_estimate_add(&self->base, design, r, is_seen ? base : none);
    suf_estimate_add(&self->other, design, r, is_seen ? other : none);
    suf_estimate_add(&self->difference, design, r, is_seen ? other - base : none);
    self->is_different |= isnan(base) != isnan(other) || (is_seen && base != other);
}

static pair *
service_pair(const comparison *self, uint32_t service, uint32_t row, size_t column)
{
    size_t rows = (size_t) self->of->base->layout.n_districts + 1;
    return &self->service_pairs[(service * rows + row) * SUF_MOST_COLUMNS + column];
}

static void
add_services(comparison *self, uint32_t r)
{
    const suf_layout *layout = &self->of->base->layout;
    for (uint32_t s = 0; s < layout->n_services; s++) {
        size_t n = 0;
        suf_service_kind kind = suf_service_reader_kind(&self->base, s);
        const suf_service_column *columns = suf_service_columns(kind, &n);
        uint32_t there = self->services[s];
        if (there == SUF_NONE || suf_service_reader_kind(&self->other, there) != kind) {
            continue;
        }
        for (uint32_t row = 0; row <= layout->n_districts; row++) {
            uint32_t from = row < layout->n_districts ? row : 0;
            uint32_t to = row < layout->n_districts ? row + 1 : layout->n_districts;
            for (size_t i = 0; i < n; i++) {
                pair_add(service_pair(self, s, row, i), &layout->design, r,
                    suf_service_measure(&self->base, &columns[i], s, from, to),
                    suf_service_measure(&self->other, &columns[i], there, from, to));
            }
        }
    }
}

static const suf_variable target_variables[2] = {
    SUF_VARIABLE_TARGET_VALUE, SUF_VARIABLE_TARGET_MET};

static suf_status
add_targets(comparison *self, uint32_t r, const uint32_t positions[2], suf_faults *faults)
{
    const suf_comparison *of = self->of;
    suf_results *files[2] = {of->base, of->other};
    const uint32_t scenarios[2] = {of->base_scenario, of->other_scenario};
    const suf_layout *layout = &of->base->layout;
    for (int which = 0; which < 2; which++) {
        for (int side = 0; side < 2; side++) {
            suf_status status = suf_results_read(files[side], target_variables[which],
                scenarios[side], positions[side], self->values[which][side], faults);
            if (status != SUF_OK) {
                return status;
            }
        }
        for (uint32_t t = 0; t < layout->n_targets; t++) {
            if (self->targets[t] != SUF_NONE) {
                pair *row = &self->target_pairs[2 * (size_t) t + (size_t) which];
                row->is_met = target_variables[which] == SUF_VARIABLE_TARGET_MET;
                pair_add(row, &layout->design, r, self->values[which][0][t],
                    self->values[which][1][self->targets[t]]);
            }
        }
    }
    return SUF_OK;
}

static suf_status
allocate(comparison *self)
{
    const suf_layout *a = &self->of->base->layout;
    const suf_layout *b = &self->of->other->layout;
    suf_status status = SUF_OK;
    SUF_TRY(suf_service_reader_init(&self->base, self->of->base));
    SUF_TRY(suf_service_reader_init(&self->other, self->of->other));
    SUF_TRY(suf_array_new(a->n_services, sizeof *self->services, &self->services));
    SUF_TRY(suf_array_new(a->n_targets, sizeof *self->targets, &self->targets));
    SUF_TRY(suf_array_new(
        (size_t) a->n_services * ((size_t) a->n_districts + 1) * SUF_MOST_COLUMNS,
        sizeof *self->service_pairs, &self->service_pairs));
    SUF_TRY(suf_array_new(
        2 * (size_t) a->n_targets, sizeof *self->target_pairs, &self->target_pairs));
    for (int which = 0; which < 2; which++) {
        SUF_TRY(suf_array_new(a->n_targets, sizeof(double), &self->values[which][0]));
        SUF_TRY(suf_array_new(b->n_targets, sizeof(double), &self->values[which][1]));
    }
    for (uint32_t s = 0; s < a->n_services; s++) {
        self->services[s] = SUF_NONE;
        for (uint32_t i = 0; i < b->n_services; i++) {
            if (strcmp(a->services[s].name, b->services[i].name) == 0) {
                self->services[s] = i;
            }
        }
    }
    for (uint32_t t = 0; t < a->n_targets; t++) {
        self->targets[t] = SUF_NONE;
        for (uint32_t i = 0; i < b->n_targets; i++) {
            if (strcmp(a->targets[t].name, b->targets[i].name) == 0) {
                self->targets[t] = i;
            }
        }
    }
out:
    return status;
}

/* Every replication that is in both files. */
static suf_status
gather(comparison *self, suf_faults *faults)
{
    const suf_comparison *of = self->of;
    suf_status status = SUF_OK;
    uint32_t at[2] = {0, 0};
    while (at[0] < of->base->n_replications && at[1] < of->other->n_replications) {
        int32_t a = of->base->replications[at[0]];
        int32_t b = of->other->replications[at[1]];
        if (a == b) {
            SUF_TRY(
                suf_service_reader_read(&self->base, of->base_scenario, at[0], faults));
            SUF_TRY(
                suf_service_reader_read(&self->other, of->other_scenario, at[1], faults));
            add_services(self, (uint32_t) a);
            SUF_TRY(add_targets(self, (uint32_t) a, at, faults));
            self->n++;
        }
        at[0] += a <= b;
        at[1] += b <= a;
    }
    if (self->n == 0) {
        suf_fault_place place = {.file = of->other->path};
        suf_faults_add(
            faults, &place, "has no replication in common with %s", of->base->path);
        status = SUF_RAISE(SUF_ERROR_FORMAT);
    }
out:
    return status;
}

static void
comparison_free(comparison *self)
{
    suf_service_reader_free(&self->base);
    suf_service_reader_free(&self->other);
    free(self->services);
    free(self->targets);
    free(self->service_pairs);
    free(self->target_pairs);
    for (int which = 0; which < 2; which++) {
        free(self->values[which][0]);
        free(self->values[which][1]);
    }
}

/* --- printing -------------------------------------------------------------------------
 */

/* NAN when the difference does not vary. */
static double
reduction_of(const pair *of)
{
    double variance = suf_estimate_variance(&of->difference);
    return variance > 0
               ? (suf_estimate_variance(&of->base) + suf_estimate_variance(&of->other)) /
                     variance
               : (double) NAN;
}

/* The 95 % interval of a difference; NAN when there is none. */
static void
interval_of(const pair *of, double *low, double *high)
{
    if (of->is_met && of->difference.tally.n > 0) {
        suf_estimate_change(&of->difference, 0.95, low, high);
        return;
    }
    double mean = suf_estimate_mean(&of->difference);
    double half = suf_estimate_half_width(&of->difference, 0.95);
    *low = mean - half;
    *high = mean + half;
}

enum { WIDTH_QUANTITY = 26, WIDTH_VALUE = 15, WIDTH_DIFFERENCE = 28, WIDTH_TIMES = 12 };

static void
print_pair(const char *label, int width, const char *quantity, const pair *of)
{
    char text[64];
    double reduction = reduction_of(of);
    suf_print_left(label, width);
    suf_print_left(quantity, WIDTH_QUANTITY);
    (void) snprintf(text, sizeof text, "%.6g", suf_estimate_mean(&of->base));
    suf_print_right(text, WIDTH_VALUE);
    (void) snprintf(text, sizeof text, "%.6g", suf_estimate_mean(&of->other));
    suf_print_right(text, WIDTH_VALUE);
    if (of->is_met) {
        double low = 0;
        double high = 0;
        interval_of(of, &low, &high);
        (void) snprintf(text, sizeof text, "%.3f [%.3f, %.3f]",
            suf_estimate_mean(&of->difference), low, high);
    } else {
        suf_print_cell(&of->difference, 9, text);
    }
    suf_print_right(text, WIDTH_DIFFERENCE);
    if (isnan(reduction)) {
        (void) snprintf(text, sizeof text, "exact");
    } else {
        (void) snprintf(text, sizeof text, "%.3g x", reduction);
    }
    suf_print_right(text, WIDTH_TIMES);
    (void) printf("\n");
}

static void
print_head(int width)
{
    suf_print_left("", width);
    suf_print_left("", WIDTH_QUANTITY);
    suf_print_right("base", WIDTH_VALUE);
    suf_print_right("scenario", WIDTH_VALUE);
    suf_print_right("difference", WIDTH_DIFFERENCE);
    suf_print_right("variance", WIDTH_TIMES);
    (void) printf("\n");
}

/* The quantities of a service that differ; counts all into *n and those into *n_same. */
static void
print_service(const comparison *self, uint32_t service, int width, uint64_t *n_all,
    uint64_t *n_same)
{
    const suf_layout *layout = &self->of->base->layout;
    const suf_label *label = &layout->services[service];
    size_t n = 0;
    const suf_service_column *columns =
        suf_service_columns(suf_service_reader_kind(&self->base, service), &n);
    bool has_head = false;
    uint32_t n_rows = layout->n_districts > 1 ? layout->n_districts + 1 : 1;
    for (uint32_t row = 0; row < n_rows; row++) {
        for (size_t i = 0; i < n; i++) {
            const pair *of = service_pair(self, service, row, i);
            *n_all += of->difference.tally.n > 0;
            *n_same += of->difference.tally.n > 0 && !of->is_different;
            if (!of->is_different) {
                continue;
            }
            if (!has_head) {
                (void) printf("\n%s%s%s\n", label->name,
                    label->title[0] != '\0' ? ": " : "", label->title);
                print_head(width);
                has_head = true;
            }
            print_pair(row < layout->n_districts ? layout->districts[row].name : "all",
                width, columns[i].name, of);
        }
    }
}

static void
print_targets(const comparison *self, int width, uint64_t *n_all, uint64_t *n_same)
{
    static const char *const quantities[2] = {"value", "P(met)"};
    const suf_layout *layout = &self->of->base->layout;
    bool has_head = false;
    for (uint32_t t = 0; t < layout->n_targets; t++) {
        for (size_t which = 0; which < 2; which++) {
            const pair *of = &self->target_pairs[2 * (size_t) t + which];
            *n_all += of->difference.tally.n > 0;
            *n_same += of->difference.tally.n > 0 && !of->is_different;
            if (!of->is_different) {
                continue;
            }
            if (!has_head) {
                (void) printf("\ntargets\n");
                print_head(width);
                has_head = true;
            }
            print_pair(layout->targets[t].name, width, quantities[which], of);
        }
    }
}

static void
print_text(const comparison *self)
{
    const suf_comparison *of = self->of;
    const suf_layout *layout = &of->base->layout;
    const suf_label *other = &of->other->layout.scenarios[of->other_scenario];
    int width = (int) sizeof "district";
    uint64_t n_all = 0;
    uint64_t n_same = 0;
    for (uint32_t i = 0; i < layout->n_districts; i++) {
        int here = suf_print_width(layout->districts[i].name) + 2;
        width = here > width ? here : width;
    }
    (void) printf("\nscenario %s%s%s\ncompared with %s over %" PRIu32
                  " replications on common random numbers\n",
        other->name, other->title[0] != '\0' ? ": " : "", other->title,
        layout->scenarios[of->base_scenario].name, self->n);
    print_targets(self, width, &n_all, &n_same);
    for (uint32_t s = 0; s < layout->n_services; s++) {
        print_service(self, s, width, &n_all, &n_same);
    }
    (void) printf("\n%" PRIu64 " of %" PRIu64
                  " quantities are the same in every replication\n",
        n_same, n_all);
}

void
suf_comparison_csv_head(void)
{
    (void) printf("base,scenario,of,name,district,quantity,base_mean,mean,difference,"
                  "low,high,replications,variance_reduction,is_different\n");
}

static void
print_number(double value)
{
    (void) printf(isnan(value) ? "," : "%.10g,", value);
}

static void
print_csv_row(const comparison *self, const char *of, const char *name,
    const char *district, const char *quantity, const pair *row)
{
    const suf_comparison *files = self->of;
    double low = 0;
    double high = 0;
    if (row->difference.tally.n == 0 && !row->is_different) {
        return;
    }
    suf_print_field(files->base->layout.scenarios[files->base_scenario].name);
    suf_print_field(files->other->layout.scenarios[files->other_scenario].name);
    suf_print_field(of);
    suf_print_field(name);
    suf_print_field(district);
    suf_print_field(quantity);
    print_number(suf_estimate_mean(&row->base));
    print_number(suf_estimate_mean(&row->other));
    print_number(suf_estimate_mean(&row->difference));
    interval_of(row, &low, &high);
    print_number(low);
    print_number(high);
    (void) printf("%" PRIu64 ",", row->difference.tally.n);
    print_number(reduction_of(row));
    (void) printf("%s\n", row->is_different ? "yes" : "no");
}

static void
print_csv(const comparison *self)
{
    const suf_layout *layout = &self->of->base->layout;
    for (uint32_t t = 0; t < layout->n_targets; t++) {
        const pair *of = &self->target_pairs[2 * (size_t) t];
        print_csv_row(self, "target", layout->targets[t].name, "", "value", &of[0]);
        print_csv_row(self, "target", layout->targets[t].name, "", "p_met", &of[1]);
    }
    for (uint32_t s = 0; s < layout->n_services; s++) {
        size_t n = 0;
        const suf_service_column *columns =
            suf_service_columns(suf_service_reader_kind(&self->base, s), &n);
        for (uint32_t row = 0; row <= layout->n_districts; row++) {
            for (size_t i = 0; i < n; i++) {
                print_csv_row(self, "service", layout->services[s].name,
                    row < layout->n_districts ? layout->districts[row].name : "all",
                    columns[i].name, service_pair(self, s, row, i));
            }
        }
    }
}

suf_status
suf_comparison_print(const suf_comparison *self, bool is_csv, suf_faults *faults)
{
    comparison of = {.of = self};
    suf_status status = allocate(&of);
    if (status == SUF_OK) {
        status = gather(&of, faults);
    }
    if (status == SUF_OK && is_csv) {
        print_csv(&of);
    } else if (status == SUF_OK) {
        print_text(&of);
    }
    comparison_free(&of);
    return status;
}
